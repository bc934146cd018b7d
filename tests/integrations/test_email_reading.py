"""What a mail says: whom it is from, what proves it, its words in whatever letters, and what is attached."""

from __future__ import annotations

import base64
from email.message import EmailMessage
from typing import Any

import pytest

from bot.ports import Written
from integrations.email.headers import key, read_headers
from integrations.email.reading import read_mail

OURS = "badges@uni.example"
SERVER = "mx.uni.example"


def mail(*headers: str, body: str | bytes = "Ja.", sender: str = "From: Sam <sam@x.example>") -> bytes:
    head = "\r\n".join([sender, *headers]).encode("utf-8", "surrogateescape")
    return head + b"\r\n\r\n" + (body if isinstance(body, bytes) else body.encode())


def read(raw: bytes) -> Written:
    return read_mail(raw, mailbox=OURS, authserv_id=SERVER)[3]


def sender(*fields: str) -> str:
    return read_mail(mail("Subject: x", sender="\r\n".join(fields)), mailbox=OURS)[1]


@pytest.mark.parametrize(
    ("field", "mailbox"),
    [
        ("From: sam@x.example", "sam@x.example"),
        ("FROM:Sam <Sam@X.Example>", "sam@x.example"),
        ("From: J. de Vries <j.devries@x.example>", "j.devries@x.example"),
        ('From: "Vries, Sam de" <sam@x.example>', "sam@x.example"),
        ("From: =?utf-8?q?Sam_=3Cevil=40y.example=3E?= <sam@x.example>", "sam@x.example"),
        ('From: "evil@y.example" <sam@x.example>', "sam@x.example"),
        ("From: sam@x.example (evil@y.example)", "sam@x.example"),
        ("From: Sam\r\n <sam@x.example>", "sam@x.example"),
    ],
)
def test_a_mail_is_from_the_one_mailbox_that_it_names(field: str, mailbox: str) -> None:
    assert sender(field) == mailbox


@pytest.mark.parametrize(
    "fields",
    [
        ["From: sam@x.example", "From: eva@x.example"],
        ["From: sam@x.example", "Subject: a", "from: sam@x.example"],
        ["From: sam@x.example, eva@x.example"],
        ["From: studenten: sam@x.example;"],
        ["From: undisclosed:;"],
        ["From: sam"],
        ["From: sam@localhost"],
        ["From: "],
        ["Subject: none"],
        ["From: eva@x.example <sam@x.example>"],
        ["From: <eva@x.example> <sam@x.example>"],
        ["From: sam@x.example@y.example"],
        ["From: sam@@x.example"],
        ["From: <sam@x.example"],
        ["From: sam@[127.0.0.1]"],
        ['From: "s am"@x.example'],
        ["From: sam@x.example\0"],
        ["From: é@x.example"],
        ["From: " + "(" * 3000],
        ["From: " + "sam@x.example, " * 20_000],
        ["From: =?utf-8?q?sam=40x.example?="],
    ],
    ids=lambda fields: repr(fields)[:60],
)
def test_a_mail_of_no_one_mailbox_is_from_nobody(fields: list[str]) -> None:
    assert sender(*fields) == ""


def proof(*results: str, of: str = "From: Sam <sam@x.example>") -> str:
    return read(mail(*(f"Authentication-Results: {result}" for result in results), sender=of)).proof


