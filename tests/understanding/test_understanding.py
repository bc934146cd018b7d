"""How well people are understood: the figures that must hold, and the command that prints them."""

from __future__ import annotations

import re
import subprocess
import sys
from array import array
from dataclasses import replace
from operator import mul
from pathlib import Path

import pytest

from bot.conversation.engine import options_at
from bot.conversation.flow import Task
from bot.conversation.matching import ROWS, Learned, Senses, fingerprint
from bot.conversation.transcript import BEGIN
from bot.conversation.understanding import Answer, Command, Given, Refused, Topic, Unsure, Words, tongue_of, understand
from bot.phrases import judging
from bot.phrases.judging import Utterance, WrongFile, judge, read, report, said_before, share
from bot.phrases.learning import learn
from bot.phrases.reading import read_phrases
from flows import FLOWS, PHRASES
from tests.bot.test_processes import command
from tests.house import ROOT

JUDGED = ROOT / "tests/understanding/judged.tsv"
LATER = ROOT / "tests/understanding/judged_later.tsv"  # by somebody who saw neither the phrases nor the other file
TUNED = ROOT / "tests/flows/phrasings.tsv"


def meant(path: str, text: str) -> object:
    """The one thing a text means at a question."""
    first, then = understand(FLOWS, path, text, BEGIN, options_at(FLOWS, path))
    assert not first
    return then


# The figures


def test_the_judging_file_is_large_enough_and_mostly_says_what_no_flow_says() -> None:
    said = read(JUDGED, FLOWS)
    seen = said_before(FLOWS, (text for _, text, _ in read_phrases(PHRASES)))
    assert len(said) >= 400
    assert sum(not seen(one.text) for one in said) >= len(said) / 2
    assert {one.language for one in said} == {"nl", "en"}


@pytest.mark.parametrize("file", [JUDGED, LATER])
def test_nine_in_ten_are_understood_and_fewer_than_one_in_fifty_wrongly(file: Path) -> None:
    judged = [judge(FLOWS, one) for one in read(file, FLOWS)]
    verdicts = [one.verdict for one in judged]
    assert verdicts.count("right") >= 0.90 * len(verdicts)
    assert verdicts.count("wrong") < 0.02 * len(verdicts)


def test_what_is_unclear_is_hardly_ever_acted_on() -> None:
    judged = [judge(FLOWS, one) for one in read(JUDGED, FLOWS) if one.expected == "unclear"]
    assert len(judged) >= 20
    assert len([one.said.text for one in judged if one.verdict == "wrong"]) <= 1


def test_what_was_learned_is_what_the_phrases_say() -> None:
    assert FLOWS.matcher.learned_from == fingerprint(PHRASES), "the phrases changed: make learn"  # type: ignore[attr-defined]
    known = set(judging.names(FLOWS)) | {name for name in FLOWS.matcher.names if name.startswith("usual:")}  # type: ignore[attr-defined]
    assert {name for *_, name in read_phrases(PHRASES)} <= known


def test_learning_is_repeatable_and_reads_back(tmp_path: Path) -> None:
    (tmp_path / "words.tsv").write_text("cost\tkost kosten price\n")
    phrases = [("nl", f"wat kost {one}", "question:what_does_it_cost") for one in ("dit", "dat", "het", "zoiets")]
    phrases += [("en", f"go back {one}", "command:back") for one in ("please", "now", "again", "one")]
    phrases += [("nl", f"mooi weer {one}", "unclear") for one in ("he", "zeg", "buiten", "vandaag")]
    lines = ["language\tstep\ttext\texpected", *("\t".join((a, "-", b, c)) for a, b, c in phrases)]
    (tmp_path / "few.tsv").write_text("\n".join(lines) + "\n")
    assert learn(tmp_path) == "12 phrases, 3 meanings"
    learned = Learned.load(tmp_path)
    assert learned.learned_from == fingerprint(tmp_path)
    among = {"question:what_does_it_cost": 1.0, "command:back": 1.0, "unclear": 1.0}
    [(best, chance), *_] = learned("hoeveel kosten heb ik, wat kost het", among)
    assert (best, chance > 0.5) == ("question:what_does_it_cost", True)
    assert learned.language("wat kost dit")[0] == "nl"
    assert learned.language("go back please")[0] == "en"
    assert learned("", among) == learned("?!", among) == ()


# What typed words mean


