"""Files in which an institution names those to whom it gives a badge: read row by row, however large they are.

They are the files that edubadges itself takes, in both variants, with columns of our own beside: Badge, Institution,
Deadline. In one variant each row names an account at the institution (EPPN), and the address is only where the mail
goes; in the other the badge is given to the address, with a name.

    Recipient mailadres;Recipient EPPN;Narrative (optional);Evidence URL (optional);Evidence NAME (optional);
        Evidence Description (optional);Grade (optional)
    Recipient mailadres;Recipient First name;Recipient Surname;Narrative (optional);...

Source: edubadges-server, `apps/mainsite/static/sample_direct_award*.csv` (June 2026): separated by semicolons.
"""

from __future__ import annotations

import codecs
import csv
import itertools
import re
import sqlite3
import unicodedata
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import IO, Literal

from bot.conversation.understanding import visible
from bot.settings import is_mail_address
from bot.store.awards import Award, key_of

LARGEST_BYTES = 200_000_000
LONGEST_ROW = 200_000
"""So many characters a row may have, line breaks in quotes counted: a quote that is never closed ends there."""

LONGEST_NAME = 120
LONGEST_ADDRESS = 254
"""Source: RFC 5321, 4.5.3.1.3, a path without its angle brackets."""

FURTHEST = timedelta(days=731)
"""A last day that is later than in two years is a slip of the pen."""

Reason = Literal[
    "no_address", "bad_address", "no_account", "bad_account", "no_badge", "long_badge", "long_institution",
    "bad_deadline", "past_deadline", "far_deadline", "our_address", "no_reply", "twice", "columns", "quotes", "long",
    "formula", "elsewhere",
]  # fmt: skip
"""Why a row is refused."""

REASONS: Mapping[Reason, str] = {
    "no_address": "no e-mail address",
    "bad_address": "this is no e-mail address",
    "no_account": "no account (EPPN), while the file has a column for it",
    "bad_account": "this is no account (EPPN), which looks like id@institution.nl",
    "no_badge": "no badge is named: give it in a column Badge, or with --badge",
    "long_badge": f"the name of the badge has more than {LONGEST_NAME} characters",
    "long_institution": f"the name of the institution has more than {LONGEST_NAME} characters",
    "bad_deadline": "this is no date: write it as 2026-12-31 or 31-12-2026",
    "past_deadline": "the deadline has passed",
    "far_deadline": "the deadline is more than two years ahead: a slip of the pen?",
    "our_address": "this is the guide's own address",
    "no_reply": "nobody reads what is mailed to this address",
    "twice": "the same badge for the same person stands there already",
    "columns": "more cells than the first row has: a separator in a text without quotes?",
    "quotes": "quotes that do not fit: one is not closed, or something comes after it",
    "long": f"more than {LONGEST_ROW} characters: a quote that is not closed?",
    "formula": "the badge or the institution is a formula: a name begins with no =, @, + or -",
    "elsewhere": "of an institution whose awards are not yours to bring in",
}
"""The same in words."""

Wrong = Literal[
    "large", "empty", "spreadsheet", "same_columns", "no_columns", "unreadable", "no_text", "changed"
]  # fmt: skip
"""Why nothing can be read of a file."""

WRONGS: Mapping[Wrong, str] = {
    "large": "it is larger than {most} MB: split it",
    "empty": "it is empty",
    "spreadsheet": "it is a spreadsheet: save it as CSV (in Excel: CSV UTF-8), and give that",
    "same_columns": "two of its columns mean the same: {one} and {other}. Leave one out",
    "no_columns": "its first row names no column with addresses or accounts. It begins like edubadges' own examples: "
    "Recipient mailadres;Recipient EPPN, or Recipient mailadres;Recipient First name;Recipient Surname",
    "unreadable": "not all of it is text; save it as CSV UTF-8",
    "no_text": "it is no text; a CSV file is meant",
    "changed": "it was changed after it was looked at: look again",
}
"""The same in words."""

