"""The lines of a mail, each with how deep it is quoted: of plain text by `>`, of HTML by what mail programs put in it.

HTML tells more surely than words what is a quote, since programs mark it for themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import lxml.etree
import lxml.html
from inscriptis.html_engine import Inscriptis
from inscriptis.model.config import ParserConfig

LONGEST_TEXT = 200_000
MOST_LINES = 20_000
LONGEST_LINE = 20_000


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `depth`: in how many quotes it stands.

    `mark`: what a program, or `>`, tells of it; "tail" = from here on a program put what came before.
    """

    text: str
    depth: int = 0
    mark: Literal["", "arrow", "signature", "attribution", "tail"] = ""


_PLACE_OF_A_PICTURE = re.compile(r"\[(?:cid|image|afbeelding|inline image \d):[^\[\]\n]{0,200}\]", re.I)


def of_text(text: str, *, flowed: bool = False, delsp: bool = False) -> list[Line]:
    """The lines of plain text. `flowed`, `delsp`: as its Content-Type says (RFC 3676)."""
    lines: list[Line] = []
    going_on = False
    text = _PLACE_OF_A_PICTURE.sub("", text[:LONGEST_TEXT].translate(_OURS))
    for raw in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")[:MOST_LINES]:
        depth, rest = _depth(raw[:LONGEST_LINE], flowed)
        if not flowed:
            lines.append(Line(_shown(rest), depth, "arrow" if depth else ""))
            continue
        rest = rest.removeprefix(" ")
        soft = rest.endswith(" ") and rest != "-- "
        part = rest[:-1] if soft and delsp else rest
        if going_on and lines[-1].depth == depth and len(lines[-1].text) < LONGEST_LINE and rest != "-- ":
            lines[-1] = Line(lines[-1].text + part, depth, lines[-1].mark)
        else:
            lines.append(Line(part, depth, "arrow" if depth else ""))
        going_on = soft
    return [Line(_shown(line.text), line.depth, line.mark) for line in lines] if flowed else lines


def _depth(line: str, flowed: bool) -> tuple[int, str]:
    """How many `>` a line begins with, and the rest of it. Programs that do not flow put spaces between them."""
    depth, at = 0, 0
    while at < len(line):
        if line[at] == ">":
            depth += 1
        elif flowed or line[at] != " " or not line[at:].lstrip(" ").startswith(">") or line[at : at + 4] == "    ":
            break
        at += 1
    rest = line[at:]
    return depth, rest if flowed or not depth else rest.removeprefix(" ")


def _shown(text: str) -> str:
    """Without what cannot be seen, and no white space behind it; `-- ` keeps its own."""
    text = text.translate(_INVISIBLE)
    text = "".join(character if character.isprintable() or character in _KEPT else " " for character in text)
    return "-- " if text.rstrip() == "--" and text.endswith(" ") else text.replace("\u00a0", " ").rstrip()


_BEGIN, _END, _SIGNED, _UNSIGNED, _TAIL, _MAYBE, _SAID, _UNSAID = (chr(0xE0F0 + number) for number in range(8))
_MARKS = re.compile("[\ue0f0-\ue0f7]")
_PICTURE = "\ue0f8"
PICTURES = re.compile("\ue0f8[^\ue0f8]*\ue0f8")
_HELD_SPACE = "\ue0f9"
_HARD_SPACE = re.compile("&nbsp;|&#160;|&#xa0;|\u00a0", re.I)
"""Mail programs write an empty line so; what makes lines of HTML would strip it like any other space."""

_OURS = {ord(mark): None for mark in (*map(chr, range(0xE0F0, 0xE0F8)), _PICTURE, _HELD_SPACE)}

_NOT_IN_A_TREE = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF), " ")
"""What lxml reads, and then moves nowhere: no text that XML would not take."""
_NO_HTML = _OURS | _NOT_IN_A_TREE

_KEPT = {"\t", _PICTURE, "\u200d"}  # the last joins signs to one: families, flags
_INVISIBLE = {
    sign: None
    for signs in ((0xAD,), (0x34F,), (0x61C,), range(0x200B, 0x200D), range(0x200E, 0x2010), range(0x202A, 0x202F),
                  range(0x2060, 0x2070), (0xFEFF,))
    for sign in signs
}  # fmt: skip

_QUOTES = {
    "yahoo_quoted", "protonmail_quote", "tutanota_quote", "moz-forward-container", "zmail_extra", "quoted-mail-body",
    "mail-editor-reference-message-container",
}  # fmt: skip
_ATTRIBUTIONS = {"gmail_attr", "moz-cite-prefix", "protonmail_attribution"}
_SIGNATURES = {
    "gmail_signature", "signature", "moz-signature", "ms-outlook-mobile-signature", "applemailsignature",
    "protonmail_signature_block", "composer_signature", "bloop_sign", "messagesignaturesection", "k9mail-signature",
}  # fmt: skip
_TAILS = {"divrplyfwdmsg", "appendonsend", "x_divrplyfwdmsg"}
_UNSEEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.I)
_PRE = re.compile(r"white-space\s*:\s*(?:pre|break)", re.I)
_FORWARDED = re.compile(r"-{3,}\s*(?:forwarded message|doorgestuurd bericht)", re.I)


