"""Letters that come in: whether they can be believed, and whether they are answered at all.

Whose conversation a letter is for follows from its sender; that it truly is theirs, from a mark of ours that it
brings along (`bot.letters`) and from what the one mail server that we trust found out about the sender.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, Literal, get_args

from bot.conversation.effects import DisownLogin, Effect, Erase, Join, NotMe, Part, ShowProgress, Tell
from bot.conversation.events import Fact, FileKind, News, SentOn
from bot.conversation.nodes import load, plain
from bot.letters import Letters
from bot.ports import Bounced, Written

Trust = Literal["full", "steps", "stranger", "none"]
"""How far a letter is believed.

"full": as in a chat. "steps": it may say how far they are, choose and ask, and neither see nor erase what is personal.
"stranger": somebody's first word, who may be anybody. "none": it is kept for staff, and changes nothing.
"""

WITHIN = timedelta(minutes=10)
"""So often at most an address that proved nothing yet hears from us, unless a human writes."""

A_DAY = 20
A_DAY_BELIEVED = 100
IN_A_ROW = 3
"""So many letters at most go to one address by themselves: in a day, in a day to whoever is believed (then a human goes
on), and after each other without a word of theirs. `bot.store.suppressions` lets as many leave."""

LONG_ENOUGH = 40
"""Words that are longer than this and come back unchanged the same day are a machine's."""

FASTER_THAN_READ = timedelta(seconds=15)
"""Who says something so soon after our letter has not read it."""

LONGEST_MAILBOX = 200

UNDERSTOOD_NOTHING = ("common.unclear_1", "common.unclear_2", "common.unclear_3", "common.long_story", "common.perhaps")

_PICTURES = (".png", ".jpg", ".jpeg", ".heic", ".gif", ".webp", ".bmp")


@dataclass(frozen=True, slots=True)
class Post:
    """What is known of letters here. `checked`: a mail server that we trust tells which senders are genuine."""

    letters: Letters
    checked: bool

    def believed(self, letter: Written, sender: str, *, known: bool) -> tuple[Trust, str]:
        """How far this letter is believed, and why not at all. `known`: a conversation goes on at this address."""
        marks = [mark for mark in self.letters.found((*letter.to, *letter.answers)) if mark.kind in ("reply", "letter")]
        ours = any(self.letters.holds(mark, sender) for mark in marks)
        if letter.proof == "fail":
            return "none", "the sender is not who they say"
        if marks and not ours:
            return "none", "it answers a letter that did not go to its sender"
        if letter.proof == "pass":
            return ("full" if ours else "steps"), ""
        if ours and not self.checked:
            return "steps", ""
        if ours or known:
            return "none", "nobody vouches for the sender"
        return "stranger", ""

    def proves_mailbox(self, letter: Written, sender: str) -> bool:
        """Do letters to this mailbox reach whoever wrote this?"""
        return any(self.letters.holds(mark, sender) for mark in self.letters.found((*letter.to, *letter.answers)))

    def meant_for(self, letter: Written) -> Iterable[int]:
        """The conversations that the marks in it name, whether they hold or not."""
        return (mark.talk for mark in self.letters.found((*letter.to, *letter.answers)))

    def truly_bounced(self, letter: Written) -> list[Bounced]:
        """Of what a mail server tells, that of which we know that it is about a letter of ours."""
        sent_to = [mark for mark in self.letters.found(letter.to) if mark.kind == "bounce"]
        return [
            bounce
            for bounce in letter.bounced
            if any(
                self.letters.holds(mark, bounce.mailbox) for mark in (*sent_to, *self.letters.found([bounce.letter]))
            )
        ]

    def unsubscribes(self, letter: Written) -> list[int]:
        """The conversations whose address to unsubscribe it was sent to; whether that holds, `is_for` tells."""
        return [mark.talk for mark in self.letters.found(letter.to) if mark.kind == "unsubscribe"]

    def is_for(self, letter: Written, mailbox: str) -> bool:
        """Is one of the addresses it was sent to, one that we gave out to this mailbox?"""
        return any(self.letters.holds(mark, mailbox) for mark in self.letters.found(letter.to))


def can_be_answered(mailbox: str) -> bool:
    """Is this one mailbox, and no longer than we keep any?"""
    return 0 < len(mailbox) <= LONGEST_MAILBOX


def sent_on(award: Mapping[str, Fact], at: datetime, letter: Written | None = None) -> SentOn:
    """A mail of edubadges' own as something that happened, with what they wrote above it."""
    facts = dict(award)
    told = facts.pop("news", "")
    if facts.get("deadline"):
        facts["deadline_assumed"] = "unknown"  # edubadges itself told it
    news: News = next((known for known in get_args(News) if known == told), "awarded")
    return SentOn(at, news, facts, letter.text if letter else "", letter.secret if letter else "")


