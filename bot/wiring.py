"""Plugs flows, neighbours and database together; the only module that knows them all."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email.utils import parseaddr
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog
from pydantic import SecretStr
from sqlalchemy import Connection
from starlette.types import ASGIApp, Receive, Scope, Send

from bot import campaigns, metrics
from bot.badges import checking, looking_up
from bot.conversation.effects import CheckBadge, CompareAddress, FetchPicture, LookUpBadge, ReadClaimMail, Request
from bot.conversation.events import Fact, Learned
from bot.conversation.flow import Flows
from bot.conversation.nodes import Message
from bot.conversation.proofreading import insist
from bot.conversation.sharing import LINKEDIN
from bot.conversation.state import NewerState
from bot.conversation.texts import LANGUAGES
from bot.conversation.understanding import COMMANDS
from bot.delivery import Delivery, brief
from bot.ears import Ears
from bot.institutions import Institutions, Profile
from bot.letters import Letters
from bot.mail_in import Listens, MailIn, Watches
from bot.pictures import fetching
from bot.ports import (
    Address,
    AtHome,
    Awarding,
    Badges,
    Channel,
    HasHome,
    Heard,
    Identity,
    Installer,
    Letter,
    Limits,
    NamesPeople,
    Neighbour,
    Outcome,
    Person,
    Refused,
    StaffIdentity,
    StaffSaid,
    Tapped,
    Unavailable,
    Whispers,
)
from bot.post import Post
from bot.proof import Proof, comparing, proof_of
from bot.settings import Settings, WrongSetting
from bot.store import awards, batches, finding, installations, outages, outbox, privacy, reports, rises
from bot.store import journal as accepted
from bot.store.database import Database, DatabaseAway
from bot.store.journal import Accepted, Journal
from bot.store.migrate import migrate
from bot.store.only_one import OnlyOne
from bot.store.secrets import Box, secret_key
from bot.store.spool import Spool
from bot.store.tallies import CALM, Tallying
from bot.turns import Clock, Turns, now_utc
from flows import FLOWS
from flows import PHRASES as PHRASES
from integrations.badge_links import PRACTICE
from integrations.claim_mail import read_award_mail
from integrations.edubadges import Edubadges
from integrations.edubadges_sis import InstitutionAwards
from integrations.eduid import EduID
from integrations.email.limits import LIMITS as EMAIL_LIMITS
from integrations.qr_reading import read_qr
from integrations.sandbox.world import AUTHSERV_ID, GUIDE, SIS_CLIENT, SIS_SECRET, World, moment
from integrations.sandbox.world import Award as Practised
from integrations.slack_limits import LIMITS as SLACK_LIMITS
from integrations.telegram import Telegram
from integrations.webchat import LIMITS as WEB_LIMITS
from integrations.webchat import WebChat

if TYPE_CHECKING:
    from email.message import EmailMessage

    from bot.installations import Installations
    from bot.uploads import Given
    from integrations.email.smtp import Email
    from integrations.email.writing import Writer
    from integrations.sandbox.mailbox_pages import PostOffice
    from integrations.slack import Slack

log = structlog.get_logger()

RETRY_SECONDS = (1.0, 60.0)
"""How soon, and at the slowest, a channel that could not be opened is tried again."""

AWARDS_SECONDS = 900.0
"""How often the institution's list of what waits is asked for."""

TIDY_SECONDS = 60.0
BATCH_SECONDS = 1.0
"""How often it is looked whether batches of awards are to be worked on."""

INDEX_SECONDS = 2.0
INDEX_PAUSE_SECONDS = 0.05
"""How often it is looked whether there are messages to index, and how long turns go first after some of them."""

TALLY_SECONDS = 5.0
"""How often it is looked whether something happened that is to be counted."""

OUTAGES_SECONDS = 2.0
"""How soon a process sees at the latest what staff said is down; mostly a bell tells it at once."""

RISES_SECONDS = 60.0
"""How often it is looked whether a problem is met far more than usual."""

WEBHOOK_SECONDS = 60.0
"""How often we ask Telegram how its deliveries are."""

LIMITS: Mapping[str, Limits] = {
    "telegram": Telegram.limits,
    "web": WEB_LIMITS,
    "email": EMAIL_LIMITS,
    "slack": SLACK_LIMITS,
}
"""What every channel can carry, configured or not: `check` holds the flows against all of them."""


SANDBOX_CLIENT = "badgewijzer"
SANDBOX_MAIL = "sandbox_mail"


def with_sandbox(settings: Settings) -> Settings:
    """These settings; in the sandbox, with its addresses in the place of eduID's and edubadges' own."""
    if not settings.in_sandbox:
        return settings
    root = f"{settings.own_url}/sandbox"
    return settings.model_copy(
        update={
            "sandbox": True,
            "eduid_issuer": f"{root}/surfconext/oidc",
            "eduid_client_id": SANDBOX_CLIENT,
            "eduid_api_url": f"{root}/eduid",
            "edubadges_url": f"{root}/edubadges",
            "edubadges_api_url": f"{root}/edubadges-api",
            "edubadges_sis_token_url": f"{root}/edubadges-api/sis/token",
            "edubadges_sis_client_id": SIS_CLIENT,
            "edubadges_sis_client_secret": SecretStr(SIS_SECRET),
            **({} if settings.sends_mail else {"email_from": GUIDE, "email_authserv_id": AUTHSERV_ID}),
        }
    )


