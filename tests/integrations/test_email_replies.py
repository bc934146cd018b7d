"""What somebody wrote themselves, in the shapes that mail programs give it. Whole mails are in tests/email/corpus."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from integrations.email.lines import of_html, of_text
from integrations.email.replies import reply
from tests.email.corpus import paragraphs

LETTER = "Hoi Sam,\n\nHeb je een eduID?\n\n1. Ja\n2. Nee\n\nAntwoord gewoon op deze mail."
QUOTED = "\n".join(f"> {line}".rstrip() for line in LETTER.splitlines())
HEADERS = """Van: Badgewijzer <badges@uni.example>
Verzonden: maandag 9 november 2026 10:11
Aan: Sam <sam@x.example>
Onderwerp: Je edubadge
"""
QUOTES = tomllib.loads((Path(__file__).parents[1] / "payloads" / "mail_quotes.toml").read_text("utf-8"))
ANSWERS = [
    "2",
    "Ja!",
    "Ik heb nog geen eduID. Hoe maak ik die?",
    "Hoi,\n\nHet lukt niet.\nEr staat: van mijn school is niets bekend.\n\nWat nu?",
    "Op maandag schreef mijn school: je krijgt hem vanzelf.",
    "I was told on Monday at 10:00 that\nit was there",
]


@pytest.mark.parametrize("client", QUOTES)
def test_an_answer_above_a_quote_is_read_alone(client: str) -> None:
    for answer in ANSWERS:
        assert paragraphs(reply(of_text(f"{answer}\n\n{QUOTES[client]}\n"))) == paragraphs(answer)


ATTRIBUTION = "Op ma 9 nov 2026 om 10:11 schreef Badgewijzer <badges@uni.example>:"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"{ATTRIBUTION}\n{QUOTED}\n\nJa, die heb ik.\n", "Ja, die heb ik."),
        (f"Hoi,\n\n{ATTRIBUTION}\n{QUOTED}\n\nJa.\n-- \nSam\n06-12345678", "Hoi,\n\nJa."),
        (f"{ATTRIBUTION}\n> Heb je een eduID?\n\nJa.\n\n> En een account?\nNee.\n\n> Groet\n", "Ja.\n\nNee."),
        (f"{ATTRIBUTION}\n> 1. Ja\n> 2. Nee\n2\n> Antwoord.\n\nGroetjes,\nSam", "2"),
        (f"Ja\n\n{ATTRIBUTION[:-1]}\n\n{QUOTED}", "Ja"),
        (f"{HEADERS}\n> Heb je een eduID?\nJa!\n> Groet", "Ja!"),
        (f"Zie onder.\n\n{ATTRIBUTION}\n{QUOTED}\n>> ouder\n> > ouder\n\nIk kies 1", "Zie onder.\n\nIk kies 1"),
    ],
)
def test_an_answer_below_or_within_a_quote_is_read(text: str, said: str) -> None:
    assert paragraphs(reply(of_text(text))) == paragraphs(said)


@pytest.mark.parametrize("sign", ["\0", "\x01", "\x0b", "\x1f", "\ufffe", "\uffff"])
def test_signs_that_no_html_may_hold_take_no_answer_along(sign: str) -> None:
    html = f"<p>Ja,{sign}die heb ik.</p><blockquote type=cite>{sign}<p>Heb je{sign}een eduID?</p></blockquote>{sign}"
    [said] = paragraphs(reply(of_html(html)))
    assert said.startswith("Ja,")
    assert said.endswith("die heb ik.")


def test_who_says_that_the_answers_stand_below_or_wrote_nothing_above_may_have_written_there() -> None:
    answered = f"{HEADERS}\nHeb je een eduID?\nJa, die heb ik."
    assert paragraphs(reply(of_text(f"Mijn antwoorden staan hieronder.\n\n{answered}"))) == [
        "Mijn antwoorden staan hieronder.",
        "Heb je een eduID? Ja, die heb ik.",
    ]
    assert paragraphs(reply(of_text(answered), whole=True)) == ["Heb je een eduID? Ja, die heb ik."]
    assert reply(of_text(answered)) == ""


@pytest.mark.parametrize(
    "below",
    [
        "Met vriendelijke groet,\n\nSam de Vries\nVerpleegkundige\nZiekenhuis X\nT 030 555 01 00\nwww.x.example",
        "Met vriendelijke groeten,\nSam",
        "Vriendelijke groet,\n\n*Sam de Vries*\nHR-adviseur | Werkdagen: ma, di, do",
        "Hartelijke groet\nSam",
        "Groetjes, Sam",
        "Groetjes Sam!",
        "groet sam",
        "Gr. Sam",
        "gr Sam",
        "Gr,\nSam",
        "Mvg,\nSam",
        "mvg Sam de Vries",
        "M.v.g.\nSam",
        "Met hartelijke groet,\nSam van der Berg-Jansen",
        "Veel groeten van Sam",
        "Kind regards,\nSam de Vries\nStudent",
        "Best regards\n\nSam",
        "Warm regards, Sam",
        "Regards,\nSam",
        "Best,\nSam",
        "Best wishes,\nSam",
        "Cheers,\nSam",
        "Cheers Sam",
        "Sincerely,\nSam de Vries",
        "Yours sincerely,\n\nSam de Vries",
        "Met vriendelijke groet / Kind regards,\n\nSam de Vries\n\nStudent",
        "Vr. gr. Sam",
        "Groetjes Sam 😊",
        "Groetjes, Sam :)",
        "Grt,\nSam",
        "Lieve groetjes van Sam en Eva",
        "All the best,\nSam",
        "*Met vriendelijke groet,*\n\n*Sam de Vries*\nAanwezig: ik werk op ma, di en do",
        "Virusvrij.www.avast.com<https://www.avast.com/sig-email>",
        "Virus-free. www.avg.com",
        "Dit e-mailbericht is gecontroleerd op virussen door Avast.",
        "Verzonden vanaf mijn iPhone, excuses voor typefouten",
        "Sam heeft gereageerd via Gmail\n<https://www.google.example/gmail/about/>",
        "Sent from Mail for Windows 10",
        "Sent from Samsung tablet.",
        "Verzonden via myMail voor Android",
        "Disclaimer\n\nDeze e-mail is alleen bestemd voor de geadresseerde. Gebruik door anderen is niet toegestaan.",
        "Met vriendelijke groet,\nSam\n\n__________________\nDe informatie in deze mail is vertrouwelijk.\n\n"
        "Aan deze mail kunnen geen rechten worden ontleend.",
        "-- \nSam de Vries\nUniversiteit X",
        "--\nSam",
        "Verstuurd vanaf mijn iPhone",
        "Verzonden vanaf mijn Samsung Galaxy-smartphone.",
        "Sent from my iPad",
        "Sent from my Galaxy",
        "Sent from Outlook for iOS<https://aka.ms/o0ukef>",
        "Verzonden met Outlook voor iOS",
        "Verzonden vanuit Outlook voor Android",
        "Sent via Yahoo Mail on Android",
        "Groetjes Sam\n\nVerstuurd vanaf mijn iPhone",
        "Met vriendelijke groet,\nSam\n\nDit bericht is vertrouwelijk en uitsluitend bestemd voor de geadresseerde. "
        "Aan dit bericht kunnen geen rechten worden ontleend.",
        "This e-mail and any attachments are confidential and intended solely for the addressee. If you are not the "
        "intended recipient, please delete it.",
        "De informatie in dit bericht is vertrouwelijk. Als u niet de bedoelde ontvanger bent, verwijder het dan.",
        "Denk aan het milieu voordat u deze e-mail print.",
        "Please consider the environment before printing this email.",
        "P Denk aan het milieu voordat je dit bericht afdrukt",
    ],
)
def test_what_a_program_or_habit_puts_below_is_left_out(below: str) -> None:
    assert reply(of_text(f"Ik zie de kaart niet.\n\n{below}\n\n{QUOTES['Gmail']}\n")) == "Ik zie de kaart niet."
    assert reply(of_text(f"Ik zie de kaart niet.\n\n{below}\n")) == "Ik zie de kaart niet."


@pytest.mark.parametrize(
    "text",
    [
        "Van: mijn school\nAan: mij\ndat staat erboven",
        "Onderwerp: geen eduID\n\nWat nu?",
        "De groeten aan je collega's, en hoe nu verder?",
        "Groetjes Sam\n\nPS ik heb ook geen account bij mijn school, is dat erg?",
        "Best lastig dit. Waar vind ik de knop?",
        "Best I can do is tomorrow.",
        "Bedankt!\n\nSam",
        "Ik heb hem verstuurd vanaf mijn telefoon, maakt dat uit?",
        "Verstuurd vanaf mijn werk, maar ik kom er niet in.",
        "Mijn school schreef op 9-11-2026 om 10:11:\n\nJe krijgt een edubadge.\n\nMaar ik zie niets.",
        "Dit is de tekst:\n\n- een\n- twee",
        "- nee\n- ja",
        "a > b\n\nb < c",
        "Is dit vertrouwelijk?",
        "De mail van de afzender was niet voor mij bestemd, maar ik heb wel een edubadge.",
        "Mijn gegevens zijn vertrouwelijk. De afzender van dat bericht weet dat.",
        "Groet de rest van mij en laat weten of het lukt",
        "Oh laat maar, het is gelukt",
        "Groetjes Sam\n\nOh laat maar, het is gelukt",
        "👨\u200d👩\u200d👧 ja!",
        "Heb ik een account nodig? Mijn gegevens zijn vertrouwelijk namelijk.",
        "Ik kreeg een mail van buiten de organisatie, is dat goed?",
        "1) ja\n2) nee\n3) weet ik niet",
        "--> hier klikte ik\n\nen toen niets",
        "Het bericht was:\n\nFrom: badges@uni.example\nis dat echt?",
        "On my screen it wrote: not found",
        "Op het scherm staat geschreven:\nGeen toegang",
        "Sent",
        "gr",
        "Groetjes",
        "mvg",
        "Groetjes Sam",
        "-- ",
        "> 18",
        "Mijn leeftijd is\n> 18",
    ],
)
def test_words_of_their_own_stay(text: str) -> None:
    assert paragraphs(reply(of_text(text))) == paragraphs(text)
