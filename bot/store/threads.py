"""Threads of letters: what the next letter to an address goes on from, so that mail programs show them as one.

A thread is begun by whoever writes first, and keeps its subject. Letters in both directions are noted in it.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, select

from bot.ports import LONGEST_SUBJECT, Thread, base_subject
from bot.store.dialects import INSERTS
from bot.store.tables import threads

MOST_ANSWERED = 10
"""So many ids are named by a letter: the first of the thread and the newest."""

LONGEST_ID = 250


def answered(ids: Sequence[str]) -> tuple[str, ...]:
    """Of these ids those that a letter names: each once, the first and the newest."""
    each = tuple(dict.fromkeys(one for one in ids if one and len(one) <= LONGEST_ID))
    return each if len(each) <= MOST_ANSWERED else (each[0], *each[1 - MOST_ANSWERED :])


def of(db: Connection, address_id: int) -> Thread:
    """What the next letter to this address goes on from; an empty thread where it begins one."""
    row = db.execute(select(threads.c.subject, threads.c.answers).where(threads.c.address_id == address_id)).first()
    return Thread(row.subject, tuple(row.answers)) if row else Thread()


def heard(db: Connection, address_id: int, id: str, *, answers: Sequence[str] = (), subject: str = "") -> None:
    """A letter came from this address: the next one answers it.

    `answers`: the ids that it answers itself. `subject`: its own; "" = none that may be quoted (nothing of a stranger's
    letter is). It names the thread where that has no subject, or where the letter goes on in it: one letter from
    outside does not rename what reminders go on in.
    """
    kept = of(db, address_id)
    within = bool(set(answers) & set(kept.answers))
    named = kept.answers if within or not answers else ()
    own = base_subject(subject) if within or not kept.subject else ""
    _keep(db, address_id, own or kept.subject, answered((*named, *answers, id)))


def sent(db: Connection, address_id: int, thread: Thread, id: str) -> None:
    """A letter of ours was accepted, which went on from this thread (or began it): the next one goes on from it.

    Where they wrote meanwhile, theirs stays the one to answer.
    """
    kept = of(db, address_id)
    if not thread.answers:
        _keep(db, address_id, thread.subject, (id,))
    elif kept.answers == thread.answers:
        _keep(db, address_id, kept.subject or thread.subject, answered((*kept.answers, id)))
    else:
        _keep(db, address_id, kept.subject or thread.subject, answered((*kept.answers[:-1], id, *kept.answers[-1:])))


def _keep(db: Connection, address_id: int, subject: str, answers: Sequence[str]) -> None:
    new = {"subject": subject[:LONGEST_SUBJECT], "answers": list(answers)}
    insert = INSERTS[db.dialect.name](threads).values(address_id=address_id, **new)
    db.execute(insert.on_conflict_do_update(index_elements=[threads.c.address_id], set_=new))
