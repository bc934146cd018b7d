"""What is read in a pasted claim mail, and what is not taken for one."""

from __future__ import annotations

import unicodedata
from datetime import date
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations.claim_mail import LONGEST_FIELD, ClaimMail, read_claim_mail

MAILS = Path(__file__).parents[1] / "payloads" / "claim_mail"

WHOLE = ClaimMail(
    badge="Data in de zorg: basis & praktijk (niveau 5)",
    institution="Hogeschool van Verzonnenstad",
    deadline=date(2027, 1, 4),
    kind="personal",
)
HEADING = "Hogeschool X heeft je de volgende edubadge gestuurd.\nClaim deze voor 1 mei 2027!\n"
BUTTON = "Claim deze edubadge in je backpack\n"


def mail(name: str) -> str:
    return (MAILS / f"{name}.txt").read_text("utf-8")


def found(text: str) -> ClaimMail:
    read = read_claim_mail(text)
    assert read is not None
    return read


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("personal_whole", WHOLE),
        (
            "institution_outlook_forward",
            ClaimMail("Financiële geletterdheid", "ROC Denkbeeld", date(2027, 1, 2), "institution"),
        ),
        (
            "institution_gmail_reply_english",
            ClaimMail(
                "Ethics of Machine Learning for People Who Would Rather Not Read About It",
                "University of Make-Believe",
                date(2027, 1, 30),
                "institution",
            ),
        ),
        (
            "reminder_iphone_forward",
            ClaimMail("Circulair bouwen", "Stichting Fantasie Opleidingen", date(2027, 1, 4), None),
        ),
        (
            "reminder_english_html",
            ClaimMail("Drawing & Seeing: it's all lines", "Academy of Imaginary Arts", date(2027, 5, 22), None),
        ),
        ("gmail_clipped", ClaimMail(None, "Hogeschool van Verzonnenstad", date(2027, 8, 15), "personal")),
    ],
)
def test_a_claim_mail_tells_the_badge_the_institution_the_last_day_and_the_kind(name: str, read: ClaimMail) -> None:
    assert read_claim_mail(mail(name)) == read


@pytest.mark.parametrize("name", ["other_request_approved", "other_expired", "other_to_staff", "other_newsletter"])
def test_another_mail_about_badges_is_no_claim_mail(name: str) -> None:
    assert read_claim_mail(mail(name)) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Claim deze edubadge in je backpack",
        "Er staat: claim deze edubadge in je backpack. Je kunt tot 4 januari 2027 je edubadge claimen. Hoe dan?",
        "Subject: Je hebt een edubadge ontvangen. You received an edubadge. Claim it now!",
        "Je code voor eduID is 123456. Deze is 10 minuten geldig.",
        "Mijn school has sent you the following edubadge, zei ze",
        "https://www.edubadges.example/direct-awards",
    ],
)
def test_a_word_about_a_claim_mail_is_no_claim_mail(text: str) -> None:
    assert read_claim_mail(text) is None


@pytest.mark.parametrize("width", [8, 20, 33, 72, 100_000])
@pytest.mark.parametrize("mark", ["", "> ", ">>> ", "  | "])
def test_line_breaks_in_odd_places_and_quote_marks_change_nothing(width: int, mark: str) -> None:
    lines = [""]
    for word in mail("personal_whole").split():
        lines.append(word) if len(lines[-1]) + len(word) >= width else lines.append(f"{lines.pop()} {word}".strip())
    assert read_claim_mail("\r\n".join(mark + line for line in lines)) == WHOLE


def test_either_half_of_the_mail_is_enough() -> None:
    dutch, sent, english = mail("personal_whole").partition("Hogeschool van Verzonnenstad has sent you")
    assert read_claim_mail(dutch) == WHOLE
    assert read_claim_mail(sent + english) == WHOLE


def test_from_the_button_down_the_badge_and_the_next_heading_are_enough() -> None:
    _, button, rest = mail("personal_whole").partition("Claim deze edubadge in je backpack")
    assert read_claim_mail(button + rest) == WHOLE


def test_the_heading_alone_tells_the_institution_and_the_last_day() -> None:
    assert found(HEADING) == ClaimMail(None, "Hogeschool X", date(2027, 5, 1), None)


def test_a_name_that_is_broken_off_is_found_whole_on_the_card() -> None:
    text = mail("personal_whole").replace("van Verzonnenstad heeft", "van\n\n> Verzonnenstad heeft")
    assert found(text).institution == "Hogeschool van Verzonnenstad"


