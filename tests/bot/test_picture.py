"""The picture of how far a learner is: what stands on it, and that it can always be drawn."""

from __future__ import annotations

import hashlib
import io
import itertools
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree import ElementTree

import pytest
from fontTools.ttLib import TTFont
from PIL import Image

from bot import picture
from bot.conversation.events import Fact
from flows import FLOWS
from tests.stand import Stand

FONTS = Path(picture.__file__).parent / "fonts"
SVG = "{http://www.w3.org/2000/svg}"
HOWS = ("proof", "word", "skipped", "no")
LONGEST_DAY = "2026-09-30"

AWKWARD = {
    "emoji": "Leren 🎉 met plezier 🏳️‍🌈👩🏽‍🎓",
    "right to left": "תואר שני \u202eevil\u202c العربية",
    "no letters that we have": "日本語の名前",
    "very long": "Onderzoeksvaardigheden " * 40,
    "one very long word": "w" * 400,
    "quotes": "\"Leren\" & 'doen' “samen” `nu`",
    "markup": "<script>alert(1)</script> <b>vet</b> ]]> {{ 7 * 7 }} &amp;",
    "lines": "een\ntwee\r\n\tdrie",
    "what no XML may hold": "een\x00\x0b\ufffe\ud800twee",
    "accents": "Éducation à façon, naïeve ĳsbeer, Đặng Thị, Ελλάδα, Київ – €100…",
    "a date": "2026-06-22",
    "nothing": " \u200b ",
}


def facts(**more: Fact) -> dict[str, Fact]:
    """What is known of a learner halfway, to whom one thing is left to claim."""
    steps: dict[str, Fact] = dict(zip((f"{step}_done" for step in picture.STEPS), itertools.cycle(HOWS), strict=False))
    award: dict[str, Fact] = {"badge": "Rekenen in de zorg", "institution": "Hogeschool Voorbeeld"}
    left: dict[str, Fact] = {"time_left": "open", "days_left": 12, "deadline": LONGEST_DAY}
    return {**FLOWS.unknown, **steps, **award, **left, **more}


def svg(known: Mapping[str, Fact], language: str = "nl") -> ElementTree.Element:
    return ElementTree.fromstring(picture._svg(known, language, False))


def texts(known: Mapping[str, Fact], language: str = "nl") -> list[str]:
    return ["".join(text.itertext()) for text in svg(known, language).iter(f"{SVG}text")]


# What stands on it


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("dark", [False, True])
def test_it_is_a_png_for_a_phone_in_the_colours_of_day_or_night(language: str, dark: bool) -> None:
    drawn = Image.open(io.BytesIO(picture.progress_picture(facts(), language, dark)))
    assert drawn.format == "PNG"
    assert drawn.width == picture.PIXELS
    assert 0.9 < drawn.height / drawn.width < 1.3
    corner = "#{:02x}{:02x}{:02x}".format(*drawn.convert("RGB").getpixel((0, 0)))  # type: ignore[misc]
    assert corner == (picture.DARK if dark else picture.LIGHT)["surface"]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_words_beside_it_say_everything_that_stands_on_it(language: str) -> None:
    for known in (facts(), facts(badge="unknown"), facts(institution="unknown"), facts(claimed_done="word")):
        said = picture.progress_words(known, language)
        for text in texts(known, language)[2:]:  # after the site's name and how many steps
            assert text in (said, "Jouw edubadge", "Your edubadge") or text.rstrip("!") in said


def test_how_each_step_is_known_is_told_in_words_and_by_its_shape() -> None:
    known = facts(
        eduid_done="proof", name_done="word", institution_done="skipped", backpack_done="no", claimed_done="no"
    )
    assert picture.progress_words(known, "nl").splitlines()[1:6] == [
        "• eduID: gecontroleerd",
        "• Naam bevestigd: zelf gemeld",
        "• Instelling gekoppeld: overgeslagen",
        "• Backpack open: nu",
        "• Geclaimd: nog te doen",
    ]
    shapes = []
    for group in list(svg(known).iter(f"{SVG}g"))[1:6]:
        without_colours = [{k: v for k, v in one.attrib.items() if k not in ("fill", "stroke")} for one in group]
        shapes.append(json.dumps([[one.tag for one in group], without_colours]))
    assert len(set(shapes)) == 5


