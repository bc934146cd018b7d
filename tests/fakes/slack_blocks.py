"""What Slack takes of Block Kit, and what somebody reads of it on the screen.

Sources: the reference of Block Kit (docs.slack.dev/reference/block-kit), slack_sdk's `models/blocks`, and for the words
of `invalid_blocks` and for all characters together what Slack answered others (slackapi/bolt-js issues 2509 and 2867).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Json = dict[str, Any]

IN_ALL = 13_200  # characters of all blocks of a message together; Slack does not tell this limit
IN_MESSAGE, IN_VIEW = 50, 100

_EVERYWHERE = frozenset(("section", "divider", "header", "context", "actions", "rich_text", "image", "video"))
_SURFACES = {"message": _EVERYWHERE | {"markdown"}, "home": _EVERYWHERE | {"input"}, "modal": _EVERYWHERE | {"input"}}
_INTERACTIVE = frozenset((
    "button", "overflow", "static_select", "users_select", "conversations_select", "channels_select",
    "external_select", "multi_static_select", "multi_users_select", "datepicker", "timepicker", "datetimepicker",
    "checkboxes", "radio_buttons", "plain_text_input", "email_text_input", "url_text_input", "number_input",
    "workflow_button",
))  # fmt: skip
_FIELDS = {
    "section": "text fields accessory expand",
    "divider": "",
    "header": "text level",
    "context": "elements",
    "actions": "elements",
    "rich_text": "elements",
    "image": "image_url slack_file alt_text title",
    "markdown": "text",
    "input": "label element hint optional dispatch_action",
    "video": "title title_url description video_url alt_text thumbnail_url author_name provider_name provider_icon_url",
    "button": "text url value style confirm accessibility_label",
}
_INLINE = {
    "text": "text",
    "link": "url",
    "user": "user_id",
    "channel": "channel_id",
    "usergroup": "usergroup_id",
    "emoji": "name",
    "broadcast": "range",
    "date": "timestamp",
    "color": "value",
}
_STYLES = frozenset(["bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink"])


class Complaints:
    """What is wrong with blocks, in Slack's words."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self._ids: set[str] = set()

    def say(self, words: str, where: str) -> None:
        self.words.append(f"[ERROR] {words} [json-pointer:{where}]")

    def blocks(self, blocks: object, surface: str, where: str = "/blocks") -> None:
        if not isinstance(blocks, list):
            return self.say("must provide an array", where)
        most = IN_MESSAGE if surface == "message" else IN_VIEW
        if len(blocks) > most:
            self.say(f"no more than {most} items allowed", where)
        for place, block in enumerate(blocks):
            self._block(block, surface, f"{where}/{place}")
        return None

    def _block(self, block: object, surface: str, where: str) -> None:
        if not isinstance(block, dict):
            return self.say("must provide an object", where)
        kind = block.get("type")
        if kind not in _SURFACES[surface]:
            return self.say(f"unsupported type: {kind}", f"{where}/type")
        self._known(block, str(kind), where)
        if "block_id" in block:
            self._string(block["block_id"], 255, f"{where}/block_id")
            if block["block_id"] in self._ids:
                self.say(f"`block_id` already exists: {block['block_id']}", f"{where}/block_id")
            self._ids.add(str(block["block_id"]))
        match kind:
            case "section":
                if "text" not in block and not block.get("fields"):
                    self.say("must define either `fields` or `text`", where)
                if "text" in block:
                    self._text(block["text"], 3000, f"{where}/text")
                for place, one in self._items(block, "fields", 10, where, needed=False):
                    self._text(one, 2000, place)
                if "accessory" in block:
                    self._element(block["accessory"], f"{where}/accessory")
            case "header":
                self._text(block.get("text"), 150, f"{where}/text", plain=True)
            case "markdown":
                self._string(block.get("text"), 12_000, f"{where}/text")
            case "context":
                for place, one in self._items(block, "elements", 10, where):
                    if isinstance(one, dict) and one.get("type") == "image":
                        self._image(one, place)
                    else:
                        self._text(one, 3000, place)
            case "actions":
                seen: set[object] = set()
                for place, one in self._items(block, "elements", 25, where):
                    self._element(one, place)
                    action = one.get("action_id") if isinstance(one, dict) else None
                    if action is not None and action in seen:
                        self.say(f"`action_id` already exists: {action}", f"{place}/action_id")
                    seen.add(action)
            case "image":
                self._image(block, where)
            case "input":
                self._text(block.get("label"), 2000, f"{where}/label", plain=True)
                self._element(block.get("element"), f"{where}/element")
            case "rich_text":
                for place, one in self._items(block, "elements", 10_000, where):
                    self._rich(one, place)
        return None

    def _known(self, thing: Mapping[str, object], kind: str, where: str) -> None:
        known = {"type", "block_id", "action_id", *_FIELDS[kind].split()}
        for more in thing.keys() - known:
            self.say(f"additional property: {more}", where)

    def _items(
        self, block: Mapping[str, Any], name: str, most: int, where: str, needed: bool = True
    ) -> Iterator[tuple[str, object]]:
        items = block.get(name)
        if items is None and not needed:
            return
        if not isinstance(items, list) or not items:
            return self.say("must provide an array of at least 1 item", f"{where}/{name}")
        if len(items) > most:
            self.say(f"no more than {most} items allowed", f"{where}/{name}")
        for place, one in enumerate(items):
            yield f"{where}/{name}/{place}", one

    def _string(self, value: object, most: int, where: str, least: int = 1) -> None:
        if not isinstance(value, str):
            self.say("must provide a string", where)
        elif len(value) < least:
            self.say(f"must be more than {least - 1} characters", where)
        elif len(value) > most:
            self.say(f"must be less than {most + 1} characters", where)

    def _text(self, text: object, most: int, where: str, plain: bool = False) -> None:
        if not isinstance(text, dict):
            return self.say("must provide an object", where)
        kinds = ("plain_text",) if plain else ("plain_text", "mrkdwn")
        if text.get("type") not in kinds:
            self.say(f"unsupported type: {text.get('type')}", f"{where}/type")
        for more in text.keys() - {"type", "text", "emoji" if text.get("type") == "plain_text" else "verbatim"}:
            self.say(f"additional property: {more}", where)
        self._string(text.get("text"), most, f"{where}/text")
        return None

    def _image(self, image: Mapping[str, object], where: str) -> None:
        self._string(image.get("alt_text"), 2000, f"{where}/alt_text")
        if ("image_url" in image) == ("slack_file" in image):
            self.say("must define either `image_url` or `slack_file`", where)
        if "image_url" in image:
            self._url(image["image_url"], f"{where}/image_url")

    def _url(self, url: object, where: str) -> None:
        self._string(url, 3000, where)
        if not re.match(r"(https?|slack|mailto|tel):", str(url)):
            self.say("must be a valid URL", where)

    def _element(self, element: object, where: str) -> None:
        if not isinstance(element, dict):
            return self.say("must provide an object", where)
        kind = element.get("type")
        if kind == "image":
            return self._image(element, where)
        if kind not in _INTERACTIVE:
            return self.say(f"unsupported type: {kind}", f"{where}/type")
        if "action_id" in element:
            self._string(element["action_id"], 255, f"{where}/action_id")
        if kind == "button":
            self._known(element, "button", where)
            self._text(element.get("text"), 75, f"{where}/text", plain=True)
            if "value" in element:
                self._string(element["value"], 2000, f"{where}/value")
            if "url" in element:
                self._url(element["url"], f"{where}/url")
            if element.get("style", "primary") not in ("primary", "danger"):
                self.say(f"unsupported style: {element['style']}", f"{where}/style")
            if "accessibility_label" in element:
                self._string(element["accessibility_label"], 75, f"{where}/accessibility_label")
        return None

    def _rich(self, part: object, where: str) -> None:
        if not isinstance(part, dict):
            return self.say("must provide an object", where)
        match part.get("type"):
            case "rich_text_section" | "rich_text_quote" | "rich_text_preformatted":
                if not isinstance(part.get("elements"), list):
                    return self.say("must provide an array", f"{where}/elements")
                for place, one in enumerate(part["elements"]):
                    self._inline(one, f"{where}/elements/{place}")
            case "rich_text_list":
                if part.get("style") not in ("bullet", "ordered"):
                    self.say(f"unsupported style: {part.get('style')}", f"{where}/style")
                for spot, item in self._items(part, "elements", 10_000, where):
                    if not isinstance(item, dict) or item.get("type") != "rich_text_section":
                        self.say("must be a rich_text_section", spot)
                    else:
                        self._rich(item, spot)
            case other:
                self.say(f"unsupported type: {other}", f"{where}/type")
        return None

    def _inline(self, one: object, where: str) -> None:
        if not isinstance(one, dict) or one.get("type") not in _INLINE:
            kind = one.get("type") if isinstance(one, dict) else one
            return self.say(f"unsupported type: {kind}", f"{where}/type")
        needed = _INLINE[one["type"]]
        if one["type"] == "date":
            if not isinstance(one.get(needed), int):
                self.say("must provide a number", f"{where}/{needed}")
        else:
            self._string(one.get(needed), 40_000, f"{where}/{needed}")
        if one["type"] == "link":
            self._url(one.get("url"), f"{where}/url")
        for style, on in (one.get("style") or {}).items():
            if style not in _STYLES or not isinstance(on, bool):
                self.say(f"unsupported style: {style}", f"{where}/style")
        return None


