"""Learners who stray, in a real browser against the real program: every way that is not the straight one."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.bot.test_processes import command
from tests.house import KEY, ROOT, Process
from tests.web.test_journey import SLOW, Learner, begin, tap_done

DUTCH = pytest.mark.parametrize("language", ["nl"])
ENGLISH = pytest.mark.parametrize("language", ["en"])
"""What the page does is the same in either; the walks through the flows meet every text in both."""


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    """`badgewijzer run` for institutions that do things otherwise, with office hours and room for many messages."""
    folder = tmp_path_factory.mktemp("program")
    environment = {
        "INBOUND_PER_MINUTE": "0",
        "INSTITUTIONS": str(ROOT / "docs/institutions.example.toml"),
        "SUPPORT_HOURS": "24/7",
        "SUPPORT_EMAIL": "h@example.org",
        "SANDBOX": "false",
        "EDUBADGES_API_URL": "off",
    }
    with Process("run", folder, **environment) as process:
        process.wait_ready()
        yield process


def staff(program: Process, *words: str) -> str:
    """What a command says to a member of staff."""
    done = command(program.log.parent, *words, SECRET_KEY=KEY, PORT=str(program.port))
    assert done.returncode == 0, done.stderr
    return done.stdout


def visit(browser: Browser, program: Process, language: str, shots: str, start: str = "") -> Learner:
    """Somebody opens the chat on a phone and begins."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale=language, has_touch=True)
    page = context.new_page()
    page.goto(f"{program.url}/chat{start}")
    page.locator("#begin button").first.click()
    sam = Learner(page, language, f"{shots}-{language}")
    expect(page.locator(".answers.live")).to_be_visible(timeout=SLOW)
    sam.photograph()
    return sam


@ENGLISH
def test_a_requested_badge_from_question_to_backpack(browser: Browser, program: Process, language: str) -> None:
    sam = visit(browser, program, language, "requested")
    sam.taps("welcome.hello", "go_on")
    sam.taps("award.got_mail", "no")
    sam.taps("award.no_mail", "look")
    sam.types("ik heb hem zelf aangevraagd" if language == "nl" else "i requested it myself")
    sam.taps("request.how_far", "approved")
    sam.types("Klinisch redeneren")
    sam.taps("eduid.have_one", "yes")
    tap_done(sam, "eduid.confirm_name")
    sam.taps("eduid.at_an_institution", "no")
    tap_done(sam, "backpack.open_backpack")
    sam.taps("request.find_new", "done")
    expect(sam.button(sam.label("share.make_public", "done"))).to_be_visible(timeout=SLOW)
    sam.page.context.close()


@DUTCH
def test_a_name_is_confirmed_the_way_the_institution_offers(browser: Browser, program: Process, language: str) -> None:
    sam = begin(browser, program, "institution", language, 390, "light")
    sam.shots = f"guest-{language}"
    sam.taps("welcome.hello", "go_on")
    sam.taps("eduid.have_one", "yes")
    sam.reads("edubadges Naam Validatie")
    sam.taps("eduid.confirm_name_guest", "how", "common.answers")
    sam.types("edubadges naam validatie staat niet in de lijst" if language == "nl" else "it is not in the list")
    sam.types("vragen" if language == "nl" else "questions")
    sam.types("1")
    sam.reads("per post" if language == "nl" else "by post")
    tap_done(sam, "eduid.confirm_name_guest")
    tap_done(sam, "eduid.link_institution")
    sam.page.context.close()


@ENGLISH
def test_two_awards_at_once_the_nearest_last_day_first(browser: Browser, program: Process, language: str) -> None:
    sam = begin(browser, program, "personal", language, 390, "light")
    sam.shots = f"two-{language}"
    made = staff(program, "awards", "link", "--badge", "Wondzorg", "--kind", "personal", "--deadline", "2098-01-01")
    found = re.search(r"/chat\?start=\S+", made)
    assert found
    sam.page.goto(program.url + found[0])
    if sam.page.locator("#begin button").count():
        sam.page.locator("#begin button").first.click()
        sam.page.wait_for_url("**/chat")  # what it asked for may be shown before
    sam.reads("Wondzorg")
    sam.types("hoe ver ben ik" if language == "nl" else "how far am i")
    sam.reads("Verpleegkundig rekenen")
    sam.photograph()
    sam.page.context.close()


@DUTCH
def test_who_has_no_mail_yet_is_told_how_a_badge_comes(browser: Browser, program: Process, language: str) -> None:
    sam = visit(browser, program, language, "nomail")
    sam.taps("welcome.hello", "go_on")
    sam.types("nee nog niks gehad" if language == "nl" else "no nothing yet")
    sam.taps("award.no_mail", "ask")
    sam.types("bij wie moet ik zijn voor mijn badge" if language == "nl" else "who do i ask about my badge")
    sam.page.context.close()


@ENGLISH
def test_an_employer_reads_how_to_check_a_badge(browser: Browser, program: Process, language: str) -> None:
    sam = visit(browser, program, language, "employer")
    sam.taps("welcome.hello", "employer")
    for answer, title in (("genuine", "worth.employer_check"), ("whose", "worth.employer_whose")):
        sam.taps("employer.what", answer)
        assert title
    sam.taps("employer.what", "no")
    sam.page.context.close()


