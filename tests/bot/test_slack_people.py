"""The whole program on Slack, beside the conversation itself: staff at their desk, mentions, commands, strangers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.ports import Address, Heard, Typed
from bot.store.tables import addresses, learners, messages, outbox
from bot.wiring import House
from flows import FLOWS
from tests.fakes.slack_api import Channel, Person, SlackApi
from tests.house import program, settings

DESK, ROBOT = "G0STAFF01", "Ik ben een robot"

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@dataclass
class Scene:
    """The program and its fake Slack: Sam, Noor of the staff, a channel where all talk, and one where staff do."""

    slack: SlackApi
    house: House

    @property
    def sam(self) -> Person:
        return self.slack.person("U1001", "Sam")

    @property
    def noor(self) -> Person:
        return self.slack.person("U2001", "Noor")

    @property
    def desk(self) -> Channel:
        return self.slack.channel(DESK, "helpdesk")

    @property
    def general(self) -> Channel:
        return self.slack.channel("C0GENERAL", "general")

    def notices(self) -> int:
        return sum("vraagt om een mens" in one.text for one in self.desk.screen)

    def in_thread(self, thread: str) -> list[str]:
        """What we said after the notice, in its thread."""
        said = [one.text.replace("\n", " ") for one in self.desk.screen if one.thread == thread != one.ts]
        return [one for one in said if one != ROBOT]

    async def settled(self) -> None:
        """What was said is taken, and what came of it has left."""
        await self.slack.settled()
        owed = select(func.count()).where(outbox.c.outcome.is_(None), outbox.c.due <= datetime.now(UTC))
        while (busy := {*self.house.delivery._under_way, *self.house._courtesies}) or await self.one(owed):
            if busy:
                await asyncio.wait(busy)
        await self.slack.settled()

    async def one(self, query: Any) -> Any:
        return await self.house.database.read(lambda db: db.execute(query).scalar())


@pytest.fixture
async def scene(database_url: str) -> AsyncIterator[Scene]:
    async with SlackApi() as slack:
        slack.channel(DESK, "helpdesk", members={"U2001"})
        slack.channel("C0GENERAL", "general", members={"U1001", "U2001", "U3001"})
        chosen = settings(
            database_url, slack_bot_token=slack.token, slack_signing_secret=slack.secret,
            slack_api_url=slack.root, slack_chat_rate=0, staff_slack_channel=DESK,
        )  # fmt: skip
        async with program(chosen, flows=FLOWS) as (house, url):
            slack.delivers_to(f"{url}/hooks/slack")
            yield Scene(slack, house)


async def asked(scene: Scene) -> str:
    """Sam asks for a human; the thread of the notice about that."""
    scene.sam.says("hallo")
    await scene.sam.sees("automatische gids")
    scene.sam.says("medewerker")
    await scene.sam.sees("een medewerker gevraagd")
    [notice] = await scene.desk.sees("vraagt om een mens")
    return notice.ts


async def test_staff_read_along_in_a_thread_answer_and_give_the_word_back(scene: Scene) -> None:
    thread = await asked(scene)
    for words in ("ik zie <!channel> niets", "mijn wachtwoord is Geheim123!"):
        scene.sam.says(words)
        await scene.settled()
    assert scene.in_thread(thread) == [
        "Deelnemer: ik zie <!channel> niets",
        "Deelnemer: mijn wachtwoord is [password]",
    ]
    scene.noor.writes(scene.desk, f"@{scene.noor.team.bot_user} Waar zie je dat? <https>", thread)
    await scene.sam.sees("Noor (medewerker):\nWaar zie je dat? <https>")
    before = len(scene.sam.screen)
    said = [one for one in scene.desk.messages.values() if "Waar zie je dat" in one.get("text", "")]
    scene.slack._changes(scene.desk, said[-1], {"text": "Waar stond dat?"}, scene.noor)
    await scene.settled()
    assert len(scene.sam.screen) == before, "what is changed afterwards is not said again"
    scene.noor.reacts(scene.desk, thread)
    await scene.sam.sees("Ik ben er weer")
    await scene.desk.sees("De gids gaat verder met de deelnemer")
    scene.noor.writes(scene.desk, "Nog iets", thread)
    await scene.desk.sees("Niet verstuurd: de gids is weer met deze deelnemer bezig.")
    await scene.settled()
    assert not any("Nog iets" in seen.text for seen in scene.sam.screen)
    assert scene.general.screen == []


async def test_what_is_no_answer_of_staff_reaches_nobody(scene: Scene) -> None:
    thread = await asked(scene)
    before = len(scene.sam.screen)
    shared = scene.slack.person("U3001", "Max", home_team="T0OTHER")
    robot = scene.slack.person("U4001", "Robot", is_bot=True)
    scene.noor.writes(scene.desk, "Wie pakt dit op?")
    scene.noor.writes(scene.desk, "✅")
    scene.noor.writes(scene.general, "In een ander kanaal", thread)
    scene.noor.reacts(scene.general, thread)
    scene.noor.reacts(scene.desk, thread, "eyes")
    scene.noor.unreacts(scene.desk, thread)
    scene.noor.writes(scene.desk, "Is er iemand?", "1700000000.000100")
    robot.writes(scene.desk, ROBOT, thread)
    scene.desk.shared_with = "T0OTHER"
    shared.writes(scene.desk, "Ik ben van elders", thread)
    shared.reacts(scene.desk, thread)
    await scene.settled()
    assert len(scene.sam.screen) == before
    assert await scene.one(select(learners.c.owner)) == "staff"
    assert (scene.notices(), scene.in_thread(thread)) == (1, [])
    scene.noor.writes(scene.desk, "Hier ben ik", thread)
    await scene.sam.sees("Noor (medewerker):\nHier ben ik")


async def test_a_notice_that_may_have_come_is_looked_up_and_who_has_no_name_speaks_as_the_desk(
    scene: Scene,
) -> None:
    scene.slack.breaks("chat.postMessage", "reset_after", to=DESK)
    thread = await asked(scene)
    scene.sam.says("ben je daar")
    await scene.desk.sees("ben je daar")
    assert (scene.notices(), scene.in_thread(thread)) == (1, ["Deelnemer: ben je daar"])
    scene.slack.breaks("users.info", "error", error="missing_scope")
    scene.noor.writes(scene.desk, "Hoi", thread)
    await scene.sam.sees("Helpdesk (medewerker):\nHoi")


@pytest.mark.parametrize("odd", [{"kind": "channel"}, {"shared_with": "T0OTHER"}])
async def test_in_a_channel_that_others_read_nothing_is_said_of_a_learner(scene: Scene, odd: dict[str, str]) -> None:
    for name, value in odd.items():
        setattr(scene.desk, name, value)
    scene.sam.says("hallo")
    await scene.sam.sees("automatische gids")
    scene.sam.says("medewerker")
    await scene.sam.sees("een medewerker gevraagd")
    await scene.slack.until(lambda: bool(scene.slack.calls("conversations.info")))
    scene.sam.says("ik ben Sam Voorbeeld")
    await scene.settled()
    assert scene.desk.screen == []
    scene.desk.kind, scene.desk.shared_with = "group", ""
    waits = select(func.count()).where(outbox.c.kind == "desk", outbox.c.outcome.is_(None))
    assert await scene.one(waits) == 2, "it is said once the channel is theirs alone"


async def test_a_mark_does_not_overtake_the_answer_before_it(scene: Scene) -> None:
    thread = await asked(scene)
    fault = scene.slack.breaks("users.info", "slow", seconds=0.5)
    scene.noor.writes(scene.desk, "Kijk eens onder Delen", thread)
    await scene.slack.until(lambda: not fault.times)
    scene.noor.reacts(scene.desk, thread)
    await scene.sam.sees("Ik ben er weer")
    assert any("Noor (medewerker):\nKijk eens onder Delen" in seen.text for seen in scene.sam.screen)


async def test_a_desk_that_hangs_holds_up_nobody_else(scene: Scene) -> None:
    people = [scene.slack.person(f"U400{number}", "Sam") for number in range(scene.house.delivery.in_flight)]
    for who in people:
        who.says("hallo")
        await who.sees("automatische gids")
    scene.slack.breaks("chat.postMessage", "slow", to=DESK, seconds=6, times=len(people))
    for who in people:
        who.says("medewerker")
        await who.sees("een medewerker gevraagd")
    await scene.slack.until(lambda: scene.notices() == len(people))
    scene.sam.says("hallo")
    await scene.sam.sees("automatische gids")
    owed = select(func.count()).where(outbox.c.kind == "desk", outbox.c.outcome.is_(None))
    assert await scene.one(owed) == len(people), "Slack has not answered yet"


async def test_a_slack_that_hangs_holds_up_nobody_elsewhere(scene: Scene) -> None:
    people = [scene.slack.person(f"U400{number}", "Sam") for number in range(scene.house.delivery.in_flight + 1)]
    scene.slack.breaks("chat.postMessage", "slow", seconds=6, times=len(people))
    for who in people:
        who.says("hallo")
    await scene.slack.until(lambda: len(scene.slack.calls("chat.postMessage")) == len(people))
    await scene.house.hear([Heard("web:1", Address("web", "visitor"), Typed("hallo"), "nl")])
    for channel, sent in (("web", 1), ("slack", 0)):
        here = (addresses.c.channel == channel, messages.c.direction == "out", messages.c.delivery == "sent")
        told = select(func.count()).select_from(messages.join(addresses, addresses.c.id == messages.c.address_id))
        while channel == "web" and not await scene.one(told.where(*here)):
            await asyncio.sleep(0.01)
        assert await scene.one(told.where(*here)) == sent, channel


async def test_whoever_mentions_us_is_led_to_their_own_conversation_and_nobody_else_sees_it(scene: Scene) -> None:
    scene.sam.mentions(scene.general, "mijn edubadge is weg", "1700000000.000100")
    shown = await scene.sam.is_whispered("Hier lezen anderen mee")
    assert "Others can read along here" in shown.text
    assert shown.channel == scene.general.id
    assert shown.thread == "1700000000.000100"
    [element] = shown.blocks[-1]["elements"]
    assert element["url"] == f"https://slack.com/app_redirect?app={scene.slack.app_id}&team={scene.sam.team.id}"
    assert await scene.one(select(func.count()).select_from(learners)) == 0
    scene.sam.presses_whisper(0)
    await scene.sam.sees("automatische gids")
    await scene.settled()
    assert scene.general.screen == []


async def test_a_command_is_answered_at_once_and_goes_on_in_their_own_conversation(scene: Scene) -> None:
    answers = {"": "automatische gids", "hulp": "Kies een antwoord of typ het", "status": "Je staat aan het begin"}
    for number, (text, answer) in enumerate([*answers.items(), ("", "fijn dat je er weer bent")], 1):
        scene.sam.commands("/edubadge", text, channel=scene.general)
        await scene.sam.sees(answer)
        await scene.settled()
        assert [seen.text for seen in scene.sam.seen_whispers] == [
            "Ik antwoord je in ons privégesprek. Daar leest niemand mee."
        ] * number
    assert (scene.general.screen, scene.sam.warnings) == ([], [])


async def test_the_home_tab_shows_how_far_somebody_is_and_changes_with_it(scene: Scene) -> None:
    scene.sam.opens_home("messages")
    scene.sam.opens_home()
    home = await scene.sam.sees_home("Ik ben Badgewijzer")
    assert "I am Badgewijzer" in home.text, "nobody knows yet in which language"
    assert await scene.one(select(func.count()).select_from(learners)) == 0
    scene.sam.presses_home(home.buttons[0])
    await scene.sam.sees("automatische gids")
    scene.sam.says("verder")
    await scene.sam.sees_home("Zo ver ben je met je edubadge:")
    scene.sam.presses_home("Naar ons gesprek")
    await scene.sam.sees("fijn dat je er weer bent")


async def test_a_home_tab_that_cannot_be_shown_holds_up_nothing(scene: Scene) -> None:
    scene.slack.breaks("views.publish", "error", times=-1, error="not_enabled")
    scene.sam.opens_home()
    scene.sam.says("hallo")
    await scene.sam.sees("automatische gids")
    scene.sam.says("verder")
    await scene.sam.sees("edubadge")
    await scene.settled()
    assert scene.sam.home is None


async def test_strangers_are_refused_kindly_and_once(scene: Scene) -> None:
    scene.general.shared_with = scene.sam.dm.shared_with = "T0OTHER"
    max_ = scene.slack.person("U3001", "Max", home_team="T0OTHER")
    max_.dm.shared_with = "T0OTHER"
    for _ in range(2):
        max_.mentions(scene.general, "hallo")
        max_.says("hallo")
        await scene.settled()
    told = [*max_.seen_whispers, *max_.screen]
    assert len(told) == 1
    assert "bij deze werkruimte horen" in told[0].text
    assert "belong to this workspace" in told[0].text
    assert await scene.one(select(func.count()).select_from(addresses)) == 0
    scene.sam.says("hallo")
    await scene.sam.sees("automatische gids")


async def test_another_program_is_told_once_that_we_talk_with_people(scene: Scene) -> None:
    robot = scene.slack.person("U4001", "Robot", is_bot=True)
    for _ in range(3):
        robot.mentions(scene.general, "hallo")
        await scene.settled()
    assert sum(seen.text.startswith("Sorry, ik praat alleen met mensen") for seen in scene.general.screen) == 1
    assert await scene.one(select(func.count()).select_from(addresses)) == 0


async def test_the_same_person_in_two_workspaces_is_two_until_proven_one(scene: Scene) -> None:
    scene.sam.says("hallo")
    await scene.sam.sees("automatische gids")
    team = scene.slack.installs("T0SECOND")
    scene.house.slack.tokens.workspaces |= {team.id}  # type: ignore[union-attr]
    scene.house.slack.tokens.only = team.token  # type: ignore[union-attr]
    other = scene.slack.person("U1001", "Sam", team=team.id)
    other.says("hallo")
    await other.sees("automatische gids")
    found = await scene.house.database.read(
        lambda db: db.execute(select(addresses.c.workspace, addresses.c.external_id, addresses.c.learner_id)).all()
    )
    assert len({row.learner_id for row in found}) == 2
    assert {row.workspace for row in found} == {scene.sam.team.id, "T0SECOND"}