def kind_of(files: Sequence[str]) -> FileKind:
    """What a letter without words brought."""
    if not files:
        return "other"
    return "photo" if all(name.lower().endswith(_PICTURES) for name in files) else "document"


def as_kept(letter: Written, text: str) -> str:
    """Words as they are kept, with the names of what was attached."""
    return "\n".join([*([text] if text else []), *(f"[{name[:80]}]" for name in letter.files[:20])]) or "[mail]"


def as_one(first: Sequence[Effect], then: Sequence[Effect], *, asks: bool = True) -> tuple[Effect, ...]:
    """What comes of two things in one letter: said in one answer, which ends in one question.

    `asks`: whether what comes of the first ends in one, which is then left out.
    """
    told = next((effect for effect in first if isinstance(effect, Tell)), None)
    last = next((effect for effect in then if isinstance(effect, Tell)), None)
    if told is not None and last is not None:
        words: Effect = replace(last, parts=(*(told.parts[:-1] if asks else told.parts), *last.parts))
        then = [words if effect is last else effect for effect in then]
        first = [effect for effect in first if effect is not told]
    shown = any(isinstance(effect, ShowProgress) for effect in then)
    return (*(effect for effect in first if not (shown and isinstance(effect, ShowProgress))), *then)


def without_word(text: str) -> str:
    """The same text; of `/start` with the word of a link, without that word."""
    first = text.strip().split(" ")[0]
    return first if first.lower() == "/start" else text


def is_understood(effects: Iterable[Effect]) -> bool:
    """Did the engine make something of these words?"""
    return not any(part.name in UNDERSTOOD_NOTHING for told in _told(effects) for part in told.parts)


def is_personal(effects: Iterable[Effect]) -> bool:
    """Would this show or erase what only they may see or erase?

    Whoever has our letter about an award may say that it is not theirs: it ends mail to where it went.
    """
    effects = tuple(effects)
    if any(isinstance(effect, NotMe) for effect in effects):
        return False
    guarded = ("common.my_data", "common.erase_sure", "common.erased")
    return any(
        isinstance(effect, Erase | Join | DisownLogin)
        or (isinstance(effect, Tell) and any(part.name in guarded for part in effect.parts))
        for effect in effects
    )


def without(effects: Iterable[Effect], full: Mapping[str, Fact], bare: Mapping[str, Fact]) -> tuple[Effect, ...]:
    """The same effects, in words that know no more than `bare`: the facts without what is personal."""
    hidden = {name: bare.get(name, "unknown") for name, fact in full.items() if bare.get(name, "unknown") != fact}

    def told(effect: Effect) -> Effect:
        if not isinstance(effect, Tell):
            return effect
        parts = (Part(part.name, {**part.facts, **hidden}) if part.facts else part for part in effect.parts)
        return replace(effect, parts=tuple(parts))

    return tuple(map(told, effects))


def most_a_day(trust: Trust) -> int:
    """So many letters at most go in a day to whoever wrote a letter that is believed so far."""
    return A_DAY_BELIEVED if trust in ("full", "steps") else A_DAY


def is_unanswered(said: Sequence[Any]) -> bool:
    """Did we speak so often without a word of theirs that more is of no use?"""
    last = said[:IN_A_ROW]
    return len(last) == IN_A_ROW and all(one.direction == "out" and not one.author for one in last)


def is_soon(said: Sequence[Any], address: int, now: datetime) -> bool:
    """Did this address hear from us just now?"""
    return any(one.direction == "out" and one.address_id == address and now - one.at < WITHIN for one in said)


def is_echo(said: Sequence[Any], words: str, now: datetime) -> bool:
    """Are these the words of the last time again, sooner than anybody could read our answer? So does a machine."""
    ours = next((one for one in said if one.direction == "out"), None)
    theirs = next((one for one in said if one.direction == "in"), None)
    if ours is None or theirs is None or ours.author or now - ours.at >= FASTER_THAN_READ:
        return False
    return plain(load(theirs.body)) == words


def is_too_fast(said: Sequence[Any], now: datetime) -> bool:
    """Came this sooner than anybody could read what was said last, as the one before, and none ever later?

    So does a machine, whatever it says.
    """
    spoken = [one for one in said if one.direction in ("in", "out")]
    ours = next((one for one in spoken if one.direction == "out"), None)
    if ours is None or ours.author or now - spoken[0].at >= FASTER_THAN_READ:
        return False
    began = next(place for place, one in enumerate(reversed(spoken)) if one.direction == "out")
    in_order = spoken[::-1][began:]
    paces = [one.at - before.at for before, one in pairwise(in_order) if one.direction == "in"]
    return bool(paces) and all(pace < FASTER_THAN_READ for pace in paces)


def _told(effects: Iterable[Effect]) -> list[Tell]:
    return [effect for effect in effects if isinstance(effect, Tell)]
