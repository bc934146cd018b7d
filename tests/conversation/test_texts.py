"""From names to words: what a learner reads, whatever is known about them."""

from __future__ import annotations

import gc
import re
import weakref
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import product
from math import prod
from pathlib import Path
from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.conversation.engine import options_at
from bot.conversation.events import Fact
from bot.conversation.flow import Do, Task, Wait
from bot.conversation.nodes import Nodes, plain
from bot.conversation.proofreading import ENGINE_TEXTS
from bot.conversation.texts import LANGUAGES, MissingText, Needs, Source, Texts, long_date
from bot.conversation.transcript import BEGIN
from bot.conversation.understanding import COMMANDS, clean, normal
from flows import FLOWS
from flows.diagnosis import ANSWERS

TODAY = BEGIN.date()
BADGE, INSTITUTION = "Verpleegkundig rekenen", "Hogeschool Voorbeeld"
LINK = "https://www.edubadges.nl/public/assertions/Qm9rU2ltdWxhdGllMDAx0A"
SAID = {
    "badge": ["unknown", BADGE],
    "institution": ["unknown", INSTITUTION],
    "kind": ["unknown", "personal", "institution", "requested", "dont_know"],
    "deadline": ["unknown", *((TODAY + timedelta(days=days)).isoformat() for days in (-3, 0, 1, 2, 90))],
    "badge_link": ["unknown", LINK],
    **{
        f"{whose}{name}": ["unknown", *values]
        for whose in ("", "checked_")
        for name, values in {
            "badge_id": ["Qm9rU2ltdWxhdGllMDAx0A"],
            "shown_badge": [BADGE],
            "shown_issuer": ["Zorg"],
            "issued_on": ["2026-04-10"],
            "expires_on": ["never", "2028-04-10"],
            "badge_ects": ["2.5"],
            "badge_hours": [140],
            "holder": ["Sanne Voorbeeld"],
            "holder_confirmed": ["yes", "no"],
        }.items()
    },
    **{f"{whose}shown_institution_{language}": ["unknown"] for whose in ("", "checked_") for language in LANGUAGES},
    "our_site": ["unknown", "https://gids.voorbeeld.nl"],
    "linkedin_site": ["https://www.linkedin.com"],
    "course": ["unknown", "Rekenen"],
    "organisation": ["unknown", "Stichting Voorbeeld"],
    "support_email": ["unknown", "hulp@voorbeeld.nl"],
    "name_step": ["verify_in_eduid", "idp_guest", "none"],
    "reminder_days": ["28,14,7,3,1"],
    "retention_days": [90],
    "day": ["2026-12-18"],
    "mail": ["…"],
    "request": ["unknown", "sent"],
    "guest_idp": ["edubadges Naam Validatie"],
    "service_desk": ["unknown", "een servicepunt van eduID"],
    "missing_way": ["unknown", "personal", "institution", "requested"],
    "why_stopped": ["unknown", "no_time", "too_hard", "distrust"],
    "in_doubt": ["Klinisch redeneren"],
    "help_when": ["unknown", "today", "later"],
    "help_day": ["2026-12-18"],
    "help_time": ["17:00"],
    "messages_kept": ["unknown", 12],
    "pictures_kept": [0, 2],
    "kept_since": ["2026-11-01"],
    "others": [0, 1, 2],
    "other_badge": ["unknown", "Klinisch redeneren"],
    "other_deadline": ["unknown", "2026-12-31"],
    "author": ["Noor"],
    "conversation": ["k3Jd82ns"],
    "channel": ["telegram"],
    "spoken": ["nl"],
    "step": ["eduid"],
    "trouble": ["unknown", "terms"],
    "many": [14],
    "often": ["0,6"],
    "outage": ["eduID doet het niet tot 14:00." + " Wacht even met inloggen." * 10],
    "login": ["off", "possible"],
    "sign_in_link": ["https://gids.example/eduid/start/Qm9rU2ltdWxhdGllMDAx0A"],
    "sign_in_by": ["unknown", "letter"],
    "joined_mail": ["unknown", "s•••@voorbeeld.nl"],
    "joins_channel": ["telegram", "slack", "email", "web"],
    "joins_badge": ["unknown", "Klinisch redeneren"],
    "joins_here": ["unknown", "eduid", "name", "institution", "backpack", "claimed", "public", "shared"],
    "login_who": ["S•••• V••••••••"],
    "login_where": ["unknown", INSTITUTION],
    "other_channel": ["telegram", "slack", "email", "web"],
    "proven_on": ["unknown", "2026-11-01"],
    "eduid_mail": ["unknown", "c0ffee"],
    "eduid_mail_shown": ["unknown", "s•••@voorbeeld.nl"],
    "award_mail": ["unknown", "c0ffee", "decaf"],
    "award_mail_shown": ["unknown", "s•••@werk.nl"],
    "award_account": ["unknown", "c0ffee"],
    "eduid_name": ["Sanne Voorbeeld"],
    "name_how": ["unknown", "confirmed", "initials", "own"],
    "linked": ["unknown", "none", "voorbeeld.example"],
    "linked_shown": ["unknown", INSTITUTION],
    "accounts": ["unknown", "c0ffee"],
    "link_current": ["unknown", "2026-11-01"],
    "award_status": ["unknown", "waiting", "scheduled", "gone"],
    "deadline_assumed": ["unknown", "yes"],
    "issuer_mail": ["unknown", "badges@voorbeeld.example"],
    "mail_news": ["unknown", "awarded", "approved", "requested", "denied", "deleted", "revoked"],
    "mail_badge": ["unknown", "Klinisch redeneren"],
    "institution_domains": ["unknown", "voorbeeld.example"],
    "institution_page": ["unknown", "https://voorbeeld.example/edubadges"],
    "log_in_said": ["unknown", "no"],
    "award_address": ["sam@voorbeeld.nl"],
    **{name: ["unknown", "yes"] for name in ANSWERS},
}
"""What each fact can be."""