_ADDRESS, _ACCOUNT, _BADGE, _INSTITUTION, _DEADLINE, _UNUSED = range(6)
_COLUMNS: Mapping[str, int] = {
    name: column
    for column, names in {
        _ADDRESS: "mail mailadres mailaddress mailadress email emailadres emailaddress emailadress",
        _ACCOUNT: "eppn edupersonprincipalname instellingsaccount institutionaccount",
        _BADGE: "badge edubadge badgename badgenaam edubadgename edubadgenaam naambadge naamedubadge badgeclass",
        _INSTITUTION: "institution instelling institutionname naaminstelling instellingsnaam instellingnaam",
        _DEADLINE: "deadline uiterstedatum uiterlijk uiterlijkedatum vervaldatum einddatum claimuntil claimbefore "
        "claimbeforedate claimtot claimentot claimenvoor expirationdate expirydate",
        _UNUSED: "firstname surname lastname voornaam achternaam narrative narratief motivatie toelichting "
        "evidenceurl evidencename evidencedescription bewijsurl bewijsnaam bewijsomschrijving bewijsbeschrijving "
        "grade cijfer beoordeling",
    }.items()
    for name in names.split()
}
"""What a column means, by its name without case, blanks, signs, and words for whom it is about."""

_ABOUT = {"recipient", "recipients", "ontvanger", "student", "deelnemer", "learner", "van", "de", "het", "of", "the"}
_SEPARATORS = ";,\t"
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_FORMULA = re.compile(r"[=@]|[+-]\S")
_ACCOUNT_FORM = re.compile(r"[^@\s<>&\"',;]{1,200}@(?:[a-z0-9-]+\.)+[a-z]{2,}")

_MONTHS: Mapping[str, int] = {
    name: number
    for number, names in {
        1: "jan januari january",
        2: "feb februari february",
        3: "mrt mar maart march",
        4: "apr april",
        5: "mei may",
        6: "jun juni june",
        7: "jul juli july",
        8: "aug augustus august",
        9: "sep sept september",
        10: "okt oct oktober october",
        11: "nov november",
        12: "dec december",
    }.items()
    for name in names.split()
}


