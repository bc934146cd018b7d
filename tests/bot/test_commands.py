"""The short commands beside the program: what staff and operators type, and what they read."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.commands import invitation
from bot.commands.beside import NotFound
from bot.commands.conversations import handed_back, listed, replied, shown
from bot.commands.privacy import erased, exported
from bot.commands.report import told, written
from bot.insight import SMALLEST, figures
from bot.ports import Address, Blocked, Opened, Tapped, Typed
from bot.settings import Settings
from bot.store.tallies import DIMENSIONS, Cell, Counted
from bot.wiring import flows_for, turns_for
from flows import FLOWS
from tests.bot.test_processes import command
from tests.house import settings
from tests.stand import Stand, stand

__all__ = ["stand"]


@pytest.fixture
def chosen(database_url: str, stand: Stand) -> Settings:
    """Settings for the database of the stand, whose clock is ahead of the commands' own."""
    stand.now = datetime.now(UTC) + timedelta(minutes=1)
    return settings(database_url, base_url="https://gids.example.org", organisation="Hogeschool Voorbeeld")


# Conversations


async def test_staff_see_who_waits_read_answer_and_hand_back(stand: Stand, chosen: Settings) -> None:
    assert "Nobody waits" in await listed(chosen, False)
    for said in ("hallo", "verder", "medewerker", "hij geeft een foutmelding"):
        await stand.hears(said)
        await stand.delivers()
    head, line, *_ = (await listed(chosen, False)).splitlines()
    assert "award.got_mail" in line
    assert "nobody yet" in line
    name = line.split()[0]
    text = await shown(chosen, name)
    assert "learner       hij geeft een foutmelding" in text
    assert "Step: award.got_mail" in text
    assert "Said, as Noor" in await replied(chosen, name, "Welke melding?", "Noor")
    await stand.delivers()
    assert stand.channel.words()[-1] == "Noor (medewerker):\nWelke melding?"
    assert "Noor" in (await listed(chosen, False)).splitlines()[1]
    assert "repeats where they were" in await handed_back(chosen, name)
    assert "already" in await handed_back(chosen, name)
    await stand.delivers()
    assert stand.channel.words()[-1].startswith("Ik ben er weer")
    assert "Noor          Noor (medewerker):" in await shown(chosen, name)


def test_what_staff_have_said_in_the_sandbox_has_its_logins_too(chosen: Settings) -> None:
    practice = chosen.model_copy(update={"sandbox": True})
    assert turns_for(practice, flows_for(practice)).sign_in is not None


@pytest.mark.parametrize("name", ["", "abc", "ffffffff", "%%%%", "____"])
async def test_a_conversation_that_is_not_there_is_said_so(stand: Stand, chosen: Settings, name: str) -> None:
    await stand.hears("hallo")
    for asked in (shown(chosen, name), handed_back(chosen, name), replied(chosen, name, "x", "y"),
                    exported(chosen, name, None), erased(chosen, name)):  # fmt: skip
        with pytest.raises(NotFound, match="conversations list --all"):
            await asked


async def test_whoever_blocked_the_bot_cannot_be_answered_and_staff_are_told_so(stand: Stand, chosen: Settings) -> None:
    await stand.hears("hallo")
    await stand.delivers()
    await stand.hears(Blocked(gone=True))
    name = (await listed(chosen, True)).splitlines()[1].split()[0]
    with pytest.raises(NotFound, match="blocked"):
        await replied(chosen, name, "Hallo?", "Noor")
    assert "Nobody waits" in await listed(chosen, False)
    assert "Hallo?" not in await shown(chosen, name)


# Files that cannot be written


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("privacy", "export", "abcd", "--to", "."), 2, "--to: . is a folder"),
        (("chat", "--record", "."), 2, "--record: . is a folder"),
        (("invite", "--to", "taken/sub"), 1, "taken/sub cannot be written"),
        (("invite", "--to", "/proc/xx"), 1, "/proc/xx cannot be written"),
        (("privacy", "erase", "abcd"), 1, "'abcd' is the beginning of no conversation's name"),
        (("privacy", "eraze"), 2, "Usage: badgewijzer privacy"),
    ],
    ids=str,
)
def test_what_cannot_be_done_is_said_in_a_line(tmp_path: Path, words: tuple[str, ...], code: int, said: str) -> None:
    (tmp_path / "taken").write_text("a file")
    done = command(tmp_path, *words, cold=words[:2] == ("privacy", "erase"))
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    if words[0] == "invite":
        assert "no invitations yet" in command(tmp_path, "invite", "--list").stdout


# Privacy


async def test_a_learner_s_data_are_written_for_one_pair_of_eyes_and_erased(
    stand: Stand, chosen: Settings, tmp_path: Path
) -> None:
    await stand.hears("hallo")
    await stand.delivers()
    name = (await listed(chosen, True)).splitlines()[1].split()[0]
    file = tmp_path / "sam.json"
    file.write_text("what was there before, for all to read, and is longer than what comes" * 99)
    file.chmod(0o644)
    assert str(file) in await exported(chosen, name, file)
    assert file.stat().st_mode & 0o077 == 0
    found = json.loads(file.read_text("utf-8"))
    assert found == json.loads(await exported(chosen, name, None))
    assert found["addresses"][0]["external_id"] == "sam"
    assert "Erased" in await erased(chosen, name)
    assert "Nobody has a conversation" in await listed(chosen, True)


