"""How a badge is shown elsewhere, to the letter."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.sharing import LONGEST_LINE, Showing, cv_line, linkedin_link, post, short, signature, size
from bot.conversation.texts import LANGUAGES

ID = "Qm9rU2ltdWxhdGllMDAx0A"
LINK = f"https://www.edubadges.nl/public/assertions/{ID}"
WHOLE = Showing("Klinisch redeneren", "Hogeschool Voorbeeld", LINK, ID, date(2026, 4, 10), 5, 140)
LINKEDIN = "https://www.linkedin.com/profile/add?startTask=CERTIFICATION_NAME"
CERTIFICATE = f"certUrl=https%3A%2F%2Fwww.edubadges.nl%2Fpublic%2Fassertions%2F{ID}&certId={ID}"


def badge(name: str = WHOLE.name, organisation: str = WHOLE.organisation, **more: object) -> Showing:
    """This badge with something else about it."""
    known = {"link": LINK, "id": ID, "issued_on": WHOLE.issued_on, "ects": 5, "hours": 140}
    return Showing(name, organisation, **{**known, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("shown", "link"),
    [
        (
            badge(issued_on=date(2026, 1, 31)),
            "name=Klinisch%20redeneren&organizationName=Hogeschool%20Voorbeeld&issueYear=2026&issueMonth=1",
        ),
        (
            badge(issued_on=date(2025, 12, 1)),
            "name=Klinisch%20redeneren&organizationName=Hogeschool%20Voorbeeld&issueYear=2025&issueMonth=12",
        ),
        (
            badge("R&D = leren? 100%", "Van Hall & Zn."),
            "name=R%26D%20%3D%20leren%3F%20100%25&organizationName=Van%20Hall%20%26%20Zn.&issueYear=2026&issueMonth=4",
        ),
        (badge("Zorg 🎓+", ""), "name=Zorg%20%F0%9F%8E%93%2B&issueYear=2026&issueMonth=4"),
        (badge("“Data” 'in' \"zorg\"", "", issued_on=None), "name=%E2%80%9CData%E2%80%9D%20%27in%27%20%22zorg%22"),
        (badge("أساسيات", "", issued_on=None), "name=%D8%A3%D8%B3%D8%A7%D8%B3%D9%8A%D8%A7%D8%AA"),
        (badge(organisation_id="206815", issued_on=None), "name=Klinisch%20redeneren&organizationId=206815"),
    ],
    ids=["January", "December", "signs", "emoji and no organisation", "quotes", "right to left", "known to LinkedIn"],
)  # fmt: skip
def test_linkedin_gets_the_badge_in_full_with_the_right_month(shown: Showing, link: str) -> None:
    assert linkedin_link(shown) == f"{LINKEDIN}&{link}&{CERTIFICATE}"


def test_without_a_name_or_a_link_there_is_nothing_for_linkedin() -> None:
    assert linkedin_link(badge(name="")) == linkedin_link(badge(link="")) == linkedin_link(Showing()) == ""


@pytest.mark.parametrize(
    ("shown", "nl", "en"),
    [
        (
            WHOLE,
            f"Klinisch redeneren (edubadge, 5 EC), Hogeschool Voorbeeld, 10 april 2026. Te controleren via: {LINK}",
            f"Klinisch redeneren (edubadge, 5 EC), Hogeschool Voorbeeld, 10 April 2026. Verify at: {LINK}",
        ),
        (
            badge(issued_on=date(2026, 1, 1), ects=2.5),
            f"Klinisch redeneren (edubadge, 2,5 EC), Hogeschool Voorbeeld, 1 januari 2026. Te controleren via: {LINK}",
            f"Klinisch redeneren (edubadge, 2.5 EC), Hogeschool Voorbeeld, 1 January 2026. Verify at: {LINK}",
        ),
        (
            badge(ects=0, organisation="", issued_on=date(2025, 12, 31)),
            f"Klinisch redeneren (edubadge, 140 uur), 31 december 2025. Te controleren via: {LINK}",
            f"Klinisch redeneren (edubadge, 140 hours), 31 December 2025. Verify at: {LINK}",
        ),
        (
            badge("<b>Zorg</b> & “data” 🎓", ects=0, hours=0, issued_on=None),
            f"<b>Zorg</b> & “data” 🎓 (edubadge), Hogeschool Voorbeeld. Te controleren via: {LINK}",
            f"<b>Zorg</b> & “data” 🎓 (edubadge), Hogeschool Voorbeeld. Verify at: {LINK}",
        ),
        (
            Showing(),
            "Naam van je badge (edubadge). Te controleren via: jouw link",
            "Name of your badge (edubadge). Verify at: your link",
        ),
    ],
    ids=["all", "half a point, in January", "hours and no organisation, in December", "signs", "nothing"],
)
def test_the_line_for_a_cv(shown: Showing, nl: str, en: str) -> None:
    assert (cv_line(shown, "nl"), cv_line(shown, "en")) == (nl, en)


@pytest.mark.parametrize(
    ("shown", "nl", "en"),
    [
        (
            WHOLE,
            f"Edubadge Klinisch redeneren van Hogeschool Voorbeeld: {LINK}",
            f"Edubadge Klinisch redeneren from Hogeschool Voorbeeld: {LINK}",
        ),
        (badge("R&D", ""), f"Edubadge R&D: {LINK}", f"Edubadge R&D: {LINK}"),
        (Showing(), "Mijn edubadge: jouw link", "My edubadge: your link"),
    ],
    ids=["all", "no organisation", "nothing"],
)
def test_the_line_below_a_mail(shown: Showing, nl: str, en: str) -> None:
    assert (signature(shown, "nl"), signature(shown, "en")) == (nl, en)


@pytest.mark.parametrize(
    ("shown", "nl", "en"),
    [
        (
            WHOLE,
            "Ik heb de edubadge ‘Klinisch redeneren’ gehaald bij Hogeschool Voorbeeld (5 EC). "
            f"Hier zie je wat ik heb geleerd en kun je nagaan of hij echt is: {LINK}",
            "I earned the edubadge ‘Klinisch redeneren’ at Hogeschool Voorbeeld (5 EC). "
            f"Here you can see what I learned and check that it is genuine: {LINK}",
        ),
        (
            badge("أساسيات الرعاية", "", ects=0, hours=1),
            "Ik heb de edubadge ‘أساسيات الرعاية’ gehaald (1 uur). "
            f"Hier zie je wat ik heb geleerd en kun je nagaan of hij echt is: {LINK}",
            "I earned the edubadge ‘أساسيات الرعاية’ (1 hour). "
            f"Here you can see what I learned and check that it is genuine: {LINK}",
        ),
        (
            Showing(),
            "Ik heb een edubadge gehaald. Hier zie je wat ik heb geleerd en kun je nagaan of hij echt is: jouw link",
            "I earned an edubadge. Here you can see what I learned and check that it is genuine: your link",
        ),
    ],
    ids=["all", "right to left", "nothing"],
)
def test_the_words_for_a_post(shown: Showing, nl: str, en: str) -> None:
    assert (post(shown, "nl"), post(shown, "en")) == (nl, en)


def test_a_name_that_is_too_long_is_cut_off_and_one_with_tricks_is_made_plain() -> None:
    assert short("Lang " * 60) == "Lang " * 23 + "Lang…"
    assert short("Twee\nregels \t en\x00 \u202egenadraaid\u2069") == "Twee regels en genadraaid"
    assert short("👩‍🎓 zorg") == "👩‍🎓 zorg"  # the joiner within stays


def test_the_size_is_in_points_before_hours() -> None:
    assert [size(badge(ects=ects, hours=hours), "nl") for ects, hours in ((30, 840), (0.5, 0), (0, 84), (0, 0))] == [
        "30 EC",
        "0,5 EC",
        "84 uur",
        "",
    ]


@given(st.text(max_size=300), st.text(max_size=300), st.sampled_from(LANGUAGES))
def test_whatever_a_badge_is_called_every_line_is_one_line_and_the_link_says_the_same(
    name: str, organisation: str, language: str
) -> None:
    shown = badge(name, organisation)
    for line in (cv_line(shown, language), signature(shown, language), post(shown, language)):
        assert len(line.splitlines()) == 1
        assert len(line) <= LONGEST_LINE
        assert line.endswith(LINK)
    link = linkedin_link(shown)
    if link:
        fields = dict(parse_qsl(urlsplit(link).query, keep_blank_values=True, strict_parsing=True))
        assert fields["name"] == short(name)
        assert fields.get("organizationName", "") == short(organisation)
