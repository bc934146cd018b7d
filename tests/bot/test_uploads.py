"""The files of institutions: read however they were saved, and every row that is refused told with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from bot.store.awards import Award
from bot.uploads import REASONS, Given, Row, WrongUpload, day_of, looked_at
from integrations.email.automatic import is_unread
from tests.house import ROOT

FILES = ROOT / "tests/payloads/awards"
TODAY = date(2026, 11, 23)
LAST = date(2026, 12, 31)
BADGE = Given("Verpleegkundig rekenen", "Hogeschool Voorbeeld")


def rows(file: Path, given: Given = BADGE) -> Sequence[Row]:
    return list(looked_at(file).rows(given, TODAY))


def awards(file: Path, given: Given = BADGE) -> list[Award]:
    read = rows(file, given)
    assert all(row.award for row in read), read
    return [row.award for row in read if row.award]


def written(folder: Path, text: str | bytes) -> Path:
    file = folder / "upload.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def given_to(address: str, account: str = "", **more: object) -> Award:
    known = {"badge": "Verpleegkundig rekenen", "institution": "Hogeschool Voorbeeld", **more}
    return Award(kind="institution" if account else "personal", address=address, eppn=account, **known)  # type: ignore[arg-type]


def test_edubadges_own_file_for_accounts_names_where_mail_goes_and_to_whom_it_is_given() -> None:
    assert awards(FILES / "accounts.csv") == [
        given_to("s.devries@student.hogeschool.example", "s1234567@hogeschool.example"),
        given_to("k.jansen@student.hogeschool.example", "s1234568@hogeschool.example"),
        given_to("", "s1234569@hogeschool.example"),
    ]


def test_edubadges_own_file_for_addresses_gives_to_the_address() -> None:
    given = awards(FILES / "addresses.csv", Given("Verpleegkundig rekenen", "Hogeschool Voorbeeld", LAST))
    assert given == [
        given_to("sanne@example.org", deadline=LAST),
        given_to("kees.jansen@example.net", deadline=LAST),
    ]


@pytest.mark.parametrize(
    ("name", "encoding", "separator", "expected"),
    [
        (
            "addresses_excel_windows.csv", "cp1252", ";",
            [given_to("renee@example.org", institution="Hogeschool Zuid-België", deadline=LAST),
             given_to("chloe@example.org", institution="Hogeschool Zuid-België", deadline=LAST)],
        ),
        (
            "addresses_google_commas.csv", "utf-8", ",",
            [given_to("sam@example.org", badge="Data in de zorg", deadline=LAST),
             given_to("ravi@example.org", badge="Data in de zorg", deadline=date(2027, 1, 15))],
        ),
        (
            "accounts_excel_unicode.txt", "utf-16", "\t",
            [given_to("sanne@student.uni.example", "sanne@uni.example", deadline=LAST),
             given_to("omer@student.uni.example", "omer@uni.example", deadline=LAST)],
        ),
        (
            "accounts_dutch.csv", "utf-8-sig", ";",
            [given_to(f"{one}@uni.example", f"{one}@uni.example", badge="Data in de zorg",
                      institution="Universiteit Voorbeeld", deadline=day)
             for one, day in (("sanne", LAST), ("kim", date(2027, 1, 1)))],
        ),
    ],
)  # fmt: skip
def test_a_file_is_read_however_it_was_saved(name: str, encoding: str, separator: str, expected: list[Award]) -> None:
    upload = looked_at(FILES / name)
    assert (upload.encoding, upload.separator) == (encoding, separator)
    assert awards(FILES / name) == expected
    assert upload.unused == (("Opmerking",) if "dutch" in name else ())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_encoding_goes_with_every_separator_and_line_end(
    tmp_path: Path, encoding: str, separator: str, line_end: str
) -> None:
    table = (("E-mailadres", "Voornaam", "Badge"), ("Zoe@example.org", "Zoë", "Één café"))
    text = "".join(separator.join(f'"{cell}"' for cell in line) + line_end for line in table)
    assert awards(written(tmp_path, text.encode(encoding))) == [given_to("zoe@example.org", badge="Één café")]


def test_every_row_that_is_refused_is_told_with_its_number_and_why() -> None:
    refused = [(row.number, row.refused, row.first) for row in rows(FILES / "messy.csv", Given()) if row.refused]
    assert refused == [
        (3, "bad_address", 0),
        (4, "no_account", 0),
        (5, "bad_account", 0),
        (6, "no_badge", 0),
        (7, "past_deadline", 0),
        (8, "bad_deadline", 0),
        (9, "twice", 2),
        (10, "columns", 0),
        (11, "quotes", 0),
        (12, "long_badge", 0),
        (14, "quotes", 0),
    ]
    assert {reason for _, reason, _ in refused} <= set(REASONS)


def test_rows_for_the_guide_for_nobody_and_for_a_day_that_is_a_slip_of_the_pen_are_refused(tmp_path: Path) -> None:
    text = (
        "E-mail;Deadline\ngids@uni.example;\nno-reply@uni.example;\nNoreply.x@uni.example;\nmailer-daemon@uni.example;\n"
        f"sam@uni.example;{TODAY.year + 3}-01-01\nnoor@uni.example;{TODAY.year + 1}-01-01\n"
    )
    given = Given("Rekenen", is_ours=lambda address: address == "gids@uni.example", is_unread=is_unread)
    found = [(row.number, row.refused) for row in rows(written(tmp_path, text.encode()), given)]
    unread = [(number, "no_reply") for number in (3, 4, 5)]
    assert found == [(2, "our_address"), *unread, (6, "far_deadline"), (7, None)]


def test_what_one_row_leaves_open_holds_for_the_whole_file_and_the_institution_follows_from_the_address() -> None:
    by_domain = Given(
        "Rekenen", "", None, lambda address: "Hogeschool" if address.endswith("hogeschool.example") else ""
    )
    assert {award.institution for award in awards(FILES / "accounts.csv", by_domain)} == {"Hogeschool"}
    assert {award.institution for award in awards(FILES / "addresses.csv", by_domain)} == {""}
    assert awards(FILES / "accounts_dutch.csv", by_domain)[0].badge == "Data in de zorg", "the row says more"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("\n \n", "is empty"),
        (b"PK\x03\x04 and more", "save it as CSV"),
        (b"\xd0\xcf\x11\xe0 and more", "save it as CSV"),
        (b"%PDF\x00\x01\x02", "no text"),
        ("sanne@example.org;Sanne;de Vries\n", "names no column"),
        ("Naam;Cijfer\nSanne;8\n", "Recipient mailadres;Recipient EPPN"),
        ("E-mail;Mailadres\na@example.org;b@example.org\n", "mean the same: E-mail and Mailadres"),
    ],
)
def test_a_file_that_cannot_be_used_says_what_is_meant(tmp_path: Path, text: str | bytes, said: str) -> None:
    with pytest.raises(WrongUpload, match=said):
        rows(written(tmp_path, text))


def test_what_is_no_text_further_on_is_said_so(tmp_path: Path) -> None:
    file = written(tmp_path, b"E-mail\n" + b"sam@example.org\n" * 9000 + b"\x81\x8d\n")
    with pytest.raises(WrongUpload, match="CSV UTF-8"):
        rows(file)


def test_a_quote_that_is_never_closed_costs_so_much_and_no_more(tmp_path: Path) -> None:
    lines = [f"a{number}@example.org;Sam\n" for number in range(20_000)]
    read = rows(written(tmp_path, "".join(["E-mail;Voornaam\n", 'x@example.org;"Sam\n', *lines])))
    assert read[0].refused == "long"
    assert len(read) > 10_000


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-31", LAST),
        ("2026-12-31T23:59:59Z", LAST),
        ("31-12-2026", LAST),
        ("31/12/2026 00:00", LAST),
        ("31.12.26", LAST),
        ("31 december 2026", LAST),
        ("31 dec. 2026", LAST),
        ("December 31, 2026", LAST),
        ("1 mrt 2027", date(2027, 3, 1)),
        ("2-3-2027", date(2027, 3, 2)),
    ],
)
def test_a_day_is_read_in_dutch_english_and_numbers(text: str, day: date) -> None:
    assert day_of(text) == day


@pytest.mark.parametrize("text", ["", "31", "31-31-2026", "12/31/2026", "46022", "morgen", "31 foo 2026", "2026-02-30"])
def test_what_is_no_day_is_not_guessed(text: str) -> None:
    with pytest.raises(ValueError):
        day_of(text)
