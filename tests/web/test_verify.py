"""The page to check a badge: every verdict in words, whose it is, pictures, and what is not taken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from playwright.sync_api import expect

from bot.web import chat, verify
from bot.web.looking import Looking
from bot.web.pages import Pages
from bot.web.verify import ASSESSMENTS, LARGEST_PICTURE, LOOKS, PARTICIPATIONS, plain_blocks
from tests.web.badges import PICTURE, SITE, Sample, id_of, read_picture
from tests.web.conftest import Opener
from tests.web.talks import Talks

OURS = {"accept": "text/html", "sec-fetch-site": "same-origin"}


@pytest.fixture
def badges() -> Sample:
    return Sample()


@pytest.fixture
def client(badges: Sample) -> Iterator[TestClient]:
    app = FastAPI()
    base_url = "https://gids.example"
    pages = Pages(organisation="", sandbox=False)
    chat.install(app, pages, Talks(), base_url=base_url)
    app.include_router(verify.router(pages, Looking(badges), base_url=base_url, read_picture=read_picture))
    with TestClient(app, base_url=base_url, headers=OURS) as client:
        yield client


def posted(client: TestClient, language: str = "nl", picture: bytes = b"", **fields: str) -> Any:
    files = {name: (None, value) for name, value in fields.items()} | {"picture": ("x.png", picture, "image/png")}
    return client.post(f"/verify?lang={language}", files=files)


def words(text: str) -> str:
    """What a page says, without its marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", text.split("<main", 1)[1].partition(">")[2]).split())


# Verdicts


VERDICTS = {
    "genuine": (id_of("whole"), "✓ Oordeel: In orde Deze badge is echt", "✓ Verdict: All right This badge is genuine"),
    "unchecked": (id_of("unchecked"), "! Oordeel: Let op Deze badge staat bij edubadges",
                  "! Verdict: Please note This badge is at edubadges"),
    "expired": (id_of("expired"), "! Oordeel: Let op Deze badge is verlopen",
                "! Verdict: Please note This badge has expired"),
    "revoked": (id_of("revoked"), "✕ Oordeel: Niet in orde Deze badge is ingetrokken",
                "✕ Verdict: Not all right This badge was revoked"),
    "tampered": (id_of("tampered"), "✕ Oordeel: Niet in orde Vertrouw deze badge niet",
                 "✕ Verdict: Not all right Do not trust this badge"),
    "private": (id_of("private"), "? Oordeel: Niet bekend Hier is geen badge te zien",
                "? Verdict: Not known There is no badge to be seen here"),
    "lookalike": ("https://lookalike.example/x", "✕ Oordeel: Niet in orde Pas op: een nagemaakte site",
                  "✕ Verdict: Not all right Careful: an imitation"),
    "elsewhere": ("https://elsewhere.example/x", "? Oordeel: Niet bekend Dit is geen badge van edubadges",
                  "? Verdict: Not known This is not a badge of edubadges"),
    "demo": ("https://demo.edubadges.nl/x", "! Oordeel: Let op Dit is een oefenbadge",
             "! Verdict: Please note This is a badge for practice"),
}  # fmt: skip


@pytest.mark.parametrize("verdict", VERDICTS)
def test_each_verdict_has_its_own_sign_and_words_in_both_languages(client: TestClient, verdict: str) -> None:
    asked, nl, en = VERDICTS[verdict]
    for language, starts in (("nl", nl), ("en", en)):
        for answer in (
            client.get("/verify", params={"badge": asked, "lang": language}),
            posted(client, language, badge=asked),
        ):
            assert answer.status_code == 200
            assert words(answer.text).startswith(starts)
            assert f'class="hero verdict {LOOKS[verdict]}"' in answer.text
            assert answer.headers["cache-control"] == "no-store"


def test_every_verdict_is_tried_here() -> None:
    assert set(VERDICTS) | {"away"} == set(LOOKS)


def test_when_edubadges_is_away_that_says_nothing_about_the_badge(client: TestClient, badges: Sample) -> None:
    badges.away = True
    answer = posted(client, "en", badge=id_of("whole"), name="Sanne")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")
    assert "That says nothing about the badge." in answer.text
    assert f'value="{id_of("whole")}"' in answer.text, "it can be sent again"
    assert 'value="Sanne"' in answer.text