@pytest.mark.parametrize(
    ("results", "found"),
    [
        ([f"{SERVER}; dmarc=pass header.from=x.example"], "pass"),
        ([f"{SERVER.upper()} 1;\r\n spf=pass smtp.mailfrom=x;\r\n dmarc=pass (p=none) header.from=X.example"], "pass"),
        ([f"(a) {SERVER}; dmarc=pass header.from=x.example"], "pass"),
        ([f"{SERVER}; dmarc=fail header.from=x.example"], "fail"),
        ([f"{SERVER}; dmarc=pass header.from=y.example"], "fail"),
        ([f"{SERVER}; dmarc=pass header.from=x.example.y.example"], "fail"),
        ([f"{SERVER}; dmarc=pass"], "fail"),
        ([f"{SERVER}; dmarc=pass header.from=x.example; dmarc=fail header.from=x.example"], "fail"),
        ([f"{SERVER}; dmarc=fail header.from=x.example", f"{SERVER}; dmarc=pass header.from=x.example"], "fail"),
        ([f"{SERVER}; dmarc=none header.from=x.example"], "none"),
        ([f"{SERVER}; dmarc=bestguesspass header.from=x.example"], "none"),
        ([f"{SERVER}; dkim=pass header.d=y.example", f"{SERVER}; dmarc=pass header.from=x.example"], "none"),
        ([f"{SERVER}; dkim=pass header.d=x.example; dmarc=none header.from=x.example"], "pass"),
        ([f"{SERVER}; dkim=pass header.d=X.Example"], "pass"),
        ([f"{SERVER}; spf=pass smtp.mailfrom=b@x.example; dmarc=none header.from=x.example"], "pass"),
        ([f"{SERVER}; spf=pass smtp.mailfrom=x.example"], "pass"),
        ([f"{SERVER}; dkim=pass header.d=x.example; dmarc=fail header.from=x.example"], "fail"),
        ([f"{SERVER}; dkim=pass header.d=x.example; dmarc=none header.from=y.example"], "none"),
        ([f"{SERVER}; dkim=pass header.d=x.example; dmarc=temperror header.from=x.example"], "none"),
        ([f"{SERVER}; dkim=fail header.d=x.example; dmarc=none header.from=x.example"], "none"),
        ([f"{SERVER}; dkim=pass header.d=sub.x.example; dmarc=none header.from=x.example"], "none"),
        ([f"{SERVER}; dkim=pass header.d=example; dmarc=none header.from=x.example"], "none"),
        ([f"{SERVER}; dkim=pass header.d=ax.example; dmarc=none header.from=x.example"], "none"),
        ([f"{SERVER}; dkim=pass header.i=@x.example"], "none"),
        ([f"{SERVER}; spf=pass smtp.mailfrom=b@sub.x.example"], "none"),
        ([f"{SERVER}; spf=pass smtp.helo=x.example"], "none"),
        ([f"{SERVER}; spf=softfail smtp.mailfrom=b@x.example"], "none"),
        ([f"{SERVER}; none"], "none"),
        ([f"{SERVER}; spf=pass (dmarc=pass header.from=x.example) smtp.mailfrom=y.example"], "none"),
        ([f"mx.evil.example; dmarc=pass header.from=x.example; x={SERVER}"], "none"),
        ([f"{SERVER}.evil.example; dmarc=pass header.from=x.example"], "none"),
        ([f"({SERVER}) mx.evil.example; dmarc=pass header.from=x.example"], "none"),
        ([f"{SERVER}; dmarc=pass (" + "(" * 3000], "none"),
        (["; dmarc=pass header.from=x.example"], "none"),
        ([], "none"),
    ],
    ids=lambda value: repr(value)[:90],
)
def test_only_our_own_server_proves_a_sender_and_only_the_domain_that_the_mail_is_from(
    results: list[str], found: str
) -> None:
    assert proof(*results) == found


def test_without_a_server_that_we_trust_or_one_sender_nothing_is_proven() -> None:
    raw = mail(f"Authentication-Results: {SERVER}; dmarc=pass header.from=x.example")
    assert read_mail(raw, mailbox=OURS)[3].proof == "none"
    assert proof(f"{SERVER}; dmarc=pass header.from=x.example", of="From: a@x.example, b@x.example") == "none"


LETTER = mail(
    "Message-ID: <1@x>", "Subject: Re: a\r\n b", "Date: Mon, 9 Nov 2026 10:11:12 +0100", body="Ja.\r\nSam\r\n"
)


def key_of(raw: bytes) -> str:
    return key(raw, read_headers(raw))


def test_a_mail_has_one_key_however_it_comes_in() -> None:
    on_the_way = (
        b"Return-Path: <sam@x.example>\r\nDelivered-To: badges@uni.example\r\nReceived: from a by b\r\n"
        b"Authentication-Results: mx; none\r\nARC-Seal: i=1\r\nX-Spam-Score: 1\r\nX-UID: 7\r\n"
    )
    assert key_of(LETTER).startswith("email:")
    assert key_of(on_the_way + LETTER) == key_of(LETTER)
    assert key_of(LETTER.replace(b"\r\n", b"\n")) == key_of(LETTER)
    assert key_of(LETTER.replace(b"Re: a\r\n b", b"Re: a b")) == key_of(LETTER)
    assert key_of(LETTER + b"\r\n\r\n") == key_of(LETTER)
    assert key_of(b"From sam Mon Nov  9\r\n" + LETTER) == key_of(LETTER)
    assert key_of(b"Received: x\r\n" * 20 + LETTER) == read_mail(LETTER, mailbox=OURS)[0]


