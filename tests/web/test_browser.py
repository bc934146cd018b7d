"""The chat in a real browser: live, by keyboard alone, without script, and when things go wrong."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from playwright.sync_api import Page, Route, expect

from tests.web.conftest import Opener, Site


def type_and_enter(page: Page, text: str) -> None:
    page.locator("#text").fill(text)
    page.locator("#text").press("Enter")


def test_the_whole_way_by_tapping(opened: Opener, site: Site) -> None:
    page = opened("/")
    page.get_by_role("link", name="Start de chat").click()
    page.get_by_role("button", name="Begin het gesprek").click()
    page.get_by_role("button", name="Beginnen").click()
    expect(page.get_by_role("button", name="Ja, gelukt")).to_be_visible()
    # What was chosen is seen as one's own words, and with its question.
    expect(page.locator(".line.you .words")).to_have_text("Beginnen")
    page.get_by_text("Andere antwoorden").click()
    expect(page.get_by_role("button", name="Gekozen: Beginnen")).to_be_visible()
    # An older answer is quiet, but still to be had.
    page.get_by_role("button", name="Is dit wel echt?").click()
    expect(page.locator(".line.you")).to_have_count(2)
    expect(page.locator(".line.guide")).to_have_count(3)
    expect(page.locator("form.live")).to_have_count(1)


def test_a_link_in_a_message_shows_where_it_goes_and_opens_elsewhere(conversation: Opener) -> None:
    page = conversation()
    page.get_by_role("button", name="Beginnen").click()
    link = page.get_by_role("link", name="de site van eduID (eduid.nl) (opent in een nieuw tabblad)")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    expect(link).to_have_attribute("target", "_blank")
    expect(page.locator(".guide ol > li")).to_have_count(3)
    expect(page.locator(".guide ul > li")).to_have_text(["het is gratis", "een wachtwoord hoeft niet"])


def test_by_keyboard_alone(opened: Opener, site: Site) -> None:
    page = opened("/")
    press_until(page, lambda: focused(page) == "Start de chat")
    page.keyboard.press("Enter")
    page.locator("#begin").wait_for()
    press_until(page, lambda: focused(page) == "Begin het gesprek")
    page.keyboard.press("Enter")
    page.locator("form.live").wait_for()
    press_until(page, lambda: focused(page) == "Beginnen")
    page.keyboard.press("Enter")
    page.locator("form.live [value='eduid:done']").wait_for()
    # The focus went to the newest question: its answers are the next stops.
    assert page.evaluate("document.activeElement.getAttribute('role')") == "group"
    for label in ("Ja, gelukt", "Ik heb er al een"):
        page.keyboard.press("Tab")
        assert focused(page) == label
    page.keyboard.press("Space")
    expect(page.locator(".line.you")).to_have_count(2)
    page.locator("form.live").last.wait_for()
    press_until(page, lambda: page.evaluate("document.activeElement.id") == "text")
    page.keyboard.type("een vraag")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("tweede regel")
    page.keyboard.press("Enter")
    expect(page.locator(".line.you .words").last).to_have_text(re.compile("een vraag.*tweede regel", re.S))
    expect(page.locator(".line.guide").last).to_contain_text("“een vraag")
    assert page.evaluate("document.activeElement.id") == "text"
    expect(page.locator("#text")).to_have_value("")
    assert site.talk_of(page.context).heard[-1].what.text == "een vraag\ntweede regel"  # type: ignore[union-attr]


def test_an_answer_without_a_new_question_leads_the_keyboard_to_the_field(conversation: Opener, site: Site) -> None:
    page = conversation()
    talk = site.talk_of(page.context)
    talk.silent = True
    page.get_by_role("button", name="Beginnen").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".line.you:not(.pending)")).to_have_count(1)
    site.talks.add(talk, "out", "Dank je wel.")
    site.talks.ring()
    expect(page.locator(".line.guide")).to_have_count(2)
    assert page.evaluate("document.activeElement.id") == "text"


def test_the_skip_link_leads_to_the_field(conversation: Opener) -> None:
    page = conversation()
    page.reload()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Naar het schrijfveld")).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "text"


def test_what_comes_in_is_shown_once_and_takes_no_focus(conversation: Opener, site: Site) -> None:
    page = conversation()
    talk = site.talk_of(page.context)
    page.evaluate(
        """() => {
            window.announced = [];
            new MutationObserver((changes) => {
                for (const change of changes) for (const node of change.addedNodes)
                    if (!node.closest || !node.closest('[aria-live=off]')) window.announced.push(node.textContent);
            }).observe(document.getElementById('log'), { childList: true, subtree: true });
        }"""
    )
    page.locator("#text").fill("half getypt")
    site.talks.add(talk, "out", "Dit kwam vanzelf binnen.")
    site.talks.ring()
    expect(page.get_by_text("Dit kwam vanzelf binnen.")).to_have_count(1)
    expect(page.locator("#text")).to_have_value("half getypt")
    assert page.evaluate("document.activeElement.id") == "text"
    page.locator("#text").press("Enter")
    expect(page.get_by_text("“half getypt”?")).to_have_count(1)
    expect(page.locator(".pending")).to_have_count(0)
    page.get_by_role("button", name="Beginnen").click()
    expect(page.get_by_role("button", name="Ja, gelukt")).to_be_visible()
    # Neither one's own words, nor an older question that is put away, are read aloud.
    told = [one.strip().split("\n")[0] for one in page.evaluate("window.announced") if one.strip()]
    assert told == ["Badgewijzer:"] * 3
    said = "".join(page.evaluate("window.announced"))
    assert [said.count(words) for words in ("vanzelf", "“half getypt”?", "Vul je e-mailadres")] == [1, 1, 1]
    expect(page.get_by_role("log")).to_have_attribute("aria-live", "polite")


def test_own_words_are_shown_before_the_server_answers(conversation: Opener, site: Site) -> None:
    page = conversation()
    talk = site.talk_of(page.context)
    talk.silent = True
    site.talks.gate = asyncio.Event()
    type_and_enter(page, "ben je er?")
    expect(page.locator(".pending")).to_contain_text("Wordt verstuurd")
    expect(page.locator("#typing")).to_be_visible()
    site.talks.let_through()
    expect(page.locator(".line.you:not(.pending)")).to_have_count(1)
    expect(page.locator(".pending")).to_have_count(0)
    expect(page.locator("#typing")).to_be_visible()
    site.talks.add(talk, "out", "Ja hoor.")
    site.talks.ring()
    expect(page.locator("#typing")).to_be_hidden()


def test_an_impatient_finger_answers_once(conversation: Opener, site: Site) -> None:
    page = conversation()
    page.get_by_role("button", name="Beginnen").dblclick()
    expect(page.locator("form.live [value='eduid:done']")).to_be_visible()
    assert len(site.talk_of(page.context).heard) == 1


def test_a_message_that_could_not_be_kept_comes_back_to_the_field(conversation: Opener, site: Site) -> None:
    page = conversation()
    site.talks.down = True
    type_and_enter(page, "bewaar mij")
    expect(page.get_by_role("alert")).to_contain_text("kon nu niet worden bewaard")
    expect(page.locator("#text")).to_have_value("bewaar mij")
    expect(page.locator(".pending")).to_have_count(0)
    page.get_by_role("button", name="Beginnen").click()
    expect(page.get_by_role("alert")).to_contain_text("Dat kon nu niet")
    site.talks.down = False
    page.locator("#text").press("Enter")
    expect(page.get_by_text("“bewaar mij”?")).to_be_visible()
    expect(page.get_by_role("alert")).to_be_empty()
    page.get_by_role("button", name="Beginnen").click()
    expect(page.locator("form.live [value='eduid:done']")).to_be_visible()


def test_a_message_that_was_heard_though_the_answer_got_lost_is_not_asked_for_again(
    conversation: Opener, site: Site
) -> None:
    page = conversation()

    def lose_the_answer(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/chat/say", lose_the_answer)
    for number, text in enumerate(("eerste regel\n\ntweede", "nog een"), 1):
        type_and_enter(page, text)
        expect(page.locator(".line.guide")).to_have_count(1 + number)
        expect(page.locator("#text")).to_have_value("")
        expect(page.get_by_role("alert")).to_be_empty()
    page.get_by_role("button", name="Beginnen").click()
    expect(page.locator("form.live [value='eduid:done']")).to_be_visible()
    expect(page.get_by_role("alert")).to_be_empty()
    page.get_by_role("button", name="Hulp").click()
    expect(page.locator(".line.guide")).to_have_count(5)
    expect(page.get_by_role("alert")).to_be_empty()
    page.unroute("**/chat/say")
    page.get_by_role("button", name="Hulp").click()  # said again is heard again
    expect(page.locator(".line.guide")).to_have_count(6)
    expect(page.locator(".pending")).to_have_count(0)
    assert len(site.talk_of(page.context).heard) == 5


def test_what_somebody_says_in_another_window_hides_no_failure(conversation: Opener, site: Site) -> None:
    page = conversation()
    talk = site.talk_of(page.context)
    held: list[Route] = []
    page.route("**/chat/say", lambda route: held.append(route))
    type_and_enter(page, "van hier")
    expect(page.locator(".pending")).to_have_count(1)
    site.talks.add(talk, "in", "van daar")
    site.talks.ring()
    expect(page.get_by_text("van daar")).to_be_visible()
    held[0].abort()
    expect(page.locator("#text")).to_have_value("van hier")
    expect(page.get_by_role("alert")).not_to_be_empty()


def test_a_window_nobody_looks_at_keeps_no_line_and_catches_up(conversation: Opener, site: Site) -> None:
    page = conversation()
    talk = site.talk_of(page.context)
    look_away = """(hidden) => {
        Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
    }"""
    with page.expect_event("requestfailed", lambda one: "/chat/stream" in one.url):
        page.evaluate(look_away, True)
    site.talks.add(talk, "out", "Ondertussen.")
    site.talks.ring()
    page.evaluate(look_away, False)
    expect(page.get_by_text("Ondertussen.")).to_have_count(1)
    expect(page.locator("#net")).to_be_empty()


def test_too_much_text_is_explained_and_kept(conversation: Opener) -> None:
    page = conversation()
    type_and_enter(page, "x" * 4100)
    expect(page.get_by_role("alert")).to_contain_text("te lang")
    expect(page.locator("#text")).to_have_value("x" * 4100)


def test_a_broken_line_is_told_and_mends_itself(conversation: Opener, site: Site) -> None:
    page = conversation()
    talk = site.talk_of(page.context)
    page.context.set_offline(True)
    expect(page.locator("#net")).to_contain_text("Geen verbinding")
    type_and_enter(page, "hoort iemand mij?")
    expect(page.locator("#text")).to_have_value("hoort iemand mij?")
    site.talks.add(talk, "out", "Dit miste je.")
    page.context.set_offline(False)
    expect(page.locator("#net")).to_contain_text("weer verbinding")
    expect(page.get_by_text("Dit miste je.")).to_have_count(1)
    page.locator("#text").press("Enter")
    expect(page.get_by_text("“hoort iemand mij?”?")).to_be_visible()


def test_a_reload_and_a_second_window_show_the_same(conversation: Opener, site: Site) -> None:
    page = conversation()
    page.get_by_role("button", name="Beginnen").click()
    expect(page.get_by_role("button", name="Ja, gelukt")).to_be_visible()
    before = page.locator("#log").inner_text()
    other = page.context.new_page()
    other.goto("/chat")
    assert other.locator("#log").inner_text() == before
    type_and_enter(other, "van hier")
    expect(page.get_by_text("“van hier”?")).to_be_visible()
    page.reload()
    assert page.locator("#log").inner_text() == other.locator("#log").inner_text()


def test_it_stays_at_the_newest_only_for_who_is_there(conversation: Opener, site: Site) -> None:
    page = conversation()
    talk = site.talk_of(page.context)
    for number in range(15):
        site.talks.add(talk, "out", f"Bericht {number}.\n\nMet nog een regel.")
    site.talks.ring()
    newest = page.get_by_text("Bericht 14.")
    expect(newest).to_be_attached()
    page.reload()
    expect(newest).to_be_in_viewport()
    site.talks.add(talk, "out", "Volgende.")
    site.talks.ring()
    expect(page.get_by_text("Volgende.")).to_be_in_viewport()
    page.evaluate("scrollTo(0, 0)")
    site.talks.add(talk, "out", "Nog een.")
    site.talks.ring()
    expect(page.get_by_role("button", name="Nieuw bericht")).to_be_visible()
    assert page.evaluate("scrollY") == 0
    page.get_by_role("button", name="Nieuw bericht").click()
    expect(page.get_by_text("Nog een.")).to_be_in_viewport()
    expect(page.locator("#jump")).to_be_hidden()


def test_who_has_the_word_and_how_far_one_is(conversation: Opener, site: Site) -> None:
    page = conversation()
    talk = site.talk_of(page.context)
    expect(page.locator("#state")).to_be_empty()
    site.talks.change(talk, waiting=True)
    expect(page.locator("#state")).to_contain_text("Een medewerker")
    site.talks.change(talk, waiting=False, human="Fatima")
    expect(page.locator("#state")).to_contain_text("Fatima helpt je")
    talk.silent = True
    type_and_enter(page, "dag Fatima")
    expect(page.locator(".line.you")).to_have_count(1)
    expect(page.locator("#typing")).to_be_hidden()
    card = page.get_by_role("complementary", name="Zo ver ben je")
    expect(card.get_by_text("eduID gemaakt")).to_be_hidden()
    card.get_by_role("heading").click()
    expect(card.get_by_text("eduID gemaakt")).to_be_visible()


def test_another_language_changes_the_page_around_the_conversation(conversation: Opener, site: Site) -> None:
    page = conversation()
    talk = site.talk_of(page.context)
    page.locator("#text").fill("half geschreven")
    talk.language = "en"
    site.talks.ask(talk)
    site.talks.ring()
    expect(page.get_by_label("Write a message")).to_have_value("half geschreven")
    assert page.evaluate("[document.documentElement.lang, document.activeElement.id]") == ["en", "text"]
    expect(page.get_by_role("log", name="Conversation")).to_be_visible()
    expect(page.get_by_role("button", name="Send")).to_be_visible()
    expect(page.get_by_text("You opened the chat")).to_be_attached()
    expect(page.get_by_role("log")).to_have_attribute("aria-live", "polite")
    # Each message says in which language it is.
    assert page.locator(".guide .words").evaluate_all("all => all.map((one) => one.lang)") == ["nl", ""]
    page.locator("#text").press("Enter")
    expect(page.get_by_text("“half geschreven”?")).to_be_visible()


def test_what_is_answered_while_the_language_changes_changes_with_it(conversation: Opener, site: Site) -> None:
    page = conversation()
    talk = site.talk_of(page.context)
    ask_for_pages = holding_pages(page)
    site.talks.ask(talk)
    with ask_for_pages() as held:
        talk.language = "en"
        site.talks.ring()
    drawn_before = held[0].fetch()
    summaries = page.locator(".earlier > summary")
    expect(summaries).to_have_count(1)
    page.locator(".answers.live button").first.click()
    expect(summaries).to_have_count(2)  # the second is of a question that the page on its way still has open
    held[0].fulfill(response=drawn_before)
    expect(summaries).to_have_text(["Other answers"] * 2)


def test_a_language_that_changed_back_is_the_one_that_stays(conversation: Opener, site: Site) -> None:
    page = conversation()
    talk = site.talk_of(page.context)
    ask_for_pages = holding_pages(page)
    drawn = []
    for language in ("en", "nl"):
        with ask_for_pages() as held:
            talk.language = language
            site.talks.ring()
        drawn.append((held[-1], held[-1].fetch()))
    for route, answer in reversed(drawn):
        route.fulfill(response=answer)
        with page.expect_response("**/static/**"):  # so that what was handed over has been read
            page.evaluate("fetch('/static/chat.js')")
    expect(page.get_by_label("Schrijf een bericht")).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "nl"


def holding_pages(page: Page) -> Callable[[], AbstractContextManager[list[Route]]]:
    """From here on the chat's page, drawn anew by the server, waits on its way; within the block one is asked for."""
    held: list[Route] = []
    page.route("**/chat", lambda route: held.append(route))

    @contextmanager
    def asked() -> Iterator[list[Route]]:
        with page.expect_request("**/chat"):
            yield held
        page.evaluate("0")  # what was asked for before this is held now

    return asked


