"""What the pages say is so: drawings are current, links lead somewhere, every setting is explained."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.conversation.diagram import document
from bot.settings import EXAMPLES, Settings
from flows import FLOWS
from tests.house import ROOT

PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


def test_the_drawn_journeys_are_those_of_the_flows() -> None:
    assert (ROOT / "docs" / "journeys.md").read_text("utf-8") == document(FLOWS), "badgewijzer diagram > docs/journeys.md"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_of_a_page_leads_to_a_file(page: Path) -> None:
    text = page.read_text("utf-8")
    for target in [*re.findall(r"\]\(([^)#\s]+)", text), *re.findall(r'src="([^"]+)"', text)]:
        if not target.startswith(("http", "mailto:")):
            assert (page.parent / target).exists(), f"{page.name} leads to {target}"


def test_every_setting_stands_in_the_example_and_every_one_there_exists() -> None:
    listed = set(re.findall(r"^# ?([A-Z_]+)=", (ROOT / ".env.example").read_text("utf-8"), re.M))
    assert listed == {name.upper() for name in Settings.model_fields}


def test_every_setting_with_an_example_exists() -> None:
    assert set(EXAMPLES) <= {name.upper() for name in Settings.model_fields}


def test_the_changelog_has_a_place_for_what_comes() -> None:
    assert "## Unreleased" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_no_page_or_file_names_a_machine_or_a_package_address() -> None:
    for file in (*PAGES, ROOT / "Makefile", ROOT / "requirements.lock", ROOT / "requirements-test.lock"):
        assert not re.search(r"https?://[^ \"]+(/simple|\.whl|\.tar\.gz)|/home/|/root/", file.read_text("utf-8")), file.name
