"""Every link in every text leads to a known site, and opens in the language of the text where the page takes it."""

from __future__ import annotations

import re

import pytest
from fluent.syntax import ast

from bot.conversation.proofreading import DATED_SOURCE
from bot.conversation.texts import LANGUAGES, Source
from flows import FLOWS

TAKES_LANGUAGE = ("www.edubadges.nl", "login.eduid.nl", "eduid.nl")
"""The sites that read `?lang=`, before cookie and browser; without it the page to make an eduID is in English.

Source: edubadges-ui, `src/main.js` (June 2026); myconext, `LoginController.java`, `account-gui/src/App.svelte` and
`public-gui/src/locale/I18n.js` (August 2026).
"""

HAS_ITS_OWN = ("mijn.eduid.nl", "www.surf.nl")
"""My eduID drops `?lang=` when it sends to the login page, and then speaks the language of the account.

Source: myconext, `myconext-gui/src/App.svelte` (August 2026).
"""

ONE_LANGUAGE = {"https://eduid.nl/servicedesk": "nl", "https://eduid.nl/servicedesk-en": "en"}
"""Pages whose address says the language. Source: myconext, `public-gui/src/locale/I18n.js` (August 2026)."""


def links(language: str) -> list[tuple[str, int, str]]:
    """The file, line and address of every link in the texts of a language."""
    return [
        (source.file.name, source.line(found.start()), found[1])
        for source in FLOWS.texts.sources
        if source.language == language
        for found in re.finditer(r'href="(https?://[^"]*)"', source.text)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_opens_in_the_language_of_the_text_where_the_page_takes_it(language: str) -> None:
    for file, line, address in links(language):
        site = address.split("/")[2].partition("?")[0]
        if address in ONE_LANGUAGE:
            assert ONE_LANGUAGE[address] == language, f"{file}:{line}: {address}"
        elif site in TAKES_LANGUAGE:
            assert address.endswith(f"?lang={language}"), f"{file}:{line}: {address} has no ?lang={language}"
        else:
            assert site in HAS_ITS_OWN, f"{file}:{line}: {address} is no site we send learners to"


# Sources


@pytest.mark.parametrize("source", FLOWS.texts.sources, ids=lambda source: source.file.name)
def test_every_source_names_where_and_a_month_in_which_it_was_read(source: Source) -> None:
    for entry in source.resource.body:
        said = entry.comment.content if isinstance(entry, ast.Message) and entry.comment else ""
        if said and "Source:" in said:
            assert DATED_SOURCE.search(said), f"{source.file.name}: {said}"


@pytest.mark.parametrize(
    "said", ["Source: x (June 2026)", "Source: edubadges-ui, a page (Foo 2026)", "Source: surf.nl"]
)
def test_what_names_no_place_or_no_month_is_no_source(said: str) -> None:
    assert not DATED_SOURCE.search(said)


def test_a_source_names_a_file_of_the_state_that_was_read() -> None:
    """Paths that did not exist there, and stood in texts once."""
    for source in FLOWS.texts.sources:
        for gone in ("delete_expired_direct_awards", "account-gui/src/routes/verify/", ", verify/VerifyChoice"):
            assert gone not in source.text, f"{source.file.name}: {gone}"
