"""What nobody should send to a chat is crossed out before anything is kept."""

from pathlib import Path

import pytest

from bot.redaction import asks_for_secret, redact

SECRETS = [
    ("123456", "code", "[code]"),
    ("de code is 482 913", "code", "de code is [code]"),
    ("482-913", "code", "[code]"),
    ("mijn pin is 4821", "code", "mijn pin is [code]"),
    ("code: A1B2C3", "code", "code: [code]"),
    ("ik kreeg 739201 maar die werkt niet", "code", "ik kreeg [code] maar die werkt niet"),
    ("mijn wachtwoord is Welkom123", "password", "mijn wachtwoord is [password]"),
    ("wachtwoord: geheim", "password", "wachtwoord: [password]"),
    ("my password is hunter2!", "password", "my password is [password]"),
    ("Zomer2026!", "password", "[password]"),
    ("111222333", "bsn", "[bsn]"),
    ("mijn bsn is 123456782.", "bsn", "mijn bsn is [bsn]."),
    ("1234.56.782", "bsn", "[bsn]"),
    ("NL91ABNA0417164300", "iban", "[iban]"),
    ("mijn rekening nl91 abna 0417 1643 00 is dat goed", "iban", "mijn rekening [iban] is dat goed"),
    ("DE89370400440532013000", "iban", "[iban]"),
    ("/help mijn code is 123456", "code", "/help mijn code is [code]"),
    ("/123456", "code", "/[code]"),
    ("code:483920", "code", "code:[code]"),
    ("code=483920", "code", "code=[code]"),
    ("code483920", "code", "code[code]"),
    ("G-483920", "code", "[code]"),
    ("mijn code is 48 39 20", "code", "mijn code is [code]"),
    ("bevestigingscode: 4839", "code", "bevestigingscode: [code]"),
    ("the code is ab12cd", "code", "the code is [code]"),
    ("de code van eduID is 4821", "code", "de code van eduID is [code]"),
    ("483\u200b920", "code", "[code]"),
    ("4\u00ad83920", "code", "[code]"),
    ("mijn wachtwoord is zonnebloem", "password", "mijn wachtwoord is [password]"),
    ("wachtwoord zonnebloem12", "password", "wachtwoord [password]"),
    ("my password is: hunterhunter", "password", "my password is: [password]"),
    ("P@ssw0rd123", "password", "[password]"),
    ("passwd: hunter2", "password", "passwd: [password]"),
    ("ww=zonnebloem", "password", "ww=[password]"),
    ("mijn ww is Bello", "password", "mijn ww is [password]"),
    ("wachtwoord van eduID is Zonnebloem12", "password", "wachtwoord van eduID is [password]"),
    ('wachtwoord "zonnebloem"', "password", 'wachtwoord "[password]'),
    ("wachtwoord: mijn hond heet bello", "password", "wachtwoord: [password]"),
    ("my password is correct-horse battery staple", "password", "my password is [password]"),
    ("mijn wachtwoord is paard accu nietje", "password", "mijn wachtwoord is [password]"),
    ("wachtwoord: Welkom123, maar dat werkt niet", "password", "wachtwoord: [password], maar dat werkt niet"),
    ("BSN=111222333", "bsn", "BSN=[bsn]"),
    ("BSN-111222333", "bsn", "BSN-[bsn]"),
    ("bsn111222333", "bsn", "bsn[bsn]"),
    ("mijn bsn is: 1112 22 333", "bsn", "mijn bsn is: [bsn]"),
    ("NL 91 ABNA 0417 1643 00", "iban", "[iban]"),
    ("NL91\u00a0ABNA\u00a00417\u00a01643\u00a000", "iban", "[iban]"),
    ("NL91  ABNA  0417  1643  00", "iban", "[iban]"),
]

