"""What is written about the program is so: drawings, links, settings, commands."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from prometheus_client import Counter, Gauge, Histogram
from typer.main import get_command

from bot import metrics
from bot.__main__ import cli
from bot.conversation.diagram import document, drawing
from bot.settings import EXAMPLES, Settings
from flows import FLOWS
from tests.bot.test_processes import command
from tests.databases import missing
from tests.house import ROOT

PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")] + sorted(
    (ROOT / "docs").rglob("*.md")
)
RESERVED = {
    "end",
    "graph",
    "flowchart",
    "subgraph",
    "direction",
    "class",
    "classDef",
    "click",
    "style",
    "linkStyle",
    "default",
}
"""Words that Mermaid reads as its own; a step of that name breaks its drawing."""

BOX = re.compile(r"(\w+)(\{\{|\[\[|\[/|\[|\(\[|\(\(|\(|\{|>)\"([^\"]+)\"(\}\}|\]\]|/\]|\]|\]\)|\)\)|\)|\})")
ARROW = re.compile(r"(\w+) -->(?:\|(\w+)\|)? (\w+)")
SHAPES = {"{{": "}}", "[[": "]]", "[/": "/]", "[": "]", "([": "])", "((": "))", "(": ")", "{": "}", ">": "]"}


def words(page: Path) -> str:
    return page.read_text("utf-8")


def commands(group: object = None, before: str = "") -> Iterator[str]:
    """Every command of the program, `awards link` among them."""
    for name, one in getattr(group or get_command(cli), "commands", {}).items():
        yield f"{before}{name}"
        yield from commands(one, f"{before}{name} ")


COMMANDS = set(commands())


def named_commands() -> Iterator[tuple[str, str]]:
    """Every command that a page names, with the page: in code, after the program's name or beside one that is."""
    for page in [*PAGES, ROOT / "Procfile"]:
        for code in re.findall(r"`([^`]+)`|^\w+: (.+)$", words(page), re.M):
            said = re.match(r"(?:\.venv/bin/)?badgewijzer((?: [a-z][a-z-]*)+)", " ".join("".join(code).split()))
            if said:
                yield page.name, said[1].strip()


# The drawings


def test_the_journeys_are_drawn_as_they_are() -> None:
    page = ROOT / "docs/journeys.md"
    assert words(page) == document(FLOWS), "redraw them: badgewijzer diagram > docs/journeys.md"


def test_the_command_that_redraws_them_draws_them_so(tmp_path: Path) -> None:
    assert command(tmp_path, "diagram").stdout == document(FLOWS)


def test_what_a_learner_reads_is_never_said_of_what_nobody_knows() -> None:
    told = [line for line in words(ROOT / "docs/journeys.md").splitlines() if line.startswith(">")]
    assert [line for line in told if re.search(r"\bunknown\b|\b0 dagen", line)] == []


@pytest.mark.parametrize("name", FLOWS.flows)
def test_a_drawing_can_be_read_by_mermaid(name: str) -> None:
    first, *lines = drawing(FLOWS, FLOWS.flows[name]).splitlines()
    assert first == "flowchart TD"
    boxes: set[str] = set()
    arrows: list[tuple[str, str]] = []
    for line in map(str.strip, lines):
        if box := BOX.fullmatch(line):
            assert SHAPES[box[2]] == box[4], line
            assert box[1] not in boxes, f"{box[1]} is drawn twice"
            boxes.add(box[1])
        else:
            arrow = ARROW.fullmatch(line)
            assert arrow, line
            arrows.append((arrow[1], arrow[3]))
    assert set(FLOWS.flows[name].steps) <= boxes
    assert {end for ends in arrows for end in ends} <= boxes
    assert not boxes & RESERVED
    alone = boxes - {end for ends in arrows for end in ends}
    assert len(boxes) == 1 or not {step for step in alone if _leads_on(name, step)}


def _leads_on(flow: str, step: str) -> bool:
    return any(target != "<" for _, target in FLOWS.flows[flow].steps[step].targets())


def test_every_journey_is_drawn() -> None:
    page = words(ROOT / "docs/journeys.md")
    assert re.findall(r"^## (\w+)$", page, re.M) == list(FLOWS.flows)
    assert page.count("```mermaid") == len(FLOWS.flows)


