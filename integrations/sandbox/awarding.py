"""What edubadges does with awards and badges: award, mail, remind, let expire, have claimed, delete, revoke.

Source: edubadges-server, `apps/directaward/models.py`, `apps/directaward/api.py`, `apps/mainsite/utils.py` and
`apps/mainsite/management/commands/reminders_direct_awards.py` (June 2026).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date

from integrations.sandbox.world import (
    CLAIM_WITHIN,
    Account,
    Award,
    Badge,
    BadgeClass,
    Bundle,
    Enrolment,
    Institution,
    Mail,
    World,
    entity_id,
    moment,
)

REMINDED_AFTER = (timedelta(days=20), timedelta(days=40))
ROW_GOES_AFTER = timedelta(days=30)
"""A deleted award leaves the institution's list so long after."""

SENDER = "noreply@surf.nl"
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


class NotAwarded(Exception):
    """edubadges refuses this award; its text is one of edubadges' error codes."""


def award(
    world: World,
    site: str,
    badge_class: str,
    email: str,
    *,
    account: str = "",
    given: str = "",
    family: str = "",
    scheduled_at: str = "",
    notify: bool = True,
) -> Award:
    """A new award, to an e-mail address or (with `account`) to an institution account; its mail goes to `email`.

    It expires 82 days after it was made, also when it is scheduled for later. Raises NotAwarded.
    """
    email, account = email.strip().lower(), account.strip().lower()
    for other in world.awards.values():
        same = other.account == account if account else not other.account and other.email == email
        if same and other.badge_class == badge_class and other.status == "Unaccepted":
            raise NotAwarded("931" if account else "940")
    bundle = Bundle(entity_id(), badge_class, 1, "eppn" if account else "email", bool(scheduled_at))
    made = Award(
        entity_id(),
        badge_class,
        email,
        account,
        given.strip() if not account else "",
        family.strip() if not account else "",
        "Scheduled" if scheduled_at else "Unaccepted",
        world.stamp(),
        (world.now() + CLAIM_WITHIN).isoformat(timespec="seconds"),
        notify,
        bundle=bundle.entity,
        scheduled_at=scheduled_at,
    )
    world.bundles[bundle.entity] = bundle
    world.awards[made.entity] = made
    if notify and not scheduled_at:
        _claim_mail(world, site, made, world.stamp())
    return made


def catch_up(world: World, site: str) -> None:
    """Do what the clock has brought since anybody last looked: scheduled awards, reminders, expiry, rows that go."""
    now = world.now()
    for one in list(world.awards.values()):
        created, expires = moment(one.created_at), moment(one.expires_at)
        if one.status == "Scheduled" and moment(one.scheduled_at) <= now:
            one.status = "Unaccepted"
            world.bundles[one.bundle].scheduled = False
            _claim_mail(world, site, one, one.scheduled_at)
        if one.status == "Unaccepted":
            for number, after in enumerate(REMINDED_AFTER, 1):
                if one.reminders < number and created + after < now:
                    one.reminders = number
                    at = max(created + after, moment(one.scheduled_at) if one.scheduled_at else created)
                    _reminder_mail(world, site, one, _stamp(at))
            if expires < now:
                del world.awards[one.entity]
                world.bundles[one.bundle].expired += 1
                _expired_mail(world, one, one.expires_at)
        elif one.status == "Deleted" and moment(one.delete_at) < now:
            del world.awards[one.entity]
            world.bundles[one.bundle].removed += 1


def is_for(account: Account, one: Award) -> bool:
    """May this learner claim it? Exact: the account is linked, or the e-mail address of the eduID is the award's."""
    return one.account in account.accounts if one.account else one.email == account.email.lower()


def waiting(world: World, account: Account) -> list[Award]:
    """The awards that stand `Unclaimed` in this learner's backpack. What is for another address is just not there."""
    return [one for one in world.awards.values() if one.status == "Unaccepted" and is_for(account, one)]


def printed_name(account: Account, one: Award | None = None) -> str:
    """The name that a badge bears: the award's, else the confirmed one, else the name of the eduID."""
    given = f"{one.given} {one.family}" if one and one.given and one.family else ""
    return given or account.confirmed_name or f"{account.given} {account.family}"


def claim(world: World, account: Account, one: Award) -> Badge:
    """The badge that this award becomes, private. The award is gone."""
    made = _badge(world, account, one.badge_class, printed_name(account, one), issued_on=one.created_at)
    made.bundle = one.bundle
    for asked in list(world.enrolments.values()):
        if asked.holder == account.eduid and asked.badge_class == one.badge_class:
            del world.enrolments[asked.entity]
    del world.awards[one.entity]
    return made