DIAGNOSED = {
    "cause": ["none", "expired", "rejected", "lost_address", "deleted", "revoked", "issuer_name"],
    "sure": ["proven", "probably", "ask"],
    "proven": ["yes", "no"],
    "mail_fits": ["unknown", "yes", "no"],
    "account_fits": ["unknown", "yes", "no"],
    "institution_fits": ["unknown", "yes", "no"],
    "linked_any": ["unknown", "yes", "no"],
    "link_holds": ["unknown", "of_one", "yes"],
}
"""What the diagnosis can make of them, as far as a text tells the difference."""

TICKS = ("no", "word", "skipped", "proof")
LINE = ("shown_badge", "badge", "institution", "issued_on", "badge_ects", "badge_hours", "badge_link")
FOLLOWS = {
    "time_left": ("deadline",),
    "days_left": ("deadline",),
    "cv_line": LINE,
    "signature_line": LINE,
    "post_text": LINE,
    "linkedin_link": ("shown_badge", "badge_link"),
    "kit_link": ("our_site", "badge_id"),
    "verify_page": ("our_site",),
    "verify_link": ("our_site", "checked_badge_id"),
    "checked_size": ("checked_badge_ects", "checked_badge_hours"),
    "checked_giver": ("checked_shown_issuer",),
}
"""From which facts others follow; those that are not here follow from how far the learner is."""

SURELY_KNOWN = {
    "award.known": "badge",
    "award.deadline_noted": "deadline",
    "guide.letter": "badge",
    "guide.shall_we": "badge",
    "common.letter_subject_guide": "badge",
    "common.letter_subject_guide_both": "badge",
}
"""What is known wherever these are said."""

MOST = 15_000
"""So many ways to fill in one text are tried: any three of its facts meet in each of their ways."""

WORD_LISTS = ("usual_", "speak_", "answers")


