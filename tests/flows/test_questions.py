"""Every question and every problem is answered at every step; then the pending question stands there again."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from bot.conversation.effects import Tell
from bot.conversation.engine import AT_REST, IN_DOUBT, options_at
from bot.conversation.events import Pressed, Said
from bot.conversation.flow import Problem, Question, Task, Wait
from bot.conversation.state import State
from bot.conversation.texts import LANGUAGES
from flows import FLOWS
from tests.flows.test_every_wait import FACTS, WAITS, at
from tests.house import ROOT
from tests.talk import Talk

TOPICS = list(FLOWS.topical.values())
QUESTIONS = [path for path in TOPICS if isinstance(FLOWS[path], Question)]


def own(path: str) -> set[str]:
    """The problems of the task at `path`."""
    step = FLOWS[path]
    flow = path.partition(".")[0]
    return {FLOWS.resolve(flow, problem) for problem in step.problems} if isinstance(step, Task) else set()


def answered(talk: Talk, event: object, topic: str, path: str) -> None:
    """The topic is told, then what was pending is asked again, and nothing else has changed."""
    before = talk.state
    effects = talk.happens(event)  # type: ignore[arg-type]
    [tell] = [effect for effect in effects if isinstance(effect, Tell)]
    names = [part.name for part in tell.parts]
    assert names[0] == topic
    assert (talk.state.done, talk.state.award) == (before.done, before.award)
    follows = isinstance(FLOWS[topic], Problem) and FLOWS[topic].then != "<" and topic in own(path)  # type: ignore[attr-defined]
    if not follows:
        assert talk.state.facts == before.facts
        assert names[-1] == (FLOWS[path].words or path)
        assert (talk.state.at, talk.state.stack, talk.state.trail) == (before.at, before.stack, before.trail)


@pytest.mark.parametrize("path", WAITS)
def test_every_question_and_problem_is_told_at_this_step_by_tap(path: str) -> None:
    for topic in TOPICS:
        talk = at(path)
        answered(talk, Pressed(talk.now, f"={topic}"), topic, path)


@pytest.mark.parametrize("path", [path for path in WAITS if path not in (IN_DOUBT, *AT_REST)])
def test_every_question_and_problem_is_told_at_this_step_when_its_title_is_typed(path: str) -> None:
    for language in LANGUAGES:
        shown = {FLOWS.texts.label(option.text, option.label, language) for option in options_at(FLOWS, path)}
        for topic in TOPICS:
            if FLOWS.texts.label(topic, "title", language) in shown:
                continue  # there it is an answer of its own
            talk = at(path)
            talk.state = replace(talk.state, language=language)
            answered(talk, Said(talk.now, FLOWS.texts.label(topic, "title", language)), topic, path)


def test_there_are_enough_questions_for_everybody() -> None:
    assert len(QUESTIONS) >= 40
    for_employers = [path for path in QUESTIONS if "employer" in path]
    assert len(for_employers) >= 3
    assert {"worth.other_school_accepts", "worth.how_to_issue"} <= set(QUESTIONS), "for other institutions"


@pytest.mark.parametrize("path", QUESTIONS)
def test_every_question_can_be_found_by_tapping(path: str) -> None:
    """From "frequent questions", over a topic, to its button."""
    listed = [
        where for where, step in FLOWS.paths()
        if isinstance(step, Wait) and step.side and path.partition(".")[2] in step.answers
        and where.partition(".")[2].startswith("topic_")
    ]  # fmt: skip
    [topic] = listed
    start = FLOWS["questions.topics"]
    assert isinstance(start, Wait)
    assert topic in {FLOWS.resolve("questions", target) for answer, target in start.answers.items() if target != "<"}


# Answers that differ with the way a badge comes, and with what is known


@pytest.mark.parametrize("language", LANGUAGES)
def test_answers_differ_by_the_way_the_badge_comes_where_the_facts_do(language: str) -> None:
    def told(path: str, kind: str) -> str:
        talk = Talk(
            FLOWS, state=State(language=language, at="eduid.have_one", version=1, facts={**FACTS, "kind": kind})
        )
        facts = [
            part.facts
            for effect in talk.happens(Pressed(talk.now, f"={path}"))
            if isinstance(effect, Tell)
            for part in effect.parts
            if part.name == path
        ]
        return "".join(span.text for span in FLOWS.texts.nodes(path, language, facts[0]))

    for path in ("questions.until_when", "questions.which_email", "questions.must_i_confirm_name"):
        readings = {kind: told(path, kind) for kind in ("personal", "institution", "requested")}
        assert len(set(readings.values())) >= 2, f"{path}: {readings}"


# The thirty problems


def phrasings() -> list[tuple[str, str, str, str]]:
    lines = (ROOT / "tests/flows/phrasings.tsv").read_text("utf-8").splitlines()
    found = [tuple(line.split("\t")) for line in lines[1:]]
    return found  # type: ignore[return-value]


THIRTY = {
    1: "claim.nothing_there", 2: "eduid.two_eduids", 3: "eduid.institution_not_linked", 4: "eduid.lapsed",
    5: "eduid.linked_elsewhere", 6: "backpack.almost_there", 7: "eduid.no_dutch_bank", 8: "eduid.linked_but",
    9: "claim.wrong_name", 10: "claim.mail_says_deleted", 11: "claim.rejected", 12: "backpack.no_mail",
    13: "eduid.no_code", 14: "eduid.address_in_use", 15: "eduid.address_refused", 16: "backpack.no_access",
    17: "backpack.no_longer_linked", 18: "claim.terms", 19: "share.link_shows_404", 20: "share.linkedin_month",
    21: "share.no_pdf", 22: "share.evidence_hidden", 23: "request.cannot_request", 24: "claim.revoked",
    25: "claim.spinner", 26: "backpack.thrown_out", 27: "claim.demo_site", 28: "claim.badges_gone",
    29: "backpack.app_trouble", 30: "worth.employer_check",
}  # fmt: skip
"""What goes wrong for learners, and who cures it. Two of them have no task: no mail came, and an employer's doubt."""


