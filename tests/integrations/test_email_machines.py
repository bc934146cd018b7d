"""Mails that nobody waits for an answer to: machines that answer by themselves, lists, ourselves, what came back."""

from __future__ import annotations

import pytest

from bot.ports import Bounced, Written
from integrations.email.reading import read_mail

OURS = "badges@uni.example"
OUR_ID = f"<o.b.c.{'a' * 26}@uni.example>"


def read(*headers: str, body: str = "Ja.", sender: str = "Sam <sam@x.example>") -> Written:
    raw = "\r\n".join([f"From: {sender}", "To: badges@uni.example", *headers, "", body])
    return read_mail(raw.encode(), mailbox=OURS)[3]


@pytest.mark.parametrize(
    ("headers", "why"),
    [
        (["Auto-Submitted: auto-replied"], "reply"),
        (["Auto-Submitted: auto-replied (vacation)"], "reply"),
        (["Auto-Submitted: auto-generated"], "reply"),
        (["Auto-Submitted: Auto-Notified; owner-email=a@b"], "reply"),
        (["Auto-Submitted: no"], ""),
        (["Auto-Submitted: no (a human)"], ""),
        (["X-Auto-Response-Suppress: All"], "reply"),
        (["X-Autoreply: yes"], "reply"),
        (["X-Autorespond: x"], "reply"),
        (["Precedence: auto_reply"], "reply"),
        (["Return-Path: <>"], "reply"),
        (["Return-Path: <sam@x.example>"], ""),
        (["Precedence: bulk"], "list"),
        (["Precedence: list"], "list"),
        (["Precedence: junk"], "list"),
        (["Precedence: first-class"], ""),
        (["List-Id: <leden.x.example>"], "list"),
        (["List-Unsubscribe: <mailto:a@b>"], "list"),
        (["Content-Type: multipart/report; report-type=disposition-notification; boundary=b"], "reply"),
        (["Content-Type: multipart/report; report-type=delivery-status; boundary=b"], "bounce"),
        (["Content-Type: text/calendar; method=REPLY"], "reply"),
        ([f"Message-ID: {OUR_ID}"], "own"),
        (["Message-ID: <o.b.c.d@uni.example>"], ""),
        (["X-Loop: badges@uni.example"], "loop"),
        (["X-Loop: badges+r1.a@uni.example"], "loop"),
        (["X-Loop: other@uni.example"], ""),
        (["Received: by a"] * 60, "loop"),
        (["Received: by a"] * 20, ""),
        ([f"In-Reply-To: {OUR_ID}", "Subject: Re: Je edubadge"], ""),
    ],
    ids=lambda value: repr(value)[:70],
)
def test_what_tells_of_a_machine_is_known(headers: list[str], why: str) -> None:
    assert read(*headers).automatic == why


AWAY = "Dank je voor je bericht. Ik ben afwezig tot en met 3 augustus en lees mijn mail niet."
ANSWERS_US = f"In-Reply-To: {OUR_ID}"
ANSWERS_OTHERS = "In-Reply-To: <1@x.example>"


@pytest.mark.parametrize(
    ("subject", "reference", "body", "why"),
    [
        *((subject, "X-A: b", "Ik ben er niet.", "reply") for subject in (
            "Automatisch antwoord: Je edubadge", "Afwezig", "Afwezig: Je edubadge", "Afwezigheidsmelding",
            "Afwezigheidsbericht Sam", "Automatic reply: Your edubadge", "Out of Office", "Auto: Je edubadge",
            "Autosvar",
        )),
        ("Afwezig", ANSWERS_OTHERS, "Ik ben er niet.", "reply"),
        ("Op vakantie", ANSWERS_OTHERS, "Ik ben er niet.", "reply"),
        ("Automatisch antwoord: Je edubadge", ANSWERS_US, "Ja.", ""),
        ("Afwezig", ANSWERS_US, "Ja.", ""),
        ("Afwezig", ANSWERS_US, AWAY, "reply"),
        ("Automatic reply: x", ANSWERS_US, "Thank you. I am on annual leave until the third of August.", "reply"),
        ("Automatic reply: x", ANSWERS_US, "I have made an eduID now. What do I have to do as the next step?", ""),
        ("Re: Automatisch antwoord: Je edubadge", ANSWERS_US, AWAY, ""),
        ("Niet aanwezig bij de uitreiking, en nu?", "X-A: b", "Hoe kom ik nog aan mijn edubadge van die cursus?", ""),
        ("Op vakantie", "X-A: b", AWAY, "reply"),
        ("Afwezig bij de les", "X-A: b", "Krijg ik dan toch een edubadge voor dit vak of niet?", ""),
        ("Automatisch", "X-A: b", "Gaat dat?", ""),
        ("Je edubadge", "X-A: b", AWAY, ""),
    ],
    ids=lambda value: repr(value)[:50],
)  # fmt: skip
def test_what_only_a_subject_tells_of_a_machine_is_weighed_by_what_it_answers(
    subject: str, reference: str, body: str, why: str
) -> None:
    assert read(f"Subject: {subject}", reference, body=body).automatic == why