def test_another_mail_has_another_key_whatever_it_copies() -> None:
    others = [
        LETTER.replace(b"Ja.", b"Nee."),
        LETTER.replace(b"sam@", b"eva@"),
        LETTER.replace(b"<1@x>", b"<2@x>"),
        LETTER.replace(b"10:11:12", b"10:11:13"),
        b"DKIM-Signature: v=1; d=x.example; b=abc\r\n" + LETTER,
        LETTER.replace(b"\r\n\r\nJa.", b"\r\nX: y\r\nTo: z\r\n\r\nJa."),
        LETTER.replace(b"\r\n\r\nJa.", b"\r\n\r\n\r\nJa."),
    ]
    assert len({key_of(raw) for raw in [LETTER, *others]}) == len(others) + 1


def test_the_ids_that_a_mail_answers_are_told_the_oldest_first() -> None:
    raw = mail("Message-ID: <4@x>", "References: <1@x> <2@x>\r\n <3@x>", "In-Reply-To: <2@x>")
    assert (read(raw).id, read(raw).answers) == ("<4@x>", ("<1@x>", "<3@x>", "<2@x>"))
    assert read(mail("In-Reply-To: Your mail of <9@x> (Monday)")).answers == ("<9@x>",)
    many = read(mail("References: " + " ".join(f"<{number}@x>" for number in range(400)))).answers
    assert (len(many), many[0], many[-1]) == (20, "<0@x>", "<399@x>")
    assert read(mail("Message-ID: <", "References: <<<>")).answers == ()


def test_it_went_to_every_mailbox_that_it_names() -> None:
    raw = mail("To: Us <badges+r1.a@uni.example>, Eva <EVA@x.example>", "Cc: a@b", "Delivered-To: b@uni.example")
    assert read(raw).to == ("badges+r1.a@uni.example", "eva@x.example", "a@b", "b@uni.example")
    assert len(read(mail("To: " + ", ".join(f"a{number}@x.example" for number in range(500)))).to) <= 100


@pytest.mark.parametrize(
    ("subject", "found"),
    [
        ("Re: je edubadge", "Re: je edubadge"),
        ("=?utf-8?q?Re=3A_caf=C3=A9?=", "Re: café"),
        ("=?utf-8?b?8J+OkyA=?=\r\n =?utf-8?b?YmFkZ2U=?=", "🎓 badge"),
        ("=?x-unknown?q?a?= b", "a b"),
        ("=?utf-8?q?a=0ABcc:_b=40c?=", "a Bcc: b@c"),
        ("=?utf-8?q?a=E2=80=AEb?=", "a b"),
        ("a" * 5000, "a" * 300),
        ("=?utf-8?q?a?= " * 2000, None),
    ],
)
def test_a_subject_is_one_visible_line(subject: str, found: str | None) -> None:
    read_subject = read(mail(f"Subject: {subject}")).subject
    assert read_subject == (read_subject if found is None else found)
    assert len(read_subject) <= 300
    assert "\n" not in read_subject


@pytest.mark.parametrize(
    ("charset", "encoded"),
    [
        ("utf-8", "utf-8"),
        ("UTF8", "utf-8"),
        ("iso-8859-1", "windows-1252"),
        ("us-ascii", "utf-8"),
        ("us-ascii", "windows-1252"),
        ("windows-1252", "windows-1252"),
        ("iso-8859-15", "iso-8859-15"),
        ("macintosh", "macroman"),
        ("utf-16", "utf-16"),
        ("x-unknown", "utf-8"),
        ("x-unknown", "windows-1252"),
        ("utf-8", "windows-1252"),
        ("zlib_codec", "utf-8"),
        ("idna", "utf-8"),
        ("rot13", "utf-8"),
        ("", "utf-8"),
    ],
)
def test_letters_are_read_as_declared_or_as_they_most_likely_are(charset: str, encoded: str) -> None:
    words = "Eén vraag: is dit ‘mijn’ badge? Financiële geletterdheid"
    if encoded in ("iso-8859-15", "macroman"):
        words = words.replace("‘", "'").replace("’", "'")
    how = ["Content-Transfer-Encoding: base64"] if encoded == "utf-16" else []
    body = words.encode(encoded)
    raw = mail(f"Content-Type: text/plain; charset={charset}", *how, body=base64.b64encode(body) if how else body)
    assert read(raw).text == words


def test_utf_7_is_not_read_since_nobody_writes_it() -> None:
    assert read(mail("Content-Type: text/plain; charset=utf-7", body="+AGgAYQBs-")).text == "+AGgAYQBs-"