HAPPENS = {
    1: {"claim.find_card"}, 2: {"eduid.have_one", "eduid.change_address", "eduid.link_institution", "claim.find_card"},
    3: {"claim.find_card", "eduid.link_institution"}, 4: {"eduid.link_institution"}, 5: {"eduid.link_institution"},
    6: {"backpack.open_backpack", "request.ask_for_it"}, 7: {"eduid.confirm_name", "eduid.confirm_name_guest"},
    8: {"eduid.confirm_name", "eduid.confirm_name_guest", "eduid.link_institution"}, 9: {"claim.claim_it"},
    10: {"claim.find_card"}, 11: {"claim.claim_it"}, 12: {"backpack.open_backpack"},
    13: {"eduid.make_one", "eduid.change_address"}, 14: {"eduid.make_one"}, 15: {"eduid.make_one"},
    16: {"backpack.open_backpack"}, 17: {"backpack.open_backpack"}, 18: {"backpack.open_backpack", "claim.claim_it"},
    19: {"share.cv", "share.mail_signature"}, 20: {"share.linkedin"}, 21: {"share.cv", "share.linkedin"},
    22: {"share.make_public"}, 23: {"request.ask_for_it"}, 24: {"claim.find_card", "request.find_new"},
    25: {"claim.find_card", "request.find_new"}, 26: {"backpack.open_backpack"},
    27: {"backpack.open_backpack", "claim.find_card", "request.find_new"}, 28: {"claim.find_card", "request.find_new"},
    29: {"backpack.open_backpack"}, 30: {"employer.what", "done.what_now"},
}  # fmt: skip
"""At which questions each of them happens: there its cure can be tapped."""