def sites_for(settings: Settings) -> Mapping[str, str]:
    """Where links in texts lead, by the site that they name, when it is not there itself."""
    sites = {"https://www.edubadges.nl": settings.edubadges_url}
    if settings.in_sandbox:
        root = f"{settings.own_url}/sandbox"
        sites |= {
            "https://eduid.nl": f"{root}/eduid",
            "https://login.eduid.nl": f"{root}/eduid",
            "https://mijn.eduid.nl": f"{root}/eduid/mijn",
            LINKEDIN: f"{root}/linkedin",
        }
    return {site: there for site, there in sites.items() if there != site}


def clock_for(settings: Settings, clock: Clock = now_utc) -> Clock:
    """The clock of this installation: in the sandbox, the one that anybody can move ahead."""
    return _clock_of(_world(settings, clock)) if settings.in_sandbox else clock


def _world(settings: Settings, clock: Clock) -> World:
    world = World.load(beside(settings) / "sandbox.json")
    world.clock = clock
    return world


def _clock_of(world: World) -> Clock:
    def now() -> datetime:
        world.refresh()  # another process may have moved it
        return world.now()

    return now


def institutions_for(settings: Settings) -> Institutions:
    """The profiles of this installation; in the sandbox those of its institutions. Raises WrongInstitutions."""
    if settings.institutions is None:
        return Institutions(_profiles() if settings.in_sandbox else {}, settings.desk_hours)
    return Institutions.read(settings.institutions, settings.zone, settings.desk_hours)


def _profiles() -> Mapping[str, Profile]:
    """What is known of the institutions that a new sandbox has."""
    return {
        one.domain: Profile(names=(one.name_nl, one.name_en), domains=(one.domain,))
        for one in World.fresh().institutions.values()
    }


def flows_for(settings: Settings) -> Flows:
    """The journeys as this installation offers them. Raises WrongInstitutions."""
    settings = with_sandbox(settings)
    institutions = institutions_for(settings)

    def promise(facts: Mapping[str, Fact], at: datetime) -> Mapping[str, Fact]:
        hours = institutions.hours_for(facts)
        by = hours.answer_by(at) if hours else None
        if by is None:
            return {}
        today = by.date() == at.astimezone(by.tzinfo).date()
        return {
            "help_when": "today" if today else "later",
            "help_day": by.date().isoformat(),
            "help_time": f"{by:%H:%M}",
        }

    flows = FLOWS.with_given(
        organisation=settings.organisation or "unknown",
        our_site=_our_site(settings),
        linkedin_site=sites_for(settings).get(LINKEDIN, LINKEDIN),
        support_email=settings.support_email or "unknown",
        name_step=settings.name_step,
        reminder_days=settings.reminder_days,
        retention_days=settings.retention_days,
    )
    flows = institutions.with_questions(replace(flows, profile=institutions.facts, promise=promise))
    sites = sites_for(settings)
    return replace(flows, texts=flows.texts.leading_to(sites)) if sites else flows


def _our_site(settings: Settings) -> str:
    """Where others find our pages about a badge; "unknown" where nobody can, or where no badge is looked up."""
    if not with_sandbox(settings).edubadges_api_url:
        return "unknown"
    return settings.base_url or (settings.own_url if settings.in_sandbox else "unknown")


def turns_for(settings: Settings, flows: Flows) -> Turns:
    """What every turn of this installation needs to know. Raises WrongInstitutions."""
    settings = with_sandbox(settings)
    institutions = institutions_for(settings)

    def answer_by(facts: Mapping[str, Fact], now: datetime) -> datetime | None:
        hours = institutions.hours_for(facts)
        return hours.answer_by(now) if hours else None

    box = Box(secret_key(settings.secret_key.get_secret_value(), settings.sqlite_path))
    chat = settings.staff_telegram_chat
    staff = Address("telegram", chat) if chat else None

    letters = letters_for(settings, box)

    def sign_in(word: str) -> str:
        return f"{settings.own_url}/eduid/start/{word}"

    def go(word: str) -> str:
        return f"{settings.own_url}/go/{word}"

    reached = settings.base_url.startswith("https://") or settings.in_sandbox
    return Turns(
        flows,
        box,
        settings.inbound_per_minute,
        staff,
        answer_by,
        sign_in=sign_in if settings.eduid_issuer else None,
        reached=reached,
        go=go if reached else None,
        post=Post(letters, bool(settings.email_authserv_id)) if letters else None,
        desk_at=desk_for(settings),
        institution=institutions.name,
    )


async def read_mail(request: Request) -> Outcome:
    """What a pasted mail of edubadges' own tells, of which award."""
    assert isinstance(request, ReadClaimMail)
    facts = await asyncio.to_thread(read_award_mail, request.mail)
    news = str(facts.pop("news", "not_a_mail"))
    if facts.get("deadline"):
        facts["deadline_assumed"] = "unknown"  # edubadges itself told it
    if news in ("awarded", "reminded"):
        news = str(facts["kind"]) if facts.keys() >= {"kind", "badge"} else "unclear"
    return Outcome(news, facts)