class WrongUpload(Exception):
    """Nothing can be read of this file; the message says what is meant instead."""

    def __init__(self, why: Wrong, **facts: str | int) -> None:
        super().__init__(WRONGS[why].format(**facts))
        self.why = why
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Given:
    """What holds for the whole file where a row says nothing. `institution_of`: whose address or account it is;
    `called`: what we call an institution that a file names; `is_ours`: whether the guide itself mails from an address;
    `is_unread`: whether nobody reads what comes there. `is_theirs`: whether awards of this institution are brought in
    by whoever brings this.
    """

    badge: str = ""
    institution: str = ""
    deadline: date | None = None
    institution_of: Callable[[str], str] = lambda address: ""
    called: Callable[[str], str] = lambda institution: institution
    is_ours: Callable[[str], bool] = lambda address: False
    is_unread: Callable[[str], bool] = lambda address: False
    is_theirs: Callable[[str], bool] = lambda institution: True


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the award it names, or why it is refused. `number` as a spreadsheet counts, the names of columns are 1.

    `first`: the row that says the same, where one does.
    """

    number: int
    award: Award | None = None
    refused: Reason | None = None
    first: int = 0


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was looked at: how it is written, and what its columns mean. `unused`: those we know nothing of.

    `name`: what it is called where it comes from.
    """

    file: Path
    name: str
    encoding: str
    separator: str
    columns: tuple[int | None, ...]
    unused: tuple[str, ...]

    @property
    def has_accounts(self) -> bool:
        """Is it of the variant that gives badges to accounts?"""
        return _ACCOUNT in self.columns

    def rows(self, given: Given, today: date) -> Generator[Row, None, None]:
        """Its rows in their order, without empty ones. Which awards came before is kept on disk. Raises WrongUpload."""
        with closing(_Before()) as before, _opened(self.file, self.encoding) as text:
            numbered = enumerate(_records(iter(lambda: text.readline(LONGEST_ROW), ""), self.separator), 1)
            for _, record in numbered:  # up to the names of the columns
                if isinstance(record, list) and any(map(_bare, record)) and not _is_sep_line(record):
                    break
            for number, record in numbered:
                if isinstance(record, list) and not any(map(_bare, record)):
                    continue
                row = self._row(number, record, given, today)
                if row.award is not None and (first := before.row_of(row.award, number)):
                    row = Row(number, None, "twice", first)
                yield row

    def _row(self, number: int, record: list[str] | Reason, given: Given, today: date) -> Row:
        if not isinstance(record, list):
            return Row(number, None, record)
        cells = dict.fromkeys(range(_UNUSED), "")
        for column, cell in itertools.zip_longest(self.columns, record, fillvalue=None):
            if column is not None and column != _UNUSED:
                cells[column] = _bare(cell or "")
        if any(map(_bare, record[len(self.columns) :])):
            return Row(number, None, "columns")
        told = self._award(cells, given, today)
        return Row(number, told) if isinstance(told, Award) else Row(number, None, told)

    def _award(self, cells: Mapping[int, str], given: Given, today: date) -> Award | Reason:
        address, account = cells[_ADDRESS].lower().removeprefix("mailto:"), cells[_ACCOUNT].lower()
        if self.has_accounts and not account:
            return "no_account"
        if account and not _ACCOUNT_FORM.fullmatch(account):
            return "bad_account"
        if not account and not address:
            return "no_address"
        if address and (len(address) > LONGEST_ADDRESS or not is_mail_address(address) or set(address) & set(",;:()")):
            return "bad_address"
        if address and given.is_ours(address):
            return "our_address"
        if address and given.is_unread(address):
            return "no_reply"
        badge = cells[_BADGE] or given.badge
        if not badge:
            return "no_badge"
        if len(badge) > LONGEST_NAME:
            return "long_badge"
        institution = cells[_INSTITUTION] or given.institution or given.institution_of(account or address)
        if len(institution) > LONGEST_NAME:
            return "long_institution"
        if _FORMULA.match(badge) or _FORMULA.match(institution):
            return "formula"
        institution = given.called(institution)
        if not given.is_theirs(institution):
            return "elsewhere"
        try:
            deadline = day_of(cells[_DEADLINE]) if cells[_DEADLINE] else given.deadline
        except ValueError:
            return "bad_deadline"
        if deadline is not None and deadline < today:
            return "past_deadline"
        if deadline is not None and deadline > today + FURTHEST:
            return "far_deadline"
        return Award(badge, institution, "institution" if account else "personal", deadline, address, account)


def looked_at(file: Path, name: str = "") -> Upload:
    """The file, with how it is written. `name`: what it is called elsewhere. Raises WrongUpload, or OSError."""
    with file.open("rb") as raw:
        head = raw.read(64_000)
    if file.stat().st_size > LARGEST_BYTES:
        raise WrongUpload("large", most=LARGEST_BYTES // 1_000_000)
    if not head.strip():
        raise WrongUpload("empty")
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise WrongUpload("spreadsheet")
    encoding = _encoding(file, head)
    names, separator = _names(head.decode(encoding, errors="ignore").splitlines(keepends=True))
    columns: list[int | None] = []
    unused = []
    for column in names:
        meaning = _COLUMNS.get(_plain(column))
        if meaning is None and _bare(column):
            unused.append(_bare(column)[:40])
        if meaning in columns and meaning not in (None, _UNUSED):
            twice = names[columns.index(meaning)]
            raise WrongUpload("same_columns", one=_bare(twice), other=_bare(column))
        columns.append(meaning)
    return Upload(file, name or file.name, encoding, separator, tuple(columns), tuple(unused))


def day_of(text: str) -> date:
    """The day that is meant: 2026-12-31, 31-12-2026, 31 december 2026, December 31, 2026. Raises ValueError.

    What can be read in two ways is read as in the Netherlands: the day before the month.
    """
    plain = re.sub(r"[t ]\d{1,2}:\d{2}.*", "", text.strip().lower())
    if found := re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", plain):
        year, month, day = map(int, found.groups())
    elif found := re.fullmatch(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})", plain):
        day, month, year = map(int, found.groups())
    elif found := re.fullmatch(r"(\d{1,2})[ -]([a-z]+)\.?[ -](\d{4})", plain):
        day, month, year = int(found[1]), _MONTHS.get(found[2], 0), int(found[3])
    elif found := re.fullmatch(r"([a-z]+)\.? (\d{1,2}),? (\d{4})", plain):
        day, month, year = int(found[2]), _MONTHS.get(found[1], 0), int(found[3])
    else:
        raise ValueError("no date")
    return date(year if year > 99 else 2000 + year, month, day)