ALSO = {
    "eduid.wrong_code": {"eduid.make_one", "eduid.change_address"},
    "eduid.verification_failed": {"eduid.confirm_name", "eduid.confirm_name_guest"},
    "eduid.not_linked": {"eduid.link_institution"},
    "backpack.login_code": {
        "backpack.open_backpack", "eduid.change_address", "eduid.confirm_name", "eduid.confirm_name_guest",
        "eduid.link_institution",
    },
    "request.needs_linked_institution": {"request.ask_for_it"},
    "request.wrong_institution": {"request.ask_for_it"},
}  # fmt: skip
"""The other halves of some of them."""


@pytest.mark.parametrize(
    ("topic", "places"), [*((THIRTY[number], places) for number, places in HAPPENS.items()), *ALSO.items()]
)
def test_each_problem_can_be_tapped_wherever_it_happens(topic: str, places: set[str]) -> None:
    for path in places:
        step, flow = FLOWS[path], path.partition(".")[0]
        assert isinstance(step, Wait)
        tapped = {FLOWS.resolve(flow, target) for target in step.answers.values() if target != "<"}
        assert topic in own(path) | tapped, f"{topic} cannot be tapped at {path}"


@pytest.mark.parametrize("number", THIRTY)
def test_each_of_the_thirty_problems_is_reached_by_tap_from_the_step_where_it_happens(number: int) -> None:
    topic = THIRTY[number]
    if topic == "backpack.no_mail":  # "did you get the mail?": no
        talk = at("award.got_mail")
        talk.happens(Pressed(talk.now, "award.got_mail:no"))
        assert talk.state.at == "award.no_mail"
        return
    if topic == "worth.employer_check":
        for path, answer in (("employer.what", "genuine"), ("done.what_now", "employer")):
            talk = at(path)
            answered(talk, Pressed(talk.now, f"{path}:{answer}"), topic, path)
        return
    tasks = [path for path in WAITS if topic in own(path)]
    assert tasks
    for path in tasks:
        talk = at(path)
        talk.happens(Pressed(talk.now, f"{path}:problem"))
        effects = talk.happens(Pressed(talk.now, f"{path}_problems:{topic.partition('.')[2]}"))
        [tell] = [effect for effect in effects if isinstance(effect, Tell)]
        assert tell.parts[0].name == topic


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("topic", sorted({*THIRTY.values(), *(path for *_, path in phrasings())}))
def test_each_of_the_thirty_problems_is_reached_by_three_phrasings(topic: str, language: str) -> None:
    said = [(step, text) for spoken, step, text, path in phrasings() if (spoken, path) == (language, topic)]
    assert len({text for _, text in said}) >= 3
    for step, text in said:
        talk = at(step)
        talk.state = replace(talk.state, language=language)
        effects = talk.happens(Said(talk.now, text))
        [tell] = [effect for effect in effects if isinstance(effect, Tell)]
        assert tell.parts[0].name == topic, text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "kan ik naar een balie"),
        ("nl", "hoe werkt de servicedesk"),
        ("nl", "is er ergens een balie waar ik mijn paspoort kan laten zien"),
        ("en", "what is the service desk"),
        ("en", "can I go to a desk"),
        ("en", "is there a desk where I can show my passport"),
    ],
)
@pytest.mark.parametrize("path", ["eduid.confirm_name", "eduid.confirm_name_guest", "backpack.open_backpack"])
def test_who_asks_for_a_desk_hears_of_it_and_is_not_handed_over(path: str, language: str, text: str) -> None:
    talk = at(path)
    talk.state = replace(talk.state, language=language)
    [tell] = [effect for effect in talk.happens(Said(talk.now, text)) if isinstance(effect, Tell)]
    assert tell.parts[0].name == "questions.service_desk"