def test_flowed_lines_go_on_and_those_with_a_space_too_many_lose_it() -> None:
    flowed = "Content-Type: text/plain; charset=utf-8; format=flowed"
    assert (
        read(mail(flowed, body="Een lange \r\nzin.\r\n\r\n From here \r\non.\r\n")).text
        == "Een lange zin.\n\nFrom here on."
    )
    assert read(mail(f"{flowed}; delsp=yes", body="Een lan \r\nge zin.")).text == "Een lange zin."
    quoted = "On 9-11-2026 10:11 Us wrote:\r\n> Heb je \r\n> een eduID?\r\nJa\r\n-- \r\nSam"
    assert read(mail(flowed, body=quoted)).text == "Ja"


def message(html: str = "", text: str = "", **attached: tuple[str, bytes]) -> EmailMessage:
    made = EmailMessage()
    made["From"] = "Sam <sam@x.example>"
    if text or not html:
        made.set_content(text or "Zie bijlage.")
    if html:
        made.add_alternative(html, subtype="html") if text else made.set_content(html, subtype="html")
    for name, (kind, data) in attached.items():
        main, _, sub = kind.partition("/")
        made.add_attachment(data, maintype=main, subtype=sub, filename=name.replace("_", "."))
    return made


def test_a_page_is_read_as_its_reader_sees_it() -> None:
    page = (
        "<html><head><title>t</title><style>p{}</style></head><body><script>x()</script>"
        "<p>Hoi&nbsp;allemaal,</p><div>Ik zie <b>niets</b>:<ul><li>geen kaart<li>geen knop</ul></div>"
        "<div style='display:none'>verborgen</div><p>Wat nu?</p></body></html>"
    )
    words = " ".join(read(message(page).as_bytes()).text.split())
    assert words == "Hoi allemaal, Ik zie niets: * geen kaart * geen knop Wat nu?"


def test_a_badge_that_is_linked_to_keeps_its_link() -> None:
    link = "https://www.edubadges.example/public/assertions/abc"
    assert (
        read(message(f"<p>Dit is <a href='{link}'>mijn badge</a>.</p>").as_bytes()).text == f"Dit is mijn badge {link}."
    )
    assert read(message(f"<p><a href='{link}/'>{link}</a></p>").as_bytes()).text == link


@pytest.mark.parametrize(
    "quote",
    [
        '<div class="gmail_quote"><div class="gmail_attr">Op ma schreef ik:<br></div><blockquote class="gmail_quote">',
        '<blockquote type="cite">',
        '<div class="moz-cite-prefix">Op 9-11-2026 schreef ik:<br></div><blockquote type="cite" cite="mid:1@x">',
        '<div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>Van:</b> ik<br></div><div>',
        '<div id="x_divRplyFwdMsg"><b>Van:</b> ik</div><div>',
        '<div class="yahoo_quoted"><div>Op maandag schreef ik:</div>',
        '<div class="protonmail_quote">Op maandag schreef ik:<blockquote class="protonmail_quote">',
        '<div id="mail-editor-reference-message-container"><b>Van:</b> ik<br>',
        "<div>Op 9 november 2026 10:11 schreef ik &lt;a@b.nl&gt;:</div><blockquote style='border-left:1px solid'>",
    ],
    ids=lambda quote: quote[:40],
)
def test_what_a_program_marks_as_a_quote_is_left_out(quote: str) -> None:
    page = f"<div>Ja, klaar.</div>{quote}<p>Heb je een eduID?</p><p>1. Ja</p></div>"
    assert read(message(page).as_bytes()).text == "Ja, klaar."


def test_answers_between_the_quotes_of_a_page_are_kept() -> None:
    quote = "<blockquote class='gmail_quote'>{}</blockquote>"
    page = (
        f"<div class='gmail_quote'><div class='gmail_attr'>Op ma schreef ik:</div>{quote.format('Heb je een eduID?')}"
        f"<div>Ja.</div>{quote.format('En een account?')}<div>Nee.</div></div>"
    )
    assert read(message(page).as_bytes()).text == "Ja.\n\nNee."


def test_a_page_nested_deeper_than_anybody_goes_still_has_its_words() -> None:
    assert "Ja" in read(message("<div>" * 600 + "Ja" + "</div>" * 600).as_bytes()).text


