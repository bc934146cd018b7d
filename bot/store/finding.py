"""Finding conversations by what was said in them, and by whose they are: an index of our own, alike on both databases.

`terms` holds each word once for each conversation. It is filled behind the turns: a word said just now is found in the
messages themselves, which are looked at as far as the index has not come to them yet.
"""

from __future__ import annotations

import re
import unicodedata
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, and_, bindparam, func, or_, select

from bot.conversation.nodes import load, plain
from bot.store.dialects import INSERTS
from bot.store.tables import addresses, awards, cursors, learners, messages, terms

Kind = Literal["text", "person"]

SHORTEST, LONGEST = 2, 60
MOST_TERMS = 300
"""Of one message so many words are looked at."""

MOST_ASKED = 8
"""So many words of what is searched for count."""

AT_ONCE, TERMS_AT_ONCE = 100, 1_000
"""So many messages of people, or words of theirs, go into the index in one transaction: no turn waits long for it."""

RARE = 2_000
"""A word in no more conversations than this is gone by; where all are in more, the newest conversations are."""

MOST_LINES = 2_000
"""So many messages are read at most to show which of them were found, on one page."""

UNREAD = 5_000
"""So many messages that the index has not come to are looked at, the newest."""

SETTLED = 20.0
"""So many seconds after a message can be seen, all with lower numbers can, or never will."""

CURSOR = "terms"
_CHUNK = 400


@dataclass(frozen=True, slots=True)
class Word:
    """One word that is searched for. `begins`: longer words that begin with it will do too."""

    text: str
    begins: bool = False

    def fits(self, term: str) -> bool:
        return term.startswith(self.text) if self.begins else term == self.text


@dataclass(frozen=True, slots=True)
class Found:
    """Where all words are: in the conversations of `among`; None: of all that fulfil `has`, which are many."""

    among: frozenset[int] | None
    has: Callable[[Any], ColumnElement[bool]] | None = None


def words(text: str) -> Iterator[str]:
    """The words of a text as they stand in the index; of an address the whole, then its pieces."""
    for chunk in _plainly(text).split():
        if "@" in chunk[1:-1]:
            yield chunk.strip("<>()[]{}\"',;:.!?")[:LONGEST]
        yield from _pieces(chunk)


def asked(query: str) -> tuple[Word, ...]:
    """What is searched for: each word, of which the last may be the beginning of one; an address counts as a whole."""
    found: list[str] = []
    for chunk in _plainly(query).split():
        found += [chunk.strip("<>()[]{}\"',;:.!?")[:LONGEST]] if "@" in chunk[1:-1] else _pieces(chunk)
    last = found.pop() if found else ""
    return (*map(Word, dict.fromkeys(found)), *([Word(last, begins=True)] if last else []))[-MOST_ASKED:]


def _plainly(text: str) -> str:
    """In small letters, without accents; what looks alike is alike."""
    if text.isascii():  # as nearly all are: the same, in a fraction of the time
        return text.lower()
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(letter for letter in folded if not unicodedata.combining(letter))


_NOT_PLAIN = re.compile("[^0-9A-Za-z]")


def _pieces(chunk: str) -> list[str]:
    if chunk.isascii():
        spaced = _NOT_PLAIN.sub(" ", chunk)
    else:
        spaced = "".join(letter if letter.isalnum() else " " for letter in chunk)
    return [piece[:LONGEST] for piece in spaced.split() if len(piece) >= SHORTEST]


# Into the index


class Settling:
    """How far messages may be read: numbers are given in an order, and can be seen in another until all have settled.

    A turn takes far less than SETTLED from its first message to its commit; the database itself ends one that does not.
    """

    def __init__(self) -> None:
        self._seen: deque[tuple[float, int]] = deque()

    def until(self, seconds: float, newest: int) -> int:
        """The highest number that could be seen so long ago; 0: not known yet. `seconds`: of a clock that rises."""
        self._seen.append((seconds, newest))
        while len(self._seen) > 1 and self._seen[1][0] <= seconds - SETTLED:
            self._seen.popleft()
        since, number = self._seen[0]
        return number if since <= seconds - SETTLED else 0


def newest(db: Connection) -> int:
    """The number of the newest message that can be seen."""
    return db.execute(select(func.max(messages.c.id))).scalar() or 0


