"""How a letter looks: what its headers say to machines, and that both its parts say the same to people.

`mails/` has one of each kind in each language, to be looked at. BADGEWIJZER_MAILS=write writes them anew.
"""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation.nodes import FOLD, RULE, Button, Message, Span
from bot.letters import Letters
from bot.ports import Letter, Thread
from bot.store.secrets import Box
from integrations.email.writing import POLICY, Writer

MAILS = Path(__file__).parent / "mails"
NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
SAM = "sam@example.org"
SITE = "https://badges.voorbeeld.example"

WORDS = {
    "nl": Message(
        (
            Span("Voor je edubadge heb je een "),
            Span("eduID", "bold"),
            Span(" nodig. Dat is je eigen account voor onderwijs. Je maakt het op "),
            Span("eduid.nl", "plain", "https://eduid.nl/home"),
            Span(".\n\n1. Ga naar eduid.nl en kies ‘Nog geen eduID?’.\n2. Vul je eigen e-mailadres in: het adres "
                 "waarop je de mail over je badge kreeg.\n3. Open de mail van eduID.\n\nHeb je al een eduID?"),
        ),
        (
            Button("Ja, ik heb een eduID", "eduid.have:yes"),
            Button("Nee, nog niet", "eduid.have:no"),
            Button("Dat weet ik niet", "eduid.have:unsure"),
            Button("Hulp", ":help", "command"),
            Button("Een mens spreken", ":human", "command"),
            Button("English", ":language", "command"),
            Button("Stoppen", ":stop", "command"),
        ),
    ),
    "en": Message(
        (
            Span("For your edubadge you need an "),
            Span("eduID", "bold"),
            Span(". That is your own account for education. You make it at "),
            Span("eduid.nl", "plain", "https://eduid.nl/home"),
            Span(".\n\n1. Go to eduid.nl and choose ‘No eduID yet?’.\n2. Fill in your own e-mail address: the one "
                 "at which you got the mail about your badge.\n3. Open the mail from eduID.\n\n"
                 "Do you have an eduID already?"),
        ),
        (
            Button("Yes, I have an eduID", "eduid.have:yes"),
            Button("No, not yet", "eduid.have:no"),
            Button("I do not know", "eduid.have:unsure"),
            Button("Help", ":help", "command"),
            Button("Speak to a human", ":human", "command"),
            Button("Nederlands", ":language", "command"),
            Button("Stop", ":stop", "command"),
        ),
    ),
}  # fmt: skip
GUIDE = Message(
    (
        Span("Je hebt een edubadge gekregen. Zullen we beginnen?"),
        FOLD,
        Span("Waarom twee mails?", "bold"),
        Span(" Edubadges mailt je zelf ook."),
        RULE,
        Span("You were given an edubadge. Shall we begin?"),
        FOLD,
        Span("Why two mails?", "bold"),
        Span(" Edubadges itself mails you too."),
    ),
    (
        Button("Beginnen / Let's begin", "guide.shall_we:go_on"),
        Button("Dit is niet voor mij / This is not for me", "guide.shall_we:not_me"),
        Button("English / Nederlands", ":language", "command"),
        Button("Stoppen / Stop", ":stop", "command"),
    ),
)
"""A first letter to somebody whose language nobody told us."""

CARD = {
    "nl": (Span("Verpleegkundig rekenen, tot en met 31 december\n✅ Je badge gevonden\n⬜ Een eduID\n⬜ Ophalen"),),
    "en": (Span("Nursing calculations, until 31 December\n✅ Your badge found\n⬜ An eduID\n⬜ Claiming"),),
}  # fmt: skip
SUBJECT = {"nl": "Je edubadge: Verpleegkundig rekenen", "en": "Your edubadge: Nursing calculations"}
KINDS = ("answer", "reminder", "guide", "staff")


@cache
def writer(sender: str = "badges@voorbeeld.example", **more: Any) -> Writer:
    usual = {"organisation": "Hogeschool Voorbeeld", "site": SITE}
    return Writer(Letters(Box("a key for tests"), "badges@voorbeeld.example"), sender, **{**usual, **more})