@pytest.mark.parametrize(
    ("path", "text", "meaning"),
    [
        ("eduid.make_one", "klaar!!", Answer("eduid.make_one", "done")),
        ("eduid.make_one", "✅", Answer("eduid.make_one", "done")),
        ("eduid.have_one", "👎", Answer("eduid.have_one", "no")),
        ("eduid.make_one", "🌷", Words("🌷")),
        ("eduid.have_one", "ja hoor", Answer("eduid.have_one", "yes")),
        ("eduid.have_one", "heb ik al", Answer("eduid.have_one", "yes")),
        ("eduid.make_one", "lukt niet", Answer("eduid.make_one", "problem")),
        ("eduid.make_one", "wat is dat?", Topic("questions.what_is_eduid")),
        ("backpack.open_backpack", "wat is dat?", Topic("questions.what_is_backpack")),
        ("welcome.hello", "what is that", Topic("questions.what_is_edubadge")),
        ("eduid.log_in", "I have no eduID", Answer("eduid.log_in", "no_eduid")),
        ("eduid.log_in", "ik heb geen eduID", Answer("eduid.log_in", "no_eduid")),
        ("eduid.have_one", "I have no eduID yet", Answer("eduid.have_one", "no")),
        ("eduid.make_one", "trug", Command("back")),
        ("eduid.have_one", "2", Answer("eduid.have_one", "no")),
        ("eduid.make_one", "Stop.", Command("stop")),
        ("eduid.make_one", "English please", Command("language", "en")),
        ("common.erase_sure", "Ja", Answer("common.erase_sure", "yes")),
        ("award.deadline", "18 december", Given("award.deadline", "2026-12-18")),
        ("award.deadline", "31-02-2027", Refused("award.deadline", "not_a_date", {})),
    ],
)  # fmt: skip
def test_words_as_people_type_them(path: str, text: str, meaning: object) -> None:
    assert meant(path, text) == meaning


@pytest.mark.parametrize("text", ["Het lukt niet", "lukt niet", "It does not work.", "it doesn't work"])
@pytest.mark.parametrize("path", [path for path, step in FLOWS.paths() if isinstance(step, Task)])
def test_at_every_task_what_does_not_work_leads_to_its_problems(path: str, text: str) -> None:
    assert meant(path, text) == Answer(path, "problem")


@pytest.mark.parametrize(
    "text",
    [
        "krijg ik studiepunten? En hoe lang is de badge geldig?",
        "how many credits do i get? And does my badge expire?",
    ],
)
def test_two_questions_apart_by_a_mark_and_a_word_are_both_answered(text: str) -> None:
    found = understand(FLOWS, "eduid.make_one", text, BEGIN, options_at(FLOWS, "eduid.make_one"))
    assert found == ((Topic("worth.how_big"),), Topic("worth.does_it_expire"))


@pytest.mark.parametrize(
    ("text", "language"),
    [("Let's begin", "en"), ("Beginnen", "nl"), ("Yes.", "en"), ("ja", "nl"), ("/hulp", "nl"), ("stop", ""), ("x", "")],
)
def test_words_of_a_button_tell_the_language(text: str, language: str) -> None:
    assert tongue_of(FLOWS.texts, options_at(FLOWS, "guide.shall_we"), text) == language


@pytest.mark.parametrize("text", ["doe maar dan", "vooruit dan maar, weg ermee", "yes i guess so whatever"])
def test_everything_is_erased_on_an_exact_yes_only(text: str) -> None:
    assert isinstance(meant("common.erase_sure", text), Unsure | Words | Command | Topic) or meant(
        "common.erase_sure", text
    ) == Answer("common.erase_sure", "no")


@pytest.mark.parametrize(
    "text", ["", " ", "?", "....", "😀", "\u200b", "x" * 4000, "a b " * 1000, "\n\n\n", "%s{}<b>", "١٢٣"]
)
@pytest.mark.parametrize("path", ["eduid.make_one", "award.name_of_badge", "common.erase_sure", "questions.topics"])
def test_whatever_is_typed_means_something_or_nothing(path: str, text: str) -> None:
    understand(FLOWS, path, text, BEGIN, options_at(FLOWS, path))


@pytest.mark.parametrize("name", ["Verpleegkundig rekenen", "Privacy en ethiek in de zorg", "Data science basics"])
def test_the_name_of_a_badge_is_no_question(name: str) -> None:
    assert meant("award.name_of_badge", name) == Given("award.name_of_badge", name)


def test_words_that_mean_alike_lie_near_each_other_and_unknown_ones_nowhere() -> None:
    senses = Senses.load(PHRASES)
    even = [1.0] * ROWS
    button, knop, bank, none = (senses.of(word, even) for word in ("button", "knop", "bank", "qwrtpsdf"))
    assert sum(map(mul, button, knop)) > 0.5 > sum(map(mul, button, bank))
    assert not any(none)


# How it is reckoned


def added_up(learned: Learned, rows: list[int], heights: list[float]) -> list[float]:
    """What the rows come to in each column, as it is written in a book."""
    width, weights = len(learned.names), memoryview(learned.weights).cast("b")
    return [
        sum(height * weights[row * width + column] for row, height in zip(rows, heights, strict=True))
        for column in range(width)
    ]