def badges_for(settings: Settings, clock: Clock = now_utc) -> Badges | None:
    """edubadges, as this installation asks it; None where that is switched off."""
    if not settings.edubadges_api_url:
        return None
    practice = [f"{settings.edubadges_url}-demo"] if settings.in_sandbox else []
    return Edubadges(settings.edubadges_url, settings.edubadges_api_url, practice=(*PRACTICE, *practice), clock=clock)


def awarding_for(settings: Settings) -> Awarding | None:
    """What tells which awards still wait; None where no institution gave this installation access."""
    if not settings.edubadges_sis_token_url or not settings.edubadges_api_url:
        return None
    secret = settings.edubadges_sis_client_secret.get_secret_value()
    return InstitutionAwards(
        settings.edubadges_api_url, settings.edubadges_sis_token_url, settings.edubadges_sis_client_id, secret
    )


def neighbours_for(badges: Badges | None = None, box: Box | None = None) -> Mapping[type[Request], Neighbour]:
    """Who answers which request. One that is missing here counts as no answer: the learner's word is taken."""
    asked: dict[type[Request], Neighbour] = {ReadClaimMail: read_mail}
    if box is not None:
        asked[CompareAddress] = comparing(box)
    if badges is not None:
        asked[LookUpBadge] = looking_up(badges)
        asked[CheckBadge] = checking(asked[LookUpBadge])
    return asked


