"""Settings that cannot be used are named, with what is wrong and an example. `test_processes` sees the program stop."""

from __future__ import annotations

import os

import pytest

from bot.settings import STAFF_ROLES, Settings, WrongSetting, read
from bot.web.access import ROLES

SLACK = "xoxb-1234567890-abcdef"
MAIL = {"SMTP_URL": "smtp://127.0.0.1:2525", "EMAIL_FROM": "badges@uni.example"}


def refused(monkeypatch: pytest.MonkeyPatch, **environment: str) -> str:
    """What is said of these settings, nothing else being set."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(WrongSetting) as refusal:
        read(None)
    return str(refusal.value)


@pytest.mark.parametrize(
    ("name", "value", "wrong"),
    [
        ("PORT", "eighty", "valid integer"),
        ("BASE_URL", "example.nl", "not an http or https address"),
        ("TELEGRAM_BOT_TOKEN", "hello", "does not look like a bot token"),
        ("TELEGRAM_WEBHOOK_SECRET", "with space", "letters, digits"),
        ("SLACK_BOT_TOKEN", "xoxp-1234567890-a", "begins with xoxb-"),
        ("SLACK_APP_TOKEN", "xoxb-1234567890-a", "begins with xapp-"),
        ("SLACK_SIGNING_SECRET", "short", "too short to be a signing secret"),
        ("SLACK_API_URL", "slack.com", "not an http or https address"),
        ("STAFF_SLACK_CHANNEL", "#support", "not the id of a channel"),
        ("STAFF_EMAIL_DOMAINS", "uni.example, @elsewhere", "after the @"),
        ("STAFF_ROLES", "urn:desk=boss", "one of viewer, agent, lead, admin, auditor"),
        ("STAFF_ROLES", "agent", "a list of value=role"),
        ("SUPPORT_EMAIL", "nobody", "not an e-mail address"),
        ("TIMEZONE", "Mars/Olympus", "no time zone"),
        ("REMINDER_DAYS", "soon", "not a list of numbers"),
        ("NAME_STEP", "maybe", "verify_in_eduid"),
        ("LOG_LEVEL", "loud", "debug"),
        ("SMTP_URL", "mail.example.nl:587", "begins with smtp:// or smtps://"),
        ("SMTP_URL", "smtp://", "begins with smtp:// or smtps://"),
        ("IMAP_URL", "https://mail.example.nl", "begins with imap:// or imaps://"),
        ("EMAIL_FROM", "Badgewijzer", "no e-mail address"),
        ("EMAIL_FROM", f"{'x' * 23}@uni.example", "more than 22 characters before the @"),
        ("EMAIL_FROM", f"badges@{'x' * 57}.example", "more than 60 characters after the @"),
        ("EMAIL_WEBHOOK_SECRET", "short", "16 characters"),
        ("LMTP_LISTEN", "2424", "not an address with a port"),
        ("MAIL_RATE", "-1", "greater than or equal to 0"),
        ("DKIM_KEY_FILE", "nowhere.pem", "there is no file"),
    ],
)
def test_a_wrong_value_is_named_with_what_is_wrong_and_an_example(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, wrong: str
) -> None:
    said = refused(monkeypatch, **{name: value})
    assert f"{name}:" in said
    assert wrong in said
    assert f"{name}=" in said


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({"SMTP_URL": MAIL["SMTP_URL"]}, "EMAIL_FROM is not set, but SMTP_URL is"),
        ({"EMAIL_FROM": MAIL["EMAIL_FROM"]}, "SMTP_URL is not set, but EMAIL_FROM is"),
        (
            {"IMAP_URL": "imaps://user:word@mail.example"},
            "SMTP_URL and EMAIL_FROM must be set where mail is to come in",
        ),
        ({"LMTP_LISTEN": "127.0.0.1:2424"}, "SMTP_URL and EMAIL_FROM must be set where mail is to come in"),
        ({"SLACK_BOT_TOKEN": SLACK}, "SLACK_SIGNING_SECRET must be set where Slack is on"),
        ({"SLACK_SIGNING_SECRET": "a" * 32}, "SLACK_SIGNING_SECRET is set, but SLACK_BOT_TOKEN is not"),
        ({"STAFF_SLACK_CHANNEL": "C024BE91L"}, "STAFF_SLACK_CHANNEL is set, but SLACK_BOT_TOKEN is not"),
        (
            {
                "STAFF_SLACK_CHANNEL": "C024BE91L",
                "SLACK_CLIENT_ID": "1.2",
                "SLACK_CLIENT_SECRET": "x",
                "SLACK_SIGNING_SECRET": "0123456789abcdef",
            },
            "must say of which workspace it is",
        ),
        ({"SLACK_CLIENT_ID": "1.2"}, "SLACK_CLIENT_SECRET is not set, but SLACK_CLIENT_ID is"),
        (
            {"SLACK_BOT_TOKEN": SLACK, "SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "x"},
            "SLACK_BOT_TOKEN is for one workspace, SLACK_CLIENT_ID for many",
        ),
        ({**MAIL, "DKIM_SELECTOR": "badges"}, "DKIM_KEY_FILE and DKIM_SELECTOR are needed together"),
    ],
)
def test_what_belongs_together_is_asked_for_together(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], says: str
) -> None:
    assert says in refused(monkeypatch, **environment)


def test_mail_alone_is_enough_to_leave_the_sandbox(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ.keys() & {name.upper() for name in Settings.model_fields}:
        monkeypatch.delenv(name)
    assert read(None).in_sandbox
    for name, value in MAIL.items():
        monkeypatch.setenv(name, value)
    assert not read(None).in_sandbox


STAFF = {"STAFF_ISSUER": "https://login.uni.example", "STAFF_CLIENT_ID": "desk"}


def test_the_settings_of_the_desk_belong_together(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = {
        "STAFF_ISSUER": "STAFF_CLIENT_ID is not set", "STAFF_CLIENT_ID": "STAFF_ISSUER is not set",
        "STAFF_CLIENT_SECRET": "STAFF_ISSUER is not set", "STAFF_EMAIL_DOMAINS": "STAFF_ISSUER is not set",
    }  # fmt: skip
    values = {**STAFF, "STAFF_CLIENT_SECRET": "s3cret", "STAFF_EMAIL_DOMAINS": "uni.example"}
    for name, said in alone.items():
        assert said in refused(monkeypatch, **{name: values[name]})
    assert "STAFF_ROLES is not set" in refused(monkeypatch, **STAFF, STAFF_ROLE_CLAIM="groups")
    monkeypatch.delenv("STAFF_ROLE_CLAIM")
    assert "STAFF_ROLE_CLAIM is not set" in refused(monkeypatch, **STAFF, STAFF_ROLES="a=lead")


def test_a_role_is_told_by_the_value_before_the_last_sign(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {**STAFF, "STAFF_ROLE_CLAIM": "groups", "STAFF_ROLES": "cn=desk=lead , urn:x = agent"}.items():
        monkeypatch.setenv(name, value)
    assert read(None).roles_by_claim == {"cn=desk": "lead", "urn:x": "agent"}
    assert STAFF_ROLES == ROLES