def note_some(db: Connection, until: int) -> int:
    """Index some messages up to this one, and the people whose conversations they are in; how many are left to try.

    Several processes may do so at once: one after the other.
    """
    db.execute(INSERTS[db.dialect.name](cursors).values(name=CURSOR, at=0).on_conflict_do_nothing())
    mine = select(cursors.c.at).where(cursors.c.name == CURSOR).with_for_update()
    since: int = db.execute(mine).scalar_one()
    rows = db.execute(_SAID, {"since": since, "until": until}).all()
    here = {row.learner_id for row in rows}
    kept = set(db.execute(_LASTING, {"who": list(here)}).scalars())
    found: set[tuple[str, Kind, int]] = set()
    done = rows[-1].id if len(rows) == AT_ONCE else max(until, since)
    for row in rows:
        if len(found) >= TERMS_AT_ONCE:
            done = row.id - 1
            break
        if row.learner_id in kept:
            found |= {(term, "text", row.learner_id) for term in _terms(row)}
    _add(db, found)
    note_people(db, kept)
    db.execute(cursors.update().where(cursors.c.name == CURSOR).values(at=done))
    return max(until - done, 0)


def note_people(db: Connection, who: Collection[int]) -> None:
    """Index whose conversations these are, as far as is known now: by addresses, accounts, and awards of theirs."""
    if not who:
        return
    these = {"who": list(who)}
    known: set[tuple[str, Kind, int]] = set()
    for of_them in (_ADDRESSES, _AWARDS):
        for row in db.execute(of_them, these):
            known |= {(term, "person", row.learner_id) for part in row[1:] if part for term in words(part)}
    before = {(row.term, row.kind, row.learner_id) for row in db.execute(_PEOPLE, these)}
    for term, kind, learner in before - known:
        gone = and_(terms.c.term == term, terms.c.kind == kind, terms.c.learner_id == learner)
        db.execute(terms.delete().where(gone))
    _add(db, known - before)


_SAID = (
    select(messages.c.id, messages.c.learner_id, messages.c.direction, messages.c.author, messages.c.body)
    .where(
        messages.c.id > bindparam("since"),
        messages.c.id <= bindparam("until"),
        or_(messages.c.direction.in_(("in", "note")), messages.c.author.is_not(None)),
    )
    .order_by(messages.c.id)
    .limit(AT_ONCE)
)
"""What people wrote: learners, and members of staff. The guide's own words are everywhere."""

# Made once: parts of a statement refer to each other, and with it would stay, for long, whose conversations these are.
_WHO = bindparam("who", expanding=True, type_=learners.c.id.type)
_LASTING = (
    select(learners.c.id)
    .where(learners.c.id.in_(_WHO), learners.c.leaving.is_(False))
    .with_for_update(read=True, key_share=True)
)
_ADDRESSES = select(addresses.c.learner_id, addresses.c.external_id, addresses.c.account).where(
    addresses.c.learner_id.in_(_WHO),
    addresses.c.channel != "web",  # its visitors are known by a number of our own
)
_AWARDS = select(awards.c.learner_id, awards.c.address, awards.c.eppn).where(awards.c.learner_id.in_(_WHO))
_PEOPLE = select(terms).where(terms.c.learner_id.in_(_WHO), terms.c.kind == "person")
_ADD = {dialect: insert(terms).on_conflict_do_nothing() for dialect, insert in INSERTS.items()}


def _terms(row: Any) -> list[str]:
    """The words of a message that a person wrote: a learner, or a member of staff. The guide's own are everywhere."""
    if row.direction not in ("in", "note") and not row.author:
        return []
    text = plain(load(row.body))
    if text.startswith("[") and text.endswith("]"):  # stands for what is not kept
        return []
    return [term for term, _ in zip(words(text), range(MOST_TERMS), strict=False)]


def _add(db: Connection, found: Iterable[tuple[str, Kind, int]]) -> None:
    rows = [{"term": term, "kind": kind, "learner_id": learner} for term, kind, learner in sorted(found)]
    if rows:  # one by one: a statement for each number of rows would be made, and kept, anew
        db.execute(_ADD[db.dialect.name], rows)


# Out of it


