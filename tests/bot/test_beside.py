"""What is heard in nobody's conversation: a mention where others read along, strangers, a look at one's own page."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from bot.conversation.nodes import Message
from bot.ports import OPEN, Address, AtHome, Heard, Mentioned, Opened, Stranger, Tapped, Typed, What
from bot.store.tables import learners, outbox
from tests.stand import SAM, Stand, stand

__all__ = ["stand"]

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def hears(stand: Stand, what: What, key: str = "k", receipt: str = "", who: Address = SAM) -> Message | None:
    [shown] = await stand.ears.hear([Heard(key, who, what, receipt=receipt)])
    await stand.delivers()
    return shown


async def begun(stand: Stand) -> int:
    return int(await stand.one(select(func.count()).select_from(learners)))


@pytest.mark.parametrize(
    ("what", "nl", "en"),
    [
        (Mentioned(), "Hier lezen anderen mee", "Others can read along here"),
        (Stranger("foreign"), "bij deze werkruimte horen", "belong to this workspace"),
        (Stranger("bot"), "alleen met mensen", "only talk with people"),
    ],
    ids=str,
)
async def test_whoever_is_not_known_is_answered_in_both_languages_and_nothing_is_begun(
    stand: Stand, what: Any, nl: str, en: str
) -> None:
    shown = await hears(stand, what)
    assert shown is not None
    assert nl in shown.text
    assert en in shown.text
    assert [button.value for button in shown.buttons] == ([OPEN] if isinstance(what, Mentioned) else [])
    assert await begun(stand) == 0
    assert stand.channel.sent == []


async def test_a_stranger_is_refused_once(stand: Stand) -> None:
    other = Address("fake", "sam", "T2")
    shown = [
        await hears(stand, Stranger("foreign"), f"k{n}", who=who) for n, who in enumerate([SAM, SAM, other, other])
    ]
    assert [one is not None for one in shown] == [True, False, True, False]


async def test_a_mention_that_is_delivered_twice_is_answered_once(stand: Stand) -> None:
    shown = [await hears(stand, Mentioned(), key) for key in ("k1", "k1", "k2")]
    assert [one is not None for one in shown] == [True, False, True]


async def test_whoever_is_known_is_answered_in_their_language(stand: Stand) -> None:
    await hears(stand, Typed("English"), "k1")
    shown = await hears(stand, Mentioned(), "k2")
    assert shown is not None
    assert shown.text.startswith("Others can read along here")
    assert "Hier" not in shown.text
    assert [button.label for button in shown.buttons] == ["Go to our chat"]


async def test_a_page_shows_how_far_somebody_is_and_the_way_on(stand: Stand) -> None:
    new = await hears(stand, AtHome(), "k1")
    assert new is not None
    assert new.text.startswith("Hallo! Ik ben Badgewijzer")
    assert (await begun(stand), stand.channel.sent) == (0, [])
    await hears(stand, Tapped(OPEN), "k2")
    assert stand.channel.words()[-1].startswith("Hallo")
    await hears(stand, Typed("verder"), "k3")
    known = await hears(stand, AtHome(), "k4")
    assert known is not None
    assert known.text.startswith("Zo ver ben je met je edubadge:\n\nJouw edubadge")
    assert known.text.count("⬜") + known.text.count("👉") == 7
    assert [button.value for button in known.buttons] == [OPEN]
    await hears(stand, Tapped(OPEN), "k5")
    assert stand.channel.words()[-1].startswith("Hallo, fijn dat je er weer bent.")


@pytest.mark.parametrize("what", [Opened(), Typed("help")], ids=str)
async def test_what_was_said_elsewhere_is_answered_in_the_conversation_and_they_are_told_so(
    stand: Stand, what: Any
) -> None:
    await hears(stand, Typed("hallo"), "k1")
    said = len(stand.channel.words())
    shown = await hears(stand, what, "k2", receipt="https://example.org/answer")
    assert shown is not None
    assert shown.text.startswith("Ik antwoord je in ons privégesprek.")
    assert len(stand.channel.words()) == said + 1
    assert await hears(stand, what, "k2", receipt="https://example.org/answer") is None, "delivered twice"


async def test_nothing_of_it_is_owed_to_anybody(stand: Stand) -> None:
    for number, what in enumerate((Mentioned(), Stranger("bot"), AtHome())):
        await hears(stand, what, f"k{number}")
    assert await stand.all(select(outbox.c.id)) == []


async def test_a_bug_in_such_a_turn_begins_nothing_and_is_kept(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(type(stand.turns), "_known_at", staticmethod(broken))
    assert await hears(stand, Mentioned()) is None
    assert (await begun(stand), stand.channel.sent) == (0, [])