def test_a_link_opened_later_is_followed_on_request(conversation: Opener, site: Site) -> None:
    page = conversation()
    page.goto("/chat?start=later-1")
    talk = site.talk_of(page.context)
    assert not talk.heard
    page.get_by_role("button", name="Ga verder met deze link").click()
    expect(page.get_by_role("button", name="Ga verder met deze link")).to_have_count(0)
    assert talk.heard[-1].what.payload == "later-1"  # type: ignore[union-attr]


def test_a_conversation_that_was_erased_begins_anew(conversation: Opener, site: Site) -> None:
    page = conversation()
    talk = site.talk_of(page.context)
    for address, one in list(site.talks.by_address.items()):
        if one is talk:
            del site.talks.by_address[address]
    site.talks.ring()
    expect(page.get_by_role("button", name="Begin het gesprek")).to_be_visible()


def test_what_anybody_writes_stays_text(conversation: Opener, site: Site) -> None:
    page = conversation()
    page.evaluate("window.alert = () => { document.title = 'broken in' }")
    attack = '<img src=x onerror="alert(1)"><script>alert(1)</script><a href="javascript:alert(1)">klik</a>'
    type_and_enter(page, attack)
    expect(page.locator(".line.you:not(.pending) .words").last).to_have_text(attack)
    expect(page.locator(".line.guide").last).to_contain_text("<script>")
    page.reload()
    expect(page.locator(".line.you .words").last).to_have_text(attack)
    assert page.locator("#log img, #log script, #log a").count() == 0
    assert page.title() != "broken in"


