"""The kernel is built, can be switched off, stays within the budget, and is safe with any bytes.

That it answers as NumPy does is checked by every search of every test: see `tests/conftest.py`.
"""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import get_args

import pytest

from indexer import Article
from indexer.engines import budget
from indexer.engines.arrays import ArraysEngine
from indexer.engines.arrays import kernel as package
from indexer.engines.arrays.kernel import kernel
from indexer.engines.base import EngineRequest
from indexer.model import FACETS, Sort
from indexer.query import parse
from tests.engines.arrays import kernel_fuzz

ROOT = Path(__file__).resolve().parents[3]
SOURCES = Path(package.__file__).parent
COMPILER = shutil.which("gcc")

is_off = os.environ.get("TIMDAU_KERNEL") == "off"
with_kernel = pytest.mark.skipif(is_off, reason="TIMDAU_KERNEL is off")
with_compiler = pytest.mark.skipif(COMPILER is None, reason="there is no gcc, whose sanitizers are used")


def python(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@with_kernel
def test_it_is_built() -> None:
    assert kernel is not None


def test_one_of_another_version_is_not_used() -> None:
    code = "import sys; sys.modules['indexer.engines.arrays.kernel._kernel'] = type(sys)('stale')\n"
    done = python(code + "from indexer.engines.arrays.kernel import kernel; print(kernel)")
    assert done.stdout == "None\n"


def test_it_can_be_switched_off() -> None:
    done = python("from indexer.engines.arrays.kernel import kernel; print(kernel)", TIMDAU_KERNEL="off")
    assert done.stdout == "None\n"


@with_kernel
@pytest.mark.parametrize("steps", [0, 40, 400, 850, 4_000])
@pytest.mark.parametrize("sort", get_args(Sort))
def test_past_the_budget_numpy_decides_what_is_left_out(
    sort: Sort, steps: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = ArraysEngine()
    writer = engine.writer(tmp_path)
    texts = ("hội nghị biển Đông", "biển Đông hội nghị thượng đỉnh", "hoi nghi", "hội nghị Malmö")
    writer.put(engine.prepare([Article(f"{n}", "a.jsonl", texts[n % 4] * (1 + n % 5)) for n in range(60)]))
    writer.commit()
    reader = engine.reader(tmp_path)
    monkeypatch.setattr(budget, "STEPS", steps)
    monkeypatch.setattr(budget, "STEPS_PER_ARTICLE", 0)
    for query in ("hội", "hoi nghi bien dong", '"hội nghị biển Đông"', "h* nghi", "hội nghị -đỉnh", "hội malmö"):
        request = EngineRequest(parse(query).tree, sort=sort, limit=20, facets=FACETS)
        reader.uses_kernel = True
        found = reader.search(request)
        reader.uses_kernel = False
        assert reader.search(request) == found


@with_kernel
@pytest.mark.parametrize("sort", get_args(Sort))
def test_a_few_hits_of_long_lists_score_the_same_in_every_order(sort: Sort, tmp_path: Path) -> None:
    engine = ArraysEngine()
    writer = engine.writer(tmp_path)
    texts = ("biển hạt", *["hạt"] * 12)
    articles = [Article(f"{9_999 - n}", "a.jsonl", texts[n % 13], year=2000 + n % 5) for n in range(2_000)]
    writer.put(engine.prepare(articles))
    writer.commit()
    reader = engine.reader(tmp_path)
    for query in ("biển", "biển OR hạt"):
        request = EngineRequest(parse(query).tree, sort=sort, limit=3)
        reader.uses_kernel = True
        found = reader.search(request)
        reader.uses_kernel = False
        assert reader.search(request) == found


@with_kernel
def test_damaged_arrays_are_refused_or_read_within_their_bounds() -> None:
    answers, refusals = kernel_fuzz.fuzz(rounds=300, seed=1)
    assert answers > 10_000
    assert refusals > 100


@with_compiler
def test_sanitizers_find_nothing_in_damaged_arrays(tmp_path: Path) -> None:
    built = tmp_path / "_kernel.so"
    compiling = "-std=c11 -O1 -g -ffp-contract=off -shared -fPIC -DPy_LIMITED_API=0x030B0000 -Wall -Wextra -Werror"
    sanitizers = "-fsanitize=address,undefined,float-cast-overflow,float-divide-by-zero -fno-sanitize-recover=all"
    include = sysconfig.get_path("include")
    sources = [str(source) for source in sorted(SOURCES.glob("*.c"))]
    command = [str(COMPILER), *compiling.split(), *sanitizers.split(), f"-I{include}", *sources, "-o", str(built)]
    subprocess.run(command, check=True)
    libraries = [
        subprocess.run([str(COMPILER), f"-print-file-name={name}"], check=True, capture_output=True, text=True).stdout
        for name in ("libasan.so", "libubsan.so")
    ]
    done = python(
        "from tests.engines.arrays import kernel_fuzz; print(*kernel_fuzz.fuzz(1500, 2))",
        TIMDAU_TEST_KERNEL=str(built),
        TIMDAU_KERNEL="",
        LD_PRELOAD=" ".join(map(str.strip, libraries)),
        ASAN_OPTIONS="detect_leaks=0",  # Python itself keeps memory until it ends
    )
    assert done.stderr == ""
    assert re.fullmatch(r"[\d]{6,} [\d]{3,}\n", done.stdout)
