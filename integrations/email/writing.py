"""What we say as an e-mail: HTML that mail programs show alike, and the same in plain text."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address as Mailbox
from email.headerregistry import HeaderRegistry, UniqueUnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy, Policy
from email.utils import format_datetime, parseaddr
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any, Literal, Protocol

import mrml
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from bot.conversation.blocks import blocks
from bot.conversation.nodes import BESIDE, Button, Message, Nodes, parted, plain, told_in
from bot.conversation.texts import Texts, languages_of
from bot.conversation.understanding import NEVER_GUESSED, read_value
from bot.ports import Letter

HERE = Path(__file__).parent

WIDTH = 76
"""Characters on a line of plain text. Source: RFC 5322, 2.1.1, advises 78."""

PREVIEW = 110
"""Characters that a list of mails shows beside the subject."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_RIGHT_NAME = re.compile(r"[^\w .,'&()/+-]+")

_ID = re.compile(r"<[!-;=?-~]+>")
_COMMAND = re.compile(r":([a-z_]{2,20})")
_ITEM = re.compile(r"(?:\d{1,3}\.|[–•-]) +")

_MARKED: dict[str, dict[str, str]] = {
    "answer": {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"},
    "reminder": {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"},
    "guide": {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"},
    "staff": {},
}
"""How a letter tells other machines what it is. Source: RFC 3834, 5; Exchange knows the other."""


class Marks(Protocol):
    """The signed addresses, ids and words for links, by which what comes of a letter finds its conversation."""

    def address(self, kind: Literal["reply", "bounce", "unsubscribe"], talk: int, mailbox: str) -> str: ...

    def id(self, number: int, talk: int, mailbox: str) -> str: ...

    def choice(self, number: int, choice: str, mailbox: str) -> str: ...

    def unsubscribing(self, mailbox: str) -> str: ...


@dataclass(frozen=True, slots=True)
class _Choice:
    label: str
    link: str  # "": nobody can reach a page of ours


@dataclass(frozen=True, slots=True)
class _Half:
    """A letter in one language: `said` above its choices, `below` beneath them."""

    language: str
    said: Nodes
    below: Nodes
    choices: tuple[_Choice, ...]


class _Tokens(UniqueUnstructuredHeader):
    """Ids and addresses apart by spaces, each on its own line: nothing within one may be folded or encoded."""

    def fold(self, *, policy: Policy[Any]) -> str:
        name: str = self.name  # type: ignore[attr-defined]  # HeaderRegistry puts BaseHeader beneath it
        return f"{name}: " + f"{policy.linesep} ".join(str(self).split()) + policy.linesep


def _policy() -> EmailPolicy[EmailMessage]:
    registry = HeaderRegistry()
    for name in ("message-id", "in-reply-to", "references", "list-unsubscribe", "reply-to"):
        registry.map_to_type(name, _Tokens)  # type: ignore[arg-type]
    return SMTP.clone(header_factory=registry)


POLICY = _policy()


class Writer:
    """Writes letters of one installation, which sends as `sender` ("Name <address>", or an address alone).

    `site`: where a browser finds our pages; "" where nobody outside can.
    """

    def __init__(self, marks: Marks, sender: str, *, organisation: str = "", site: str = "") -> None:
        self.marks = marks
        self.name, self.mailbox = parseaddr(sender)
        self.organisation = organisation
        self.site = site
        self.texts = Texts.load(HERE)

    def write(self, mailbox: str, message: Message, letter: Letter, now: datetime) -> EmailMessage:
        """The e-mail for this mailbox. Raises ValueError where an address or subject cannot stand in a mail."""
        mail = EmailMessage(POLICY)
        subject = _line(letter.thread.subject)
        mail["From"] = Mailbox(self._sender(letter), addr_spec=self.mailbox)
        mail["To"] = Mailbox(addr_spec=mailbox)
        mail["Reply-To"] = self.marks.address("reply", letter.talk, mailbox)
        mail["Subject"] = f"Re: {subject}" if letter.thread.answers else subject
        mail["Date"] = format_datetime(now)
        mail["Message-ID"] = self.marks.id(letter.number, letter.talk, mailbox)
        if answers := [one for one in letter.thread.answers if _ID.fullmatch(one)]:
            mail["In-Reply-To"] = answers[-1]
            mail["References"] = " ".join(answers)
        for name, value in _MARKED[letter.kind].items():
            mail[name] = value
        link, address = self._unsubscribe(mailbox, letter)
        if address:
            mail["List-Unsubscribe"] = f"<{link}>, <mailto:{address}>" if link else f"<mailto:{address}>"
        if link:
            mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        self._fill(mail, mailbox, subject, message, letter, link, address)
        mail["Content-Language"] = letter.language  # what is set before the parts goes to the first of them
        return mail

    def _sender(self, letter: Letter) -> str:
        """From whom it comes: the institution of the award, else our organisation, else as EMAIL_FROM names it."""
        institution = " ".join(_RIGHT_NAME.sub(" ", letter.institution).split())[:60]
        if not institution and self.name:
            return self.name
        return self._say("sender", letter.language, organisation=institution or self.organisation or "unknown")

    def _unsubscribe(self, mailbox: str, letter: Letter) -> tuple[str, str]:
        """Where whoever wants no more mail goes: a page of ours, and an address; none on what they asked for."""
        if letter.kind not in ("reminder", "guide"):
            return "", ""
        link = f"{self.site}/unsubscribe/{self.marks.unsubscribing(mailbox)}" if self.site else ""
        return link, self.marks.address("unsubscribe", letter.talk, mailbox)

    def _choices(self, mailbox: str, buttons: Sequence[Button], letter: Letter, kind: str) -> list[_Choice]:
        def link(place: int, button: Button) -> str:
            if not self.site or read_value(button.value) in NEVER_GUESSED:
                return ""  # whoever was forwarded the mail has its links
            command = _COMMAND.fullmatch(button.value)
            choice = command[1] if command else str(place)
            return f"{self.site}/answer/{self.marks.choice(letter.number, choice, mailbox)}"

        return [_Choice(one.label, link(place, one)) for place, one in enumerate(buttons) if one.kind == kind]

    def _fill(
        self, mail: EmailMessage, mailbox: str, subject: str, message: Message, letter: Letter, link: str, address: str
    ) -> None:
        """Both parts: the same words, choices, progress and ways out."""
        halves = self._halves(mailbox, message, letter)
        languages = [half.language for half in halves]
        commands = self._choices(mailbox, message.buttons, letter, "command")
        organisation = _line(letter.institution) or self.organisation or "unknown"
        who = "from_human" if letter.kind == "staff" else "from_us"
        from_whom = [self._say(who, language, organisation=organisation) for language in languages]
        ways_out: list[Nodes] = []
        if address:
            name = "mail.unsubscribe" if link else "mail.unsubscribe_by_mail"
            ways_out = [self.texts.nodes(name, each, {"link": link, "address": address}) for each in languages]

        def t(name: str) -> str:
            return BESIDE.join(self._say(name, language) for language in languages)

        html = self._html.render(
            language=letter.language,
            subject=subject,
            preview=" ".join(message.text.split())[:PREVIEW],
            sender=self._sender(letter),
            halves=halves,
            blocks=blocks,
            linked=bool(self.site),
            commands=commands,
            progress=blocks(letter.progress),
            go=letter.go,
            from_whom=from_whom,
            unsubscribe=[blocks(way_out) for way_out in ways_out],
            t=t,
            say=self._say,
        )
        mail.set_content(self._text(halves, commands, letter, from_whom, ways_out, t), cte="quoted-printable")
        mail.add_alternative(html, subtype="html", cte="quoted-printable")

    def _halves(self, mailbox: str, message: Message, letter: Letter) -> list[_Half]:
        """The letter in each of its languages, the first of which is the letter's."""
        languages = languages_of(message.nodes, letter.language)
        choices = self._choices(mailbox, message.buttons, letter, "answer")
        halves = []
        for place, (language, nodes) in enumerate(zip(languages, parted(message.nodes, "rule"), strict=False)):
            said, *below = parted(nodes, "fold")
            labels = tuple(_Choice(told_in(one.label, place, len(languages)), one.link) for one in choices)
            halves.append(_Half(language, said, tuple(chain.from_iterable(below)), labels))
        return halves

    def _text(
        self,
        halves: Sequence[_Half],
        commands: Sequence[_Choice],
        letter: Letter,
        from_whom: Sequence[str],
        ways_out: Sequence[Nodes],
        t: Callable[[str], str],
    ) -> str:
        """The whole letter as plain text, in lines that fit everywhere; an address stays whole."""
        parts = [self._say("read_below", half.language) for half in halves[1:]]
        for number, half in enumerate(halves):
            if number:
                parts.append(f"* * *\n\n{self._say('language', half.language)}")
            parts.append(_wrapped(plain(half.said)))
            if half.choices:
                lines = [self._say("choose", half.language) + ":", ""]
                for place, choice in enumerate(half.choices, 1):
                    lines.append(_wrapped(f"{place}. {choice.label}"))
                    lines += [f"   {choice.link}"] if choice.link else []
                how = self._say("choose.open" if self.site else "choose.write", half.language)
                parts += ["\n".join(lines), _wrapped(how)]
            parts += [_wrapped(plain(half.below))] if half.below else []
        if letter.progress:
            parts.append(f"{t('progress')}:\n\n{_wrapped(plain(letter.progress))}")
        parts.append("-- " if halves[0].choices else f"-- \n{_wrapped(t('write'))}")
        if commands:
            lines = [f"- {one.label}{f': {one.link}' if one.link else ''}" for one in commands]
            parts.append("\n".join([t("commands") + ":", *lines]))
        if letter.go:
            parts.append(f"{_wrapped(t('go_on'))}\n{letter.go}")
        parts += map(_wrapped, from_whom)
        parts += [_wrapped(plain(way_out)) for way_out in ways_out]
        return "\n\n".join(parts).replace("-- \n\n", "-- \n") + "\n"

    def _say(self, name: str, language: str, **facts: str) -> str:
        message, _, attribute = name.partition(".")
        return self.texts.label(f"mail.{message}", attribute, language, facts)

    @cached_property
    def _html(self) -> Template:
        """The letter as HTML: laid out once, with places that each letter fills."""
        made = mrml.to_html((HERE / "templates" / "letter.mjml").read_text("utf-8"))
        jinja = Environment(
            loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
        )
        return jinja.from_string('{% from "pieces.html" import row, words %}' + made.content)


def _line(text: str) -> str:
    """On one line, without what a header cannot hold."""
    return " ".join(_CONTROL.sub(" ", text).split())


def _wrapped(text: str) -> str:
    """Lines of at most WIDTH characters; what goes on from an item of a list stands under its words."""
    lines = []
    for line in text.split("\n"):
        item = _ITEM.match(line)
        lines.append(
            textwrap.fill(
                line,
                WIDTH,
                subsequent_indent=" " * len(item[0]) if item else "",
                break_long_words=False,
                break_on_hyphens=False,
            )
        )
    return "\n".join(lines)
