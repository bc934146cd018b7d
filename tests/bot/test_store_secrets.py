"""What is sealed can be read with its own key only, and that key is made once and kept from others."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from bot.store.secrets import Box, NoSecretKey, Sealed, secret_key


def test_what_is_sealed_opens_with_the_same_key() -> None:
    sealed = Box("one key").seal(b"Sanne")
    assert b"Sanne" not in sealed
    assert Box("one key").open(sealed) == b"Sanne"


def test_what_is_sealed_opens_with_no_other_key_and_not_once_changed() -> None:
    sealed = Box("one key").seal(b"Sanne")
    with pytest.raises(Sealed):
        Box("another key").open(sealed)
    with pytest.raises(Sealed):
        Box("one key").open(sealed[:-1] + (b"A" if sealed[-1:] != b"A" else b"B"))


def test_a_given_key_is_the_key_and_nothing_is_written(tmp_path: Path) -> None:
    assert secret_key("given", tmp_path / "x.db") == "given"
    assert not list(tmp_path.iterdir())


def test_without_one_a_key_is_made_once_beside_the_database_for_nobody_else_to_read(tmp_path: Path) -> None:
    made = secret_key("", tmp_path / "var" / "x.db")
    assert len(made) >= 32
    assert secret_key("", tmp_path / "var" / "x.db") == made
    (file,) = (tmp_path / "var").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_processes_that_make_the_key_at_once_all_get_the_same(tmp_path: Path) -> None:
    script = f"""
from pathlib import Path
from bot.store.secrets import secret_key
input()
print(secret_key("", Path({str(tmp_path / "x.db")!r})))
"""
    processes = [
        subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    assert len({process.communicate()[0] for process in processes}) == 1
    assert len(list(tmp_path.iterdir())) == 1


def test_an_empty_key_file_is_refused_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "secret.key").touch()
    with pytest.raises(NoSecretKey, match="SECRET_KEY"):
        secret_key("", tmp_path / "x.db")


def test_without_a_file_to_keep_it_beside_the_key_must_be_given() -> None:
    with pytest.raises(NoSecretKey, match="SECRET_KEY"):
        secret_key("", None)