def texts() -> Iterator[tuple[str, set[str]]]:
    """Every text a learner can read, and the facts it looks at."""
    for source in FLOWS.texts.sources:
        if source.language == LANGUAGES[0]:
            for entry in source.resource.body:
                name = getattr(getattr(entry, "id", None), "name", "")
                if name and not name.startswith(WORD_LISTS):
                    yield f"{source.flow}.{name}", Needs(entry).variables


NAMES = dict(texts())


@cache
def derivable() -> set[str]:
    facts = {name: values[0] for name, values in SAID.items()} | {f"{tick}_done": "no" for tick in FLOWS.milestones}
    return set(FLOWS.derive(facts, BEGIN))


def grid(needs: set[str]) -> Iterator[dict[str, Fact]]:
    """Facts in every way that makes a difference to a text that looks at these; of very many ways, some thousands."""
    wide = needs.union(*(FOLLOWS.get(name, ()) for name in needs))
    all_ticks = needs & derivable() - FOLLOWS.keys() - DIAGNOSED.keys()
    found = [[(name, value) for value in values] for name, values in DIAGNOSED.items() if name in needs]
    said = [[(name, value) for value in (values if name in wide else values[-1:])] for name, values in SAID.items()]
    ticks = [
        [(f"{tick}_done", how) for how in (TICKS if f"{tick}_done" in needs else ("word",))]
        for tick in FLOWS.milestones
    ]
    far = [
        [(f"{tick}_done", "word" if n < done else rest) for n, tick in enumerate(FLOWS.milestones)]
        for done, rest in product(range(len(FLOWS.milestones) + 1), ("no", "skipped"))
    ]
    hows = far if all_ticks else list(product(*ticks))
    chosen = Random(len(needs))
    share = MOST / (len(hows) * prod(map(len, [*said, *found])))
    for facts in product(*said):
        for how in hows:
            if chosen.random() > share:
                continue
            known: dict[str, Fact] = {**dict(facts), **dict(how)}
            derived = FLOWS.derive(known, BEGIN)
            for diagnosed in product(*found):
                yield {**known, **derived, **dict(diagnosed)}


@cache
def readings(name: str, language: str) -> frozenset[str]:
    """Every way a text can read."""
    known = SURELY_KNOWN.get(name)
    return frozenset(
        plain(FLOWS.texts.nodes(name, language, facts))
        for facts in grid(NAMES[name])
        if known is None or facts[known] != "unknown"
    )


def units(text: str) -> int:
    """The length as Telegram counts."""
    return len(text.encode("utf-16-le")) // 2


def longest(name: str, language: str) -> int:
    return max(map(units, readings(name, language)))


# Every text of the journeys


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_a_text_reads_well_whatever_is_known(name: str, language: str) -> None:
    if not FLOWS.texts.has(name, language):
        assert name.startswith("common."), "only lists of words have no text of their own"
        return
    for text in readings(name, language):
        assert "unknown" not in text
        assert text == text.strip()
        for what, odd in {
            "two blanks": r"[^\S\n]{2}",
            "a blank at the end of a line": r"[^\S\n]\n",
            "a blank before a line": r"\n[^\S\n]",
            "two empty lines": r"\n{3}",
            "a blank before a point": r"\s[.,;:!?](?:\s|$)",
            "two points": r"[^.]\.\.(?:[^.]|$)|[!?:;,]\.|\.[,;:]",
            "what should be markup": r"</?\w+|&\w+;",
            "what Fluent should have filled in": r"[{}$]|[a-z]+_[a-z]+",
        }.items():
            assert not re.search(odd, text.replace(LINK, "LINK")), f"{what}: {text}"