def characters(blocks: Iterable[object]) -> int:
    """How many characters of text stand in blocks, as they count for `msg_blocks_too_long`."""
    total = 0
    for thing in blocks:
        if isinstance(thing, dict):
            total += sum(len(value) for name, value in thing.items() if name == "text" and isinstance(value, str))
            total += characters(value for value in thing.values() if isinstance(value, dict | list))
        elif isinstance(thing, list):
            total += characters(thing)
    return total


def named(blocks: Iterable[Json], name: Any) -> list[Json]:
    """The blocks as Slack keeps them: each with a `block_id`, each element one can use with an `action_id`."""
    kept = []
    for block in blocks:
        block = {**block, "block_id": block.get("block_id") or name()}
        for elements in ("elements",) if block["type"] == "actions" else ():
            block[elements] = [{"action_id": name(), **element} for element in block[elements]]
        if "accessory" in block:
            block["accessory"] = {"action_id": name(), **block["accessory"]}
        kept.append(block)
    return kept


def controls(blocks: Iterable[Json]) -> Iterator[tuple[Json, Json]]:
    """Each button in blocks, with the block that it stands in."""
    for block in blocks:
        candidates = block.get("elements", []) if block.get("type") == "actions" else [block.get("accessory")]
        for element in candidates:
            if isinstance(element, dict) and element.get("type") == "button":
                yield block, element


