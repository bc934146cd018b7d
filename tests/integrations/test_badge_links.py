"""Which badge a text names: one strict rule, and who imitates edubadges."""

from __future__ import annotations

import time

import pytest

from bot.ports import NoBadge
from integrations.badge_links import BadgeLinks

ID = "Qm9rU2ltdWxhdGllMDAx0A"
OURS = BadgeLinks("https://www.edubadges.nl", "https://api.edubadges.nl")
SANDBOX = BadgeLinks(
    "http://localhost:8000/sandbox/edubadges",
    "http://localhost:8000/sandbox/edubadges-api",
    ("https://demo.edubadges.nl", "http://localhost:8000/sandbox/edubadges-demo"),
)
DEMO = BadgeLinks("https://demo.edubadges.nl", "https://api-demo.edubadges.nl")


def judged(links: BadgeLinks, text: str) -> str:
    """The id that is found, or why none is."""
    try:
        return links.badge_id(text)
    except NoBadge as no:
        return no.why


@pytest.mark.parametrize(
    "text",
    [
        f"https://www.edubadges.nl/public/assertions/{ID}",
        f"https://edubadges.nl/public/assertions/{ID}",
        f"https://api.edubadges.nl/public/assertions/{ID}",
        f"https://api.edubadges.nl/public/assertions/{ID}.json",
        f"https://api.edubadges.nl/public/assertions/{ID}?expand=badge&expand=badge.issuer",
        f"http://www.edubadges.nl/public/assertions/{ID}",
        f"HTTPS://WWW.EduBadges.NL/public/assertions/{ID}",
        f"www.edubadges.nl/public/assertions/{ID}",
        f"edubadges.nl/public/assertions/{ID}",
        f"https://www.edubadges.nl/nl/public/assertions/{ID}",
        f"https://www.edubadges.nl/public/assertions/{ID}?lang=nl",
        f"https://www.edubadges.nl/public/assertions/{ID}/?utm_source=linkedin&fbclid=x@evil.example#top",
        f"https://www.edubadges.nl/public/assertions/{ID}#verify",
        f"https://www.edubadges.nl/public/assertions/{ID}/image",
        f"Kijk, dit is hem: https://www.edubadges.nl/public/assertions/{ID}. Mooi toch?",
        f"<https://www.edubadges.nl/public/assertions/{ID}>",
        f"<https://www.edubadges.nl/public/assertions/{ID}|mijn badge>",
        f"[mijn badge](https://www.edubadges.nl/public/assertions/{ID})",
        f"link:https://www.edubadges.nl/public/assertions/{ID},",
        f"_https://www.edubadges.nl/public/assertions/{ID}_",
        f"\u200bhttps://www.edubadges.nl/public/assertions/{ID}\u200b",
        f"“https://www.edubadges.nl/public/assertions/{ID}”",
        f"Mijn site is https://sam.example en hier staat hij: https://edubadges.nl/public/assertions/{ID}",
        f"https://www.edubadges.nl/public/assertions/{ID} https://www.edubadges.nl/public/assertions/{ID[::-1]}",
        f"vragen? mail badges@edubadges.example\nhttps://www.edubadges.nl/public/assertions/{ID}\n\nGroet",
        ID,
        f"  {ID}\n",
    ],
)
def test_a_link_in_any_form_and_an_id_alone_name_the_badge(text: str) -> None:
    assert judged(OURS, text) == ID


@pytest.mark.parametrize(
    "text",
    [
        f"https://edubadges.nl.evil.example/public/assertions/{ID}",
        f"https://www.edubadges.nl.evil.example/public/assertions/{ID}",
        f"https://edubadqes.nl/public/assertions/{ID}",
        f"https://www.edubagdes.nl/public/assertions/{ID}",
        f"https://www.edu-badges.nl/public/assertions/{ID}",
        f"https://edubadges.com/public/assertions/{ID}",
        f"https://edubadges-nl.example/public/assertions/{ID}",
        f"https://edubadge.nl/public/assertions/{ID}",
        f"https://www.eclubadges.nl/public/assertions/{ID}",
        f"https://edubadges.nl@evil.example/public/assertions/{ID}",
        f"https://www.edubadges.nl:443@evil.example/public/assertions/{ID}",
        f"https://sam@www.edubadges.nl/public/assertions/{ID}",
        f"edubadges.nl@evil.example/public/assertions/{ID}",
        f"https://www.edubadges.nl\\@evil.example/public/assertions/{ID}",
        f"https://evil.example\\@www.edubadges.nl/public/assertions/{ID}",
        f"https://evil.example\\www.edubadges.nl/public/assertions/{ID}",
        f"https://www.edubadges.nl\\.evil.example/public/assertions/{ID}",
        f"https://www．edubadges．nl/public/assertions/{ID}",
        f"https://www。edubadges。nl/public/assertions/{ID}",
        f"https://ｗｗｗ.ｅｄｕｂａｄｇｅｓ.ｎｌ/public/assertions/{ID}",
        f"https://www.еdubadges.nl/public/assertions/{ID}",  # a Cyrillic e
        f"https://www.еԁuЬаԁgеѕ.nl/public/assertions/{ID}",
        f"https://www.xn--dubadges-76g.nl/public/assertions/{ID}",
        f"https://www.ēdubādges.nl/public/assertions/{ID}",
        f"https://www.edu\u200bbadges.nl/public/assertions/{ID}",
        f"https://www%2Eedubadges.nl/public/assertions/{ID}",
        f"https://www.edubadges.nl%2f@evil.example/public/assertions/{ID}",
        f"https://www.edubadges.nl./public/assertions/{ID}",
        f"https://www.edubadges.nl:8443/public/assertions/{ID}",
        f"ftp://edubadges.nl.evil.example/public/assertions/{ID}",
        "edubadqes.nl",
        f"https://edubadges.nl.evil.example/x https://www.edubadges.nl/public/assertions/{ID}",
    ],
)
def test_who_imitates_edubadges_is_told_apart_also_beside_a_real_link(text: str) -> None:
    assert judged(OURS, text) == "lookalike"


