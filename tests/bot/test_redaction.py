"""What nobody should send to a chat is crossed out before anything is kept."""

import pytest

from bot.redaction import redact

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
]


@pytest.mark.parametrize(("text", "kind", "kept"), SECRETS)
def test_a_secret_is_crossed_out_and_named(text: str, kind: str, kept: str) -> None:
    assert redact(text) == (kept, kind)


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_no_secret_stays_as_it_was(text: str) -> None:
    assert redact(text) == (text, "")


def test_in_a_long_text_it_is_crossed_out_without_a_word() -> None:
    text, kind = redact("Beste deelnemer, " * 30 + "uw code is 123456")
    assert kind == ""
    assert "123456" not in text
    assert "[code]" in text


def test_two_secrets_in_one_message_are_both_crossed_out() -> None:
    assert redact("code 123456 en NL91ABNA0417164300")[0] == "code [code] en [iban]"