def unescaped(text: str) -> str:
    """Words in Slack's own markup as somebody reads them, without bold and the like."""
    return html.unescape(re.sub(r"<([^>|]*)\|?([^>]*)>", lambda found: found[2] or found[1], text))


def read(blocks: Iterable[Json]) -> str:
    """What somebody reads, a line for each part; what is on buttons does not count."""
    return "\n".join(line for block in blocks for line in _lines(block))


def _lines(block: Json) -> Iterator[str]:
    match block.get("type"):
        case "section":
            yield from (_said(text) for text in (block.get("text"), *block.get("fields", ())) if text)
        case "header":
            yield _said(block["text"])
        case "markdown":
            yield block["text"]
        case "context":
            yield " ".join(one.get("alt_text") or _said(one) for one in block["elements"])
        case "image":
            yield block.get("alt_text", "")
        case "rich_text":
            for part in block["elements"]:
                if part["type"] == "rich_text_list":
                    for place, item in enumerate(part["elements"], part.get("offset", 0) + 1):
                        mark = f"{place}. " if part["style"] == "ordered" else "• "
                        yield "  " * part.get("indent", 0) + mark + _sentence(item["elements"])
                else:
                    yield _sentence(part["elements"])


def _said(text: Json) -> str:
    return unescaped(text["text"]) if text["type"] == "mrkdwn" else str(text["text"])


def _sentence(elements: Iterable[Json]) -> str:
    words = []
    for one in elements:
        match one["type"]:
            case "text":
                words.append(one["text"])
            case "link":
                words.append(one.get("text") or one["url"])
            case "emoji":
                words.append(f":{one['name']}:")
            case "user":
                words.append(f"@{one['user_id']}")
            case other:
                words.append(str(one.get(_INLINE[other], "")))
    return "".join(words)