@pytest.mark.parametrize("source", FLOWS.texts.sources, ids=lambda source: source.file.name)
def test_an_answer_is_chosen_and_not_tapped_for_in_a_letter_it_has_a_number(source: Source) -> None:
    said = re.sub(r"^#.*$|^about_bot .*?^about_bot_short", "", source.text, flags=re.M | re.S)
    assert not re.search(r"tik (?:dan )?op (?:de|een) knop|tap (?:the|a) button|in deze chat|in this chat", said, re.I)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_readings_that_should_differ_are_alike(language: str) -> None:
    """The last day, tomorrow and a day long past are told apart wherever they are told."""
    for name, needs in NAMES.items():
        if "days_left" in needs and FLOWS.texts.has(name, language):
            assert len(readings(name, language)) >= 3, name


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_fits_in_one_message_with_its_how_and_all_that_can_stand_before_it(language: str) -> None:
    before = max(longest(f"common.{name}", language) for name in ENGINE_TEXTS if name != "welcome_back")
    before += longest("common.welcome_back", language) + 4
    for path, step in FLOWS.paths():
        if isinstance(step, Wait) and not isinstance(step, Do):
            how = longest(f"{path}_how", language) + 2 if isinstance(step, Task) else 0
            assert before + how + longest(step.words or path, language) <= 4096, path


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_button_fits_on_a_phone(language: str) -> None:
    for path, _ in FLOWS.paths():
        for option in options_at(FLOWS, path):
            words = FLOWS.texts.label(option.text, option.label, language)
            assert 1 <= len(words) <= 40, words
            assert words == words.strip()
            assert len(option.value.encode()) <= 64


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_for_commands_and_answers_are_each_of_one_meaning(language: str) -> None:
    meanings: dict[str, set[str]] = {}
    for name in (*(f"command_{command}" for command in COMMANDS), "speak_nl", "speak_en"):
        for word in FLOWS.texts.label(f"common.{name}", "words", language).split(","):
            meanings.setdefault(normal(word), set()).add(name)
    for source in FLOWS.texts.sources:
        for entry in source.resource.body if (source.flow, source.language) == ("common", language) else ():
            name = getattr(getattr(entry, "id", None), "name", "")
            if name.startswith("usual_"):
                for word in FLOWS.texts.label(f"common.{name}", "words", language).split(","):
                    meanings.setdefault(normal(word), set()).add(name)
    assert {word: names for word, names in meanings.items() if len(names) > 1} == {}


# Facts in texts


def made(folder: Path, nl: str, en: str) -> Texts:
    """The texts of a flow `made`."""
    (folder / "made.nl.ftl").write_text(nl, "utf-8")
    (folder / "made.en.ftl").write_text(en, "utf-8")
    return Texts.load(folder)


def shapes(nodes: Nodes) -> set[tuple[str, str]]:
    return {(span.style, span.href) for span in nodes}


ODD = st.text(st.characters(codec="utf-8"), min_size=1, max_size=60) | st.sampled_from(
    ["<b>bold</b>", '<a href="https://evil.example">here</a>', "a < b & c > d", "&lt;b&gt;", "&amp;", "{ $badge }",
     "</b>", "<!-- x -->", "<![CDATA[", "<script>x</script>", "R&D", "a\nb", "“quoted”", "<", "&#60;b>", "{", "}"]
)  # fmt: skip


@given(ODD.map(clean).filter(bool), ODD.map(clean).filter(bool), st.sampled_from(LANGUAGES))
@example("<b>", "</b>", "nl")
def test_what_a_learner_writes_never_becomes_markup(badge: str, institution: str, language: str) -> None:
    facts = {**FLOWS.unknown, **FLOWS.derive(FLOWS.unknown, BEGIN)}
    for name in ("award.known", "welcome.hello"):
        usual = FLOWS.texts.nodes(name, language, {**facts, "badge": "BADGE", "institution": "INSTITUTION"})
        nodes = FLOWS.texts.nodes(name, language, {**facts, "badge": badge, "institution": institution})
        assert shapes(nodes) == shapes(usual)
        assert plain(nodes) == plain(usual).replace("BADGE", "\0").replace("INSTITUTION", institution).replace(
            "\0", badge
        )


def test_a_fact_as_an_address_stays_an_address(tmp_path: Path) -> None:
    words = made(tmp_path, 'shown = <a href="{ $link }">{ $badge }</a>', "")
    nodes = words.nodes("made.shown", "nl", {"link": LINK, "badge": "A & <b>B"})
    assert [(span.text, span.href) for span in nodes] == [("A & <b>B", LINK)]


