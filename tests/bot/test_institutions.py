"""Profiles of institutions: what is otherwise where, and every mistake in the file told with its line."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime
from pathlib import Path
from time import perf_counter
from zoneinfo import ZoneInfo

import pytest

from bot.conversation.effects import Tell
from bot.conversation.events import Pressed, Said
from bot.conversation.nodes import plain
from bot.conversation.proofreading import proofread
from bot.conversation.state import State
from bot.conversation.texts import LANGUAGES
from bot.hours import Hours
from bot.institutions import Institutions, WrongInstitutions
from bot.wiring import LIMITS, flows_for
from flows import FLOWS
from tests.house import ROOT, settings
from tests.talk import Talk

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
EXAMPLE = ROOT / "docs/institutions.example.toml"


def read(file: Path) -> Institutions:
    return Institutions.read(file, AMSTERDAM)


def talk(language: str = "nl") -> Talk:
    """A conversation where the example's profiles hold."""
    return Talk(flows_for(settings("sqlite:///x.db", institutions=EXAMPLE)), state=State(language=language))


# What is otherwise


def test_the_example_can_be_used_as_it_is() -> None:
    profiles = read(EXAMPLE)
    flows = profiles.with_questions(flows_for(settings("sqlite:///x.db")))
    assert proofread(flows, LIMITS) == []


@pytest.mark.parametrize(
    "name", ["Hogeschool Voorbeeld", "hogeschool  voorbeeld", "VOORBEELD University of Applied Sciences."]
)
def test_the_award_picks_the_profile_by_any_of_its_names(name: str) -> None:
    assert read(EXAMPLE).of({"institution": name}) == "voorbeeld"


def test_another_institution_has_what_the_settings_say() -> None:
    profiles = read(EXAMPLE)
    assert profiles.of({"institution": "Hogeschool Elders"}) == ""
    assert profiles.facts({"institution": "Hogeschool Elders"}) == {}


def test_an_account_tells_whose_it_is_by_its_domain() -> None:
    profiles = read(EXAMPLE)
    assert profiles.name_of_domain("s123@student.voorbeeld.example") == "Hogeschool Voorbeeld"
    assert profiles.name_of_domain("student.voorbeeld.example") == "Hogeschool Voorbeeld"
    assert profiles.name_of_domain("sam@nietvoorbeeld.example") == ""


def test_whose_domains_these_are_is_known_of_an_award() -> None:
    profiles = read(EXAMPLE)
    assert profiles.facts({"institution": "Hogeschool Voorbeeld"})["institution_domains"] == "voorbeeld.example"
    assert "institution_domains" not in profiles.facts({"institution": "Hogeschool Elders"})


def test_an_award_of_that_institution_has_its_name_step() -> None:
    told = talk()
    told.happens_to_know(institution="Hogeschool Voorbeeld", badge="Rekenen", kind="institution")
    told("""
        learner     [go_on]
        bot         award.known
        bot         eduid.have_one [yes] [no] [dont_know] [two_eduids]
        learner     [yes]
        bot         eduid.confirm_name_guest [done] [how] [problem]
    """)


def test_where_badges_come_one_way_only_nobody_is_asked_which(tmp_path: Path) -> None:
    file = tmp_path / "one.toml"
    file.write_text('[one]\nnames = ["Een"]\nways = ["requested"]\n')
    talk = Talk(flows_for(settings("sqlite:///x.db", institutions=file)))
    talk.happens_to_know(institution="Een", badge="Rekenen")
    talk("""
        learner     [go_on]
        bot         award.known
        bot         request.how_far [approved] [waiting] [denied] [not_yet]
    """)