@DUTCH
def test_a_human_is_asked_for_answers_by_command_and_hands_back(
    browser: Browser, program: Process, language: str
) -> None:
    sam = visit(browser, program, language, "human")
    sam.taps("welcome.hello", "go_on")
    sam.types("ik wil een medewerker spreken" if language == "nl" else "i want to talk to a real person")
    sam.photograph()
    line = next(line for line in staff(program, "conversations").splitlines() if "nobody yet" in line)
    name = line.split()[0]
    guide = sam.page.locator("[data-who=guide]")
    before = guide.count()
    sam.page.get_by_role("textbox").fill("hallo, ben je daar?")
    with sam.page.expect_response("**/chat/say"):  # it stands in the page before it is taken
        sam.page.get_by_role("textbox").press("Enter")
    expect(sam.page.locator("[data-who=you]").last).to_contain_text("ben je daar", timeout=SLOW)
    assert "ben je daar" in staff(program, "conversations", "show", name)
    assert guide.count() == before, "the bot is silent"
    staff(program, "conversations", "reply", name, "Dag, waar loop je vast?", "--as", "Noor")
    sam.reads("Dag, waar loop je vast?")
    expect(sam.page.locator(".line.human")).to_contain_text("Noor", timeout=SLOW)
    sam.photograph()
    staff(program, "conversations", "hand-back", name)
    expect(sam.button(sam.label("award.got_mail", "yes"))).to_be_visible(timeout=SLOW)
    sam.photograph()
    sam.page.context.close()


@ENGLISH
def test_when_nobody_comes_the_learner_is_told_and_goes_on_with_the_bot(
    browser: Browser, program: Process, language: str
) -> None:
    sam = visit(browser, program, language, "nobody")
    sam.types("medewerker" if language == "nl" else "human")
    with sqlite3.connect(program.log.parent / "badgewijzer.db") as db:  # the promised hours pass
        db.execute("UPDATE outbox SET due = 0 WHERE kind = 'nobody' AND outcome IS NULL")
        db.execute("UPDATE lanes SET ready_at = 0 WHERE token IS NULL")
    sam.reads("h@example.org")
    sam.reads("geen medewerker" if language == "nl" else "no member of staff")
    sam.photograph()
    sam.types("gids" if language == "nl" else "guide")
    expect(sam.button(sam.label("welcome.hello", "go_on"))).to_be_visible(timeout=SLOW)
    sam.page.context.close()


@DUTCH
def test_erase_me_leaves_nothing_and_the_chat_begins_anew(browser: Browser, program: Process, language: str) -> None:
    sam = visit(browser, program, language, "erase")
    sam.taps("welcome.hello", "go_on")
    sam.types("mijn gegevens" if language == "nl" else "my data")
    sam.types("wis mij" if language == "nl" else "erase me")
    sam.button(sam.label("common.erase_sure", "yes")).click()
    sam.reads("is gewist" if language == "nl" else "is erased")
    expect(sam.page.locator("#typing")).to_be_hidden(timeout=SLOW)
    sam.photograph()
    sam.page.reload()
    expect(sam.page.get_by_role("log")).not_to_contain_text("Rekenen", timeout=SLOW)
    sam.types("hallo" if language == "nl" else "hello there, me again")
    expect(sam.button(sam.label("welcome.hello", "go_on"))).to_be_visible(timeout=SLOW)
    sam.page.context.close()


@ENGLISH
def test_whoever_is_forgotten_while_the_page_is_open_can_begin_anew_from_there(
    browser: Browser, program: Process, language: str
) -> None:
    sam = visit(browser, program, language, "forgotten")
    sam.page.locator("#text").focus()
    name = staff(program, "conversations", "list", "--all").splitlines()[1].split()[0]
    staff(program, "privacy", "erase", name, "--yes")
    again = sam.page.locator("#anew button")
    expect(again).to_be_visible(timeout=SLOW)
    expect(again).to_be_focused()
    expect(sam.page.get_by_role("alert")).to_contain_text("opnieuw" if language == "nl" else "again")
    for gone in ("#typing", "#composer", "#card", "#commands button", "#log form"):
        expect(sam.page.locator(gone)).to_be_hidden()
    sam.photograph()
    sam.page.keyboard.press("Enter")
    expect(sam.button(sam.label("welcome.hello", "go_on"))).to_be_visible(timeout=SLOW)
    sam.page.context.close()


def test_whoever_speaks_in_a_conversation_that_is_gone_can_begin_anew(browser: Browser, program: Process) -> None:
    sam = visit(browser, program, "nl", "gone")
    sam.page.context.clear_cookies()
    sam.page.locator("#text").fill("hallo")
    sam.page.keyboard.press("Enter")
    expect(sam.page.locator("#anew button")).to_be_focused(timeout=SLOW)
    expect(sam.page.locator("#typing")).to_be_hidden()
    sam.page.keyboard.press("Enter")
    expect(sam.button(sam.label("welcome.hello", "go_on"))).to_be_visible(timeout=SLOW)
    sam.page.context.close()
