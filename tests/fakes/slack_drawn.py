"""Block Kit as a page that looks about as Slack shows it, so that somebody can look at what we send.

    python -m tests.fakes.slack_drawn blocks.json > page.html    # a message's blocks, or a list of messages

It is no Slack: it shows what stands where, what is bold, a link or a button, and where a line would break.
"""

from __future__ import annotations

import html
import json
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

Json = dict[str, Any]

STYLE = """
body { margin: 0; background: #fff; color: #1d1c1d; font: 15px/1.46 Lato, "Noto Sans", "DejaVu Sans", sans-serif; }
main { width: 660px; padding: 12px 20px; box-sizing: border-box; }
main.phone { width: 390px; }
article { display: grid; grid-template-columns: 36px 1fr; gap: 8px; padding: 8px 0; }
.face { width: 36px; height: 36px; border-radius: 6px; background: #4a154b; }
.name { font-weight: 900; } .app { font-size: 10px; background: #eee; padding: 1px 3px; border-radius: 2px; }
.when, .edited, .context { color: #616061; font-size: 12px; }
.block { margin: 4px 0; overflow-wrap: anywhere; } .text, .line { white-space: pre-wrap; }
.header { font-size: 18px; font-weight: 900; }
hr { border: 0; border-top: 1px solid #ddd; margin: 8px 0; }
.actions { display: flex; flex-wrap: wrap; gap: 8px; }
button { font: 700 13px/1 inherit; font-family: inherit; height: 36px; padding: 0 12px 1px; border-radius: 8px;
  border: 1px solid #bbb; background: #fff; color: #1d1c1d; max-width: 100%; overflow: hidden; text-overflow: ellipsis;
  white-space: nowrap; }
button.primary { background: #007a5a; border-color: #007a5a; color: #fff; }
button.danger { color: #e01e5a; border-color: #e01e5a; }
a { color: #1264a3; } code { color: #c01343; background: #f7f7f7; border: 1px solid #ddd; border-radius: 3px; }
blockquote { border-left: 4px solid #ddd; margin: 0; padding-left: 12px; }
ul, ol { margin: 0; padding-left: 24px; } section { display: flex; gap: 12px; justify-content: space-between; }
.alone { color: #616061; font-size: 12px; } h2 { font-size: 12px; color: #888; margin: 12px 0 0; }
"""


def page(messages: Iterable[Json], phone: bool = False) -> str:
    """A page with these messages: their `blocks` or `text`, and whether they were `edited` or are seen `alone`.

    What has a `title` is a caption of ours above it.
    """
    width = " class=phone" if phone else ""
    said = "\n".join(map(_message, messages))
    return f"<!doctype html><meta charset=utf-8><style>{STYLE}</style><main{width}>{said}</main>"


def _message(message: Json) -> str:
    title = f"<h2>{_text(message['title'])}</h2>" if "title" in message else ""
    alone = "<div class=alone>👁 Alleen jij ziet dit</div>" if message.get("alone") else ""
    edited = " <span class=edited>(bewerkt)</span>" if message.get("edited") else ""
    drawn = (
        "".join(map(block, message.get("blocks") or [])) or f"<div class=text>{_text(message.get('text', ''))}</div>"
    )
    head = "<span class=name>Badgewijzer</span> <span class=app>APP</span> <span class=when>14:03</span>"
    return f"{title}<article><div class=face></div><div>{alone}{head}{drawn}{edited}</div></article>"


def block(given: Json) -> str:
    """One block, drawn. Raises KeyError for what a block of its type must have."""
    match given["type"]:
        case "divider":
            return "<hr>"
        case "header":
            return f"<div class='block header'>{_text(given['text']['text'])}</div>"
        case "section":
            said = [given["text"]] if "text" in given else []
            words = "".join(f"<div class=text>{_object(text)}</div>" for text in (*said, *given.get("fields", ())))
            return f"<section class=block><div>{words}</div>{_control(given.get('accessory'))}</section>"
        case "context":
            return f"<div class='block context'>{' '.join(_object(one) for one in given['elements'])}</div>"
        case "actions":
            return f"<div class='block actions'>{''.join(map(_control, given['elements']))}</div>"
        case "rich_text":
            return f"<div class='block rich'>{''.join(map(_part, given['elements']))}</div>"
        case "image":
            return f"<div class=block>🖼 {_text(given['alt_text'])}</div>"
    return f"<div class=block>[{_text(given['type'])}]</div>"


def _part(part: Json) -> str:
    inside = "".join(map(_inline, part["elements"])) if part["type"] != "rich_text_list" else ""
    match part["type"]:
        case "rich_text_list":
            kind = "ol" if part["style"] == "ordered" else "ul"
            return f"<{kind}>{''.join(f'<li>{_part(item)}</li>' for item in part['elements'])}</{kind}>"
        case "rich_text_quote":
            return f"<blockquote class=line>{inside}</blockquote>"
        case "rich_text_preformatted":
            return f"<pre>{inside}</pre>"
    return f"<div class=line>{inside}</div>"


def _inline(one: Json) -> str:
    words = _text(one.get("text") or one.get("url") or one.get("name") or one.get("user_id") or "")
    if one["type"] == "link":
        words = f"<a href='{_text(one['url'])}'>{words}</a>"
    for style, on in (one.get("style") or {}).items():
        tag = {"bold": "b", "italic": "i", "strike": "s", "code": "code", "underline": "u"}.get(style)
        words = f"<{tag}>{words}</{tag}>" if on and tag else words
    return words


def _object(text: Json) -> str:
    """A text object: plain as it is, Slack's markup as far as we use it."""
    if text["type"] != "mrkdwn":
        return _text(text.get("text") or text.get("alt_text", ""))
    marked = re.sub(r"<([^>|]+)\|([^>]+)>", r"<a href='\1'>\2</a>", text["text"])
    marked = re.sub(r"(?<!\w)\*([^*\n]+)\*(?!\w)", r"<b>\1</b>", marked)
    return re.sub(r"(?<!\w)_([^_\n]+)_(?!\w)", r"<i>\1</i>", marked)


def _control(element: Json | None) -> str:
    if not element:
        return ""
    if element["type"] == "image":
        return f"🖼 {_text(element['alt_text'])}"
    label = element.get("text", {}).get("text", element["type"])
    return f"<button class='{_text(element.get('style', ''))}'>{_text(label)}</button>"


def _text(text: object) -> str:
    return html.escape(str(text))


if __name__ == "__main__":
    given = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    blocks = bool(given) and "type" in given[0]
    print(page([{"blocks": given}] if blocks else given))