@pytest.mark.parametrize(
    ("ways", "offered", "dont_know"),
    [
        ('"personal", "institution"', "[personal] [institution] [dont_know]", "award.how_to_tell"),
        ('"institution", "requested"', "[institution] [requested] [dont_know]", "award.deadline"),
        ('"requested", "personal"', "[personal] [requested] [dont_know]", "award.deadline"),
    ],
)
def test_where_badges_come_two_ways_only_these_are_offered(
    tmp_path: Path, ways: str, offered: str, dont_know: str
) -> None:
    file = tmp_path / "two.toml"
    file.write_text(f'[one]\nnames = ["Een"]\nways = [{ways}]\n')
    flows = flows_for(settings("sqlite:///x.db", institutions=file))
    talk = Talk(flows)
    talk.happens_to_know(institution="Een", badge="Rekenen")
    talk(f"""
        learner     [go_on]
        bot         award.known
        bot         award.which_way {offered}
        learner     terug
        bot         common.back_to
        bot         welcome.hello [go_on] [genuine] [stored] [employer]
        learner     [go_on]
        bot         award.known
        bot         award.which_way {offered}
    """)
    [tell] = [effect for effect in talk.happens(Said(talk.now, "?!")) if isinstance(effect, Tell)]
    assert len([option for option in tell.options if option.kind == "answer"]) == 3
    for language in LANGUAGES:
        text = "".join(span.text for span in FLOWS.texts.nodes("award.which_way", language, tell.parts[-1].facts))
        assert ("edubadges.nl" in text) == ("requested" in ways), text
    talk.happens(Pressed(talk.now, "award.which_way:dont_know"))
    assert talk.state.at == dont_know


def test_a_service_desk_is_named_in_the_language_spoken() -> None:
    facts = {**FLOWS.unknown, **read(EXAMPLE).facts({"institution": "Hogeschool Voorbeeld"})}
    for name in ("eduid.no_dutch_bank", "eduid.confirm_name_how", "eduid.guest_not_listed", "questions.service_desk"):
        for language, desk in (("nl", "de balie in gebouw A"), ("en", "the desk in building A")):
            text = "".join(span.text for span in FLOWS.texts.nodes(name, language, {**facts, "kind": "personal"}))
            assert desk in text
            assert "TU Delft" not in text, "what holds elsewhere is not said beside it"


def test_their_own_questions_come_before_the_frequent_ones() -> None:
    own = talk()
    own.happens_to_know(institution="Hogeschool Voorbeeld", badge="Rekenen", kind="institution")
    own("""
        learner     vragen
        bot         institution.topics_voorbeeld [voorbeeld_1] [more] [never_mind]
        learner     Waar haal ik mijn account op?
        bot         institution.voorbeeld_1
        bot         welcome.hello [go_on] [genuine] [stored] [employer]
        learner     vragen
        bot         institution.topics_voorbeeld [voorbeeld_1] [more] [never_mind]
        learner     [more]
        bot         questions.topics [what] [getting] [time] [eduid] [identity] [safe] [show] [value] [recognition] [employer] [never_mind]
    """)  # noqa: E501
    other = talk()
    other.happens_to_know(institution="Hogeschool Elders", badge="Rekenen", kind="institution")
    other("""
        learner     vragen
        bot         questions.topics [what] [getting] [time] [eduid] [identity] [safe] [show] [value] [recognition] [employer] [never_mind]
    """)  # noqa: E501


# When somebody answers


@pytest.mark.parametrize(
    ("asked", "by"),
    [
        ("2026-11-23 10:00", "2026-11-23 14:00"),
        ("2026-11-27 16:00", "2026-11-30 12:00"),  # over the weekend
        ("2026-12-24 18:00", "2026-12-28 13:00"),  # over Christmas
        ("2026-11-28 03:00", "2026-11-30 13:00"),
    ],
)
def test_four_opened_hours_are_promised(asked: str, by: str) -> None:
    now = datetime.fromisoformat(asked).replace(tzinfo=AMSTERDAM)
    answer = Hours("Mo-Fr 09:00-17:00; PH off", AMSTERDAM).answer_by(now)
    assert answer is not None
    assert f"{answer:%Y-%m-%d %H:%M}" == by


@pytest.mark.parametrize("text", ["Mo-Su 00:00-24:00", "Mo-Su", "24/7"])
def test_of_a_desk_that_never_closes_it_is_known_at_once_when_it_answers(text: str) -> None:
    now = datetime(2026, 11, 26, 3, 0, tzinfo=AMSTERDAM)
    began = perf_counter()
    assert Hours(text, AMSTERDAM).answer_by(now) == now.replace(hour=7)
    assert perf_counter() - began < 0.5