def of_html(html: str) -> list[Line]:
    """The lines of HTML."""
    html = _HARD_SPACE.sub(_HELD_SPACE, html[: 4 * LONGEST_TEXT].translate(_NO_HTML))
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        tree = lxml.html.document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    except (lxml.etree.LxmlError, ValueError, AssertionError):  # nothing in it
        return []
    _mark(tree)
    try:
        text = Inscriptis(tree, ParserConfig()).get_text()
    except RecursionError:
        text = ""
    if not text.strip():  # nested deeper than it goes down
        text = "\n".join(_words(tree))
    return list(_told(text))


def _mark(tree: lxml.html.HtmlElement) -> None:
    """Put marks where a quote or signature begins and ends."""
    for element in list(tree.iter(lxml.etree.Element)):
        names = {name.removeprefix("x_") for name in element.get("class", "").lower().split()[:20]}
        names |= {element.get(where, "").lower().removeprefix("x_") for where in ("id", "name")}
        if element.tag in ("script", "style", "head", "title", "template", "noscript") or _is_unseen(element):
            element.clear(keep_tail=True)
            continue
        if _PRE.search(element.attrib.pop("style", "")[:1000]):
            element.set("style", "white-space: pre-wrap")  # nothing else: a wide margin would be as many spaces
        if element.tag == "img" and (source := element.get("src", "")[:1000]).lower().startswith("cid:"):
            element.tail = f"{picture(source[4:])}{element.tail or ''}"
        if element.tag == "a" and "edubadges" in (link := element.get("href", "")[:1000]):
            _write_out(element, link)
        if element.tag == "blockquote":
            sure = element.get("type", "").lower() == "cite" or names & (_QUOTES | {"gmail_quote"})
            _around(element, _BEGIN if sure else _MAYBE, _END)
        elif names & _ATTRIBUTIONS:
            whole = element.getparent()
            forwarded = "gmail_attr" in names and _FORWARDED.match(_start(element))
            _around(element, _SAID, _UNSAID)
            if forwarded and whole is not None:
                _around(whole, _BEGIN, _END)  # what is forwarded stands beside it, in no quote of its own
        elif names & _QUOTES:
            _around(element, _BEGIN, _END)
        elif names & _TAILS:
            _put(element, _TAIL)
        elif names & _SIGNATURES or element.get("data-smartmail", "") == "gmail_signature":
            _around(element, _SIGNED, _UNSIGNED)


def picture(content_id: str) -> str:
    """What stands in a line where a picture was shown that came with the mail."""
    shown = "".join(each for each in content_id.strip("<> ") if each.isprintable() and not each.isspace())
    return f"{_PICTURE}{shown}{_PICTURE}"


def _write_out(element: lxml.html.HtmlElement, link: str) -> None:
    """A badge that is linked to in words, as if its link was written behind them."""
    if link.removesuffix("/") in element.text_content():
        return
    if len(element):
        element[-1].tail = f"{element[-1].tail or ''} {link}"
    else:
        element.text = f"{element.text or ''} {link}"


def _is_unseen(element: lxml.html.HtmlElement) -> bool:
    return bool(_UNSEEN.search(element.get("style", "")[:1000]))


def _start(element: lxml.html.HtmlElement) -> str:
    return next((text.strip() for text in element.itertext() if text.strip()), "")


def _put(element: lxml.html.HtmlElement, mark: str) -> None:
    """A mark on a line of its own, at the beginning of this element."""
    line = lxml.html.Element("div")
    line.text, line.tail, element.text = mark, element.text, None
    element.insert(0, line)


def _around(element: lxml.html.HtmlElement, begin: str, end: str) -> None:
    _put(element, begin)
    line = lxml.html.Element("div")
    line.text = end
    element.append(line)


def _words(tree: lxml.html.HtmlElement) -> Iterator[str]:
    for text in tree.itertext():
        if words := " ".join(text.split()):
            yield words


def _told(text: str) -> Iterator[Line]:
    """Lines, with what the marks between them say."""
    quotes: list[bool] = []
    signed = said = 0
    before = ""
    for raw in text.split("\n")[:MOST_LINES]:
        for mark in _MARKS.findall(raw):
            if mark == _TAIL:
                yield Line("", sum(quotes), "tail")
            elif mark in (_BEGIN, _MAYBE):
                quotes.append(mark == _BEGIN or before.endswith(":") or any(quotes))
            elif mark == _END and quotes:
                quotes.pop()
            else:
                signed += (mark == _SIGNED) - (mark == _UNSIGNED)
                said += (mark == _SAID) - (mark == _UNSAID)
        shown = _shown(_MARKS.sub("", raw).replace(_HELD_SPACE, " "))[:LONGEST_LINE]
        if _MARKS.search(raw) and not shown.strip():
            continue
        before = shown.strip() or before
        yield Line(shown.strip(" "), sum(quotes), "attribution" if said > 0 else "signature" if signed > 0 else "")


__all__ = ["PICTURES", "Line", "of_html", "of_text", "picture"]
