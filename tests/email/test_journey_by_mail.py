"""Whole journeys by mail, through Postfix and Dovecot, with the program as a process of its own.

What comes is looked at as its reader would look; what is answered is wrapped as mail programs do.
"""

from __future__ import annotations

import os
import re
import sqlite3
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx2 as httpx
import pytest
from babel.dates import format_date
from playwright.sync_api import Browser, Page, expect

from flows import FLOWS
from integrations.sandbox.world import Account, Badge, World
from tests.beside import Beside, beside, front
from tests.email.learner import Learner, Letter
from tests.fakes.bot_api import BotApi
from tests.house import KEY, ROOT, Process, free_port
from tests.nursery import nursery
from tests.post_office import AUTHSERV_ID, PostOffice, office

__all__ = ["office"]

SCHOOL = "Hogeschool Voorbeeld"
BADGE = "Data in de zorg"
ACCOUNT = "s1234567@voorbeeld.example"
DEADLINE = date.today() + timedelta(days=60)
LAST_DAY = {language: format_date(DEADLINE, "d MMMM y", locale=language) for language in ("nl", "en")}
PERSONAL = "Recipient mailadres;Recipient First name;Recipient Surname;Narrative (optional);Badge;Institution;Deadline"
BY_ACCOUNT = "Recipient mailadres;Recipient EPPN;Narrative (optional);Badge;Institution;Deadline"
CHAT_ONLY = {
    "nl": r"(?i)\btik (?:hier|hieronder|op een antwoord|op een knop)\b|knop(?:pen)? hier(?:onder)?\b|tekstvak",
    "en": r"(?i)\btap (?:here|below|an answer|a button)\b|buttons? below|text box",
}
"""Words that make sense only where answers are buttons."""


@dataclass
class House:
    """The program that runs, and what staff do beside it."""

    office: PostOffice
    folder: Path
    url: str
    site: str
    environment: dict[str, str]

    def staff(self, *words: str) -> str:
        """A command of theirs, and what it says."""
        with TemporaryDirectory() as aside:
            said, errors = (Path(aside) / name for name in ("said", "errors"))
            code = nursery().start(["-m", "bot", *words], self.folder, self.environment, said, errors).wait(60)
            assert code == 0, said.read_text() + errors.read_text()
            return said.read_text("utf-8")

    def brings_in(self, language: str, *rows: str) -> str:
        """An institution's own file: the number of its batch."""
        file = self.folder / f"{len(list(self.folder.glob('*.csv')))}.csv"
        file.write_text("\n".join(rows), "utf-8")
        found = re.search(r"Batch (\d+)", self.staff("awards", "import", str(file), "--language", language, "--yes"))
        assert found
        return found[1]

    def claimed(self, whose: str) -> str:
        """The badge is claimed at edubadges, and public there: its link."""
        world = World.load(self.folder / "sandbox.json")
        kind = next(one for one in world.badge_classes.values() if one.name == BADGE)
        entity = f"{whose:0<22}"
        now = world.stamp()
        world.accounts[whose] = Account(whose, f"{whose}@example.org", "Sanne", "Voorbeeld", "Sanne Voorbeeld")
        world.badges[entity] = Badge(entity, kind.entity, whose, "Sanne Voorbeeld", True, now, now, public=True)
        world.save()
        return f"{self.site}/sandbox/edubadges/public/assertions/{entity}"

    def one(self, query: str) -> int:
        with closing(sqlite3.connect(f"file:{self.folder}/badgewijzer.db?mode=ro", uri=True)) as db:
            return int(db.execute(query).fetchone()[0] or 0)

    def conversation_of(self, address: str) -> str:
        """The name by which staff know the conversation at this address."""
        with closing(sqlite3.connect(f"file:{self.folder}/badgewijzer.db?mode=ro", uri=True)) as db:
            joined = "select token from learners join addresses on learner_id = learners.id where external_id = ?"
            return str(db.execute(joined, [address]).fetchone()[0])

    def heard(self) -> int:
        """How many mails came in so far."""
        told = httpx.get(f"{self.url}/metrics").text
        return sum(
            int(float(n)) for n in re.findall(r'badgewijzer_mail_in_total{outcome="heard",way="\w+"} (\S+)', told)
        )

    def until(self, true: Callable[[], bool], seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < end, "not in time"
            time.sleep(0.05)

    def settled(self, heard: int) -> None:
        """Wait until so many mails came in, and all that is owed for them is in somebody's mailbox."""
        owed = "select count(*) from outbox where outcome is null and kind = 'message'"
        self.until(lambda: self.heard() >= heard and not self.one(owed) and not self.office.queued())


@contextmanager
def running(office: PostOffice, folder: Path, around: Beside, ours: str, **environment: str) -> Iterator[House]:
    port = free_port()
    site = f"https://localhost:{port}"
    environment = {
        "SMTP_URL": office.smtp_url(ours),
        "EMAIL_FROM": f"Badgewijzer <{ours}>",
        "EMAIL_AUTHSERV_ID": AUTHSERV_ID,
        "BASE_URL": site,
        "SSL_CERT_FILE": str(office.certificate),
        "SANDBOX": "1",
        "ORGANISATION": SCHOOL,
        "SUPPORT_EMAIL": "hulp@uni.example",
        "INBOUND_PER_MINUTE": "0",
        "MAIL_RATE": "0",
        **environment,
    }
    with Process("run", folder, cold=True, **environment) as process:  # whom it trusts is read with the modules
        around.do(front(port, process.port, office.certificate, around.serving))
        process.wait_ready()
        beside_it = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "PYTHONPATH": str(ROOT),
            "DATABASE_URL": f"sqlite:///{folder}/badgewijzer.db",
            "SECRET_KEY": KEY,
            "PORT": str(process.port),
        }
        yield House(office, folder, process.url, site, {**environment, **beside_it})