@pytest.mark.parametrize(
    ("more", "headline"),
    [
        ({"time_left": "open", "days_left": 12}, "Nog 12 dagen"),
        ({"time_left": "open", "days_left": 1}, "Nog één dag"),
        ({"time_left": "last_day"}, "Vandaag is de laatste dag"),
        ({"time_left": "passed"}, "De laatste dag is voorbij"),
        ({"time_left": "unknown"}, "Laatste dag: niet bekend"),
        ({"time_left": "unknown", "kind": "requested"}, "Er is geen laatste dag"),
        ({"time_left": "open", "claimed_done": "word"}, "Hij is van jou!"),
        ({"time_left": "passed", "claimed_done": "proof"}, "Hij is van jou!"),
    ],
)
def test_the_days_that_are_left_stand_below(more: dict[str, Fact], headline: str) -> None:
    known = facts(claimed_done="no") | more
    assert headline in texts(known)


def test_the_site_and_who_offers_it_stand_above() -> None:
    assert texts(facts())[0].strip() == "Badgewijzer"
    assert texts(facts(organisation="De Kas"), "en")[0] == "Badgewijzer by De Kas"
    assert texts(facts(organisation="De Kas van de Tuinbouw in het Westland"))[0] == "Badgewijzer", "or not at all"


def test_what_is_said_otherwise_in_each_language_is_so_here_too() -> None:
    known = facts(institution_nl="Universiteit Voorbeeld", institution_en="Example University")
    assert "Example University" in texts(known, "en")
    assert "Example University" in texts(picture.shown(known), "en"), "also of what is kept until it is drawn"


def test_its_steps_are_the_milestones_and_all_its_facts_are_there_from_hello_on() -> None:
    assert FLOWS.milestones == picture.STEPS
    begin = {**FLOWS.unknown}
    begin.update(FLOWS.derive(begin, Stand.now))
    for language in ("nl", "en"):
        assert picture.progress_picture(begin, language)
        assert picture.progress_words(begin, language)


def test_only_what_it_shows_is_kept_until_it_is_drawn() -> None:
    kept = picture.shown(facts(badge_link="https://x.example", eduid_name="Sam", award_mail="hash"))
    assert kept.keys().isdisjoint(("badge_link", "eduid_name", "award_mail"))
    assert picture.progress_words(kept, "nl") == picture.progress_words(facts(), "nl")


# That it can always be drawn


@pytest.mark.parametrize("name", AWKWARD.values(), ids=AWKWARD)
@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_any_name_is_drawn_within_60_kilobytes(name: str, language: str, dark: bool) -> None:
    known = facts(badge=name, institution=name, organisation=name, kind="requested", time_left="unknown")
    drawn = picture.progress_picture(known, language, dark)
    assert len(drawn) < 60_000
    Image.open(io.BytesIO(drawn)).load()
    assert not list(svg(known).iter(f"{SVG}script"))


def test_markup_in_a_name_is_text() -> None:
    assert "<script>alert(1)</script> <b>vet</b>"[:20] in " ".join(texts(facts(badge=AWKWARD["markup"])))


def test_a_name_that_is_too_long_ends_in_an_ellipsis() -> None:
    for name in (AWKWARD["very long"], AWKWARD["one very long word"]):
        found = texts(facts(badge=name, institution="unknown"))
        assert found[3].endswith("…"), "the second line of the badge"
        assert not found[2].endswith("…")
    assert picture.progress_words(facts(badge=AWKWARD["very long"]), "nl").count("Onderzoeksvaardigheden") < 12


def test_a_sign_that_the_font_has_not_is_a_box() -> None:
    with_boxes, without = (picture.progress_picture(facts(badge=name), "nl") for name in ("日本", "unknown"))
    assert with_boxes != without
    assert picture.progress_picture(facts(badge="日本"), "nl") == picture.progress_picture(facts(badge="語名"), "nl")