def test_attachments_are_named_and_nothing_else_is_kept_of_them() -> None:
    made = message(text="Zie de foto.", scherm_png=("image/png", b"x"), diploma_pdf=("application/pdf", b"x"))
    made.add_attachment(message(text="Hoi"), filename=None)
    assert read(made.as_bytes()).files == ("scherm.png", "diploma.pdf", "mail.eml")
    assert read(made.as_bytes()).text == "Zie de foto."


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("C:\\Users\\sam\\a.png", "a.png"),
        ("../../etc/passwd", "passwd"),
        (".profile", "profile"),
        ("a\u202egnp.exe", "a gnp.exe"),
        ("a" * 500, "a" * 120),
        ("é\u0301.png", "é\u0301.png"),
    ],
)
def test_the_name_of_a_file_is_short_and_visible_and_leads_nowhere(name: str, shown: str) -> None:
    made = message(text="Zie bijlage")
    made.add_attachment(b"x", maintype="application", subtype="octet-stream", filename=name)
    assert read(made.as_bytes()).files == (shown,)


def test_a_picture_that_stands_in_a_signature_is_no_file_and_one_in_the_words_is() -> None:
    def with_picture(page: str) -> tuple[str, ...]:
        made = message(page)
        made.add_related(b"x", maintype="image", subtype="png", cid="<logo@x>", filename="logo.png")
        return read(made.as_bytes()).files

    assert with_picture("<p>Ja</p><p>Met vriendelijke groet,<br>Sam</p><p><img src='cid:logo@x'></p>") == ()
    assert with_picture("<p>Ja</p><blockquote type=cite><img src='cid:logo@x'></blockquote>") == ()
    assert with_picture("<p>Ik zie dit:</p><p><img src='cid:logo@x'></p>") == ("logo.png",)
    assert with_picture("<p>Ik zie dit</p>") == ("logo.png",)


@pytest.mark.parametrize(
    "raw",
    [
        mail("Content-Type: multipart/encrypted; boundary=b", body="--b\r\n\r\nVersion: 1\r\n--b--"),
        mail("Content-Type: application/pkcs7-mime; smime-type=enveloped-data", body="MIAG"),
        mail(body="-----BEGIN PGP MESSAGE-----\n\nabc\n-----END PGP MESSAGE-----"),
    ],
    ids=["pgp", "smime", "in the text"],
)
def test_what_is_encrypted_cannot_be_read(raw: bytes) -> None:
    assert (read(raw).unreadable, read(raw).text) == ("encrypted", "")


def test_what_is_signed_is_read_without_its_signature() -> None:
    body = "--b\r\n\r\nJa.\r\n--b\r\nContent-Type: application/pgp-signature; name=signature.asc\r\n\r\nabc\r\n--b--"
    found = read(mail("Content-Type: multipart/signed; boundary=b", body=body))
    assert (found.text, found.files) == ("Ja.", ())
    clear = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nJa.\n-----BEGIN PGP SIGNATURE-----\nabc\n"
    assert read(mail(body=clear)).text == "Ja."


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Ik heb geen eduID, wat moet ik nu doen?", "nl"),
        ("I have no eduID, what should I do?", "en"),
        ("Bonjour, je ne vois pas le badge", ""),
        ("2", ""),
        ("", ""),
        ("ok", ""),
        ("Ja", "nl"),
        ("Yes", "en"),
    ],
)
def test_the_language_is_guessed_where_it_is_clear(text: str, language: str) -> None:
    assert read_mail(mail(body=text), mailbox=OURS)[2] == language


def test_the_award_in_a_mail_of_edubadges_is_read_wherever_it_stands() -> None:
    said = "Hogeschool X heeft je de volgende edubadge gestuurd.\nClaim deze voor 1 mei 2027!\n"
    facts: dict[str, Any] = {"institution": "Hogeschool X", "deadline": "2027-05-01"}
    assert facts.items() <= read(mail(body=f"Wat is dit?\n\n-----Doorgestuurd bericht-----\n\n{said}")).award.items()
    made = message(text="Zie bijlage")
    made.add_attachment(message(text=said))
    assert facts.items() <= read(made.as_bytes()).award.items()
    assert read(mail(body="Ik kreeg een edubadge.")).award == {}


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\r\n",
        b"\n\n\n",
        b"From",
        b":",
        b"From: a@b.nl",
        bytes(range(256)),
        b"\xff\xfe" * 50,
        b"Content-Type: /;;;\n\n",
    ],
)
def test_what_is_no_mail_is_read_as_nothing_much(raw: bytes) -> None:
    assert read_mail(raw, mailbox=OURS, authserv_id=SERVER)[0].startswith("email:")
