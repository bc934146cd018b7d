"""A made-up journey with every kind of step, small enough to see whole: what the engine's tests play."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import ClassVar

from bot.conversation.effects import Request
from bot.conversation.events import Fact
from bot.conversation.flow import (
    RETURN,
    Alarm,
    Ask,
    Branch,
    Choose,
    Do,
    Flow,
    Flows,
    Invalid,
    Mark,
    NewAward,
    Problem,
    Say,
    Task,
    check,
)
from bot.conversation.texts import Texts

WORDS = """
who = Who are you?
    .gardener = I garden
    .what = What is this?
what_is_this = A garden.
dig = Dig a hole in the { $bed }.
    .other_bed = Another bed
dig_how = With a spade.
stones = Then use a pick.
    .title = There are stones
rain = Then we wait inside.
    .title = It rains
indoors = Still raining?
    .dry = It is dry
    .wait = I wait
plant = Which plant?
    .where = Where is its name?
where_names_are = On the label.
find = Looking …
found = A fine plant.
noted = Noted: { $plant }.
water = How much water?
    .much = Much
    .little = Little
sun = Put it in the sun.
sun_how = Not in the shade.
harvest = Enjoy your { $plant }.
    .again = Once more
too_short = Longer, please.
dry = Your { $plant } is dry.
frost = Frost is coming.
answers =
    .done = Done
    .how = How?
    .problem = That fails
    .other = Something else
    .never_mind = Never mind
restart_sure = Sure?
    .yes = Yes
    .no = No
stopped = We pause.
    .go_on = Go on
    .restart = Begin again
tell = Ask a human.
"""


@dataclass(frozen=True, slots=True)
class FindPlant(Request):
    """Is there such a plant?"""

    plant: str
    outcomes: ClassVar[tuple[str, ...]] = ("found", "weed")


@check("too_short")
def name_of_plant(text: str, at: datetime) -> str:
    if len(text) < 3:
        raise Invalid("too_short")
    return text


def next_alarm(
    facts: Mapping[str, Fact], reminded: frozenset[str], heard: datetime | None, earliest: datetime
) -> Alarm | None:
    """Two days after they spoke the plant is dry; on the 20th of November there is frost."""
    if heard is None or "stopped" in reminded or facts["grown_done"] != "no":
        return None
    wanted = [Alarm(heard + timedelta(days=2), "dry", "remind.dry")]
    wanted.append(Alarm(heard.replace(month=11, day=20, hour=9, minute=0, second=0), "frost", "remind.frost"))
    return min((a for a in wanted if a.name not in reminded and a.at >= earliest), key=lambda a: a.at, default=None)


def journey() -> Iterator[Flow]:
    """The flows, in their order."""
    yield Flow(
        "hello",
        Choose("who", gardener="garden", what="what_is_this"),
        Say("what_is_this", then=RETURN),
    )
    yield Flow(
        "garden",
        Branch("which_bed", on="bed", unknown="plain_bed", otherwise="dig"),
        Mark("plain_bed", bed="plain", then="dig"),
        Task("dig", tick="dug", then="plant", problems=("stones", "rain"), other_bed="which_bed"),
        Problem("stones"),
        Problem("rain", then="indoors"),
        Choose("indoors", dry="dig", wait="common.stopped"),
        Ask(
            "plant",
            check=name_of_plant,
            save="plant",
            conceal="plant",
            then="find",
            skip="water",
            where="where_names_are",
        ),
        Say("where_names_are", then=RETURN),
        Do("find", FindPlant, found="found", weed="plant", no_answer="noted"),
        Say("found", then="water"),
        Say("noted", then="water"),
        Choose("water", save="water", much="sun", little="sun", skip="sun"),
        Task("sun", tick="grown", then="harvest"),
        Choose("harvest", again="another"),
        NewAward("another", then="garden"),
    )
    yield Flow("stuck", Say("tell", then=RETURN))
    yield Flow("remind", Say("dry", then=RETURN), Say("frost", then=RETURN))
    yield Flow(
        "common",
        Choose("restart_sure", side=True, yes="hello", no=RETURN),
        Choose("why_stopped", side=True, save="why_stopped", rain="stopped", go_on=RETURN),
        Choose("stopped", side=True, go_on=RETURN, restart="restart_sure"),
    )


def texts(folder: Path) -> Texts:
    """The words, the same in each flow and language."""
    for name in ("hello", "garden", "stuck", "remind", "common", "checks"):
        for language in ("nl", "en"):
            (folder / f"{name}.{language}.ftl").write_text(WORDS, "utf-8")
    return Texts.load(folder)


def grown(words: Texts, *flows: Flow, renamed: Mapping[str, str] | None = None) -> Flows:
    """The garden; a flow among `flows` takes the place of the one of the same name."""
    return Flows(
        flows={flow.name: flow for flow in (*journey(), *flows)},
        texts=words,
        milestones=("dug", "grown"),
        per_award=("dug", "grown"),
        award_facts=("plant", "water"),
        award="garden",
        defaults={"bed": "unknown", "plant": "unknown", "water": "unknown"},
        next_alarm=next_alarm,
        alarms=("remind.dry", "remind.frost"),
        renamed=renamed or {},
    )
