"""The way in: invitations that anybody may use, as links, text for a mail or course page, QR codes and posters."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryFile

import segno
from jinja2 import Environment, PackageLoader, select_autoescape
from sqlalchemy import Connection

from bot.commands.beside import NotFound, with_database
from bot.conversation.nodes import plain
from bot.conversation.texts import LANGUAGES, Texts
from bot.settings import Settings
from bot.store import links
from bot.wiring import bot_name, clock_for, flows_for

CHANNELS = {"telegram": "Telegram", "web": "web chat"}

_PAGES = Environment(loader=PackageLoader("bot.web"), autoescape=select_autoescape())


async def addresses(settings: Settings, word: str) -> dict[str, str]:
    """Where this word opens a conversation: an address for each channel that is on."""
    name = await bot_name(settings)
    found = {"telegram": f"https://t.me/{name}?start={word}"} if name else {}
    return {**found, "web": f"{settings.own_url}/chat?start={word}"}


def told(settings: Settings, where: Mapping[str, str]) -> list[str]:
    """These addresses for a person, and a warning where nobody else can open them."""
    lines = [f"{CHANNELS[channel]:9}  {address}" for channel, address in where.items()]
    if not settings.base_url:
        lines.append("           (only on this machine: set BASE_URL to the address learners can reach)")
    return lines


async def made(settings: Settings, institution: str, course: str, folder: Path | None) -> str:
    """Keeps an invitation; its links and a text with them. In `folder`: the texts, QR codes and posters as files."""
    facts = {name: value for name, value in (("institution", institution), ("course", course)) if value}
    if folder is not None:  # before anything is kept
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            pass
    now = clock_for(settings)()
    word = await with_database(settings, lambda database: database.write(links.make_invitation, facts, now))
    where = await addresses(settings, word)
    texts = flows_for(settings).texts
    mails = {language: _mail(texts, language, facts, where) for language in LANGUAGES}
    lines = [f"Invitation {links.name_of(word)}, for everybody, as often as they like:", *told(settings, where)]
    if folder is None:
        lines += [f"\n--- {language}: for a mail or a course page\n\n{mail}" for language, mail in mails.items()]
        return "\n".join([*lines, "\nWith --to FOLDER you also get QR codes and posters."])
    written = []
    for channel, address in where.items():
        written.append(folder / f"qr-{channel}.svg")
        segno.make(address, error="m", micro=False).save(str(written[-1]), scale=8)
        for language in LANGUAGES:
            written.append(folder / f"poster-{channel}-{language}.html")
            written[-1].write_text(_poster(texts, language, facts, channel, address), "utf-8")
    for language, mail in mails.items():
        written.append(folder / f"mail-{language}.txt")
        written[-1].write_text(mail + "\n", "utf-8")
    return "\n".join([*lines, "\nWritten:", *(f"  {file}" for file in written)])


async def listed(settings: Settings) -> str:
    """Every invitation: its name, since when, for whom, and whether it was withdrawn."""
    rows = await with_database(settings, lambda database: database.read(links.invitations))
    if not rows:
        return "There are no invitations yet; `badgewijzer invite` makes one."
    told = [
        f"{row.token_hash[: links.NAME]:12}  {row.created_at.astimezone(settings.zone):%Y-%m-%d}  "
        f"{'withdrawn' if row.withdrawn_at else 'open':10} "
        f"{', '.join(map(str, row.facts.values())) or 'everybody'}"
        for row in rows
    ]
    return "\n".join(["invitation    since       state      for", *told])


async def withdrawn(settings: Settings, name: str) -> str:
    """Withdraws an invitation: its link opens nothing particular any more."""
    now = clock_for(settings)()

    def work(db: Connection) -> None:
        if not links.withdraw(db, name, now):
            raise NotFound(f"{name!r} names no open invitation; `badgewijzer invite --list` lists them")

    await with_database(settings, lambda database: database.write(work))
    return "Withdrawn. Who opens it from now on is greeted as somebody without a link."


def _words(texts: Texts, name: str, language: str) -> str:
    return plain(texts.nodes(f"common.{name}", language, {}))


def _mail(texts: Texts, language: str, facts: Mapping[str, str], where: Mapping[str, str]) -> str:
    known = {"institution": "unknown", "course": "unknown", **facts}
    ways = [f"{_words(texts, 'invite_' + channel, language)}: {address}" for channel, address in where.items()]
    return plain(texts.nodes("common.invite", language, known)) + "\n\n" + "\n".join(ways)


def _poster(texts: Texts, language: str, facts: Mapping[str, str], channel: str, address: str) -> str:
    known = {"institution": "unknown", "course": "unknown", **facts}
    code = segno.make(address, error="m", micro=False)
    return _PAGES.get_template("poster.html").render(
        language=language,
        institution=facts.get("institution", ""),
        course=facts.get("course", ""),
        title=_words(texts, "invite_title", language),
        scan=_words(texts, f"invite_scan_{channel}", language),
        lines=[line for line in plain(texts.nodes("common.invite", language, known)).splitlines() if line],
        address=address,
        code=code.svg_inline(scale=8, omitsize=True),
    )
