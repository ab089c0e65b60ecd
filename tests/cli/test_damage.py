"""A damaged file of the index is named, with what to do about it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Run


def flipped(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 0xFF]) + content[middle + 1 :]


def halved(content: bytes) -> bytes:
    return content[: len(content) // 2]


def spoil(path: Path, damage: Callable[[bytes], bytes] | None) -> None:
    """Damage a file; None removes it."""
    if damage is None:
        path.unlink()
    else:
        path.write_bytes(damage(path.read_bytes()))


def engine_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("index/generation-*/engine/*") if path.stat().st_size)


@pytest.mark.parametrize("damage", [flipped, halved, None])
def test_damage_is_found_and_named(run: Run, archive: Path, damage: Callable[[bytes], bytes] | None) -> None:
    assert run("reindex").code == 0
    for path in engine_files(archive):
        content = path.read_bytes()
        spoil(path, damage)
        ended = run("verify", "--json")
        assert (ended.code, ended.err) == (1, ""), path
        verification = json.loads(ended.out)
        assert verification["sound"] is False
        assert any(path.name in finding["where"] for finding in verification["findings"])
        assert all(finding["code"] and finding["text"] for finding in verification["findings"])
        printed = run("verify")
        assert (printed.code, printed.err) == (1, "")
        assert "timdau reindex --full" in printed.out
        path.write_bytes(content)
    assert run("verify").code == 0


@pytest.mark.parametrize(
    ("command", "damage"),
    [
        *((["search", "hội nghị"], damage) for damage in (halved, None)),
        *((["reindex"], damage) for damage in (flipped, halved, None)),
    ],
)
def test_errors_about_a_damaged_index_say_what_to_do(
    run: Run, archive: Path, command: list[str], damage: Callable[[bytes], bytes] | None
) -> None:
    assert run("reindex").code == 0
    (archive / "docs_in" / "ghi-chu.txt").write_text("Ghi chú khác.", encoding="utf-8")
    for path in engine_files(archive):
        content = path.read_bytes()
        spoil(path, damage)
        ended = run(*command)
        assert (ended.code, ended.out, ended.err.count("\n")) == (3, "", 1), path
        assert "timdau reindex --full" in ended.err
        path.write_bytes(content)
    assert run("reindex").code == 0
    assert run("verify").code == 0