@pytest.mark.parametrize(
    ("subject", "kept"),
    [
        ("Re: Automatisch antwoord: Je edubadge", ""),
        ("Antw: RE: Automatic reply: x", ""),
        ("Auto-reply", ""),
        ("Re: Je edubadge", "Re: Je edubadge"),
        ("Afwezig bij de les", "Afwezig bij de les"),
    ],
)
def test_a_subject_that_a_machine_gave_is_left_out(subject: str, kept: str) -> None:
    assert read(f"Subject: {subject}", ANSWERS_US).subject == kept


@pytest.mark.parametrize(
    ("sender", "why"),
    [
        ("noreply@x.example", "no_reply"),
        ("No-Reply <no-reply@x.example>", "no_reply"),
        ("no_reply.studie@x.example", "no_reply"),
        ("donotreply@x.example", "no_reply"),
        ("studie-noreply@x.example", "no_reply"),
        ("niet-beantwoorden@x.example", "no_reply"),
        ("MAILER-DAEMON@x.example", "bounce"),
        ("postmaster@x.example", "bounce"),
        ("badges@uni.example", "own"),
        ("badges+r1.abc@uni.example", "own"),
        ("badgesx@uni.example", ""),
        ("badges@x.example", ""),
        ("reply@x.example", ""),
        ("noreplyson@x.example", ""),
        ("postma@x.example", ""),
    ],
)
def test_senders_that_nobody_reads_and_ourselves_are_known(sender: str, why: str) -> None:
    assert read(sender=sender).automatic == why


def report(
    fields: str, returned: str = f"Message-ID: {OUR_ID}\r\nSubject: x\r\n", kind: str = "delivery-status"
) -> Written:
    parts = [
        "--b\r\n\r\nIt did not arrive.\r\n",
        f"--b\r\nContent-Type: message/{kind}\r\n\r\n{fields}\r\n",
        f"--b\r\nContent-Type: message/rfc822\r\n\r\n{returned}\r\nHoi\r\n--b--\r\n",
    ]
    return read(
        f"Content-Type: multipart/report; report-type={kind}; boundary=b",
        "Return-Path: <>",
        body="".join(parts),
        sender="MAILER-DAEMON@x.example",
    )


def delivery(status: str, action: str = "failed", diagnosis: str = "") -> Written:
    return report(
        "Reporting-MTA: dns; mx.x.example\r\n\r\nFinal-Recipient: rfc822; Eva@X.example\r\n"
        f"Action: {action}\r\nStatus: {status}\r\nDiagnostic-Code: smtp; {diagnosis}\r\n"
    )


