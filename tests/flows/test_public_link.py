"""What counts as the link of a badge, before a neighbour judges it."""

from __future__ import annotations

import pytest

from bot.conversation.flow import Invalid
from bot.conversation.transcript import BEGIN
from flows.checks import LONGEST_LINK, public_link

ID = "Qm9rU2ltdWxhdGllMDAx0A"
OURS = f"https://www.edubadges.nl/public/assertions/{ID}"


@pytest.mark.parametrize(
    "text",
    [
        OURS,
        f"http://edubadges.nl/public/assertions/{ID}?lang=nl&utm_source=mail#top",
        f"https://api.edubadges.nl/public/assertions/{ID}.json",
        f"Kijk: (www.edubadges.nl/public/assertions/{ID}). Groetjes!",
        f"HTTPS://WWW.EDUBADGES.NL/public/assertions/{ID}/",
        f"https://out.example/?to={OURS}",
    ],
)
def test_edubadges_own_link_in_any_form_is_kept_in_its_one_form(text: str) -> None:
    assert public_link(text, BEGIN) == OURS


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (f" {ID}\n", ID),
        (f"https://demo.edubadges.nl/public/assertions/{ID}?x=1", f"https://demo.edubadges.nl/public/assertions/{ID}"),
        (
            f"https://edubadges.nl.example/public/assertions/{ID}",
            f"https://edubadges.nl.example/public/assertions/{ID}",
        ),
        (f"https://www.edubadges.nl@evil.example/public/assertions/{ID}", f"evil.example/public/assertions/{ID}"),
        (
            f"http://localhost:8000/sandbox/edubadges/public/assertions/{ID}",
            f"http://localhost:8000/sandbox/edubadges/public/assertions/{ID}",
        ),
        ("zie https://www.credly.com/badges/1b2c?source=mail", "https://www.credly.com/badges/1b2c"),
        ("https://badges.example/" + "x" * 300, ("https://badges.example/" + "x" * 300)[:LONGEST_LINK]),
    ],
)
def test_what_may_be_a_badge_is_for_the_neighbour_to_judge(text: str, kept: str) -> None:
    assert public_link(text, BEGIN) == kept


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not_a_link"),
        ("arbeidsovereenkomstenx", "not_a_link"),
        ("Verzekeringspolisnummer"[:22], "not_a_link"),
        ("A" * 22, "not_a_link"),
        (f"de code is {ID}", "not_a_link"),
        ("https://www.edubadges.nl/backpack", "not_a_badge_link"),
        (f"https://www.edubadges.nl/public/assertions/{ID}x", "not_a_badge_link"),
        ("https://example.org/lesrooster", "not_edubadges"),
        ("www.linkedin.com/in/sanne", "not_edubadges"),
    ],
)
def test_what_is_none_gets_the_reason(text: str, reason: str) -> None:
    with pytest.raises(Invalid, match=reason):
        public_link(text, BEGIN)


@pytest.mark.parametrize("text", [OURS[:-1] * 60, "https://" * 500, "a." * 2000, f"badges/{'x/' * 1900}", "1" * 4000])
def test_the_longest_text_is_looked_through_at_once(text: str) -> None:
    try:
        public_link(text[:4000], BEGIN)
    except Invalid:
        pass