def every_kind() -> Iterator[dict[str, Fact]]:
    """Every text that can stand on it, with the longest names there are."""
    names = {"badge": "W" * 300, "institution": "M" * 300, "organisation": "O" * 300}
    for kind, time_left, how, shared in itertools.product(
        ("personal", "requested"), ("open", "last_day", "passed", "unknown"), HOWS, ("no", "word")
    ):
        steps: dict[str, Fact] = {f"{step}_done": how for step in picture.STEPS}
        yield facts(**{**names, **steps, "kind": kind, "time_left": time_left, "shared_done": shared, "days_left": 100})


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_text_stays_within_the_picture_and_out_of_each_other(language: str) -> None:
    widths = picture._widths()
    for known in every_kind():
        lines: dict[int, list[tuple[float, float]]] = defaultdict(list)
        for text in svg(known, language).iter(f"{SVG}text"):
            parts = [(text.text, text), *((part.text, part) for part in text), *((part.tail, text) for part in text)]
            size = float(text.get("font-size", 0))
            wide = sum(
                widths[sign] * float(part.get("font-size", size)) for words, part in parts for sign in words or ""
            )
            x = float(text.get("x", 0)) - (wide if text.get("text-anchor") == "end" else 0)
            lines[round(float(text.get("y", 0)) / 3)].append((x, x + wide))
        for spans in lines.values():
            spans.sort()
            assert spans[0][0] >= picture.MARGIN - 1
            assert spans[-1][1] <= picture.WIDTH - picture.MARGIN + 1
            for (_, end), (begin, _) in itertools.pairwise(spans):
                assert end + 12 < begin


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", [picture.LIGHT, picture.DARK], ids=["light", "dark"])
def test_everything_can_be_told_from_what_is_behind_it(scheme: picture.Colours) -> None:
    def contrast(one: str, other: str) -> float:
        darker, lighter = sorted((luminance(scheme[one]), luminance(scheme[other])))
        return (lighter + 0.05) / (darker + 0.05)

    for words, behind in (
        ("ink", "surface"), ("soft", "surface"), ("brand", "surface"), ("ink", "mine"), ("ink", "care"),
        ("on_brand", "brand"),
    ):  # fmt: skip
        assert contrast(words, behind) >= 4.5, (words, behind)
    for shape, behind in (("edge", "surface"), ("brand", "mine")):
        assert contrast(shape, behind) >= 3, (shape, behind)


def test_the_colours_are_those_of_the_web_chat() -> None:
    css = (FONTS.parent.parent / "web" / "static" / "chat.css").read_text("utf-8")
    light, dark = css.split("prefers-color-scheme: dark", 1)
    for part, scheme in ((light, picture.LIGHT), (dark.partition("*,")[0], picture.DARK)):
        for name, colour in scheme.items():
            assert f"--{name.replace('_', '-')}: {colour};" in part


def test_what_was_drawn_a_moment_ago_is_not_drawn_again() -> None:
    before = picture._drawn.cache_info().hits
    picture.progress_picture(facts(badge="Tweemaal"), "nl")
    picture.progress_picture(facts(badge="Tweemaal"), "nl")
    assert picture._drawn.cache_info().hits == before + 1


# The font


def widths_of_the_font() -> dict[str, str]:
    """Which signs are how wide, in the wider of the two weights."""
    fonts = [TTFont(file) for file in picture.FONTS]
    signs = sorted(fonts[0].getBestCmap())
    grouped: dict[int, str] = defaultdict(str)
    for sign in signs:
        grouped[max(font["hmtx"][font.getBestCmap()[sign]][0] for font in fonts)] += chr(sign)
    return {str(width): grouped[width] for width in sorted(grouped)}


def test_the_widths_are_those_of_the_font_and_its_origin_is_told() -> None:
    assert json.loads((FONTS / "widths.json").read_text("utf-8")) == widths_of_the_font()
    told = (FONTS / "README.md").read_text("utf-8")
    for file in picture.FONTS:
        content = Path(file).read_bytes()
        assert f"`{hashlib.sha256(content).hexdigest()}`" in told
        assert len(content) < 100_000
    assert "Apache License" in (FONTS / "LICENSE.txt").read_text("utf-8")


if __name__ == "__main__":
    (FONTS / "widths.json").write_text(json.dumps(widths_of_the_font(), ensure_ascii=False, indent=1), "utf-8")