def test_without_script_everything_can_be_done(opened: Opener, site: Site) -> None:
    page = opened("/chat?start=brief-7", java_script_enabled=False)
    page.get_by_role("button", name="Begin het gesprek").click()
    talk = site.talk_of(page.context)
    assert talk.heard[0].what.payload == "brief-7"  # type: ignore[union-attr]
    page.get_by_role("button", name="Beginnen").click()
    page.get_by_role("button", name="Ik heb er al een").click()
    page.get_by_label("Schrijf een bericht").fill("Waarom?")
    site.talks.down = True
    page.get_by_role("button", name="Stuur").click()
    assert "kon nu niet worden bewaard" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("Schrijf een bericht").input_value() == "Waarom?"
    site.talks.down = False
    page.get_by_role("button", name="Stuur").click()
    expect(page.get_by_text("“Waarom?”?")).to_be_visible()
    page.get_by_role("button", name="Hulp").click()
    assert len(talk.heard) == 5
    for _ in range(25):
        site.talks.add(talk, "out", "Meer.")
    page.goto("/chat")
    page.get_by_role("link", name="Toon oudere berichten").click()
    page.get_by_role("link", name="Toon oudere berichten").click()
    expect(page.get_by_text("Je opende de chat")).to_be_visible()
    page.get_by_role("link", name="Terug naar het nieuwste bericht").click()
    expect(page.get_by_text("Je opende de chat")).to_have_count(0)