@pytest.mark.parametrize(
    "text",
    [
        f"https://api.badgr.io/public/assertions/{ID}",
        "https://www.credly.com/badges/0b1f3c1e-5a4d-4b7c-9d2e-1a2b3c4d5e6f",
        f"https://evil.example/?url=https://www.edubadges.nl/public/assertions/{ID}",
        f"https://evil.example/https://www.edubadges.nl/public/assertions/{ID}",
        f"https://evil.example#https://www.edubadges.nl/public/assertions/{ID}",
        f"https://sam@evil.example/public/assertions/{ID}",
        f"evil.example/public/assertions/{ID}",
        f"http://127.0.0.1/public/assertions/{ID}",
        f"http://[::1]/public/assertions/{ID}",
        f"http://2130706433/public/assertions/{ID}",
        f"http://localhost:8000/sandbox/edubadges/public/assertions/{ID}",
        f"javascript://www.edubadges.nl/public/assertions/{ID}",
        f"ftp://www.edubadges.nl/public/assertions/{ID}",
        f"file:///public/assertions/{ID}",
        f"https:/www.edubadges.nl/public/assertions/{ID}",
        "https://openbadges.org/x",
        "https://www.badges.nl/",
    ],
)
def test_another_site_is_another_site_whatever_stands_in_its_path(text: str) -> None:
    assert judged(OURS, text) == "elsewhere"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hallo",
        "mijn badge staat in mijn backpack",
        "https://www.edubadges.nl",
        "Ga naar edubadges.nl.",
        "(www.edubadges.nl)",
        "https://www.edubadges.nl/backpack",
        f"https://www.edubadges.nl/public/badges/{ID}",
        f"https://www.edubadges.nl/public/assertions/{ID[:-1]}",
        f"https://www.edubadges.nl/public/assertions/{ID}B",
        f"https://www.edubadges.nl/public/assertions/{ID[:-1]}%41",
        f"https://www.edubadges.nl/x/public/assertions/{ID}",
        f"https://www.edubadges.nl//public/assertions/{ID}",
        f"https://www.edubadges.nl/public\\assertions\\{ID}",
        "https://docs.edubadges.nl/privacy",
        "badges@edubadges.nl",
        "verantwoordelijkheidje",
        "Onderwijs-ontwikkeling",
        "en/of",
    ],
)
def test_what_is_no_link_of_a_badge_is_none(text: str) -> None:
    assert judged(OURS, text) == "no_link"


@pytest.mark.parametrize("host", ["demo.edubadges.nl", "api-demo.edubadges.nl", "www.demo.edubadges.nl"])
def test_a_badge_of_the_site_for_practice_is_one_for_practice(host: str) -> None:
    assert judged(OURS, f"https://{host}/public/assertions/{ID}") == "demo"
    assert judged(SANDBOX, f"https://demo.edubadges.nl/public/assertions/{ID}") == "demo"
    assert judged(OURS, f"https://api-test.edubadges.nl/public/assertions/{ID}") == "demo"


def test_where_the_site_for_practice_is_ours_its_badges_are_and_no_others() -> None:
    for host in ("demo.edubadges.nl", "api-demo.edubadges.nl"):
        assert judged(DEMO, f"https://{host}/public/assertions/{ID}") == ID
    assert judged(DEMO, f"https://www.edubadges.nl/public/assertions/{ID}") == "elsewhere"


@pytest.mark.parametrize(
    ("address", "what"),
    [
        ("http://localhost:8000/sandbox/edubadges/public/assertions/", ID),
        ("http://localhost:8000/sandbox/edubadges-api/public/assertions/", ID),
        ("localhost:8000/sandbox/edubadges/public/assertions/", ID),
        ("http://localhost:8000/sandbox/edubadges/nl/public/assertions/", ID),
        ("http://localhost:8000/sandbox/edubadges-demo/public/assertions/", "demo"),
        ("http://localhost:8000/sandbox/edubadges.evil/public/assertions/", "elsewhere"),
        ("http://localhost:8000/public/assertions/", "elsewhere"),
        ("http://localhost:8001/sandbox/edubadges/public/assertions/", "elsewhere"),
        ("https://www.edubadges.nl/public/assertions/", "elsewhere"),
        ("https://edubadqes.nl/public/assertions/", "lookalike"),
    ],
)
def test_the_site_that_is_configured_is_edubadges_here(address: str, what: str) -> None:
    assert judged(SANDBOX, address + ID) == what


@pytest.mark.parametrize(
    "text", ["a" * 100_000, "https://" * 20_000, "x/" * 50_000, "www." * 30_000, "[" * 90_000, "a.nl" * 30_000]
)
def test_a_long_text_is_judged_in_no_time(text: str) -> None:
    began = time.process_time()
    judged(OURS, text)
    assert time.process_time() - began < 0.5


def test_an_id_has_no_letters_that_only_a_careless_reader_takes_for_its_own() -> None:
    """The long s and the sign for kelvin are an s and a k where capitals are all the same."""
    for letter in "\u017f\u212a":
        assert judged(OURS, f"https://www.edubadges.nl/public/assertions/{letter * 22}") == "no_link"
    assert judged(OURS, "https://edubadge\u017f.nl/public/assertions/") == "lookalike"


def test_a_row_of_brackets_is_judged_in_no_time() -> None:
    began = time.process_time()
    judged(OURS, "(" * 3999 + "x")
    assert time.process_time() - began < 0.05
