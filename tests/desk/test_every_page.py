"""Every page of the desk: what is written in it is text and nothing else, and anybody can read and use it."""

from __future__ import annotations

import importlib.resources

from lxml import html as markup

from tests.desk.desk import Desk
from tests.desk.payloads import PAYLOADS
from tests.desk.world import world
from tests.web.test_accessible import APPEARANCE, LOOK

SCRIPTS = {f"/static/{name}.js" for name in ("desk", "desk_conversation", "desk_rows")}
"""What a page may bring along."""


def faults(page: str) -> list[str]:
    """What a page holds that only somebody else can have put there."""
    tree = markup.fromstring(page)
    found = [f"script {one.get('src')}" for one in tree.iter("script") if _without_query(one.get("src")) not in SCRIPTS]
    for one in tree.iter():
        if not isinstance(one.tag, str):
            continue
        if one.tag in ("iframe", "object", "embed", "base", "style", "math", "template", "noscript", "video"):
            found.append(one.tag)
        for name, value in one.attrib.items():
            if name.startswith("on") or name == "style" or value.strip().lower().startswith("javascript:"):
                found.append(f"{one.tag} {name}={value[:40]}")
    return found


def _without_query(address: str | None) -> str:
    return (address or "").partition("?")[0]


def test_two_hundred_odd_texts_are_text_on_every_page(desk: Desk) -> None:
    made = world(desk, PAYLOADS)
    for name, (path, role) in made.pages.items():
        with desk.client(role) as http:  # type: ignore[arg-type]
            page = http.get(path)
            assert page.headers["content-type"].startswith("text/html"), name
            assert faults(page.text) == [], name
            policy = page.headers["content-security-policy"]
            assert "unsafe" not in policy
            assert "script-src 'self'" in policy


def test_axe_finds_nothing_on_any_page_and_none_is_wider_than_the_window(desk_in_browser: Desk) -> None:
    desk = desk_in_browser
    made = world(desk)
    axe = (importlib.resources.files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
    found = {}
    page = desk.opens("/desk", width=390, bypass_csp=True)
    for name, (path, role) in made.pages.items():
        page.emulate_media(color_scheme="light")
        desk.goes(page, path, role)  # type: ignore[arg-type]
        page.add_script_tag(content=axe)
        for scheme, rules in (("light", {}), ("dark", {"runOnly": APPEARANCE})):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            seen = page.evaluate(LOOK, rules)
            assert seen["looked"], name
            if seen["found"]:
                found[f"{name}, {scheme}"] = seen["found"]
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), f"{name}, {width} wide"
        page.set_viewport_size({"width": 390, "height": 844})
    assert not found