@pytest.mark.parametrize("text", ["24/7", "Mo-Su 00:00-24:00", "Mo-Su"])
def test_a_desk_that_never_closes_answers_within_four_hours(text: str) -> None:
    now = datetime(2026, 11, 28, 3, tzinfo=AMSTERDAM)
    assert Hours(text, AMSTERDAM).answer_by(now) == now.replace(hour=7)


@pytest.mark.parametrize("text", ["ma-vr 9-17", "office hours", "off", "Mo 09:00-25:61"])
def test_what_are_no_hours_are_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="Mo-Fr 09:00-17:00"):
        Hours(text, AMSTERDAM)


# Mistakes

GOOD = """\
[default]
support_email = "help@example.nl"

[een]
names = ["Hogeschool Een"]
domains = ["een.example"]
support_hours = "Mo-Fr 09:00-17:00"

[[een.questions]]
source = "https://een.example"
read = "November 2026"
title.nl = "Vraag"
title.en = "Question"
answer.nl = "Antwoord."
answer.en = "Answer."

[twee]
names = ["Hogeschool Twee"]
"""

MISTAKES = [
    ("[default]", "[default", 1, "is not TOML"),
    ("[default]", "stray = 1\n[default]", 1, "stray: stands outside a table"),
    ('"help@example.nl"', '"help"', 2, "support_email: is no e-mail address; one like"),
    ('support_email = "help', 'names = ["x"]\nsupport_email = "help', 2, "names: belongs in the table of one"),
    ("[een]", "[Een!]", 4, "is not TOML"),
    ("[twee]", "[Twee]", 17, "[Twee]: is no key; a short name of small letters"),
    ('names = ["Hogeschool Een"]', 'names = "Hogeschool Een"', 5, 'names: is no list; write it as ["…", "…"]'),
    ('names = ["Hogeschool Twee"]', "", 17, "[twee]: names is missing"),
    ('["Hogeschool Twee"]', '["hogeschool een"]', 18, "is also in [een]; each belongs to one"),
    ('["een.example"]', '["@een.example"]', 6, "domains: is no domain; one like example.nl"),
    ("Mo-Fr 09:00-17:00", "ma-vr 9-5", 7, "support_hours: are no opening hours; write them as Mo-Fr"),
    ('support_hours = "', 'name_step = "bank"\nsupport_hours = "', 7, "name_step: is 'bank'; meant is verify_in_eduid"),
    ('support_hours = "', 'ways = ["post"]\nsupport_hours = "', 7, "ways: is 'post'; meant is personal, institut"),
    ('support_hours = "', 'ways = []\nsupport_hours = "', 7, "ways: is empty"),
    ('support_hours = "', 'colour = "red"\nsupport_hours = "', 7, "colour: is not known here; meant is one of names"),
    ('source = "https://een.example"\n', "", 9, "questions.source: is missing"),
    ('"November 2026"', '"vorige week"', 11, "questions.read: is no month; write it as November 2026"),
    ('title.en = "Question"\n', "", 12, "questions.title: has no en; both nl and en are meant"),
    ('"November 2026"', '"Foo 2026"', 11, "questions.read: is no month; write it as November 2026"),
    ('"https://een.example"\nread', '"xxxxxxxx"\nread', 10, "questions.source: is no address or title"),
    ('"https://een.example"\nread', '""\nread', 10, "questions.source: is empty"),
    ('"Antwoord."', '"Kijk op https://evil.example/x."', 14, "questions.answer.nl: leads to evil.example"),
    ('"Answer."', '"See www.evil.example."', 15, "answer.en: leads to www.evil.example; only edubadges.nl"),
    ('"Answer."', '"See eduid.nl.evil.example."', 15, "leads to eduid.nl.evil"),
    ('"Question"', '"Look at evil.example?"', 13, "questions.title.en: leads to evil.example"),
    ('support_hours = "', 'ways = ["requested", "requested"]\nsupport_hours = "', 7, "ways: has requested twice"),
    ('support_hours = "', 'name_step = "none"\nguest_idp = "X"\nsupport_hours = "', 8, "guest_idp: is never said"),
    ('support_hours = "', 'service_desk = "de balie"\nsupport_hours = "', 7, "service_desk: is no table"),
    ('support_hours = "', 'service_desk.nl = "de balie"\nsupport_hours = "', 7, "service_desk: has no en"),
    ('support_hours = "', 'service_desk.nl="b"\nservice_desk.en="x.com"\nsupport_hours = "', 8, "leads to x.com"),
    ('[een]\nnames = ["Hogeschool Een"]', '["een"]\nnames = ""', 5, 'names: is no list; write it as ["…", "…"]'),
    ("[[een.questions]]", "[een.questions]", 9, "write [[een.questions]], with two brackets"),
    ('"Antwoord."', '"Een <b>antwoord</b>."', 14, "questions.answer.nl: has a <; plain text is meant"),
    ('"Vraag"', f'"{"Vraag " * 8}"', 12, "questions.title.nl: is too long; at most 40"),
]  # fmt: skip