def letter(kind: Any = "answer", language: str = "nl", **more: Any) -> Letter:
    begun = ("<o.a.b.c@voorbeeld.example>", "<1@example.org>")
    thread = Thread(SUBJECT[language], () if kind == "guide" else begun)
    usual: dict[str, Any] = {"thread": thread, "progress": CARD[language] if kind in ("answer", "reminder") else ()}
    return Letter(7, 3, language, kind, **{**usual, **more})


def written(kind: Any = "answer", language: str = "nl", message: Message | None = None, **more: Any) -> EmailMessage:
    """The mail as a receiver reads it from its bytes."""
    by = more.pop("by", None) or writer()
    made = by.write(SAM, message or WORDS[language], letter(kind, language, **more), NOW)
    read: Any = message_from_bytes(made.as_bytes(policy=POLICY), policy=policy.default)
    assert isinstance(read, EmailMessage)
    return read


def part(mail: EmailMessage, kind: str) -> str:
    found = mail.get_body((kind,))
    assert found is not None
    return str(found.get_content()).replace("\r\n", "\n")


class Page(HTMLParser):
    """What a reader gets of a page: its words, links and headings."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._hidden = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append((tag, found))
        if tag in ("style", "title", "script"):
            self._hidden += 1
        if tag == "a":
            self.links.append(found.get("href") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("style", "title", "script"):
            self._hidden -= 1

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


LOOKED_AT = [(kind, language) for kind in KINDS for language in ("nl", "en")] + [("guide", "both")]


@pytest.mark.parametrize(("kind", "language"), LOOKED_AT)
def test_each_kind_of_mail_is_as_it_was_looked_at(kind, language):
    more = {"message": GUIDE, "go": f"{SITE}/go/x"} if language == "both" else {}
    mail = written(kind, "nl" if more else language, **more)
    headers = "".join(f"{name}: {value}\n" for name, value in mail.items() if name != "Content-Type")
    # what is sealed is never the same twice
    text = re.sub(r"(/unsubscribe/)[\w-]+", r"\1SEALED", f"{headers}\n{part(mail, 'plain')}")
    html = re.sub(r"(/unsubscribe/)[\w-]+", r"\1SEALED", part(mail, "html"))
    for file, made in ((MAILS / f"{kind}.{language}.txt", text), (MAILS / f"{kind}.{language}.html", html)):
        if os.environ.get("BADGEWIJZER_MAILS") == "write":
            MAILS.mkdir(exist_ok=True)
            file.write_text(made, "utf-8")
        assert made == file.read_text("utf-8")


@pytest.mark.parametrize("site", [SITE, ""])
@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_both_parts_say_the_same(kind, language, site):
    mail = written(kind, language, by=writer(site=site))
    text, page = part(mail, "plain"), Page(part(mail, "html"))
    in_text = re.findall(r"(?:https://|[\w.+]+@)[^\s()]+[\w]", text)
    in_page = [link.removeprefix("mailto:") for link in page.links]
    assert set(in_text) >= {one for one in in_page if one != "https://eduid.nl/home"}
    assert set(in_page) >= set(in_text)

    def words(said: str) -> list[str]:
        without_links = re.sub(r"\(?https://\S+", " ", said)
        return re.findall(r"[^\W_]+", without_links.lower())

    shown, told = set(words(page.text)), set(words(text))
    assert told <= shown
    assert shown - told <= {*words(SUBJECT[language]), *words(f"{mail['From']}")}  # its head has these


def test_a_letter_in_two_languages_is_whole_in_each():
    mail = written("guide", message=GUIDE, go=f"{SITE}/go/x")
    text, html = part(mail, "plain"), part(mail, "html")
    assert text.startswith("English below\n")
    dutch, english = text.partition("\n* * *\n")[::2]
    for half, asked, choice, why, other in (
        (dutch, "Zullen we beginnen?", "1. Beginnen\n", "Waarom twee mails?", "Let's begin"),
        (english, "Shall we begin?", "1. Let's begin\n", "Why two mails?", "Beginnen"),
    ):
        assert -1 < half.index(asked) < half.index(choice) < half.index(why)
        assert other not in half
    foot = text.partition("\n-- \n")[2]
    for said in (
        "Dit kan ook altijd / You can also always do this",
        "Stoppen / Stop",
        "Verder in een ander kanaal, bij",
        "Go on in another channel",
        "Deze mail komt van",
        "This mail is from",
        "Meld je hier af",
        "Unsubscribe here",
    ):
        assert said in foot
    assert '<a class="link" href="#en" lang="en"' in html
    assert re.search(r'<h2 [^>]*id="en"', html)
    page = Page(html)
    assert page.links[0] == "#en"
    assert len([link for link in page.links if "/answer/" in link]) == 4  # one choice in each half, and two commands


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_a_page_that_every_mail_program_and_screen_reader_can_use(kind):
    html = part(written(kind), "html")
    page = Page(html)
    assert len(html.encode()) < 100_000
    names = [tag for tag, _ in page.tags]
    assert dict(page.tags)["html"]["lang"] == "nl"
    assert names.count("h1") == 1
    assert not {"img", "script", "form", "link", "iframe", "video", "object"} & set(names)
    assert "url(" not in html
    assert "@import" not in html
    assert set(re.findall(r"https?://[^/\"'\s)]+", html)) <= {SITE, "https://eduid.nl", "http://www.w3.org"}
    assert all(found.get("role") == "presentation" for tag, found in page.tags if tag == "table")
    assert "prefers-color-scheme: dark" in html
    assert "{{" not in html
    assert "{%" not in html


@pytest.mark.parametrize(
    ("kind", "submitted", "suppressed", "leaves"),
    [
        ("answer", "auto-replied", "All", False),
        ("reminder", "auto-generated", "All", True),
        ("guide", "auto-generated", "All", True),
        ("staff", None, None, False),
    ],
)
def test_machines_are_told_what_it_is(kind, submitted, suppressed, leaves):
    mail = written(kind)
    assert mail["Auto-Submitted"] == submitted
    assert mail["X-Auto-Response-Suppress"] == suppressed
    assert mail["Date"] == "Mon, 02 Nov 2026 09:30:00 +0000"
    assert mail["Content-Language"] == "nl"
    ways = re.findall(r"<([^>]+)>", mail["List-Unsubscribe"] or "")
    assert [way.partition(":")[0] for way in ways] == (["https", "mailto"] if leaves else [])
    assert mail["List-Unsubscribe-Post"] == ("List-Unsubscribe=One-Click" if leaves else None)
    marks = Letters(Box("a key for tests"), "badges@voorbeeld.example")
    if leaves:
        assert marks.unsubscribed(ways[0].removeprefix(f"{SITE}/unsubscribe/")) == SAM
        assert marks.holds(*marks.found([ways[1].removeprefix("mailto:")]), SAM)
    assert marks.holds(*marks.found([mail["Reply-To"]]), SAM)
    assert marks.holds(*marks.found([mail["Message-ID"]]), SAM)


def test_without_an_address_of_ours_it_can_be_answered_and_left_all_the_same():
    mail = written("guide", by=writer(site=""))
    assert mail["List-Unsubscribe"].startswith("<mailto:")
    assert mail["List-Unsubscribe-Post"] is None
    assert "/answer/" not in part(mail, "plain") + part(mail, "html")
    assert "1. Ja, ik heb een eduID" in part(mail, "plain")


@pytest.mark.parametrize(
    ("sender", "organisation", "institution", "shown"),
    [
        ("Badges <badges@voorbeeld.example>", "Hogeschool Voorbeeld", "", "Badges"),
        ("badges@voorbeeld.example", "Hogeschool Voorbeeld", "", "Hogeschool Voorbeeld (Badgewijzer)"),
        ("badges@voorbeeld.example", "", "", "Badgewijzer"),
        ("Badges <badges@voorbeeld.example>", "", "Universiteit & Co", "Universiteit & Co (Badgewijzer)"),
        ("badges@voorbeeld.example", "", 'x" <kwaad@example.org>\r\nBcc: y', "x kwaad example.org Bcc y (Badgewijzer)"),
    ],
)
def test_it_comes_from_whoever_awarded_the_badge(sender, organisation, institution, shown):
    mail = written(by=writer(sender, organisation=organisation), institution=institution)
    (address,) = mail["From"].addresses
    assert (address.display_name, address.addr_spec) == (shown, "badges@voorbeeld.example")


def test_a_thread_keeps_one_subject_and_names_what_it_answers():
    begun, later = written("guide"), written("answer")
    assert begun["Subject"] == SUBJECT["nl"]
    assert (begun["In-Reply-To"], begun["References"]) == (None, None)
    assert later["Subject"] == f"Re: {SUBJECT['nl']}"
    assert later["In-Reply-To"] == "<1@example.org>"
    assert later["References"].split() == ["<o.a.b.c@voorbeeld.example>", "<1@example.org>"]


def test_long_ids_and_addresses_stay_whole():
    ids = tuple(f"<{number}.{'x' * 150}@example.org>" for number in range(10))
    raw = writer().write(SAM, WORDS["nl"], letter(thread=Thread("x", ids)), NOW).as_bytes(policy=POLICY)
    head = raw.partition(b"\r\n\r\n")[0]
    assert max(map(len, head.split(b"\r\n"))) < 300
    assert b"=?" not in head
    read = message_from_bytes(raw, policy=policy.default)
    assert read["References"].split() == list(ids)


def test_a_link_that_stands_alone_is_a_button_with_where_it_leads():
    said = Message((Span("Log in.\n\n"), Span("Inloggen", "plain", f"{SITE}/go/x"), Span("\n\nof lees "),
                    Span("meer", "plain", f"{SITE}/meer"), Span(".")))  # fmt: skip
    page = part(written(message=said), "html")
    assert re.search(
        rf'<a class="go" href="{SITE}/go/x"[^>]*>Inloggen</a> <span[^>]*>\(badges.voorbeeld.example\)', page
    )
    assert f'<a class="link" href="{SITE}/meer"' in page


def test_what_cannot_be_undone_is_not_done_by_a_link():
    sure = Message(
        (Span("Alles wissen?"),),
        (Button("Ja, wis alles", "common.erase_sure:yes"), Button("Nee", "common.erase_sure:no")),
    )
    mail = written(message=sure)
    text, html = part(mail, "plain"), part(mail, "html")
    assert text.count("/answer/") == 1
    assert html.count("/answer/") == 1
    assert "1. Ja, wis alles\n2. Nee\n   https://" in text


HOSTILE = [
    "\r\nBcc: kim@example.org",
    "\n\nvan mij",
    "\x00",
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "{% raw %}",
    '"><b>',
    "\u2028x",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_the_words_becomes_a_header_or_markup(text):
    message = Message((Span(text), Span("x", "bold", f"javascript:{text}")), (Button(text, "a.b:c"),))
    mail = written(
        "guide", message=message, thread=Thread(text, (f"<a{text}@b>",)), institution=text, progress=(Span(text),)
    )
    assert mail["Bcc"] is None
    assert mail["To"] == SAM
    page = Page(part(mail, "html"))
    assert "script" not in [tag for tag, _ in page.tags]
    assert all(link.startswith(("https://", "mailto:")) for link in page.links)
    assert "49" not in page.text


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80), st.text(max_size=200), st.lists(st.text(max_size=40), max_size=4))
def test_whatever_is_said_can_be_written(subject, words, labels):
    message = Message((Span(words),), tuple(Button(label, f"a.b:c{number}") for number, label in enumerate(labels)))
    made = writer().write(SAM, message, letter(thread=Thread(subject, ("<a@b>",))), NOW)
    raw = made.as_bytes(policy=POLICY)
    raw.decode("ascii")
    read = message_from_bytes(raw, policy=policy.default)
    assert set(read.keys()) == {
        "From", "To", "Reply-To", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "Auto-Submitted",
        "X-Auto-Response-Suppress", "Content-Language", "MIME-Version", "Content-Type",
    }  # fmt: skip


def test_there_is_no_other_kind():
    assert set(get_args(Letter.__annotations__["kind"]) or KINDS) == set(KINDS)