def test_the_issuer_and_the_faculty_are_not_taken_for_the_institution() -> None:
    text = f"{HEADING}{BUTTON}Rekenen\nUitgegeven door\nHogeschool X (Noord)\n(Hogeschool X)\nHogeschool X\n"
    assert found(text) == ClaimMail("Rekenen", "Hogeschool X", date(2027, 5, 1), None)


@pytest.mark.parametrize("day", ["31 februari 2027", "45 mei 2027", "4 blauw 2027", "0 mei 0000", "٤ mei ٢٠٢٧"])
def test_a_day_that_does_not_exist_is_not_known(day: str) -> None:
    assert found(HEADING.replace("1 mei 2027", day)) == ClaimMail(None, "Hogeschool X", None, None)


def test_two_mails_of_both_kinds_leave_the_kind_open() -> None:
    assert found(mail("personal_whole") + mail("institution_outlook_forward")).kind is None


def test_what_cannot_be_seen_changes_nothing() -> None:
    text = mail("personal_whole")
    assert read_claim_mail("\u202e\u200b".join(text)) == WHOLE
    assert read_claim_mail("\u2067" + text.replace("\n", "\u200f\x00\r\n\u00ad") + "\u2069") == WHOLE
    assert read_claim_mail(text.replace(" ", "\u00a0")) == WHOLE
    assert read_claim_mail(text.replace("edubadge", "edu&#8203;badge").replace("Data", "&#8238;Data")) == WHOLE


def test_a_field_holds_no_address_no_picture_and_no_character_that_turns_the_text() -> None:
    badge = (
        "[image: vos.png] https://evil.example/x <b>Rekenen</b>\u202e www.evil.example ![](data:image/png;base64,AA==)"
    )
    assert found(f"{HEADING}{BUTTON}{badge}\nUitgegeven door\nX\n").badge == "Rekenen"


def test_letters_with_loose_accents_are_put_together() -> None:
    loose = unicodedata.normalize("NFD", mail("institution_outlook_forward"))
    assert found(loose).badge == "Financiële geletterdheid"


def test_a_long_name_is_cut() -> None:
    read = found(f"{HEADING}{BUTTON}{'lang ' * 60}\nUitgegeven door\nX\n")
    assert read.badge is not None
    assert 110 < len(read.badge) <= LONGEST_FIELD
    long_line = found(f"{'woord ' * 60}heeft je de volgende edubadge gestuurd. Claim deze voor 1 mei 2027!")
    assert long_line.institution is None  # a line that long is no name


def test_what_stands_beyond_twenty_thousand_characters_is_not_read() -> None:
    assert read_claim_mail("x" * 20_000 + "\n" + mail("personal_whole")) is None


SENT = " heeft je de volgende edubadge gestuurd. Claim deze voor 1 mei 2027! "


@pytest.mark.parametrize(
    "text",
    [
        "Op " * 4_000,
        ("Op ma 9 nov 2026 schreef " * 40_000)[:20_000],
        ("x" * 1_000_000)[:20_000],
        (SENT * 20_000)[:20_000],
        (BUTTON * 1_000)[:20_000],
        ") " * 200 + SENT + ") " * 9_000,
        "a " * 120 + SENT + ") a a " * 3_000,
        "<a " * 6_000,
        "<" * 20_000,
        "[image:" * 2_500,
        "&#" + "9" * 19_000 + ";" + SENT,
        HEADING + BUTTON + "a" + "\u0301\u0323" * 9_000 + " Uitgegeven door",
        "\u202e\u200b" * 10_000,
        "\ud800" * 20_000,
        " " * 20_000,
        "> \n" * 6_000,
        ("tot 1 " * 4_000)[:20_000],
    ],
    ids=lambda text: repr(text[:12]),
)
def test_no_text_takes_long(text: str) -> None:
    spent = []
    for _ in range(3):
        start = perf_counter()
        read_claim_mail(text)
        spent.append(perf_counter() - start)
    assert min(spent) < 0.02


@given(
    st.lists(st.one_of(st.text(), st.sampled_from([SENT, HEADING, BUTTON, " uitgegeven door ", ") ", "> ", "&#9;"])))
)
def test_whatever_is_pasted_the_fields_are_short_and_visible(parts: list[str]) -> None:
    read = read_claim_mail("".join(parts))
    for field in (read.badge, read.institution) if read else ():
        assert field is None or (0 < len(field) <= LONGEST_FIELD and field.isprintable())