def test_a_genuine_badge_is_told_of_in_full(client: TestClient) -> None:
    said = words(client.get(f"/verify?badge={id_of('whole')}&lang=nl").text)
    for part in (
        "Op naam van Sanne Voorbeeld",
        "Deze naam is bevestigd",
        "Data &amp; ethiek in de zorg 🎓",
        "Soort Microcredential",
        "Gegeven door Hogeschool Voorbeeld Onderdeel Onderwijs voor Professionals Namens Zorgacademie Oost",
        "Gegeven op 31 januari 2026 Geldig tot 31 januari 2030",
        "6 op de schaal van 1 tot 8",
        "2,5 EC, 70 uur Taal Nederlands Vorm Deels online, deels op locatie",
        "Toetsing Portfolio Er was toezicht bij de toets. Bij de toets is niet gecontroleerd wie het was.",
        "Cijfer 8",
        "Kwaliteitskader Microcredentials voor Professionals HBO en WO",
        "Je kunt gegevens veilig verzamelen uitkomsten uitleggen (https://elders.example/x)",
        "&lt;script&gt;alert(1)&lt;/script&gt; &amp; meer",
        "een voldoende voor het portfolio.",
        "geen diploma",
    ):
        assert part in said


def test_what_is_not_known_of_a_badge_leaves_no_empty_place(client: TestClient) -> None:
    text = client.get(f"/verify?badge={id_of('bare')}&lang=en").text
    assert "The name is not told." in text
    assert "What is an edubadge" in text
    assert re.findall(r"<dd>\s*(?:<bdi>\s*</bdi>)?\s*</dd>", text) == []
    for name in ("Given by", "Given on", "Level", "Size", "Assessment", "Grade", "Quality framework", "0 EC"):
        assert name not in text
    assert "No end date" in text


def test_a_link_of_the_issuer_that_is_not_one_is_not_followed(client: TestClient) -> None:
    text = client.get(f"/verify?badge={id_of('unconfirmed')}").text
    assert "javascript:" not in text
    assert "niet bevestigd" in text
    assert "Extra-curriculaire" in text


def test_the_reason_of_a_revoked_badge_is_told_and_nothing_else_of_it(client: TestClient) -> None:
    text = client.get(f"/verify?badge={id_of('revoked')}").text
    assert "Verkeerd uitgegeven" in text
    assert "<dl" not in text


# Whose it is


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("sanne voorbeeld", "The badge belongs to somebody of the name <strong>sanne voorbeeld</strong>"),
        ("Iemand Anders", "The badge is <strong>not</strong>"),
        ("Niemand Weet", "Edubadges does not tell right now"),
        ("Even Weg", "Edubadges does not tell right now"),
        ("<b>", "<strong>&lt;b&gt;</strong>"),
    ],
)
def test_a_given_name_is_compared(client: TestClient, name: str, says: str) -> None:
    text = posted(client, "en", badge=id_of("whole"), name=name).text
    assert re.sub(r"\s+", " ", says) in re.sub(r"\s+", " ", text)


def test_a_name_never_stands_in_an_address(client: TestClient) -> None:
    text = posted(client, badge=id_of("whole"), name="Sanne Voorbeeld").text
    assert not re.search(r'(?:href|action)="[^"]*Sanne', text)
    assert "Iemand" not in client.get(f"/verify?badge={id_of('whole')}&name=Iemand").text


# What is sent


def test_a_picture_of_a_qr_code_does_instead_of_a_link(client: TestClient, badges: Sample) -> None:
    assert "Deze badge is echt" in posted(client, picture=PICTURE).text
    assert badges.asked == [SITE + id_of("whole")]


@pytest.mark.parametrize(
    ("picture", "status", "says"),
    [
        (b"no code", 422, "geen QR-code"),
        (b"away", 503, "te druk"),
        (b"too_big", 413, "te groot"),
        (b"no_picture", 422, "niet openen als foto"),
        (b"several", 422, "verschillende QR-codes"),
        (b"too_hard", 422, "geen QR-code"),
        (b"x" * (LARGEST_PICTURE + 1), 413, "te groot"),
        (b"x" * (LARGEST_PICTURE + 100_000), 413, "te groot"),
        (b"", 422, "Plak een link"),
    ],
)
def test_a_picture_that_does_not_do_gets_the_reason(
    client: TestClient, badges: Sample, picture: bytes, status: int, says: str
) -> None:
    answer = posted(client, picture=picture)
    assert answer.status_code == status
    assert says in answer.text
    assert badges.asked == []


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({"sec-fetch-site": "cross-site"}, b"badge=x", 403),
        ({"sec-fetch-site": "", "origin": "https://evil.example"}, b"badge=x", 403),
        ({"content-type": "application/json"}, b"{}", 415),
        ({"content-type": "multipart/form-data"}, b"x", 400),
        ({"content-type": "multipart/form-data; boundary=b"}, b"--b\r\nno: end", 422),
        ({"content-type": "multipart/form-data; boundary=b"},
         b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n' + b"x" * 70_000 + b"\r\n--b--\r\n", 400),
        ({}, b"&".join(b"f%d=1" % n for n in range(50)), 400),
        ({}, b"badge=%ff%fe", 422),
        ({}, b"badge=" + b"x" * 3000, 422),
        ({}, b"", 422),
    ],
)  # fmt: skip
def test_odd_forms_get_the_page_and_its_reason(
    client: TestClient, badges: Sample, headers: dict[str, str], body: bytes, status: int
) -> None:
    kind = {"content-type": "application/x-www-form-urlencoded"}
    answer = client.post("/verify", content=body, headers={**kind, **headers})
    assert answer.status_code == status
    assert 'id="wrong"' in answer.text
    assert badges.asked in ([], ["\ufffd\ufffd"])