@pytest.mark.parametrize(
    "text", ["ja", "k", "kheb nix gekregen", "waar vind ik die code dan?", "Ærø 🌷 привет", "x" * 4000, "a b " * 1000]
)
def test_the_weights_of_a_text_come_to_what_they_are_one_by_one(text: str) -> None:
    learned = Learned.load(PHRASES)
    rows, heights = learned._seen(text)
    assert learned._sums(rows, heights) == pytest.approx(added_up(learned, rows, heights), abs=0.01)


@pytest.mark.parametrize("heights", [[1.0], [-1.0], [1.0, 1.0], [0.3, -0.7, 1e-9], [0.1] * 400, [0.1, -0.1] * 200])
def test_the_largest_weights_do_not_run_into_the_next_column(heights: list[float]) -> None:
    weights = bytes([127, 128, 0, 127, 128])  # 127, -128, 0, 127, -128
    few = replace(
        Learned.load(PHRASES), names=tuple("abcde"), weights=weights * ROWS, senses=Senses(array("I"), b""), kept={}
    )
    rows = list(range(len(heights)))
    assert few._sums(rows, heights)[:5] == pytest.approx(added_up(few, rows, heights), abs=0.01)


def test_the_program_runs_without_numpy_which_only_learning_needs(tmp_path: Path) -> None:
    program = """if True:
        import sys
        sys.modules["numpy"] = None
        import bot.terminal, bot.web.app, bot.worker
        from bot.__main__ import main
        main()
    """
    done = subprocess.run(
        [sys.executable, "-c", program, "understand", str(JUDGED)],
        cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, "wrong action" in done.stdout) == (0, True), done.stderr


def test_an_address_is_no_question() -> None:
    said = meant("eduid.make_one", "https://www.edubadges.nl/backpack/privacy-terms-delete-account")
    assert isinstance(said, Words)


# The command


def test_the_command_prints_figures_with_their_intervals_and_the_confusions(tmp_path: Path) -> None:
    file = tmp_path / "few.tsv"
    file.write_text(
        "language\tstep\ttext\texpected\n"
        "nl\teduid.make_one\tklaar\tchoice:eduid.make_one.done\n"
        "nl\t-\tterug\tcommand:back\n"
        "nl\teduid.make_one\tterug\tcommand:stop\n"
        "nl\teduid.make_one\tqwrtpsdf\tcommand:stop\n"
    )
    done = command(tmp_path, "understand", str(file))
    assert done.returncode == 0, done.stderr
    assert re.search(r"^all +4  50\.0 % \(15\.0-85\.0\) +25\.0 % .* 25\.0 %", done.stdout, re.M), done.stdout
    assert "command:stop -> command:back\n      eduid.make_one: terug" in done.stdout
    assert re.search(r"command:stop -> unclear.*\n      eduid.make_one: qwrtpsdf", done.stdout)
    printed = command(tmp_path, "understand", "--print", str(file))
    assert printed.stdout.splitlines()[0] == "eduid.make_one\tklaar\tchoice:eduid.make_one.done"


def test_the_command_lists_every_name(tmp_path: Path) -> None:
    names = command(tmp_path, "understand", "--names").stdout.split()
    for name in ("command:back", "choice:eduid.make_one.done", "question:until_when", "problem:no_code", "unclear"):
        assert name in names
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("nl\teduid.make_one\tklaar", "3 columns; there are four"),
        ("fr\teduid.make_one\tfini\tunclear", "the language is nl or en, not 'fr'"),
        ("nl\teduid.nothing\tklaar\tunclear", "there is no question 'eduid.nothing'"),
        ("nl\teduid.make_one\tklaar\tchoice:done", "there is no meaning 'choice:done'"),
    ],
)
def test_a_line_that_cannot_be_read_is_told_with_its_number(tmp_path: Path, line: str, what: str) -> None:
    file = tmp_path / "few.tsv"
    file.write_text(f"language\tstep\ttext\texpected\n{line}\n")
    with pytest.raises(WrongFile, match=re.escape(f"{file}:2: {what}")):
        read(file, FLOWS)


def test_an_empty_file_and_none_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "none.tsv"
    file.write_text("language\tstep\ttext\texpected\n")
    with pytest.raises(WrongFile, match="no utterances"):
        read(file, FLOWS)
    assert command(tmp_path, "understand").returncode == 2
    assert command(tmp_path, "understand", "missing.tsv").returncode == 2


def test_a_share_comes_with_its_interval() -> None:
    assert share(8, 10) == "80.0 % (49.0-94.3)"
    assert share(0, 50) == "0.0 % (0.0-7.1)"


def test_an_answer_and_the_question_that_it_only_tells_are_the_same() -> None:
    for expected in ("choice:employer.what.whose", "question:employer_whose"):
        found = judge(FLOWS, Utterance("nl", "employer.what", "van wie is deze badge", expected))
        assert found.verdict == "right", found
    assert list(report([judge(FLOWS, Utterance("nl", "-", "terug", "command:back"))], lambda text: True))
