"""A pasted claim mail is read for four facts, and nothing else is taken for one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations.claim_mail import ClaimMail, read_claim_mail

MAILS = Path(__file__).parents[1] / "payloads" / "claim_mail"


def mail(name: str) -> str:
    return (MAILS / f"{name}.txt").read_text("utf-8")


def test_a_mail_to_a_personal_address_tells_badge_institution_last_day_and_kind() -> None:
    assert read_claim_mail(mail("personal_both")) == ClaimMail(
        "Verpleegkundig rekenen in de wijk", "Hogeschool Voorbeeld", date(2027, 2, 2), "personal"
    )


def test_a_quoted_english_mail_to_an_institution_account_is_read_too() -> None:
    assert read_claim_mail(mail("institution_english_quoted")) == ClaimMail(
        "Data in Healthcare & Ethics", "Universiteit Voorbeeld", date(2027, 1, 30), "institution"
    )


def test_a_reminder_does_not_say_which_kind_it_is() -> None:
    assert read_claim_mail(mail("reminder")) == ClaimMail(
        "Data in de zorg", "Universiteit Voorbeeld", date(2027, 1, 30), None
    )


def test_a_mail_that_lost_its_line_ends_still_tells_all_but_the_badge() -> None:
    found = read_claim_mail(" ".join(mail("personal_both").split()))
    assert found is not None
    assert (found.institution, found.deadline, found.kind) == ("Hogeschool Voorbeeld", date(2027, 2, 2), "personal")


def test_windows_line_ends_and_hard_spaces_make_no_difference() -> None:
    assert read_claim_mail(mail("personal_both").replace("\n", "\r\n").replace("je de", "je\u00a0de")) == read_claim_mail(
        mail("personal_both")
    )


def test_invisible_marks_and_turned_text_do_not_change_what_is_read() -> None:
    turned = "\u202e".join(mail("reminder")).replace("Data", "Da\u200bta")
    assert read_claim_mail(turned) == read_claim_mail(mail("reminder"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ik heb een edubadge gekregen maar ik snap het niet",
        "Je hebt een pakket ontvangen. Claim it now! https://edubadges.example/direct-awards",
        "Your edubadge has been deleted. The edubadge was not claimed in time.",
        "Je eduID is aangemaakt",
        "Hoe krijg ik de edubadge in mijn bezit?",
        "Op maandag schreef Jan: claim deze edubadge in je backpack",
    ],
)
def test_what_is_no_claim_mail_is_none(text: str) -> None:
    assert read_claim_mail(text) is None


def test_a_day_that_does_not_exist_is_not_known() -> None:
    found = read_claim_mail("Hogeschool X heeft je de volgende edubadge gestuurd. Claim deze voor 45 blauw 2027!")
    assert found == ClaimMail(None, "Hogeschool X", None, None)


def test_long_names_are_cut() -> None:
    text = f"{'Hogeschool ' * 40}heeft je de volgende edubadge gestuurd."
    found = read_claim_mail(text)
    assert found is not None
    assert found.institution is not None
    assert len(found.institution) <= 120


@pytest.mark.parametrize("text", ["Op " * 300_000, "claim deze voor " * 60_000, "\n" * 1_000_000, "> " * 500_000, "x" * 1_000_000])
def test_a_megabyte_of_anything_is_answered(text: str) -> None:
    assert read_claim_mail(text) is None


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    read_claim_mail(text)
    found = read_claim_mail(f"{text} heeft je de volgende edubadge gestuurd.\nClaim deze voor 1 mei 2027!\n{text}\nUitgegeven door")
    assert found is None or (found.institution or "")[:121] == (found.institution or "")