# Links


def links(page: Path) -> list[str]:
    """Every link and picture of a page that is not an address elsewhere."""
    found = re.findall(r"\]\(([^)\s]+)\)|(?:src|href)=\"([^\"]+)\"", words(page))
    return [link for link in map("".join, found) if not re.match(r"[a-z]+:", link)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_something(page: Path) -> None:
    for link in links(page):
        file, _, heading = link.partition("#")
        target = (page.parent / file) if file else page
        assert target.exists(), link
        assert target.resolve().is_relative_to(ROOT.resolve()), f"{link} leads out of the project"
        if heading:
            headings = [re.sub(r"[^\w\s-]", "", line.lower()) for line in re.findall(r"^#+ (.+)$", words(target), re.M)]
            assert heading in {line.replace(" ", "-") for line in headings}, link


def test_every_file_that_the_tour_and_the_map_name_is_there() -> None:
    for page in (ROOT / "docs/tour.md", ROOT / "CONTRIBUTING.md"):
        for name in re.findall(r"`((?:bot|flows|integrations|tests|docs)/[\w./]+)`", words(page)):
            assert (ROOT / name).exists(), f"{page.name} names {name}"
    for room in ("bot", "bot/conversation"):
        for name in re.findall(r"^(\w+(?:\.py|/))\s{2,}", words(ROOT / room / "__init__.py"), re.M):
            assert (ROOT / room / name).exists(), f"{room}/__init__.py names {name}"


# Settings


def example() -> dict[str, list[str]]:
    """The settings of `.env.example` with what stands there for them."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r"^#?([A-Z][A-Z_]+)=(.*)$", words(ROOT / ".env.example"), re.M):
        found.setdefault(name, []).append(value)
    return found


def test_the_example_has_every_setting_and_no_other() -> None:
    settings = {name.upper() for name in Settings.model_fields}
    assert set(example()) == settings
    assert set(EXAMPLES) <= settings


def test_the_example_shows_each_default_that_says_something() -> None:
    for name, values in example().items():
        default = Settings.model_fields[name.lower()].default
        shown = default.get_secret_value() if hasattr(default, "get_secret_value") else default
        if shown not in ("", None):
            assert str(shown) in values, name


def test_nothing_in_the_example_is_on() -> None:
    assert [line for line in words(ROOT / ".env.example").splitlines() if line and not line.startswith("#")] == []


def test_every_setting_that_a_page_names_exists() -> None:
    settings = {name.upper() for name in Settings.model_fields}
    others = {"BADGEWIJZER_TESTS", "DATABASE_TEST_URL", "ARGS", "PYTHON", "CI", "WORKERS"}
    for page in PAGES:
        for name in re.findall(r"`([A-Z][A-Z_]+)(?:=[^`]*)?`", words(page)):
            assert name in settings | others or "_" not in name, f"{page.name} names {name}"


# Commands


def test_every_command_that_a_page_names_exists() -> None:
    named = list(named_commands())
    assert len(named) >= 10
    for page, said in named:
        first = said.split(" ")[0]
        group = [command for command in COMMANDS if command.startswith(f"{first} ")]
        assert said in COMMANDS if group else first in COMMANDS, f"{page} names {said}"


def test_every_command_is_named_somewhere() -> None:
    everything = "\n".join(map(words, PAGES))
    for named in COMMANDS - {"awards"}:
        assert re.search(rf"`(?:[^`]*badgewijzer )?{named}\b", everything), named


def test_every_target_of_make_that_a_page_names_exists() -> None:
    targets = set(re.findall(r"^(\w+):", words(ROOT / "Makefile"), re.M))
    for page in PAGES:
        for target in re.findall(r"(?:`|^)make (\w+)", words(page), re.M):
            assert target in targets, f"{page.name} names make {target}"


# Operations


ALERTS = ROOT / "docs/alerts.example.yml"
RUNG = ROOT / "tests/payloads/alerts.yml"


def test_every_alarm_has_its_entry_and_every_entry_its_alarm() -> None:
    rules = re.findall(r"^ +- alert: (\w+)$", words(ALERTS), re.M)
    entries = re.findall(r"^\| (Badgewijzer\w+) \|", words(ROOT / "docs/operations.md"), re.M)
    assert len(rules) == len(set(rules)) >= 15
    assert rules == entries


def test_every_count_that_an_alarm_or_a_page_names_is_counted() -> None:
    counted = {
        sample
        for collector in vars(metrics).values()
        if isinstance(collector, Counter | Gauge | Histogram)
        for family in collector.describe()
        for sample in (family.name, f"{family.name}_total", f"{family.name}_bucket")
    }
    for page in (ALERTS, RUNG, *PAGES):
        for name in re.findall(r"\bbadgewijzer_\w+", words(page)):
            assert name in counted, f"{page.name} names {name}"


def test_every_alarm_is_whole() -> None:
    for rule in words(ALERTS).split("- alert: ")[1:]:
        for part in ("expr: ", "labels: {severity: ", "annotations: {summary: "):
            assert rule.count(part) == 1, rule
        assert rule.count("(") == rule.count(")")


def test_alarms_ring_when_they_should_and_only_then() -> None:
    """As Prometheus itself reckons. Each test of that file tells every alarm that rings."""
    promtool = shutil.which("promtool")
    if promtool is None:
        missing("promtool is not installed")
    for what, file in (("check", ALERTS), ("test", RUNG)):
        done = subprocess.run([promtool, what, "rules", file], capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stdout + done.stderr


def test_every_alarm_is_seen_to_ring_by_figures_as_the_program_has_them() -> None:
    told = words(RUNG)
    for rule in re.findall(r"- alert: (\w+)", words(ALERTS)):
        assert re.search(rf'labels: \'\{{alertname="{rule}"', told), f"no test has {rule} ring"
    labels = {
        f"{family.name}{ending}": set(collector._labelnames)
        for collector in vars(metrics).values()
        if isinstance(collector, Counter | Gauge | Histogram)
        for family in collector.describe()
        for ending in ("", "_total", "_bucket")
    }
    series = re.findall(r"series: '(badgewijzer_\w+)\{(.*?)\}'", told)
    assert len(series) > 50
    for name, given in series:
        assert set(re.findall(r'(\w+)="', given)) - {"instance", "le"} == labels[name], f"{name}: {given}"


@pytest.mark.parametrize("unit", sorted((ROOT / "docs/systemd").glob("*.service")), ids=lambda unit: unit.name)
def test_a_unit_starts_a_command_that_exists_and_may_do_little(unit: Path) -> None:
    told = words(unit)
    started = re.search(r"^ExecStart=.*badgewijzer ([a-z-]+)", told, re.M)
    assert started
    assert started[1] in COMMANDS
    for guard in ("NoNewPrivileges=yes", "ProtectSystem=strict", "PrivateTmp=yes", "UMask=0077", "User=badgewijzer"):
        assert f"\n{guard}\n" in told


def test_systemd_reads_every_unit_without_a_word(tmp_path: Path) -> None:
    """All but the program's place, where it is not on this machine."""
    if shutil.which("systemd-analyze") is None:
        missing("systemd-analyze is not installed")
    units = [tmp_path / unit.name for unit in (ROOT / "docs/systemd").glob("badgewijzer*.*")]
    for unit in units:
        told = words(ROOT / "docs/systemd" / unit.name)
        unit.write_text(told.replace("/opt/badgewijzer/.venv/bin/badgewijzer", "/bin/true"))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *units], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
    assert len(units) >= 5


def test_a_unit_that_keeps_running_is_started_again_and_may_finish_what_it_is_sending() -> None:
    kept = ("Type=notify", "Restart=always", "TimeoutStopSec=75", "KillMode=mixed", "StateDirectory=badgewijzer")
    units = [words(unit) for unit in (ROOT / "docs/systemd").glob("*.service")]
    for started in ("run", "web", "worker"):
        (unit,) = [told for told in units if f"/badgewijzer {started}\n" in told]
        for line in kept:
            assert f"\n{line}\n" in unit, started


def test_the_changelog_has_a_place_for_what_is_not_released() -> None:
    headings = re.findall(r"^## (.+)$", words(ROOT / "CHANGELOG.md"), re.M)
    assert headings[0] == "Unreleased"
