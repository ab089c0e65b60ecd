"""No hostile input keeps others from being indexed, takes the machine's memory, or loses anything without a report."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from indexer import SearchRequest, open_index
from tests.hostile.inputs import INDEXED, INPUTS, WORD, HostileInput, ends_of

_SIZE = 20_000
_ADDRESS_SPACE = 3 << 20
"""In KiB; a run that needs more fails instead of taking the machine."""
_ORDINARY_WORD = "baibinhthuong"


class _Run(NamedTuple):
    report: Mapping[str, Any]
    marked: list[str]
    ordinary: list[str]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> _Run:
    """Index all inputs and an ordinary article in one run of a process of its own."""
    folder = tmp_path_factory.mktemp("inputs")
    docs, index = folder / "docs_in", folder / "index"
    for hostile in INPUTS:
        (docs / hostile.name).mkdir(parents=True)
        hostile.write(docs / hostile.name, _SIZE)
    (docs / "binh-thuong.txt").write_text(f"Một bài bình thường\n\nĐứng cuối cùng, {_ORDINARY_WORD}.\n", "utf-8")
    timdau = [sys.executable, "-m", "indexer", "reindex", str(docs), "--index", str(index), "--workers", "1", "--json"]
    done = subprocess.run(
        ["sh", "-c", 'ulimit -v "$0"; exec "$@"', str(_ADDRESS_SPACE), *timdau],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        cwd=folder,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    return _Run(json.loads(done.stdout), _ids(index, WORD), _ids(index, _ORDINARY_WORD))


@pytest.fixture(autouse=True)
def in_time() -> None:
    """Replace the guard of single tests: the one run takes longer than each of them may."""


def _ids(folder: Path, query: str) -> list[str]:
    with open_index(folder) as index:
        return [hit.id for hit in index.iterate(SearchRequest(query=query))]


def test_an_ordinary_article_is_indexed_next_to_all_inputs(run: _Run) -> None:
    assert run.ordinary == ["binh-thuong.txt"]


@pytest.mark.parametrize("hostile", INPUTS, ids=lambda hostile: hostile.name)
def test_an_input_ends_as_promised(run: _Run, hostile: HostileInput) -> None:
    assert ends_of(hostile.name, run.report, run.marked) == hostile.ends


def test_every_kind_of_end_is_tried() -> None:
    ends = frozenset[str]().union(*(hostile.ends for hostile in INPUTS))
    assert ends >= {INDEXED, "binary", "damaged", "damaged-archive", "too-large", "undecodable", "bad-sidecar"}
    assert len({hostile.name for hostile in INPUTS}) == len(INPUTS) >= 60
