"""What is read in a mail of edubadges' own, sent on or pasted, and what is not taken for one."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Callable
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations.claim_mail import LONGEST_FIELD, read_award_mail

MAILS = Path(__file__).parents[1] / "payloads" / "claim_mail"

WHOLE = {
    "news": "awarded",
    "badge": "Data in de zorg: basis & praktijk (niveau 5)",
    "institution": "Hogeschool van Verzonnenstad",
    "deadline": "2027-01-04",
    "kind": "personal",
    "issuer_mail": "badges@verzonnenstad.example",
}
HEADING = "Hogeschool X heeft je de volgende edubadge gestuurd.\nClaim deze voor 1 mei 2027!\n"
BUTTON = "Claim deze edubadge in je backpack\n"


def mail(name: str) -> str:
    return (MAILS / f"{name}.txt").read_text("utf-8")


def told(badge: str, institution: str, deadline: str, kind: str, news: str = "awarded", **more: str) -> dict[str, str]:
    """What is read in a mail that tells this; "" for what it does not tell."""
    facts = {"news": news, "badge": badge, "institution": institution, "deadline": deadline, "kind": kind, **more}
    return {name: fact for name, fact in facts.items() if fact}


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("personal_whole", WHOLE),
        (
            "institution_outlook_forward",
            told("Financiële geletterdheid", "ROC Denkbeeld", "2027-01-02", "institution"),
        ),
        (
            "institution_gmail_reply_english",
            told(
                "Ethics of Machine Learning for People Who Would Rather Not Read About It",
                "University of Make-Believe",
                "2027-01-30",
                "institution",
            ),
        ),
        (
            "reminder_iphone_forward",
            told("Circulair bouwen", "Stichting Fantasie Opleidingen", "2027-01-04", "", "reminded"),
        ),
        (
            "reminder_english_html",
            told("Drawing & Seeing: it's all lines", "Academy of Imaginary Arts", "2027-05-22", "", "reminded"),
        ),
        ("gmail_clipped", told("", "Hogeschool van Verzonnenstad", "2027-08-15", "personal")),
    ],
)
def test_a_claim_mail_tells_the_badge_the_institution_the_last_day_and_the_kind(
    name: str, read: dict[str, str]
) -> None:
    assert read_award_mail(mail(name)) == read


@pytest.mark.parametrize("name", ["other_to_staff", "other_newsletter"])
def test_another_mail_about_badges_is_none_of_these(name: str) -> None:
    assert read_award_mail(mail(name)) == {}


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
def test_a_word_about_a_mail_is_no_mail(text: str) -> None:
    assert read_award_mail(text) == {}


# Each mail, as it is sent on

FILLER = "Dit staat er ook: hoe je hem ophaalt, met een handleiding die wij hier niet nodig hebben."
FOOTER = "Edubadges User Support · Privacy Policy · Terms of Service\nPowered by SURF"


def award(kind: str, reminder: bool = False, on_behalf: bool = False, language: str = "nl") -> str:
    """A new award, or its reminder; with `on_behalf` the organisation for which it is given stands as the sender."""
    sender, faculty = ("Stichting Zorgleren",) * 2 if on_behalf else ("Hogeschool Voorbeeld", "Faculteit Zorg")
    card = f"Verpleegkundig rekenen\nin de wijk\n\n%s\nOnderwijs voor Professionals\n({faculty})\n{sender}"
    nl = [
        f"{sender} heeft je {'op 09 november 2026 een' if reminder else 'de volgende'} edubadge gestuurd.",
        "Claim deze voor 02 februari 2027!",
    ]
    en = [
        f"{sender} has sent you {'an edubadge on 09 November 2026' if reminder else 'the following edubadge'}.",
        "Claim it before 02 February 2027!",
    ]
    if kind == "personal" and not reminder:
        nl += ["Deze edubadge is voor Sanne de Vries.", "Anders? Stuur dan een e-mail naar badges@voorbeeld.example."]
        nl += ["Let erop dat het adres van je eduID gelijk is aan het adres waarop deze mail kwam."]
        en += ["This one is for Sanne de Vries.", "Not right? Please send an email to badges@voorbeeld.example"]
        en += ["See that the address in your eduID is the same as the one this mail came to."]
    elif not reminder:
        nl += ["Let erop dat je eduID gekoppeld is aan de instelling die hem gaf."]
        en += ["See that your eduID is connected to the institution that gave it."]
    nl += [FILLER, "Let op! Je kunt tot 02 februari 2027 je edubadge claimen", "Claim deze edubadge in je backpack"]
    en += [FILLER, "Please note! You can claim your edubadge until 02 February 2027"]
    en += ["Claim this edubadge in your backpack"]
    issued = {"nl": "Uitgegeven op 09 november 2026\nUitgegeven door", "en": "Issued on 09 November 2026\nIssued by"}
    if not reminder:
        issued = {"nl": "Uitgegeven door", "en": "Issued by"}
    halves = {"nl": [*nl, card % issued["nl"]], "en": [*en, card % issued["en"]]}
    shown = halves["nl"] + halves["en"] if language == "nl" else halves["en"]
    return "\n\n".join(["For the English version, see below.", *shown, FOOTER])


def sentence(nl: str, en: str, reason: str = "Dubbel uitgereikt aan Sanne de Vries", language: str = "nl") -> str:
    """A mail that names the badge in one sentence, with the reason that staff gave."""
    halves = [f"Sanne de Vries,\n\n{nl}\n\nDe reden:\n{reason}", f"Sanne de Vries,\n\n{en}\n\nThe reason:\n{reason}"]
    first = [re.sub(" for ", " ", en, count=1), "Go to your backpack"]
    shown = [*first, "For the English version, see below.", *halves] if language == "nl" else halves[1:]
    return "\n\n".join([*shown, FOOTER])


def expired(language: str = "nl") -> str:
    card = "Verpleegkundig rekenen\n\n%s\nOnderwijs voor Professionals\n(Faculteit Zorg)\nHogeschool Voorbeeld"
    nl = [
        "De periode waarin je je edubadge kon claimen is voorbij.\nJe edubadge is verwijderd.",
        card % "Uitgegeven door",
    ]
    en = ["The period during which you could claim your edubadge has expired.\nYour edubadge has been deleted."]
    en += [card % "Issued by"]
    return "\n\n".join([*(nl if language == "nl" else []), *en, FOOTER])


def approved(language: str = "nl") -> str:
    card = (
        "Verpleegkundig rekenen\n\n%s\nOnderwijs voor Professionals\n(Faculteit Zorg)\n\nOver deze edubadge\nEen les."
    )
    nl = ["Onderwijs voor Professionals heeft je de volgende edubadge gestuurd.", card % "Uitgegeven door"]
    en = ["Onderwijs voor Professionals has sent you the following edubadge.", card % "Issued by", "View your edubadge"]
    return "\n\n".join([*([*nl, "Bekijk jouw edubadge"] if language == "nl" else []), *en, FOOTER])


BADGE = "Verpleegkundig rekenen"
LONG = f"{BADGE} in de wijk"
MAIL = {"issuer_mail": "badges@voorbeeld.example"}
DELETED = (
    f"Je toegekende edubadge {BADGE} is verwijderd door de uitgever.",
    f"Your awarded edubadge for {BADGE} has been deleted by the issuer.",
)
REVOKED = tuple(half.replace("verwijderd", "ingetrokken").replace("deleted", "revoked") for half in DELETED)
DENIED = (
    f"Jouw aanvraag voor de edubadge {BADGE} is geweigerd door de uitgever.",
    f"Your request for the edubadge {BADGE} has been denied by the issuer.",
)
REQUESTED = (
    f"Je hebt de volgende edubadge aangevraagd: {BADGE}.\nWacht tot de uitgever antwoordt.",
    f"You have successfully requested the edubadge: {BADGE}.\nPlease wait for the issuer.",
)
DAY = "2027-02-02"
EACH: dict[str, tuple[str, Callable[[str], str], dict[str, str]]] = {
    "personal": (
        "Je hebt een edubadge ontvangen. You received an edubadge. Claim it now!",
        lambda language: award("personal", language=language),
        told(LONG, "Hogeschool Voorbeeld", DAY, "personal", **MAIL),
    ),
    "institution": (
        "Je hebt een edubadge ontvangen. You received an edubadge. Claim it now!",
        lambda language: award("institution", language=language),
        told(LONG, "Hogeschool Voorbeeld", DAY, "institution"),
    ),
    "on behalf of": (
        "Je hebt een edubadge ontvangen. You received an edubadge. Claim it now!",
        lambda language: award("personal", on_behalf=True, language=language),
        told(LONG, "Stichting Zorgleren", DAY, "personal", **MAIL),
    ),
    "reminder": (
        "Reminder: your edubadge will expire",
        lambda language: award("personal", reminder=True, language=language),
        told(LONG, "Hogeschool Voorbeeld", DAY, "", "reminded"),
    ),
    "reminder on behalf of": (
        "Reminder: your edubadge will expire",
        lambda language: award("institution", reminder=True, on_behalf=True, language=language),
        told(LONG, "Stichting Zorgleren", DAY, "", "reminded"),
    ),
    "expired": ("Your edubadge has been deleted", expired, told(BADGE, "Hogeschool Voorbeeld", "", "", "deleted")),
    "deleted by staff": (
        "Awarded eduBadge has been deleted",
        lambda language: sentence(*DELETED, language=language),
        told(BADGE, "", "", "", "deleted"),
    ),
    "revoked": (
        "eduBadge has been revoked",
        lambda language: sentence(*REVOKED, language=language),
        told(BADGE, "", "", "", "revoked"),
    ),
    "denied": (
        f"Your request for the badgeclass {BADGE} has been denied by the issuer.",
        lambda language: sentence(*DENIED, language=language),
        told(BADGE, "", "", "requested", "denied"),
    ),
    "requested": (
        "You have successfully requested an edubadge",
        lambda language: sentence(*REQUESTED, language=language),
        told(BADGE, "", "", "requested", "requested"),
    ),
    "approved": (
        "Je hebt een edubadge ontvangen! You received an edubadge!",
        approved,
        told(BADGE, "", "", "requested", "approved"),
    ),
}
"""Each mail: its subject, its text, what is read in it."""


def quoted(text: str, mark: str = "> ") -> str:
    return "\n".join(f"{mark}{line}".rstrip() for line in text.splitlines())


def wrapped(text: str, width: int) -> str:
    return "\n".join("\n".join(textwrap.wrap(line, width)) for line in text.splitlines())


def linked(text: str) -> str:
    """As Outlook leaves a link or a picture in text."""
    text = text.replace(
        "in je backpack", "in je backpack<https://eur01.safelinks.example/?url=x%2Fdirect-awards&data=05>"
    )
    text = text.replace("badges@voorbeeld.example", "badges@voorbeeld.example<mailto:b@x>")
    return f"[cid:image001.png@01DC3B5A]\n{text}"


CLIENTS: dict[str, Callable[[str, str], str]] = {
    "as it came": lambda subject, text: text,
    "Gmail, forwarded": lambda subject, text: (
        "---------- Forwarded message ---------\nVan: edubadges <noreply@surf.example>\nDate: ma 9 nov 2026 om 09:14\n"
        f"Subject: {subject}\nTo: <s.devries@example.org>\n\n\n{text}"
    ),
    "Gmail, quoted": lambda subject, text: (
        "Op ma 9 nov 2026 om 09:14 schreef edubadges <noreply@surf.example>:\n\n" + quoted(wrapped(text, 72))
    ),
    "Outlook, forwarded": lambda subject, text: (
        "\n________________________________\nVan: edubadges <noreply@surf.example>\nVerzonden: maandag"
        f"\nAan: Vries, Sanne de\nOnderwerp: {subject}\n\n{linked(text)}"
    ),
    "Outlook, quoted": lambda subject, text: (
        f"-----Original Message-----\nFrom: edubadges\nSent: Monday\nSubject: {subject}\n\n{linked(wrapped(text, 76))}"
    ),
    "Apple Mail, forwarded": lambda subject, text: (
        "Begin doorgestuurd bericht:\n\n"
        + quoted(
            f"Van: edubadges <noreply@surf.example>\nOnderwerp: {subject}\nDatum: 9 november 2026\n\n\ufffc\n{text}"
        )
    ),
    "Apple Mail, quoted": lambda subject, text: (
        "Op 9 nov 2026, om 09:14 heeft edubadges <noreply@surf.example> het volgende geschreven:\n\n" + quoted(text)
    ),
    "Thunderbird, forwarded": lambda subject, text: (
        f"-------- Doorgestuurd bericht --------\nOnderwerp: \t{subject}\nVan: \tedubadges\n\n{wrapped(text, 72)}"
    ),
    "Thunderbird, quoted": lambda subject, text: (
        "Op 09-11-2026 om 09:14 schreef edubadges:\n" + quoted(wrapped(text, 72))
    ),
    "Samsung, forwarded": lambda subject, text: (
        "Verstuurd vanaf mijn Galaxy\n\n-------- Oorspronkelijk bericht --------\nVan: edubadges\n"
        f"Datum: 09-11-2026 09:14\nOnderwerp: {subject}\n\n" + " ".join(text.split())
    ),
}
"""What becomes of a mail that is sent on, as text."""


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("name", EACH)
def test_each_mail_is_read_however_it_is_sent_on(name: str, client: str, language: str) -> None:
    subject, text, facts = EACH[name]
    assert read_award_mail(CLIENTS[client](subject, f"{text(language)}\n\nGroet, Sanne")) == facts


@pytest.mark.parametrize("before", ["", "Fwd: ", "FW: ", "Antw: ", "Re: Fwd: ", "TR : "])
@pytest.mark.parametrize("name", EACH)
def test_the_subject_is_enough_to_know_what_a_mail_tells(name: str, before: str) -> None:
    subject, _, facts = EACH[name]
    read = read_award_mail("Wat moet ik hiermee?", before + subject)
    assert read["news"] == facts["news"]
    assert read.items() <= {**facts, "kind": read.get("kind", "")}.items()


@pytest.mark.parametrize("subject", ["", "Vraag over mijn edubadge", "Re: je edubadge", "Een edubadge is aangevraagd!"])
def test_another_subject_tells_nothing(subject: str) -> None:
    assert read_award_mail("", subject) == {}


@pytest.mark.parametrize(
    "text",
    [
        "Mijn edubadge is verwijderd, wat nu?",
        "Er staat: Your edubadge has been deleted. Wie heeft dat gedaan?",
        "Je edubadge is ingetrokken door de uitgever, zei mijn docent.",
        "Ik heb de volgende edubadge aangevraagd: rekenen. Wacht ik nu op de uitgever?",
        "Bekijk jouw edubadge",
    ],
)
def test_a_word_about_what_became_of_a_badge_is_no_mail(text: str) -> None:
    assert read_award_mail(text) == {}


# Odd copies


@pytest.mark.parametrize("width", [8, 20, 33, 72, 100_000])
@pytest.mark.parametrize("mark", ["", "> ", ">>> ", "  | "])
def test_line_breaks_in_odd_places_and_quote_marks_change_nothing(width: int, mark: str) -> None:
    lines = [""]
    for word in mail("personal_whole").split():
        lines.append(word) if len(lines[-1]) + len(word) >= width else lines.append(f"{lines.pop()} {word}".strip())
    assert read_award_mail("\r\n".join(mark + line for line in lines)) == WHOLE


def test_either_half_of_the_mail_is_enough() -> None:
    dutch, sent, english = mail("personal_whole").partition("Hogeschool van Verzonnenstad has sent you")
    assert read_award_mail(dutch) == WHOLE
    assert read_award_mail(sent + english) == WHOLE


def test_from_the_button_down_the_badge_and_the_next_heading_are_enough() -> None:
    _, button, rest = mail("personal_whole").partition("Claim deze edubadge in je backpack")
    assert read_award_mail(button + rest) == WHOLE


def test_the_heading_alone_tells_the_institution_and_the_last_day() -> None:
    assert read_award_mail(HEADING) == told("", "Hogeschool X", "2027-05-01", "")


def test_a_name_that_is_broken_off_is_found_whole_on_the_card() -> None:
    text = mail("personal_whole").replace("van Verzonnenstad heeft", "van\n\n> Verzonnenstad heeft")
    assert read_award_mail(text)["institution"] == "Hogeschool van Verzonnenstad"


def test_the_issuer_and_the_faculty_are_not_taken_for_the_institution() -> None:
    text = f"{HEADING}{BUTTON}Rekenen\nUitgegeven door\nHogeschool X (Noord)\n(Hogeschool X)\nHogeschool X\n"
    assert read_award_mail(text) == told("Rekenen", "Hogeschool X", "2027-05-01", "")


@pytest.mark.parametrize("day", ["31 februari 2027", "45 mei 2027", "4 blauw 2027", "0 mei 0000", "٤ mei ٢٠٢٧"])
def test_a_day_that_does_not_exist_is_not_known(day: str) -> None:
    assert read_award_mail(HEADING.replace("1 mei 2027", day)) == told("", "Hogeschool X", "", "")


def test_two_mails_of_both_kinds_leave_the_kind_open() -> None:
    assert "kind" not in read_award_mail(mail("personal_whole") + mail("institution_outlook_forward"))


def test_what_cannot_be_seen_changes_nothing() -> None:
    text = mail("personal_whole")
    assert read_award_mail("\u202e\u200b".join(text)) == WHOLE
    assert read_award_mail("\u2067" + text.replace("\n", "\u200f\x00\r\n\u00ad") + "\u2069") == WHOLE
    assert read_award_mail(text.replace(" ", "\u00a0")) == WHOLE
    assert read_award_mail(text.replace("edubadge", "edu&#8203;badge").replace("Data", "&#8238;Data")) == WHOLE


def test_a_field_holds_no_address_no_picture_and_no_character_that_turns_the_text() -> None:
    badge = (
        "[image: vos.png] https://evil.example/x <b>Rekenen</b>\u202e www.evil.example ![](data:image/png;base64,AA==)"
    )
    assert read_award_mail(f"{HEADING}{BUTTON}{badge}\nUitgegeven door\nX\n")["badge"] == "Rekenen"


def test_letters_with_loose_accents_are_put_together() -> None:
    loose = unicodedata.normalize("NFD", mail("institution_outlook_forward"))
    assert read_award_mail(loose)["badge"] == "Financiële geletterdheid"


def test_a_long_name_is_cut() -> None:
    read = read_award_mail(f"{HEADING}{BUTTON}{'lang ' * 60}\nUitgegeven door\nX\n")
    assert 110 < len(str(read["badge"])) <= LONGEST_FIELD
    long_line = read_award_mail(f"{'woord ' * 60}heeft je de volgende edubadge gestuurd. Claim deze voor 1 mei 2027!")
    assert "institution" not in long_line  # a line that long is no name


def test_what_stands_beyond_twenty_thousand_characters_is_not_read() -> None:
    assert read_award_mail("x" * 20_000 + "\n" + mail("personal_whole")) == {}


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
        ("toegekende edubadge " * 1_000)[:19_900] + " is verwijderd door de uitgever",
        ("de uitgever " + "aanvraag voor de edubadge a " * 1_000)[:20_000],
        ("de uitgever volgende edubadge aangevraagd: " + "a " * 10_000)[:20_000],
        ("je edubadge kon claimen is " + "edubadge is verwijderd. " * 1_000)[:20_000],
        ("bekijk jouw edubadge " + "de volgende edubadge gestuurd " * 1_000)[:20_000],
        "(a)\n" * 5_000,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_no_text_takes_long(text: str) -> None:
    spent = []
    for _ in range(3):
        start = process_time()
        read_award_mail(text)
        spent.append(process_time() - start)
    assert min(spent) < 0.02


@given(
    st.lists(st.one_of(st.text(), st.sampled_from([SENT, HEADING, BUTTON, " uitgegeven door ", ") ", "> ", "&#9;"])))
)
def test_whatever_is_pasted_the_fields_are_short_and_visible(parts: list[str]) -> None:
    read = read_award_mail("".join(parts))
    for fact in read.values():
        assert 0 < len(str(fact)) <= LONGEST_FIELD
        assert str(fact).isprintable()