def approve(world: World, site: str, asked: Enrolment) -> Badge:
    """The badge that a request becomes; its holder accepts it by opening it."""
    account = world.accounts[asked.holder]
    made = _badge(world, account, asked.badge_class, printed_name(account), issued_on=world.stamp())
    made.acceptance, made.requested = "Unaccepted", True
    del world.enrolments[asked.entity]
    _approved_mail(world, site, account, made)
    return made


def _badge(world: World, account: Account, badge_class: str, name: str, *, issued_on: str) -> Badge:
    lasts = world.badge_classes[badge_class].expires_after_days
    made = Badge(
        entity_id(),
        badge_class,
        account.eduid,
        name,
        bool(account.confirmed_name),
        issued_on,
        world.stamp(),
        _stamp(world.now() + timedelta(days=lasts)) if lasts else "",
    )
    world.badges[made.entity] = made
    return made


def delete(world: World, site: str, one: Award, why: str) -> None:
    """Staff take an award back before it is claimed; the learner gets a mail with the reason."""
    one.status, one.why = "Deleted", why
    one.delete_at = _stamp(world.now() + ROW_GOES_AFTER)
    _deleted_mail(world, site, one)


def revoke(world: World, site: str, one: Badge, why: str) -> None:
    """The issuer takes a badge back for good; the learner gets a mail."""
    one.revoked, one.revoked_because = True, why
    _revoked_mail(world, site, one)


def has_expired(world: World, one: Badge) -> bool:
    return bool(one.expires) and moment(one.expires) < world.now()


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")


# The mails. Dutch above English, in words of our own with the marks of the real ones.
# Source: edubadges-server, `apps/mainsite/templates/email/*.html` and `apps/mainsite/utils.py` (June 2026).


def _about(world: World, entity: str) -> tuple[BadgeClass, Institution]:
    badge_class = world.badge_classes[entity]
    return badge_class, world.institutions[badge_class.institution]


def _mail(world: World, to: str, subject: str, at: str, paragraphs: list[str], link: str = "") -> None:
    world.mails.append(Mail(to, SENDER, subject, "\n\n".join(filter(None, paragraphs)), at, link))


def _card(world: World, entity: str, language: str) -> list[str]:
    badge_class, institution = _about(world, entity)
    if language == "nl":
        return [badge_class.name, "Uitgegeven door", badge_class.issuer_name, institution.name_nl]
    return [badge_class.name, "Issued by", badge_class.issuer_name_en, institution.name_en]


def _day(stamp: str, language: str) -> str:
    return format_date(moment(stamp).astimezone(AMSTERDAM), "dd MMMM y", locale=language)


def _claim_mail(world: World, site: str, one: Award, at: str) -> None:
    badge_class, institution = _about(world, one.badge_class)
    until, before = _day(one.expires_at, "nl"), _day(one.expires_at, "en")
    named = f"{one.given} {one.family}".strip()
    _mail(
        world,
        one.email,
        "Je hebt een edubadge ontvangen. You received an edubadge. Claim it now!",
        at,
        [
            "For the English version, see below.",
            f"{institution.name_nl} heeft je de volgende edubadge gestuurd.\nClaim deze voor {until}!",
            named and f"Deze edubadge staat op naam van {named}.",
            "" if one.account else f"Klopt je naam niet? Stuur dan een e-mail naar {badge_class.issuer_email}.",
            "Je haalt de badge op in je backpack.",
            "Let erop dat je eduID gekoppeld is aan de instelling die je deze edubadge toekende."
            if one.account
            else "Let erop dat het adres van je eduID gelijk is aan het adres waarop deze mail kwam.",
            f"Let op! Je kunt tot {until} je edubadge claimen",
            "Claim deze edubadge in je backpack",
            *_card(world, one.badge_class, "nl"),
            f"{institution.name_en} has sent you the following edubadge.\nClaim it before {before}!",
            named and f"This badge bears the name {named}.",
            "" if one.account else f"Name wrong? Please send an email to {badge_class.issuer_email}",
            "You collect it in your backpack.",
            "Please ensure that your eduID is connected to the institution that awarded you this edubadge."
            if one.account
            else "See that the address in your eduID is the same as the one this mail came to.",
            f"Please note! You can claim your edubadge until {before}",
            "Claim this edubadge in your backpack",
            *_card(world, one.badge_class, "en"),
        ],
        f"{site}/direct-awards",
    )