def find(db: Connection, wanted: Sequence[Word], kinds: Sequence[Kind]) -> Found:
    """The conversations in which each of these words is, said or as somebody's name."""
    if not wanted or not kinds:
        return Found(frozenset())
    some = {word: _some(db, word, kinds) for word in wanted}
    rarest = min(some, key=lambda word: len(some[word]))
    fresh = _fresh(db, wanted) if "text" in kinds else {}
    if len(some[rarest]) > RARE:
        whole = [learner for learner, known in fresh.items() if len(known) == len(wanted)]
        return Found(
            None, lambda learner: or_(learner.in_(whole), and_(*(_has(learner, one, kinds) for one in wanted)))
        )
    among = set(some[rarest])
    for word in wanted:
        if word is not rarest:
            among = among & some[word] if len(some[word]) <= RARE else set(_of_these(db, among, word, kinds))
    for learner, known in fresh.items():
        missing = [word for word in wanted if word not in known]
        if all(learner in some[word] or _of_these(db, [learner], word, kinds) for word in missing):
            among.add(learner)
    return Found(frozenset(among))


def lines(db: Connection, who: Collection[int], wanted: Sequence[Word]) -> dict[int, str]:
    """The newest text of each of these conversations in which all words are, as far as MOST_LINES reach."""
    columns = (messages.c[name] for name in ("learner_id", "direction", "author", "body"))
    people = or_(messages.c.direction.in_(("in", "note")), messages.c.author.is_not(None))
    rows = select(*columns).where(messages.c.learner_id.in_(who), people).order_by(messages.c.id.desc())
    found: dict[int, str] = {}
    for row in db.execute(rows.limit(MOST_LINES)) if who and wanted else ():
        if row.learner_id not in found:
            said = set(_terms(row))
            if all(any(map(word.fits, said)) for word in wanted):
                found[row.learner_id] = plain(load(row.body))
    return found


def _is(word: Word, kinds: Sequence[Kind]) -> ColumnElement[bool]:
    span = terms.c.term == word.text
    if word.begins:
        span = and_(terms.c.term >= word.text, terms.c.term < word.text + "\U0010ffff")
    return and_(span, terms.c.kind.in_(kinds))


def _some(db: Connection, word: Word, kinds: Sequence[Kind]) -> set[int]:
    """In which conversations this word is; of one in many, some more than RARE."""
    found: set[int] = set()
    most = RARE + 1
    while True:  # of the beginning of words one conversation may have many
        rows = db.execute(select(terms.c.learner_id).where(_is(word, kinds)).limit(most)).scalars().all()
        found = set(rows)
        if len(rows) < most or len(found) > RARE or most > 16 * RARE:
            return found
        most *= 4


def _of_these(db: Connection, who: Collection[int], word: Word, kinds: Sequence[Kind]) -> set[int]:
    """In the conversations of which of these this word is."""
    found: set[int] = set()
    ids = sorted(who)
    for first in range(0, len(ids), _CHUNK):
        here = terms.c.learner_id.in_(ids[first : first + _CHUNK])
        found |= set(db.execute(select(terms.c.learner_id).where(here, *_among(word, kinds)).distinct()).scalars())
    return found


def _has(learner: Any, word: Word, kinds: Sequence[Kind]) -> ColumnElement[bool]:
    # with a limit: of EXISTS, PostgreSQL would rather read every conversation that has the word, before it looks at one
    here = select(terms.c.learner_id).where(terms.c.learner_id == learner, *_among(word, kinds)).limit(1)
    return here.correlate(learners).scalar_subquery().is_not(None)


def _among(word: Word, kinds: Sequence[Kind]) -> tuple[ColumnElement[bool], ...]:
    """This word among those of a conversation, which lead: there are far more words that begin alike."""
    begins = func.substr(terms.c.term, 1, len(word.text)) == word.text
    return begins if word.begins else terms.c.term == word.text, terms.c.kind.in_(kinds)


def _fresh(db: Connection, wanted: Sequence[Word]) -> dict[int, set[Word]]:
    """Which of these words are in messages that are not indexed yet, by conversation."""
    since = db.execute(select(cursors.c.at).where(cursors.c.name == CURSOR)).scalar() or 0
    rows = select(messages.c.id, messages.c.learner_id, messages.c.direction, messages.c.author, messages.c.body)
    people = or_(messages.c.direction.in_(("in", "note")), messages.c.author.is_not(None))
    found: dict[int, set[Word]] = {}
    for row in db.execute(rows.where(messages.c.id > since, people).order_by(messages.c.id.desc()).limit(UNREAD)):
        said = set(_terms(row))
        if met := {word for word in wanted if any(map(word.fits, said))}:
            found.setdefault(row.learner_id, set()).update(met)
    return found