@pytest.mark.parametrize(
    ("status", "action", "diagnosis", "how"),
    [
        ("5.1.1", "failed", "", "gone"),
        ("5.1.10", "failed", "", "gone"),
        ("5.1.2", "failed", "", "gone"),
        ("5.2.1", "failed", "", "gone"),
        ("5.4.4", "failed", "", "gone"),
        ("5.0.0", "failed", "550 5.1.1 <eva@x.example> user unknown", "gone"),
        ("5.0.0", "failed", "550 No such user here", "gone"),
        ("5.2.2", "failed", "over quota", "full"),
        ("5.4.7", "failed", "", "full"),
        ("5.0.0", "failed", "", "full"),
        ("4.2.2", "failed", "", "full"),
        ("4.4.1", "delayed", "", "full"),
        ("", "failed", "", "full"),
        ("5.7.1", "failed", "user unknown to our policy", "refused"),
        ("5.7.26", "failed", "", "refused"),
        ("5.1.8", "failed", "", "refused"),
        ("5.3.4", "failed", "", "refused"),
        ("5.6.0", "failed", "", "refused"),
    ],
)
def test_what_did_not_arrive_tells_for_whom_and_how_sure_it_is(
    status: str, action: str, diagnosis: str, how: str
) -> None:
    found = delivery(status, action, diagnosis)
    assert (found.automatic, found.bounced) == ("bounce", (Bounced("eva@x.example", how, OUR_ID),))  # type: ignore[arg-type]


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded"])
def test_what_arrived_is_no_bounce(action: str) -> None:
    assert delivery("2.1.5", action).bounced == ()


def test_the_address_that_we_wrote_to_is_told_rather_than_where_it_was_sent_on_to() -> None:
    recipients = "Original-Recipient: rfc822;eva@x.example\r\nFinal-Recipient: rfc822;e@y.example\r\n"
    fields = f"{recipients}Action: failed\r\nStatus: 5.1.1\r\n"
    assert [each.mailbox for each in report(f"Reporting-MTA: dns; x\r\n\r\n{fields}").bounced] == ["eva@x.example"]


def test_a_report_without_our_letter_tells_no_id() -> None:
    fields = "Final-Recipient: rfc822; eva@x.example\r\nAction: failed\r\nStatus: 5.1.1\r\n"
    assert report(fields, returned="Subject: x\r\n").bounced == (Bounced("eva@x.example", "gone"),)


def test_a_complaint_is_one_of_whom_the_letter_went_to() -> None:
    abuse = "Feedback-Type: abuse\r\nUser-Agent: x/1\r\nVersion: 1\r\n"
    told = report(f"{abuse}Original-Rcpt-To: <Eva@x.example>\r\n", kind="feedback-report")
    assert told.bounced == (Bounced("eva@x.example", "complained", OUR_ID),)
    returned = f"Message-ID: {OUR_ID}\r\nTo: Eva <eva@x.example>\r\n"
    assert report(abuse, returned, kind="feedback-report").bounced == told.bounced
    assert report("Feedback-Type: not-spam\r\n", returned, kind="feedback-report").bounced == ()


def test_a_bounce_in_words_alone_is_known_too() -> None:
    said = (
        "This message was created automatically by mail delivery software.\r\n\r\nA message that you sent could not be "
        "delivered to one or more of its\r\nrecipients. A permanent error. The following address(es) failed:\r\n"
        "\r\n  eva@x.example\r\n    Unrouteable address\r\n\r\n------ This is a copy of the message ------\r\n\r\n"
        f"Message-ID: {OUR_ID}\r\n"
    )
    headers = ["X-Failed-Recipients: eva@x.example", "Return-Path: <>", "Auto-Submitted: auto-replied"]
    assert read(*headers, body=said, sender="mailer-daemon@x.example").bounced == (
        Bounced("eva@x.example", "gone", OUR_ID),
    )


def test_a_learner_who_quotes_a_bounce_bounced_nothing() -> None:
    said = "Ik kreeg dit:\r\n\r\nThe following address(es) failed:\r\n\r\n  eva@x.example\r\n    user unknown\r\n"
    assert read("X-Failed-Recipients: eva@x.example", body=said).bounced == ()


def test_a_bounce_of_a_thousand_names_no_more_than_it_needs() -> None:
    each = "Final-Recipient: rfc822; a{}@x.example\r\nAction: failed\r\nStatus: 5.1.1\r\n"
    fields = "\r\n".join(["Reporting-MTA: dns; x\r\n", *(each.format(number) for number in range(1000))])
    assert len(report(fields).bounced) == 20
