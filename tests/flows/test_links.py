"""Every link in every text leads to a known site, and opens in the language of the text where the page takes it."""

from __future__ import annotations

import re

import pytest

from bot.conversation.texts import LANGUAGES
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