def _reminder_mail(world: World, site: str, one: Award, at: str) -> None:
    _, institution = _about(world, one.badge_class)
    until, before = _day(one.expires_at, "nl"), _day(one.expires_at, "en")
    sent, was_sent = _day(one.created_at, "nl"), _day(one.created_at, "en")
    _mail(
        world,
        one.email,
        "Reminder: your edubadge will expire",
        at,
        [
            f"{institution.name_nl} heeft je op {sent} een edubadge gestuurd.\nClaim deze voor {until}!",
            f"Let op! Je kunt tot {until} je edubadge claimen",
            "Claim deze edubadge in je backpack",
            *_card(world, one.badge_class, "nl"),
            f"{institution.name_en} has sent you an edubadge on {was_sent}.\nClaim it before {before}!",
            f"Please note! You can claim your edubadge until {before}",
            "Claim this edubadge in your backpack",
            *_card(world, one.badge_class, "en"),
        ],
        f"{site}/direct-awards",
    )


def _expired_mail(world: World, one: Award, at: str) -> None:
    _mail(
        world,
        one.email,
        "Your edubadge has been deleted",
        at,
        [
            "De tijd waarin je je edubadge kon claimen is voorbij. Je edubadge is verwijderd.",
            *_card(world, one.badge_class, "nl"),
            "The time in which you could claim your edubadge has expired. Your edubadge has been deleted.",
            *_card(world, one.badge_class, "en"),
        ],
    )


def _deleted_mail(world: World, site: str, one: Award) -> None:
    badge, _ = _about(world, one.badge_class)
    _mail(
        world,
        one.email,
        "Awarded eduBadge has been deleted",
        world.stamp(),
        [
            f"Je toegekende edubadge {badge.name} is verwijderd door de uitgever. De reden: {one.why}",
            f"Your awarded edubadge for {badge.name} has been deleted by the issuer. The reason: {one.why}",
        ],
        f"{site}/archived",
    )


def _revoked_mail(world: World, site: str, one: Badge) -> None:
    badge, _ = _about(world, one.badge_class)
    _mail(
        world,
        world.accounts[one.holder].email,
        "eduBadge has been revoked",
        world.stamp(),
        [
            f"Je toegekende edubadge {badge.name} is ingetrokken door de uitgever. De reden: {one.revoked_because}",
            f"Your awarded edubadge for {badge.name} has been revoked by the issuer. The reason: {one.revoked_because}",
        ],
        f"{site}/archived",
    )


def requested_mail(world: World, site: str, asked: Enrolment) -> None:
    """Tell whoever asked for a badge that it was asked for."""
    badge, _ = _about(world, asked.badge_class)
    _mail(
        world,
        world.accounts[asked.holder].email,
        "You have successfully requested an edubadge",
        world.stamp(),
        [
            f"Je hebt de volgende edubadge aangevraagd: {badge.name}. Wacht tot de uitgever ernaar heeft gekeken.",
            f"You have successfully requested the edubadge: {badge.name}. Please wait for the issuer to look at it.",
        ],
        f"{site}/public/{asked.badge_class}",
    )


def deny(world: World, asked: Enrolment, why: str) -> None:
    """Staff turn a request down."""
    del world.enrolments[asked.entity]
    badge_class = world.badge_classes[asked.badge_class]
    _mail(
        world,
        world.accounts[asked.holder].email,
        f"Your request for the badgeclass {badge_class.name} has been denied by the issuer.",
        world.stamp(),
        [
            f"Jouw aanvraag voor de edubadge {badge_class.name} is geweigerd door de uitgever.",
            why and f"De reden: {why}",
            f"Your request for the edubadge {badge_class.name} has been denied by the issuer.",
            why and f"The reason: {why}",
        ],
    )


def _approved_mail(world: World, site: str, account: Account, made: Badge) -> None:
    _, institution = _about(world, made.badge_class)
    _mail(
        world,
        account.email,
        "Je hebt een edubadge ontvangen! You received an edubadge!",
        world.stamp(),
        [
            f"{institution.name_nl} heeft je de volgende edubadge gestuurd.",
            *_card(world, made.badge_class, "nl"),
            "Bekijk jouw edubadge",
            f"{institution.name_en} has sent you the following edubadge.",
            *_card(world, made.badge_class, "en"),
            "View your edubadge",
        ],
        f"{site}/details/{made.entity}",
    )
