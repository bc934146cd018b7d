"""Mails in and out under kill -9: none lost, none answered twice. The long form: `make fire ARGS="--mails 1000"`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fire.mails import short


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_some_mails_while_the_program_dies_again_and_again(kind: str, tmp_path: Path) -> None:
    result = await short(kind, tmp_path)
    assert result.broken == []
    assert result.kills