# Invitations


async def test_an_invitation_comes_as_links_and_as_text_in_both_languages(stand: Stand, chosen: Settings) -> None:
    text = await invitation.made(chosen, "Hogeschool Voorbeeld", "Rekenen", None)
    [word] = set(re.findall(r"https://gids\.example\.org/chat\?start=(\S+)", text))
    assert "--- nl" in text
    assert "--- en" in text
    assert "Vraag het eerst aan Hogeschool Voorbeeld." in text
    await stand.hears(Opened(word))
    await stand.hears(Opened(word), Address("fake", "kim"))
    assert (await stand.state())["facts"] == {"institution": "Hogeschool Voorbeeld", "course": "Rekenen"}


async def test_a_folder_gets_posters_codes_and_texts(stand: Stand, chosen: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "nieuw" / "uitnodiging"
    text = await invitation.made(chosen, 'R&D <b>"Academie"', "", folder)
    names = {file.name for file in folder.iterdir()}
    assert names == {"qr-web.svg", "poster-web-nl.html", "poster-web-en.html", "mail-nl.txt", "mail-en.txt"}
    assert all(str(folder / name) in text for name in names)
    poster = (folder / "poster-web-nl.html").read_text("utf-8")
    assert "R&amp;D &lt;b&gt;" in poster
    assert "<svg" in poster
    assert "http" not in re.sub(r"https://gids\.example\.org\S+|http://www\.w3\.org/\S+", "", poster), (
        "nothing is loaded"
    )


async def test_an_invitation_that_was_withdrawn_opens_nothing_particular(stand: Stand, chosen: Settings) -> None:
    assert "no invitations yet" in await invitation.listed(chosen)
    text = await invitation.made(chosen, "Hogeschool Voorbeeld", "", None)
    name, word = re.search(r"Invitation (\S+),", text)[1], re.search(r"start=(\S+)", text)[1]  # type: ignore[index]
    assert re.search(rf"{name}  \d{{4}}-\d\d-\d\d  open +Hogeschool Voorbeeld", await invitation.listed(chosen))
    await invitation.withdrawn(chosen, name)
    assert re.search(rf"{name}  \S+  withdrawn", await invitation.listed(chosen))
    with pytest.raises(NotFound):
        await invitation.withdrawn(chosen, name)
    await stand.hears(Opened(word))
    await stand.delivers()
    assert stand.channel.words()[0].startswith("Deze link ken ik niet")


# The report


async def journeys(stand: Stand, count: int, *said: Any, begin: str = "") -> None:
    for number in range(count):
        for what in (Opened(begin) if begin else Typed("hallo"), *said):
            await stand.hears(what, Address("fake", f"{begin}{said}{number}"))


async def test_a_report_counts_and_hides_small_groups(stand: Stand, chosen: Settings) -> None:
    since = stand.now.date() - timedelta(days=1)
    assert "Fewer than 10" in await told(chosen, since, False)
    invited = re.search(r"start=(\S+)", await invitation.made(chosen, "Hogeschool Voorbeeld", "", None))[1]  # type: ignore[index]
    small = re.search(r"start=(\S+)", await invitation.made(chosen, "Klein Instituut", "", None))[1]  # type: ignore[index]
    stop = (Typed("stop"), Tapped("common.why_stopped:no_time"))
    await journeys(stand, 12, Typed("verder"), *stop, begin=invited)
    await journeys(stand, 11, Typed("verder"), Typed("medewerker"))
    await journeys(stand, 3, begin=small)
    report = json.loads(await told(chosen, since, True))
    assert report["all"]["begun"] == 26
    assert report["all"]["reached"]["award"] == 23
    assert report["all"]["asked_for_a_human"] == 11
    assert report["all"]["why_stopped"] == {"no_time": 12}
    assert list(report["groups"]["institution"]) == ["Hogeschool Voorbeeld"], "11 without one would tell of the 3"
    assert report["hidden"]["institution"] == 14
    text = await told(chosen, since, False)
    assert "Klein Instituut" not in text
    assert "no time 12" in text
    assert "Fewer than 10" in await told(chosen, date(2099, 1, 1), False)


def test_a_report_without_small_groups_hides_nothing() -> None:
    tally = Counter({"begun": SMALLEST, "ticked:claimed": SMALLEST, "days:claimed:3": SMALLEST})
    found = Counted(Cell(tally), {}, {name: {"one": tally} for name in DIMENSIONS})
    report = figures(FLOWS, found)
    assert report["hidden"] == {"channel": 0, "language": 0, "institution": 0, "way": 0}
    assert report["all"]["median_days"] == {"claimed": 3, "public": None}
    assert "3 / -" in written(report, date(2026, 11, 1))
    assert figures(FLOWS, Counted(Cell(Counter({"begun": SMALLEST - 1})), {}, {}))["all"] is None