def _bare(cell: str) -> str:
    """What stands in a cell, on one line, as far as it can be seen."""
    if cell.isascii() and cell.isprintable():  # as nearly all are: a tenth of the time
        return " ".join(cell.split())
    return " ".join(unicodedata.normalize("NFC", visible(cell)).split())


def _plain(name: str) -> str:
    """The name of a column as `_COLUMNS` has it."""
    words = re.findall(r"\w+", re.sub(r"\(.*?\)", "", _bare(name).casefold()).replace("e-mail", "email"))
    return "".join(word for word in words if word not in _ABOUT)


def _names(lines: Sequence[str]) -> tuple[list[str], str]:
    """The names of the columns, and what stands between them. Raises WrongUpload."""
    best: tuple[int, list[str], str] = (0, [], "")
    for separator in _SEPARATORS:
        records = (one for one in _records(iter(lines), separator) if isinstance(one, list))
        names = next((one for one in records if any(map(_bare, one)) and not _is_sep_line(one)), [])
        meant = [_COLUMNS.get(_plain(name)) for name in names]
        known = sum(meaning is not None for meaning in meant)
        if (_ADDRESS in meant or _ACCOUNT in meant) and known > best[0]:
            best = (known, names, separator)
    if not best[0]:
        raise WrongUpload("no_columns")
    return best[1], best[2]


def _is_sep_line(record: Sequence[str]) -> bool:
    """Does it only tell Excel what stands between cells: sep=; ?"""
    return record[0].strip().lower().startswith("sep=") and len("".join(record).strip()) <= len("sep=;")


def _records(lines: Iterator[str], separator: str) -> Iterator[list[str] | Reason]:
    """The rows as their cells; what cannot be read as why, and the reading goes on behind it."""
    csv.field_size_limit(LONGEST_ROW)
    reader = csv.reader(lines, delimiter=separator, strict=True)
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error as wrong:
            yield "long" if "limit" in str(wrong) else "quotes"
        except UnicodeError:
            raise WrongUpload("unreadable") from None


def _encoding(file: Path, head: bytes) -> str:
    """What it is written in. Raises WrongUpload."""
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    for begin, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        if head[begin:200:2].count(0) > 0.6 * len(head[begin:200:2]):  # as in what is mostly ASCII
            return name
    if 0 in head:
        raise WrongUpload("no_text")
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with file.open("rb") as raw:
            while part := raw.read(1_000_000):
                decoder.decode(part)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _opened(file: Path, encoding: str) -> IO[str]:
    return file.open(encoding=encoding, newline="")


class _Before:
    """The awards that were read before, in a file that goes away by itself: a hundred thousand fit in no memory."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA journal_mode=OFF")
        self._db.execute("CREATE TABLE seen (key TEXT PRIMARY KEY, number INTEGER) WITHOUT ROWID")

    def row_of(self, award: Award, number: int) -> int:
        """The number of the row that named the same award; 0 for none: this one is remembered."""
        key = key_of(award)
        if self._db.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", (key, number)).rowcount:
            return 0
        return int(self._db.execute("SELECT number FROM seen WHERE key = ?", (key,)).fetchone()[0])

    def close(self) -> None:
        self._db.close()