@pytest.mark.parametrize(("width", "height"), [(320, 568), (640, 360), (1280, 800)])
def test_nothing_is_cut_off_and_everything_is_big_enough(
    conversation: Opener, site: Site, width: int, height: int
) -> None:
    page = conversation(width=width, height=height)
    talk = site.talk_of(page.context)
    site.talks.add(talk, "in", "w" * 300)
    site.talks.ask(talk)
    page.goto("/chat")
    page.locator("#card").evaluate("card => { card.open = true }")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    small = page.evaluate(
        """() => [...document.querySelectorAll('button, textarea, summary, .older a, .brand')]
            .filter((one) => one.checkVisibility() && one.getBoundingClientRect().width)
            .filter((one) => one.getBoundingClientRect().height < 44 || one.getBoundingClientRect().width < 44)
            .map((one) => one.outerHTML)"""
    )
    assert small == []
    # Whatever has the focus is not hidden behind what sticks to the edges.
    page.evaluate("scrollTo(0, 0)")
    for _ in range(40):
        page.keyboard.press("Tab")
        covered = page.evaluate(
            """() => {
                const one = document.activeElement;
                if (one === document.body || one.closest('.dock, .skip')) return '';
                const box = one.getBoundingClientRect();
                const hit = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
                return hit && (one.contains(hit) || hit.contains(one)) ? '' : one.outerHTML;
            }"""
        )
        assert covered == ""
        if page.evaluate("document.activeElement.className") == "send":
            break