@pytest.mark.parametrize(
    "answer",
    [
        "Kijk op https://een.example/edubadges of student.een.example.",
        "Ga naar mijn.eduid.nl, www.edubadges.nl/?lang=nl of https://www.surf.nl/edubadges.",
        "Mail edubadges@een.example of support@edubadges.nl, o.a. a.u.b. vóór 9.00 uur, d.w.z. i.v.m. drukte.",
    ],
)
def test_an_answer_may_name_known_sites_and_those_of_the_institution(tmp_path: Path, answer: str) -> None:
    file = tmp_path / "institutions.toml"
    file.write_text(GOOD.replace("Antwoord.", answer))
    assert read(file).profiles["een"].questions[0].answer["nl"] == answer


@pytest.mark.parametrize(
    "source", ["https://een.example/x?y=1", "Studiegids 2026, bladzijde 4", "Brief van de examencommissie"]
)
def test_a_source_is_an_address_or_a_title(tmp_path: Path, source: str) -> None:
    file = tmp_path / "institutions.toml"
    file.write_text(GOOD.replace('source = "https://een.example"', f'source = "{source}"'))
    assert read(file).profiles["een"].questions[0].source == source


def test_what_the_mistakes_are_made_in_is_right(tmp_path: Path) -> None:
    file = tmp_path / "institutions.toml"
    file.write_text(GOOD)
    assert set(read(file).profiles) == {"default", "een", "twee"}


@pytest.mark.parametrize(
    "answer",
    ["Stappen:\n* een\n* twee", "[Let op] dit is van de school", ".nl is genoeg\n\n  * en dit", "Een\n[twee]\n.drie"],
)
def test_an_answer_may_have_lines_that_begin_with_any_sign(tmp_path: Path, answer: str) -> None:
    file = tmp_path / "institutions.toml"
    good = GOOD.replace('"Vraag"', '"Waar is de balie"').replace('"Question"', '"Where is the desk"')
    file.write_text(good.replace('"Antwoord."', f'"""{answer}"""'))
    flows = read(file).with_questions(flows_for(settings("sqlite:///x.db")))
    assert proofread(flows, LIMITS) == []
    path = next(path for path, _ in flows.paths() if path.endswith("een_1"))
    told = plain(flows.texts.nodes(path, "nl", {}))
    assert [line.strip() for line in told.splitlines()] == [line.strip() for line in answer.splitlines()]


@pytest.mark.parametrize(("right", "wrong", "line", "meant"), MISTAKES)
def test_each_mistake_is_told_with_its_line_and_what_is_meant(
    tmp_path: Path, right: str, wrong: str, line: int, meant: str
) -> None:
    file = tmp_path / "institutions.toml"
    assert GOOD.count(right) == 1
    file.write_text(GOOD.replace(right, wrong))
    with pytest.raises(WrongInstitutions) as told:
        read(file)
    assert str(told.value).startswith(f"{file}:")
    assert any(one.startswith(f"{file}:{line}:") and meant in one for one in str(told.value).splitlines()), told.value


def test_a_mistake_stops_every_command_at_its_start(tmp_path: Path) -> None:
    file = tmp_path / "institutions.toml"
    file.write_text(GOOD.replace('"een.example"', '"@een"'))
    done = subprocess.run(
        [sys.executable, "-m", "bot", "check"],
        env={"INSTITUTIONS": str(file), "PYTHONPATH": str(ROOT), "PATH": ""},
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert f"{file}:6: domains: is no domain" in done.stderr