HARMLESS = [
    "ja hoor",
    "22-06-2026",
    "22 juni 2026",
    "22/06/2026",
    "84 tot 840 uur en 3 tot 30 EC",
    "06-12345678",
    "0612345678",
    "+31 6 12345678",
    "mijn wachtwoord is vergeten",
    "het wachtwoord is niet goed",
    "my password is wrong",
    "ik heb geen code gekregen",
    "de code is verlopen na 10 minuten",
    "https://www.edubadges.nl/public/assertions/aBc123456dEf?code=123456",
    "https://www.edubadges.nl/public/assertions/123456",
    "mijn badge heet Zorg 2026",
    "123456789",  # nine digits that fail the 11-test
    "ik kom van 1234 AB Utrecht",
    "sanne@example.nl",
    "/start",
    "/help@badgewijzer_bot",
    "ik ben mijn wachtwoord vergeten",
    "welk wachtwoord?",
    "welk wachtwoord is dat",
    "welk wachtwoord is nodig?",
    "wachtwoord vergeten",
    "wachtwoord: vergeten",
    'ik klik op "wachtwoord" en dan gebeurt er niets',
    "wachtwoord-vergeten link",
    "mijn wachtwoord is kwijt",
    "het wachtwoord is geweigerd",
    "mijn wachtwoord van eduID is verlopen",
    "het wachtwoord is 8 tekens lang",
    "my password is not accepted",
    "the password was rejected twice",
    "is mijn wachtwoord hetzelfde als dat van school?",
    "de code is 10 minuten geldig",
    "de code werkt niet, het is al de 3e keer",
    "ik moet een code invullen van 6 cijfers",
    "foutcode 40312",
    "error code 40312",
    "postcode 1234 AB",
    "mijn postcode is 1234AB",
    "bel 030 123 45 67",
    "088-7873000",
    "de helpdesk heeft nummer 088 787 30 00",
    "badge Zorg 2.0 niveau 4",
    "Python 101",
    "Module 2026-2027 blok 3",
    "Edubadge VK12 uit 2026",
    "18-12-2026 om 14:30",
    "studentnummer s1234567",
    "de code 2026",
]


@pytest.mark.parametrize(("text", "kind", "kept"), SECRETS)
def test_a_secret_is_crossed_out_and_named(text: str, kind: str, kept: str) -> None:
    assert redact(text) == (kept, kind)


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_no_secret_stays_as_it_was(text: str) -> None:
    assert redact(text) == (text, "")


def test_in_a_long_text_it_is_named_too() -> None:
    text, kind = redact("Beste deelnemer, " * 30 + "uw code is 123456")
    assert kind == "code"
    assert "123456" not in text
    assert "[code]" in text


@pytest.mark.parametrize("file", sorted((Path(__file__).parents[1] / "payloads" / "claim_mail").iterdir()), ids=str)
def test_a_claim_mail_holds_no_secret(file: Path) -> None:
    assert redact(file.read_text("utf-8"))[1] == ""


def test_two_secrets_in_one_message_are_both_crossed_out() -> None:
    assert redact("code 123456 en NL91ABNA0417164300")[0] == "code [code] en [iban]"


@pytest.mark.parametrize(
    "text",
    [
        "Wat is je wachtwoord?",
        "Stuur me even de code die je van eduID kreeg.",
        "Hoi! Kun je je BSN doorgeven",
        "Prima. Mag ik je IBAN?",
        "Your pin code, please",
        "Hi Kim,\nsend me the password of your eduID",
        "What was the code in the text message?",
        "Geef je inlog-\u200bcode",
    ],
)
def test_a_reply_that_asks_for_a_secret_is_seen(text: str) -> None:
    assert asks_for_secret(text)


@pytest.mark.parametrize(
    "text",
    [
        "Deel je wachtwoord nooit, ook niet met mij.",
        "We never ask for a code. Please log in at eduID.",
        "Log in met eduID en stuur me wat er op het scherm staat.",
        "Wat zie je nu op het scherm?",
        "Klik op wachtwoord vergeten.",
        "Your badge is ready.",
    ],
)
def test_a_reply_that_asks_for_none_is_let_through(text: str) -> None:
    assert not asks_for_secret(text)