WAYS = {
    "nl": ("school- of werkaccount", "bank", "Europees ID", "Service Desk"),
    "en": ("school or work account", "bank", "European ID", "Service Desk"),
}
"""The ways to confirm a name. Source: myconext, `account-gui/src/verify/VerifyChoice.svelte` (August 2026)."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "name",
    [
        "eduid.confirm_name_how", "eduid.guest_not_listed", "backpack.almost_there", "questions.name_validation",
        "questions.need_digid",
    ],
)  # fmt: skip
def test_where_the_ways_to_confirm_a_name_are_listed_none_is_missing(name: str, language: str) -> None:
    facts = {**FLOWS.unknown, **FACTS, **FLOWS.derive({**FLOWS.unknown, **FACTS}, at("eduid.confirm_name").now)}
    text = "".join(span.text for span in FLOWS.texts.nodes(name, language, facts))
    first = 1 if name == "eduid.guest_not_listed" else 0  # there the first one was tried
    assert [way for way in WAYS[language][first:] if way.lower() not in text.lower()] == []


# What the issuers say of edubadges


CLAIMS = {
    "short learning for professionals, shorter than half a year": "worth.how_short",
    "84 to 840 hours, 3 to 30 EC": "worth.how_big",
    "shown by an exam, presentation or report": "worth.how_assessed",
    "European quality standards": "worth.quality",
    "a complement to a diploma, and not one itself": "worth.is_it_a_diploma",
    "eases changing job or institution": "worth.changing_jobs",
    "registered": "worth.is_it_registered",
    "traceable and checkable": "worth.can_it_be_checked",
}
SAYS = {
    "worth.how_short": {
        "nl": ("kort leren voor professionals", "korter dan een half jaar"),
        "en": ("short learning for professionals", "shorter than half a year"),
    },
    "worth.how_big": {
        "nl": (r"\b84 tot 840 uur", r"\b3 tot 30 EC", "28 uur per punt", "juni 2026", r"vanaf 28 uur \(1 EC\)"),
        "en": (r"\b84 to 840 hours", r"\b3 to 30 EC", "28 hours each", "June 2026", r"from 28 hours \(1 EC\)"),
    },
    "worth.how_assessed": {
        "nl": ("kan met een examen, een presentatie, een verslag",),
        "en": ("can be an exam, a presentation, a report",),
    },
    "worth.quality": {
        "nl": ("landelijk kwaliteitskader", "passen bij de Europese kwaliteitsnormen"),
        "en": ("national quality framework", "fit the European quality standards"),
    },
    "worth.is_it_a_diploma": {
        "nl": (r"\ANee\.", "aanvulling op een diploma, en zelf geen diploma"),
        "en": (r"\ANo\.", "complement to a diploma, and not a diploma itself"),
    },
    "worth.changing_jobs": {
        "nl": ("makkelijker overstappen naar een andere baan of opleiding", "Zeker is het niet"),
        "en": ("easier to move to another job or programme", "not certain"),
    },
    "worth.is_it_registered": {
        "nl": ("elke gegeven badge is daar geregistreerd", "openbare lijst van mensen [^.]* niet gevonden"),
        "en": ("every badge that was given is registered", "not found a public list of people"),
    },
    "worth.can_it_be_checked": {
        "nl": (r"\AJa\.", "te controleren en te herleiden", "van welke school of universiteit hij komt"),
        "en": (r"\AYes\.", "can be checked and traced", "from which school or university it comes"),
    },
}
"""What the answers have to say of them: every figure, and the sense."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("claim", CLAIMS)
def test_every_claim_of_the_issuers_has_an_answer(claim: str, language: str) -> None:
    path = CLAIMS[claim]
    assert path in QUESTIONS
    talk = at("claim.claim_it")
    facts = {**FLOWS.unknown, **FACTS, **FLOWS.derive({**FLOWS.unknown, **FACTS}, talk.now)}
    text = "".join(span.text for span in FLOWS.texts.nodes(path, language, facts))
    assert [said for said in SAYS[path][language] if not re.search(said, text)] == [], text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", [path for path in WAITS if path not in (IN_DOUBT, *AT_REST)])
def test_edubadges_naam_validatie_is_understood_everywhere_and_answered_with_today_s_way(
    path: str, language: str
) -> None:
    for text in ("edubadges Naam Validatie", "wat is edubadges naam validatie?"):
        talk = at(path)
        [tell] = [effect for effect in talk.happens(Said(talk.now, text)) if isinstance(effect, Tell)]
        assert any(part.name == "questions.name_validation" for part in tell.parts), (text, tell.parts)