def test_a_long_card_leaves_room_for_the_conversation(conversation: Opener, site: Site) -> None:
    page = conversation(width=320, height=568)
    page.locator("#card > summary").click()
    page.locator("#card-words").evaluate(
        "card => { for (let i = 0; i < 40; i++) card.append(card.children[0].cloneNode(true)) }"
    )
    taken = page.evaluate("['.side', '.dock'].map((name) => document.querySelector(name).offsetHeight)")
    assert sum(taken) < 568 * 0.67


def test_wider_spacing_of_text_cuts_nothing_off(conversation: Opener, site: Site) -> None:
    page = conversation(width=320, height=640)
    site.talks.ask(site.talk_of(page.context))
    page.goto("/chat")
    clipped = page.evaluate(
        """() => {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
                word-spacing: 0.16em !important } p { margin-bottom: 2em !important }`);
            document.adoptedStyleSheets = [sheet];
            return [...document.querySelectorAll('button, .bubble, summary, label, header *')]
                .filter((one) => one.checkVisibility() && !one.closest('.hidden'))
                .filter((one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== 'inline')
                .map((one) => one.outerHTML);
        }"""
    )
    assert clipped == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.innerText || ''")).strip()


def press_until(page: Page, reached: Callable[[], bool]) -> None:
    for _ in range(30):
        page.keyboard.press("Tab")
        if reached():
            return
    raise AssertionError("the keyboard does not get there")