def test_a_query_holds_a_link_or_an_id_and_nothing_else(client: TestClient, badges: Sample) -> None:
    for asked in ("hallo", "a" * 23, "javascript:alert(1)", '"><script>', f"zie {SITE}{id_of('whole')}"):
        answer = client.get("/verify", params={"badge": asked})
        assert answer.status_code == 422
        assert "<script>" not in answer.text
    assert badges.asked == []
    assert client.get("/verify", params={"badge": SITE + id_of("whole") + "?lang=nl"}).status_code == 200


def test_a_form_without_pictures_is_offered_where_none_can_be_read(badges: Sample) -> None:
    app = FastAPI()
    pages = Pages(organisation="", sandbox=False)
    chat.install(app, pages, Talks(), base_url="https://gids.example")
    app.include_router(verify.router(pages, Looking(badges), base_url="https://gids.example"))
    with TestClient(app, base_url="https://gids.example", headers=OURS) as client:
        assert "picture" not in client.get("/verify").text
        answer = client.post("/verify", data={"badge": id_of("whole")})
        assert "Deze badge is echt" in answer.text


# Words


@pytest.mark.parametrize(
    ("markdown", "said"),
    [
        ("# Kop\n\ntekst *nadruk* en __vet__", [("p", ["Kop"]), ("p", ["tekst nadruk en vet"])]),
        ("- een\n* twee\n+ drie", [("ul", ["een", "twee", "drie"])]),
        ("1. een\n2. **twee**", [("ol", ["een", "twee"])]),
        ("[hier](javascript:x) ![p](https://x/y.png \"t\")", [("p", ["hier (javascript:x) p (https://x/y.png)"])]),
        ("2 * 3 * 4 en snake_case_naam", [("p", ["2 * 3 * 4 en snake_case_naam"])]),
        ("<b>blijft</b> \\*zo\\*", [("p", ["<b>blijft</b> *zo*"])]),
        ("", []),
    ],
)  # fmt: skip
def test_markdown_becomes_plain_words(markdown: str, said: list[tuple[str, list[str]]]) -> None:
    found = plain_blocks(markdown)
    assert [(one.kind, ["".join(piece.text for piece in row) for row in one.rows]) for one in found] == said
    assert not [piece for one in found for row in one.rows for piece in row if piece.href]


def test_a_text_that_never_ends_is_cut_off() -> None:
    [one] = plain_blocks("woord " * 5000)
    assert len(one.rows[0][0].text) <= verify.LONGEST_TEXT + 1


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_word_that_edubadges_has_for_it_is_told_in_words(language: str) -> None:
    texts = Pages(organisation="", sandbox=False).texts
    for name, values in {"assessment": ASSESSMENTS, "participation": PARTICIPATIONS}.items():
        assert all(texts.has(f"verify.fact_{name}", language, value) for value in values)


# In a browser


def test_an_employer_pastes_a_link_and_reads_the_verdict(opened: Opener) -> None:
    page = opened("/verify")
    page.get_by_label("Link van de badge").fill(SITE + id_of("whole"))
    page.get_by_label("Naam van de persoon").fill("Sanne Voorbeeld")
    page.get_by_label("Naam van de persoon").press("Enter")
    expect(page.get_by_role("heading", name="Deze badge is echt", level=1)).to_be_visible()
    expect(page.get_by_text("De badge is van iemand met de naam Sanne Voorbeeld.")).to_be_visible()
    expect(page).to_have_title(re.compile("^Deze badge is echt"))
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", name="This badge is genuine")).to_be_visible()


def test_a_picture_is_chosen_and_read_without_script(opened: Opener) -> None:
    page = opened("/verify", language="en", java_script_enabled=False)
    page.get_by_label("Or a picture of the QR code").set_input_files(
        {"name": "code.png", "mimeType": "image/png", "buffer": PICTURE}
    )
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_role("heading", name="This badge is genuine")).to_be_visible()


def test_what_is_wrong_is_said_with_the_field(opened: Opener) -> None:
    page = opened("/verify")
    page.get_by_role("button", name="Controleer").click()
    expect(page.get_by_role("alert")).to_have_text("Plak een link, of kies een foto van de QR-code.")
    expect(page.get_by_label("Link van de badge")).to_have_attribute("aria-invalid", "true")


@pytest.mark.parametrize(
    "asked", ["", *(f"?badge={asked}" for asked, _, _ in VERDICTS.values()), f"?badge={id_of('long')}"]
)
def test_a_narrow_window_shows_everything(opened: Opener, asked: str) -> None:
    page = opened(f"/verify{asked}", width=320, height=640, forced_colors="active")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