def test_a_link_leads_to_the_site_that_stands_for_the_one_it_names(tmp_path: Path) -> None:
    written = """step = <a href="https://www.edubadges.nl/?lang={ $language }">www.edubadges.nl</a>
    .how = At <a href="https://www.edubadges.nl.example">https://www.edubadges.nl</a> { $badge }.
"""
    (tmp_path / "flow.nl.ftl").write_text(written, "utf-8")
    texts = Texts.load(tmp_path)
    led = texts.leading_to({"https://www.edubadges.nl": "http://localhost:8000/sandbox/edubadges"})
    facts = {"language": "nl", "badge": '<a href="https://www.edubadges.nl">'}
    (link,) = led.nodes("flow.step", "nl", facts)
    assert (link.text, link.href) == ("www.edubadges.nl", "http://localhost:8000/sandbox/edubadges/?lang=nl")
    assert led.label("flow.step", "how", "nl", facts) == texts.label("flow.step", "how", "nl", facts)
    assert texts.nodes("flow.step", "nl", facts)[0].href == "https://www.edubadges.nl/?lang=nl"
    assert led.sources == texts.sources


def test_texts_that_let_go_say_the_same_without_what_they_were_read_from(tmp_path: Path) -> None:
    written = """step = Hallo <b>{ $name }</b>
    .how = Zo { $days ->
        [one] één dag
       *[other] { $days } dagen
    }
    .plain = Ja
"""
    (tmp_path / "flow.nl.ftl").write_text(written, "utf-8")
    read = Texts.load(tmp_path)
    texts = read.and_those([Source(tmp_path / "more.nl.ftl", "more", "nl", "step = { -term }\n-term = Gids\n")])
    kept = [weakref.ref(source) for source in read.sources]
    texts.let_go()
    gc.collect()
    assert not any(source() for source in kept)
    assert [span.text for span in texts.nodes("flow.step", "nl", {"name": "Sam"})] == ["Hallo ", "Sam"]
    assert texts.label("flow.step", "how", "nl", {"days": 1}) == "Zo één dag"
    assert texts.label("flow.step", "plain", "nl") == "Ja"
    assert plain(texts.nodes("more.step", "nl", {})) == "Gids"
    assert [source.flow for source in texts.sources] == ["flow", "more"]
    assert texts.placed().sources[0].placed


def test_days_and_numbers_are_said_as_people_say_them(tmp_path: Path) -> None:
    words = made(
        tmp_path,
        "left = { $days ->\n  [one] één dag\n *[other] { $days } dagen\n  } tot { $day }",
        "left = { $days ->\n  [one] one day\n *[other] { $days } days\n  } until { $day }",
    )

    def left(language: str, days: int) -> str:
        return plain(words.nodes("made.left", language, {"days": days, "day": "2026-06-22"}))

    assert [left("nl", days) for days in (0, 1, 82)] == [
        "0 dagen tot 22 juni 2026",
        "één dag tot 22 juni 2026",
        "82 dagen tot 22 juni 2026",
    ]
    assert [left("en", days) for days in (0, 1, 82)] == [
        "0 days until 22 June 2026",
        "one day until 22 June 2026",
        "82 days until 22 June 2026",
    ]


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.sampled_from(LANGUAGES))
def test_a_day_is_said_with_its_month_in_words(day: date, language: str) -> None:
    said = long_date(day.isoformat(), language)
    assert re.fullmatch(rf"{day.day} [a-zA-Z]+ {day.year}", said)


def test_a_text_that_is_not_there_is_an_error_and_not_a_blank(tmp_path: Path) -> None:
    words = made(tmp_path, "here = { $badge }", "")
    for name, language in (("made.gone", "nl"), ("made.here", "nl"), ("made.here", "en")):
        with pytest.raises(MissingText):
            words.nodes(name, language, {})