@dataclass
class House:
    """Everything of one process, put together. `open` it, use it, `close` it."""

    settings: Settings
    flows: Flows
    database: Database
    turns: Turns
    ears: Ears
    delivery: Delivery
    channels: dict[str, Channel]
    telegram: Telegram | None
    identity: Identity | None
    badges: Badges | None
    awarding: Awarding | None
    clock: Clock
    email: Email | None = None
    slack: Slack | None = None
    installations: Installations | None = None  # of the workspaces that installed us by themselves
    mail: MailIn | None = None
    staff_identity: StaffIdentity | None = None  # of those who come to the desk
    world: World | None = None  # what exists in the sandbox; None outside it
    practises_desk: bool = False  # anybody may come in at the desk, unless staff log in
    read_picture: Callable[[bytes], Awaitable[str | None]] = read_qr  # the words of the QR code in it
    closing: asyncio.Event = field(default_factory=asyncio.Event)
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)
    _courtesies: set[asyncio.Task[None]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.tallying = Tallying(self.database, self.settings.zone, self.clock, watches=True)

    @property
    def has_desk(self) -> bool:
        """Can anybody come in at the desk?"""
        return self.practises_desk or self.staff_identity is not None

    def start(self, *, deliver: bool, poll: bool, hooks: bool) -> None:
        """Begin the work in the background: delivery, and the channels' ways in."""
        self._count_from_zero(deliver=deliver, hooks=hooks)
        if deliver:
            self._tasks.append(asyncio.create_task(self.delivery.run()))
        self._tasks.append(asyncio.create_task(self._empty_spool()))
        self._tasks.append(asyncio.create_task(self._watch_outages()))
        if deliver:
            self._tasks.append(asyncio.create_task(self._tidy()))
            self._tasks.append(asyncio.create_task(self._tend_batches()))
            self._tasks.append(asyncio.create_task(self._index()))
            self._tasks.append(asyncio.create_task(self._tally()))
            self._tasks.append(asyncio.create_task(self._watch_rises()))
            if self.awarding is not None:
                self._tasks.append(asyncio.create_task(self._follow_awards(self.awarding)))
        if deliver and self.email is not None:
            self._tasks.append(asyncio.create_task(self._try_mail(self.email)))
        if poll and self.mail is not None and self.turns.post is not None:
            listener = listener_for(self.settings, self.turns.post.letters, self.mail)
            self.mail.begin(listener, watcher_for(self.settings, self.mail))
        if self.telegram is not None:
            self._tasks.append(asyncio.create_task(self._open_telegram(self.telegram, poll=poll, hooks=hooks)))
            if hooks and self.settings.telegram_webhook_secret.get_secret_value():
                self._tasks.append(asyncio.create_task(self._watch_webhook(self.telegram)))

        if self.slack is not None:
            self._tasks.append(asyncio.create_task(self._open_slack(self.slack, poll=poll)))

    def _count_from_zero(self, *, deliver: bool, hooks: bool) -> None:
        """Tell from the start what nothing has happened in yet: no alarm can see that a figure is not there.

        Every process tells of the mailbox, also one that does not look after it: all workers may be down.
        """
        metrics.WEB.set(hooks)
        for channel in self.channels if deliver else ():
            metrics.nothing_sent(channel)
        if self.telegram is not None and hooks and self.settings.telegram_webhook_secret.get_secret_value():
            metrics.WEBHOOK_SEEN.labels(self.telegram.name).set(0)
        if self.mail is not None and self.settings.imap_url.get_secret_value():
            metrics.IMAP_SEEN.labels("email").set(0)

    def prove(self, person: Person) -> Proof:
        """What the login of this person proves now."""
        name_of = institutions_for(self.settings).name_of_domain
        return proof_of(person, self.turns.box, name_of, self.clock().astimezone(self.settings.zone))

    async def hear(self, said: Sequence[Heard]) -> None:
        """Take these turns durably; then show that a tap arrived, and what is theirs alone, without waiting for it."""
        said = [await self._with_name(one) for one in said]
        for one, answered in zip(said, await self.ears.hear(said), strict=True):
            metrics.turns(one.address.channel).inc()
            channel = self.channels.get(one.address.channel)
            if channel is None:
                continue
            if isinstance(one.what, Tapped):
                if one.receipt or answered:
                    self._courtesy(self._show_tapped(channel, one, one.what.on, answered))
            elif answered and isinstance(one.what, AtHome) and isinstance(channel, HasHome):
                self._courtesy(channel.show_home(one.address, answered))
            elif answered and isinstance(channel, Whispers):
                self._courtesy(channel.whisper(one, answered))

    def _courtesy(self, doing: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(doing)
        self._courtesies.add(task)
        task.add_done_callback(self._courtesies.discard)

    async def _with_name(self, one: Heard) -> Heard:
        """What staff said, with what they are called, as far as their channel tells that at once."""
        channel = self.channels.get(one.address.channel)
        if isinstance(one.what, StaffSaid) and channel and isinstance(channel, NamesPeople):
            who = Address(one.address.channel, one.what.by, one.address.workspace)
            return replace(one, what=replace(one.what, author=await channel.name_of(who)))
        return one

    async def hear_of_award(self, award: Practised) -> None:
        """In the sandbox the institution tells of each award at once, and its learner is written to."""
        world = self.world
        assert world is not None
        badge = world.badge_classes[award.badge_class]
        told = awards.Award(
            badge.name,
            world.institutions[badge.institution].name_nl,
            "institution" if award.account else "personal",
            moment(award.expires_at).astimezone(self.settings.zone).date(),
            award.email,
            award.account,
            award.bundle,
        )

        def work(db: Connection) -> None:
            campaigns.write_about(db, self.turns, awards.add(db, told, "sandbox", self.clock()), "", self.clock())

        await self.database.write(work)

    async def _show_tapped(self, channel: Channel, one: Heard, on: str, answered: Message | None) -> None:
        """Take the waiting off the button, and show with its question what was chosen: courtesies, tried once.

        Where the channel has a limit, messages that are owed go before.
        """
        await channel.acknowledge(one)
        if answered is None:
            return
        try:
            if channel.rate:
                count = outbox.pace_channel, channel.name, channel.rate, self.clock()
                if await self.database.write(*count, brief=True) is not None:
                    return
            await channel.edit(one.address, on, answered)
        except (DatabaseAway, Refused, Unavailable) as trouble:
            log.info("tap.not_shown", channel=channel.name, why=brief(trouble))

    async def _empty_spool(self) -> None:
        while not self.closing.is_set():
            try:
                await self.ears.empty_spool()
            except Exception:
                log.exception("spool.failed")
            try:
                await self.delivery.journal.hand_over(self._note_accepted)  # of a neighbour that died meanwhile
            except Exception as error:
                log.warning("journal.not_noted", error=type(error).__name__)
            await _wait(self.closing, 0.5)

    async def _note_accepted(self, found: Sequence[Accepted]) -> None:
        await self.database.write(accepted.note, found, self.clock())

    async def _tidy(self) -> None:
        """Let go of what is past its time, a little at once."""
        retention = timedelta(days=self.settings.retention_days)
        while not self.closing.is_set():
            try:
                while gone := await self.database.write(privacy.sweep, self.clock(), retention):
                    for what, count in gone.items():
                        metrics.TIDIED.labels(what).inc(count)
                    await asyncio.sleep(0.1)
                while await self.database.write(installations.close_some, self.clock()):
                    await asyncio.sleep(0.1)
                await self.database.write(reports.note_tidied, self.clock())
            except Exception:
                log.exception("tidy.failed")
            await _wait(self.closing, TIDY_SECONDS)

    async def _index(self) -> None:
        """Keep the index by which staff find conversations up to date; as several processes may."""
        settling = finding.Settling()
        while not self.closing.is_set():
            try:
                newest = await self.database.read(finding.newest)
                until = settling.until(asyncio.get_running_loop().time(), newest)
                while until and not self.closing.is_set() and await self.database.write(finding.note_some, until) > 0:
                    await asyncio.sleep(INDEX_PAUSE_SECONDS)
            except DatabaseAway as away:
                log.warning("index.not_kept", why=str(away))
            except Exception as error:  # its words may hold those of a learner
                log.error("index.failed", error=type(error).__name__)
            await _wait(self.closing, INDEX_SECONDS)

    async def _tally(self) -> None:
        """Count what happened in journeys; as several processes may."""
        while not self.closing.is_set():
            try:
                await self.tallying.refresh(CALM)
            except DatabaseAway as away:
                log.warning("tallies.not_kept", why=str(away))
            except Exception as error:
                log.error("tallies.failed", error=type(error).__name__)
            await _wait(self.closing, TALLY_SECONDS)

    async def _tend_batches(self) -> None:
        """Do what batches of awards are still to change, and go on with campaigns; as several processes may."""
        while not self.closing.is_set():
            try:
                while await self.database.read(campaigns.busy) and await self._tended():
                    await asyncio.sleep(0)
            except DatabaseAway as away:
                log.warning("batches.not_tended", why=str(away))
            except Exception as error:  # its words may hold an address
                log.error("batches.failed", error=type(error).__name__)
            await _wait(self.closing, BATCH_SECONDS)

    async def _tended(self) -> int:
        """Some of it: how much."""
        now = self.clock()
        done = await self.database.write(batches.amend, now)
        if "email" in self.channels:
            today = now.astimezone(self.settings.zone).date()
            done += await self.database.write(campaigns.go_on, self.turns, now, today)
        return 0 if self.closing.is_set() else done

    async def _watch_outages(self) -> None:
        """Keep in mind what is down, and tell who read of it when it is over; as several processes may."""
        bell = asyncio.Event()
        unlisten = self.database.listen(lambda topic: bell.set() if topic == outages.CHANGED else None)
        try:
            while not self.closing.is_set():
                bell.clear()
                try:
                    await self.look_at_outages()
                except DatabaseAway as away:
                    log.warning("outages.not_seen", why=str(away))
                except Exception:
                    log.exception("outages.failed")
                await _first(bell, self.closing, seconds=OUTAGES_SECONDS)
        finally:
            unlisten()

    async def look_at_outages(self) -> None:
        """See what is down, end what is past its end, and owe the news of what is over."""
        now = self.clock()
        self.turns.down.listed, owed = await self.database.read(outages.look, now)
        while owed and not self.closing.is_set():
            owed = bool(await self.database.write(outages.tend, now, self.flows.by_day))

    async def _watch_rises(self) -> None:
        """Tell staff when many learners suddenly meet the same problem; as several processes may, each rise once."""
        while not self.closing.is_set():
            try:
                await self.look_at_rises()
            except DatabaseAway as away:
                log.warning("rises.not_seen", why=str(away))
            except Exception:
                log.exception("rises.failed")
            await _wait(self.closing, RISES_SECONDS)

    async def look_at_rises(self) -> None:
        """See what rose suddenly, and owe staff the news of what they were not told yet."""
        now = self.clock()
        if found := await self.database.read(rises.rises, now):
            await self.database.write(self._tell_of_rises, found, now)

    def _tell_of_rises(self, db: Connection, found: tuple[rises.Rise, ...], now: datetime) -> None:
        for rise in rises.new(db, found, now):
            log.warning("problem.rose", step=rise.path, count=rise.count, usual=rise.usual)
            self.turns.tell_of_rise(db, rise, now)

    async def _follow_awards(self, awarding: Awarding) -> None:
        """Keep what we know of awards as the institution's list tells it. Several processes may do so at once."""
        while not self.closing.is_set():
            pause = AWARDS_SECONDS
            try:
                await self.follow_awards(awarding)
            except Refused as refused:
                log.error("awards.refused", why=str(refused))
            except (DatabaseAway, Unavailable) as away:
                log.warning("awards.not_followed", why=str(away))
                pause = RETRY_SECONDS[1]
            except Exception as error:  # its words may hold an address
                log.error("awards.failed", error=type(error).__name__)
            await _wait(self.closing, pause)

    async def follow_awards(self, awarding: Awarding) -> None:
        """Ask once. Raises Unavailable or Refused."""
        listed = awards.listed(await awarding.waiting(await self.database.read(awards.bundles)))
        after = await self.database.write(self._note_awards, listed, 0)
        while after:
            after = await self.database.write(self._note_awards, listed, after)
        log.info("awards.followed")

    def _note_awards(self, db: Connection, listed: awards.Listed, after: int) -> int:
        """Some of the awards, and the conversations that they belong to, in one transaction."""
        news, after = awards.changed(db, listed, self.settings.zone, after)
        for one in news:
            with contextlib.suppress(NewerState):  # the learner talks with a newer program; the award is noted
                self.turns.think(db, one.learner, Learned(self.clock(), one.badge, one.facts), self.clock())
        return after

    async def _open_telegram(self, telegram: Telegram, *, poll: bool, hooks: bool) -> None:
        """Tell Telegram who we are and how to reach us; then ask it for news, where there is no webhook."""
        by_webhook = bool(self.settings.telegram_webhook_secret.get_secret_value())

        async def opening() -> None:
            await telegram.open()
            await telegram.describe(*self._menu())
            if by_webhook and hooks and self.settings.base_url.startswith("https://"):
                await telegram.set_webhook(f"{self.settings.base_url}/hooks/telegram")
            log.info("telegram.open", bot=telegram.username)
            if poll and not by_webhook:
                await telegram.poll(self.hear)

        await self._until_open("telegram", opening)

    async def _open_slack(self, slack: Slack, *, poll: bool) -> None:
        """Ask Slack who we are there; then hear by Socket Mode, where that is on."""

        async def opening() -> None:
            await slack.open()
            log.info("slack.open")
            if poll and (app_token := self.settings.slack_app_token.get_secret_value()):
                from integrations.slack_socket import SlackSocket  # only who hears by it carries it

                await SlackSocket(slack, app_token, self.hear).run()

        await self._until_open("slack", opening)

    async def _until_open(self, channel: str, opening: Callable[[], Awaitable[None]]) -> None:
        """Again and again until it comes to its end, however long the channel is away."""
        pause = RETRY_SECONDS[0]
        while not self.closing.is_set():
            try:
                await opening()
                return
            except Refused as refused:
                log.error(f"{channel}.refused", why=str(refused))
                pause = RETRY_SECONDS[1]
            except Unavailable as away:
                log.warning(f"{channel}.away", why=str(away))
            except Exception:
                log.exception(f"{channel}.failed")
            await _wait(self.closing, pause)
            pause = min(pause * 2, RETRY_SECONDS[1])

    async def _try_mail(self, email: Email) -> None:
        """Tell at start whether the mail server takes us; letters are tried whatever it says now."""
        try:
            await email.open()
            log.info("mail.open")
        except Refused as refused:
            log.error("mail.refused", why=str(refused))
        except Unavailable as away:
            log.warning("mail.away", why=str(away))

    async def _watch_webhook(self, telegram: Telegram) -> None:
        """Count how Telegram's deliveries to us are, as Telegram sees it: we cannot see what does not come."""
        while not self.closing.is_set():
            try:
                pending, failed = await telegram.webhook()
                metrics.WEBHOOK_PENDING.labels(telegram.name).set(pending)
                metrics.WEBHOOK_ERROR.labels(telegram.name).set(failed.timestamp() if failed else 0)
                metrics.WEBHOOK_SEEN.labels(telegram.name).set_to_current_time()
            except (Refused, Unavailable) as trouble:
                log.info("telegram.not_seen", why=str(trouble))
            except Exception:
                log.exception("telegram.not_seen")
            await _wait(self.closing, WEBHOOK_SECONDS)

    def _menu(self) -> tuple[dict[str, list[tuple[str, str]]], dict[str, str], dict[str, str]]:
        """Telegram's menu of commands and the bot's descriptions, in each language; Dutch for everybody else."""
        label = self.flows.texts.label
        commands = {
            language: [(command, label(f"common.command_{command}", "about", language)) for command in COMMANDS]
            for language in LANGUAGES
        }
        facts = self.flows.given
        about = {language: label("common.about_bot", "", language, facts) for language in LANGUAGES}
        short = {language: label("common.about_bot_short", "", language, facts) for language in LANGUAGES}
        return commands, about, short

    async def close(self) -> None:
        """Finish what is under way, take nothing more, and let go of everything."""
        self.closing.set()
        if self.mail is not None:
            await self.mail.close()
        await self.delivery.stop()
        self.delivery.journal.close()
        for task in (*self._tasks, *self._courtesies):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self.installations is not None:
            await self.installations.close()
        for neighbour in (self.telegram, self.slack, self.email, self.badges, self.awarding):
            if neighbour is not None:
                await neighbour.close()
        await self.database.close()


async def _first(*waited_for: asyncio.Event, seconds: float) -> None:
    """Until one of these is set, or so many seconds are over."""
    waits = [asyncio.ensure_future(event.wait()) for event in waited_for]
    await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    for wait in waits:
        wait.cancel()


async def _wait(event: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        pass


def checked_flows(settings: Settings) -> Flows:
    """The journeys, proofread. Raises FlowError with every fault."""
    flows = flows_for(settings)
    insist(flows, LIMITS)
    flows.texts.let_go()
    return flows


async def open_house(
    settings: Settings,
    *,
    channels: Mapping[str, Channel] | None = None,
    neighbours: Mapping[type[Request], Neighbour] | None = None,
    identity: Identity | None = None,
    staff_identity: StaffIdentity | None = None,
    badges: Badges | None = None,
    clock: Clock = now_utc,
    flows: Flows | None = None,
) -> House:
    """The whole program for these settings, its database migrated and open. Raises FlowError, AlreadyRunning."""
    practises_desk = settings.practises_desk
    settings = with_sandbox(settings)
    world = _world(settings, clock) if settings.in_sandbox else None
    clock = _clock_of(world) if world else clock
    flows = flows or checked_flows(settings)
    await asyncio.to_thread(migrate, settings.database_url)
    turns = turns_for(settings, flows)
    database = Database.open(settings.database_url, role="program")
    journal = Journal(beside(settings) / "accepted")
    await journal.hand_over(lambda found: database.write(accepted.note, found, clock()))
    if settings.sqlite_path is not None:
        await database.write(outbox.free_all, clock())
    installed = installations_for(settings, database, turns.box, clock)
    telegram = slack = email = None
    if channels is None:
        telegram, email = _telegram(settings), email_for(settings, turns, clock)
        slack = slack_for(settings, installed)
        practice = practice_mail_for(settings, turns, clock)
        outside: dict[str, Channel | None] = {"telegram": telegram, "slack": slack, "email": email or practice}
        channels = {"web": WebChat(), **{name: one for name, one in outside.items() if one is not None}}
    badges = badges or badges_for(settings, clock)
    neighbours = neighbours_for(badges, turns.box) if neighbours is None else neighbours
    if telegram is not None:
        neighbours = {**neighbours, FetchPicture: fetching(database, turns.box, telegram)}
    spool = Spool(beside(settings) / "spool", turns.box, alone=settings.sqlite_path is not None)
    delivery = Delivery(
        database,
        turns,
        channels,
        neighbours,
        journal,
        in_flight=settings.sends_in_flight,
        clock=clock,
        even=time.monotonic,
    )
    ears = Ears(database, turns, spool, clock, delivery.take_turn)
    identity = identity or identity_for(settings, clock)
    house = House(
        settings,
        flows,
        database,
        turns,
        ears,
        delivery,
        dict(channels),
        telegram,
        identity,
        badges,
        awarding_for(settings),
        clock,
        email,
        slack,
        installed,
    )
    house.staff_identity = staff_identity or staff_identity_for(settings, clock)
    house.mail = mail_in_for(settings, house.hear, turns.box.seal)
    house.practises_desk = practises_desk
    if world is not None:
        world.moved = delivery.wake
        world.awarded = house.hear_of_award if practises_mail(settings) else None
        house.world = world
    return house


def sandbox_of(house: House) -> ASGIApp | None:
    """The imitations of eduID and edubadges, for `/sandbox`; None outside the sandbox. Built when first looked at."""
    world, own_url = house.world, house.settings.own_url
    if world is None:
        return None

    @cache
    def built() -> ASGIApp:
        from integrations.sandbox.application import application  # a worker shows no pages, and carries none

        clients = {SANDBOX_CLIENT: ("", [f"{own_url}/eduid/callback"])}
        return application(world, f"{own_url}/sandbox", clients, post_office_of(house))

    async def sandbox(scope: Scope, receive: Receive, send: Send) -> None:
        await built()(scope, receive, send)

    return sandbox


def identity_for(settings: Settings, clock: Clock) -> Identity | None:
    """How somebody logs in at eduID; None where that is not configured."""
    if not settings.eduid_issuer:
        return None
    return EduID(
        settings.eduid_issuer,
        settings.eduid_client_id,
        settings.eduid_client_secret.get_secret_value(),
        settings.eduid_api_url,
        f"{settings.own_url}/eduid/callback",
        clock=clock,
    )


def staff_identity_for(settings: Settings, clock: Clock) -> StaffIdentity | None:
    """How staff log in; None where that is not configured."""
    if not settings.staff_issuer:
        return None
    from integrations.staff_identity import StaffLogin  # a worker shows no pages, and carries none of it

    return StaffLogin(
        settings.staff_issuer,
        settings.staff_client_id,
        settings.staff_client_secret.get_secret_value(),
        f"{settings.own_url}/desk/callback",
        role_claim=settings.staff_role_claim,
        own_domains=[domain for domain in settings.staff_email_domains.split(",") if domain],
        clock=clock,
    )


def letters_for(settings: Settings, box: Box) -> Letters | None:
    """The signed addresses, ids and links of letters; None where no mail leaves."""
    mails = settings.sends_mail or practises_mail(settings)
    return Letters(box, parseaddr(settings.email_from)[1]) if mails else None


def given_for(settings: Settings, turns: Turns, given: Given) -> Given:
    """What holds for a file of awards here, with what this installation knows of institutions and mailboxes."""
    institutions = institutions_for(settings)
    return replace(
        given,
        institution_of=institutions.name_of_domain,
        called=lambda told: institutions.name({"institution": told}) if told else "",
        is_ours=turns.post.letters.is_ours if turns.post else given.is_ours,
        is_unread=is_unread,
    )


def is_unread(mailbox: str) -> bool:
    """Does this mailbox say by its name that nobody reads what comes there?"""
    from integrations.email import automatic  # who brings in no file carries it for nothing

    return automatic.is_unread(mailbox)


def mail_in_for(
    settings: Settings, hear: Callable[[Sequence[Heard]], Awaitable[None]], seal: Callable[[bytes], bytes]
) -> MailIn | None:
    """The ways in for mail; None where there is none."""
    if not (settings.takes_mail and settings.sends_mail) and not practises_mail(settings):
        return None
    from integrations.email.reader import Reader  # an installation without mail carries none of it

    return MailIn(Reader(parseaddr(settings.email_from)[1], settings.email_authserv_id, seal=seal), hear)


def listener_for(settings: Settings, letters: Letters, mail: MailIn) -> Listens | None:
    """The port at which a mail server hands us mails; None where that is not asked for."""
    if not settings.lmtp_listen:
        return None
    from integrations.email.lmtp import Listener

    return Listener(settings.lmtp_listen, partial(mail.take, way="lmtp"), letters.is_ours)


def watcher_for(settings: Settings, mail: MailIn) -> Watches | None:
    """The mailbox at a mail provider; None where that is not asked for. One process of all looks after it."""
    url = settings.imap_url.get_secret_value()
    if not url:
        return None
    from integrations.email.imap import Imap

    only = OnlyOne(settings.database_url, f"badgewijzer imap {url}")
    return Imap(
        url,
        partial(mail.take, way="imap"),
        is_ours=only.is_mine,
        let_go=only.let_go,
        looked=metrics.IMAP_SEEN.labels("email").set_to_current_time,
    )


def _telegram(settings: Settings) -> Telegram | None:
    token = settings.telegram_bot_token.get_secret_value()
    if not token:
        return None
    return Telegram(
        token,
        api_url=settings.telegram_api_url,
        webhook_secret=settings.telegram_webhook_secret.get_secret_value(),
        rate=settings.telegram_rate,
        chat_rate=settings.telegram_chat_rate,
    )


def slack_for(settings: Settings, installed: Installations | None) -> Slack | None:
    """Slack, in the one workspace of SLACK_BOT_TOKEN or in all that installed us; None where it is off."""
    if not settings.talks_on_slack:
        return None
    from integrations.slack import OneToken, Slack  # an installation without Slack carries none of it

    signing = (settings.slack_signing_secret, settings.slack_signing_secret_old)
    return Slack(
        installed or OneToken(settings.slack_bot_token.get_secret_value()),
        signing_secrets=[secret.get_secret_value() for secret in signing],
        api_url=settings.slack_api_url,
        chat_rate=settings.slack_chat_rate,
        desk=desk_for(settings),
    )


def desk_for(settings: Settings) -> Address | None:
    """Where staff read along and answer; None where there is no such place."""
    workspace, _, channel = settings.staff_slack_channel.rpartition("/")
    return Address("slack", channel, workspace) if channel else None


def installations_for(settings: Settings, database: Database, box: Box, clock: Clock) -> Installations | None:
    """The workspaces that installed us by themselves; None where there is one at most."""
    if not settings.slack_client_id:
        return None
    from bot.installations import Installations
    from integrations.slack_renewing import SlackRenewing

    secret = settings.slack_client_secret.get_secret_value()
    renew = SlackRenewing(settings.slack_client_id, secret, settings.slack_api_url, clock)
    return Installations(database, box, clock, renew)


def installer_for(house: House) -> Installer | None:
    """How a workspace installs us; None where none can."""
    settings = house.settings
    if house.installations is None:
        return None
    from integrations.slack_installing import SlackInstaller  # a worker shows no pages, and carries none of Bolt
    from integrations.slack_manifest import scopes

    return SlackInstaller(
        settings.slack_client_id,
        settings.slack_client_secret.get_secret_value(),
        house.installations,
        scopes=scopes(staff=bool(settings.staff_slack_channel)),
        base_url=settings.own_url,
        api_url=settings.slack_api_url,
    )


def slack_manifest(settings: Settings, *, socket_mode: bool, rotate: bool) -> dict[str, Any]:
    """The Slack app of this installation, as Slack is told of it."""
    from integrations.slack_manifest import manifest

    staff, public = bool(settings.staff_slack_channel), settings.base_url.startswith("https://")
    return manifest(settings.base_url if public else "", staff=staff, socket_mode=socket_mode, rotate=rotate)


def email_for(settings: Settings, turns: Turns, clock: Clock) -> Email | None:
    """The way out for mail; None where that is not configured. Raises WrongSetting."""
    if turns.post is None or not settings.sends_mail:
        return None
    letters = turns.post.letters
    from integrations.email.smtp import Email, read_key  # an installation without mail carries none of it

    key = None
    if settings.dkim_key_file:
        try:
            key = read_key(settings.dkim_key_file, settings.dkim_selector, letters.domain)
        except (ValueError, OSError) as odd:
            raise WrongSetting(f"DKIM_KEY_FILE: {odd}") from None
    writer = _writer_for(settings, turns, letters)
    return Email(settings.smtp_url.get_secret_value(), writer, rate=settings.mail_rate, clock=clock, key=key)


def _writer_for(settings: Settings, turns: Turns, letters: Letters) -> Writer:
    from integrations.email.writing import Writer

    site = settings.own_url if turns.reached else ""
    return Writer(letters, settings.email_from, organisation=settings.organisation, site=site)


def read_as_mail(settings: Settings, turns: Turns, message: Message, letter: Letter, now: datetime) -> EmailMessage:
    """This letter as the mail it would be, to somebody that nobody is. Raises WrongSetting where no mail leaves."""
    if turns.post is None:
        raise WrongSetting("no mail can leave: set SMTP_URL and EMAIL_FROM first")
    return _writer_for(settings, turns, turns.post.letters).write("learner@example.org", message, letter, now)


def practises_mail(settings: Settings) -> bool:
    """Does the guide's mail go to the sandbox's mailbox, and come from there?"""
    return settings.in_sandbox and not settings.sends_mail and settings.email_from == GUIDE


def practice_mail_for(settings: Settings, turns: Turns, clock: Clock) -> Channel | None:
    """The way to the sandbox's mailbox; None where mail is real, or off."""
    if turns.post is None or not practises_mail(settings):
        return None
    from integrations.sandbox.mailbox import Mailbox, PracticePost  # outside the sandbox nobody carries it for nothing

    writer = _writer_for(settings, turns, turns.post.letters)
    return PracticePost(Mailbox(beside(settings) / SANDBOX_MAIL), writer, EMAIL_LIMITS, clock)


def post_office_of(house: House) -> PostOffice | None:
    """The sandbox's mailbox, and the way from it to the guide, as real mail comes."""
    if house.mail is None or not practises_mail(house.settings):
        return None
    from integrations.sandbox.mailbox import Mailbox
    from integrations.sandbox.mailbox_pages import PostOffice

    return PostOffice(Mailbox(beside(house.settings) / SANDBOX_MAIL), partial(house.mail.take, way="sandbox"))


def beside(settings: Settings) -> Path:
    """Where this program keeps its few files: beside the SQLite database, else in `var`."""
    return settings.sqlite_path.parent if settings.sqlite_path else Path("var")


async def bot_name(settings: Settings) -> str:
    """The name of our bot on Telegram, for links to it; "" when Telegram is off or does not answer now."""
    telegram = _telegram(settings)
    if telegram is None:
        return ""
    try:
        async with asyncio.timeout(10):
            await telegram.open()
        return telegram.username
    except (Refused, Unavailable, TimeoutError):
        return ""
    finally:
        await telegram.close()