@pytest.fixture(scope="module")
def around() -> Iterator[Beside]:
    with beside() as one:
        yield one


@pytest.fixture(scope="module")
def telegram(around: Beside) -> Iterator[BotApi]:
    api = BotApi()
    around.do(api.__aenter__())
    yield api
    around.do(api.__aexit__(None, None, None))


@pytest.fixture(scope="module")
def house(
    office: PostOffice, around: Beside, telegram: BotApi, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """Mail comes from the mail server; learners of one file were written to."""
    more = {"TELEGRAM_BOT_TOKEN": telegram.token, "TELEGRAM_API_URL": telegram.url, "TELEGRAM_CHAT_RATE": "0"}
    ours, folder = f"127.0.0.1:{office.ours}", tmp_path_factory.mktemp("lmtp")
    with running(office, folder, around, "badges@uni.example", LMTP_LISTEN=ours, **more) as house:
        those = [f"{name}@example.org" for name in ("sanne", "phone", "away", "machine", "asks", "wrong")]
        rows = [f"{mailbox};Sanne;Voorbeeld;;{BADGE};{SCHOOL};{DEADLINE}" for mailbox in (*those, "nobody@uni.example")]
        house.staff("awards", "invite", house.brings_in("nl", PERSONAL, *rows), "--start", "--yes")
        yield house


@pytest.fixture(scope="module")
def by_imap(office: PostOffice, around: Beside, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Mail comes from a mailbox at a provider."""
    ours, folder = "badges@example.org", tmp_path_factory.mktemp("imap")
    with running(office, folder, around, ours, IMAP_URL=office.imap_url(ours)) as house:
        yield house


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="nl-NL", viewport={"width": 390, "height": 844}, ignore_https_errors=True)
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


class Walk:
    """A learner on their way by mail, and what every mail is held against."""

    def __init__(self, house: House, name: str, language: str) -> None:
        self.house = house
        self.learner = Learner(house.office, f"{name}@example.org")
        self.speaks(language)

    def speaks(self, language: str) -> None:
        self.language, self.last_day = language, LAST_DAY[language]

    def reads(self) -> Letter:
        """The next mail; nothing may be odd about it."""
        before = self.learner.letters[-1] if self.learner.letters else None
        letter = self.learner.reads()
        looked_at(letter, before, self)
        return letter

    def says(self, text: str) -> Letter:
        """Answer in words of their own."""
        self.learner.answers(text)
        return self.reads()

    def chooses(self, step: str, answer: str) -> Letter:
        """Answer with the number that stands before this choice."""
        label, choices = label_of(step, answer, self.language), self.learner.letters[-1].choices
        assert label in choices, f"{label!r} is not among {list(choices)}"
        return self.says(choices[label])


def label_of(step: str, answer: str, language: str) -> str:
    text = step if FLOWS.texts.has(step, label=answer) else "common.answers"
    return FLOWS.texts.label(text, answer, language)


def looked_at(letter: Letter, before: Letter | None, walk: Walk) -> None:
    """As a reader looks: one thread, no history, choices with numbers, the same in both parts, links that are ours."""
    domain = letter["From"].rpartition("@")[2].strip(">")
    assert re.fullmatch(rf"<o\.[a-z2-7.]+@{domain}>", letter["Message-ID"])
    assert re.fullmatch(rf"badges\+r[a-z2-7.]+@{domain}", letter["Reply-To"])
    assert letter["Content-Language"] == walk.language
    first = walk.learner.letters[0]
    if before is not None:
        assert letter["Subject"] == f"Re: {before['Subject'].removeprefix('Re: ')}"
        assert letter["In-Reply-To"] in (walk.learner.said[-1], before["Message-ID"])
        assert {first["Message-ID"], before["Message-ID"]} <= set(letter["References"].split())

    assert not re.search(r"(?m)^>|schreef|wrote:", letter.text), "no history"
    assert not re.search(CHAT_ONLY[walk.language], letter.text), letter.text
    assert not re.search(r"[{}]|unknown", letter.text)
    days = re.findall(r"(?:tot en met|up to and including) (\d{1,2} \w+ \d{4})", " ".join(letter.text.split()))
    assert set(days) <= {walk.last_day}

    html = bare(" ".join(letter.html_words).replace("(localhost)", ""))
    for line in letter.text.split("\n-- \n")[0].splitlines():
        words = bare(re.sub(r"\(https?://\S+|^ *https?://\S+$", "", line))
        assert words in html, f"only in the plain text: {line!r}"
    for label, number in letter.choices.items():
        assert bare(f"{number} {label}") in html
    for link in letter.links:
        assert link.startswith((f"{walk.house.site}/", "mailto:", "https://www.edubadges.nl/")), link


def bare(text: str) -> str:
    """Its letters and digits."""
    return re.sub(r"[\W_]+", "", text)


def opens_all(letter: Letter, house: House) -> None:
    """Every link of ours opens; to look changes nothing."""
    tls = ssl.create_default_context(cafile=str(house.office.certificate))
    with httpx.Client(verify=tls, timeout=30) as http:
        for link in letter.links:
            if link.startswith(house.site):
                assert http.get(link).status_code in (200, 302, 303, 307), link


def test_an_award_for_a_personal_address_by_mail_alone_in_dutch(house: House) -> None:
    walk = Walk(house, "sanne", "nl")
    sanne = walk.learner
    guide = walk.reads()
    assert BADGE in guide.text
    assert LAST_DAY["nl"] in guide.text
    assert SCHOOL in guide["From"]
    opens_all(guide, house)
    walk.says("beginnen")
    walk.chooses("eduid.log_in", "rather_not")
    sanne.program = "outlook"
    assert "SURF" in walk.says("Wat is eduID eigenlijk?").text
    walk.chooses("eduid.have_one", "no")
    opens_all(walk.says("terug"), house)
    sanne.program = "iphone"
    walk.speaks("en")
    walk.says("English please")
    walk.speaks("nl")
    walk.says("Toch maar Nederlands")
    walk.says("Ja, ik heb al een eduID")
    walk.chooses("eduid.same_address", "yes")
    sanne.program = "thunderbird"
    walk.says("klaar")
    walk.chooses("eduid.at_an_institution", "no")
    walk.says("gelukt")
    walk.chooses("claim.find_card", "done")
    walk.chooses("claim.claim_it", "done")
    walk.chooses("share.make_public", "done")
    walk.says(f"Hier is hij: {house.claimed('sanne')}")
    walk.chooses("share.where_to", "mail")
    walk.chooses("share.mail_signature", "done")
    done = walk.chooses("share.where_else", "no")
    assert "⬜" not in done.text
    assert "👉" not in done.text
    opens_all(done, house)
    assert len(house.office.mails(sanne.mailbox)) == len(sanne.letters), "one mail for each turn"


def test_an_award_for_an_account_by_mail_with_a_login_in_english(by_imap: House, page: Page) -> None:
    batch = by_imap.brings_in("en", BY_ACCOUNT, f"sam@example.org;{ACCOUNT};;{BADGE};{SCHOOL};{DEADLINE}")
    by_imap.staff("awards", "invite", batch, "--start", "--yes")
    walk = Walk(by_imap, "sam", "en")
    sam = walk.learner
    assert LAST_DAY["en"] in walk.reads().text
    sam.program = "outlook"
    asked = walk.chooses("guide.shall_we", "go_on")
    page.goto(next(link for link in asked.links if "to=login" in link))
    page.get_by_role("button", name="Yes, log in with eduID").click()
    page.get_by_role("button", name="Yes, on to eduID").click()
    page.wait_for_url(re.compile("/sandbox/eduid/"))
    page.get_by_role("link", name="Create directly").click()
    page.locator("[name=agree]").check()
    for field, value in {"email": sam.mailbox, "given": "Sam", "family": "Example"}.items():
        page.locator(f"[name={field}]").fill(value)
    page.get_by_role("button", name="Make an eduID").click()
    page.locator("[name=code]").fill(page.locator("#sandbox-code").inner_text())
    page.get_by_role("button", name="Next").click()
    page.get_by_role("link", name="Next").click()
    page.get_by_role("button", name="Yes, that is fine").click()
    page.wait_for_url("**/eduid/done")
    code = re.search(r"\b\d{3} \d{3}\b", page.locator("main").inner_text())
    assert code
    walk.reads()  # that a login waits for its code
    seen = walk.says(f"My code is {code[0]}")
    assert "✅ eduID" in seen.text
    sam.program = "iphone"
    walk.chooses("eduid.link_institution", "done")
    walk.chooses("eduid.log_in_again", "rather_not")
    walk.chooses("backpack.open_backpack", "done")
    walk.chooses("claim.find_card", "done")
    walk.chooses("claim.claim_it", "done")
    walk.chooses("share.make_public", "done")
    walk.says(by_imap.claimed("sam"))
    walk.chooses("share.where_to", "cv")
    walk.chooses("share.cv", "done")
    done = walk.chooses("share.where_else", "no")
    assert "⬜" not in done.text
    assert len(by_imap.office.mails(sam.mailbox)) == len(sam.letters), "one mail for each turn"


def test_begun_by_mail_continued_on_telegram_and_finished_on_the_web(
    house: House, telegram: BotApi, around: Beside, page: Page
) -> None:
    kim = telegram.user(501, "Kim", language_code="nl")

    def on_telegram(act: Callable[[], object], step: str, answer: str) -> None:
        """And then this answer is offered there."""

        async def work() -> None:
            act()
            label = label_of(step, answer, "nl")
            await telegram.until(lambda: any(label in seen.buttons for seen in kim.screen), 20, f"{step} on Telegram")

        around.do(work())

    on_telegram(lambda: kim.says("/start"), "welcome.hello", "go_on")
    on_telegram(lambda: kim.presses(label_of("welcome.hello", "go_on", "nl")), "award.got_mail", "yes")
    own = house.conversation_of("501")  # of its own, before

    walk = Walk(house, "phone", "nl")
    walk.reads()
    walk.says("beginnen")
    asked = walk.chooses("eduid.log_in", "rather_not")
    mailed = house.conversation_of("phone@example.org")
    page.goto(asked.goes_on)
    page.get_by_role("button", name="Verder op Telegram").click()
    there = page.get_by_role("link", name="Open Telegram").get_attribute("href")
    assert there
    word = there.partition("start=")[2]
    on_telegram(lambda: kim.says(f"/start {word}"), "common.go_on_with", "there")
    on_telegram(lambda: kim.presses(label_of("common.go_on_with", "there", "nl")), "eduid.have_one", "yes")
    assert house.conversation_of("501") == house.conversation_of("phone@example.org") == mailed
    on_telegram(lambda: kim.presses(label_of("eduid.have_one", "yes", "nl")), "eduid.same_address", "yes")

    page.goto(asked.goes_on)
    expect(page.locator("main")).to_contain_text("al gebruikt")
    page.goto(walk.says("status").goes_on)
    page.get_by_role("button", name="Verder hier, in deze browser").click()
    page.wait_for_url("**/chat#newest")
    # The words stand above already, from Telegram; what is waited for is the question that comes again beneath them.
    asks = page.locator(".line:has(.answers.live)")
    expect(asks).to_contain_text("Dit gesprek gaat nu ook hier verder")
    for step, answer in (
        ("eduid.same_address", "yes"),
        ("eduid.confirm_name", "done"),
        ("eduid.at_an_institution", "no"),
        ("backpack.open_backpack", "done"),
        ("claim.find_card", "have_it"),
        ("share.make_public", "done"),
    ):
        page.locator(".answers.live").get_by_role("button", name=label_of(step, answer, "nl"), exact=True).click()
    expect(page.locator("#card-words")).to_contain_text("✅ Openbaar")
    assert house.conversation_of("501") == mailed

    told = house.staff("unmerge", mailed)
    assert "telegram" in told
    assert house.conversation_of("501") == own
    on_telegram(lambda: kim.says("terug"), "welcome.hello", "go_on")
    assert "✅ Openbaar" in walk.says("status").text


def test_two_auto_responders_end_after_two_mails_at_most(house: House) -> None:
    """One that says what it is, and one that does not and answers everything with the same words."""
    heard = house.heard()
    away = Learner(house.office, "away@example.org", "outlook")
    away.reads()
    away.answers("Ik ben met vakantie.", Auto_Submitted="auto-replied", Subject="Automatisch antwoord: je edubadge")
    machine = Learner(house.office, "machine@example.org")
    answered = 0
    while answered < len(house.office.mails(machine.mailbox)):
        machine.reads()
        machine.answers("Dank voor je bericht. Ik ben afwezig tot en met 4 januari en lees het daarna.")
        answered += 1
        house.settled(heard + 1 + answered)
    assert len(house.office.mails(away.mailbox)) == 1, "the first mail alone"
    assert len(house.office.mails(machine.mailbox)) <= 2


def test_a_mailbox_that_does_not_exist_gets_no_more_mail(house: House) -> None:
    """The mail server that we handed the first mail to found out, and wrote so: a DSN with status 5.1.1."""
    house.until(lambda: house.one("select count(*) from suppressions where why = 'gone'") == 1)
    again = house.brings_in("nl", PERSONAL, f"nobody@uni.example;Sanne;Voorbeeld;;Rekenen;{SCHOOL};{DEADLINE}")
    told = house.staff("awards", "invite", again)
    assert f"Batch {again}: 0 will be written to" in told
    assert "1  want no mail, or take none" in told


def test_who_proves_who_they_are_sees_and_erases_their_data_and_nobody_else(house: House) -> None:
    walk = Walk(house, "asks", "nl")
    asks = walk.learner
    walk.reads()
    walk.says("beginnen")
    name = house.conversation_of(asks.mailbox)
    # somebody who has the address of the mailbox alone: nothing of ours stands in what they write
    asks.writes("mijn gegevens", "badges@uni.example")
    withheld = asks.reads()
    assert "Ik weet niet zeker genoeg" in " ".join(withheld.text.split())
    assert "Dit weet ik van jou" not in withheld.text
    # somebody who has the mail, and whom no mail server vouches for
    heard = house.heard()
    asks.answers("wis mij", sender="thief@elsewhere.example")
    house.settled(heard + 1)
    assert house.conversation_of(asks.mailbox) == name
    assert len(house.office.mails(asks.mailbox)) == len(asks.letters)
    assert "Dit weet ik van jou" in walk.says("gegevens").text
    walk.says("mens")
    house.staff("conversations", "reply", name, "Ik kijk met je mee.", "--as", "Fatima")
    human = asks.reads()
    assert "Ik kijk met je mee." in human.text
    assert human["Auto-Submitted"] == ""
    heard = house.heard()
    asks.answers("Fijn, dank je!")
    house.settled(heard + 1)
    house.staff("conversations", "hand-back", name)
    assert walk.reads().choices
    walk.says("wis mij")
    asks.answers(walk.learner.letters[-1].choices[label_of("common.erase_sure", "yes", "nl")])
    gone = asks.reads()
    assert "gewist" in gone.text
    assert house.one("select count(*) from messages where body like '%Fatima%'") == 0


def test_this_is_not_me_ends_it_and_staff_see_it(house: House) -> None:
    wrong = Learner(house.office, "wrong@example.org", "iphone")
    guide = wrong.reads()
    wrong.answers(guide.choices[label_of("guide.shall_we", "not_me", "nl")])
    sure = wrong.reads()
    assert "wis ik dit gesprek" in " ".join(sure.text.split())
    wrong.answers(sure.choices[label_of("guide.not_me_sure", "yes", "nl")])
    last = wrong.reads()
    assert "geen mail meer" in " ".join(last.text.split())
    assert re.search(r"not for them +1  as they say themselves: row 7\n", house.staff("awards", "status", "1"))
    assert wrong.letters[-1] is last
