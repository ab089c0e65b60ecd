"""Tables show what was measured, and memory is read the way the kernel writes it."""

import json
from pathlib import Path

from bench.figures import Figures, Machine, Results, write
from bench.memory import Memory, parse_rollup
from bench.result_tables import markdown

ROLLUP = """\
00400000-7fff0000 ---p 00000000 00:00 0                          [rollup]
Rss:               50000 kB
Pss:               30000 kB
Pss_Anon:          11000 kB
Pss_File:          18000 kB
Pss_Shmem:          1000 kB
Private_Clean:     17000 kB
Anonymous:         12000 kB
"""


def figures(ms: float, totals: tuple[int, ...]) -> Figures:
    return Figures(
        version="engine 1.0",
        build_seconds=10.0,
        build_memory=Memory(200_000_000, 50_000_000),
        bytes=3_000_000,
        open_ms=1.0,
        first_ms=2.0,
        search_memory=Memory(30_000_000, 9_000_000),
        rounds=3,
        times={"bare": (ms, ms, 2 * ms), "half-accented": (ms,)} if ms < 1 else {"bare": (ms, ms, 2 * ms)},
        totals={"bare": totals},
        counted={"bare": tuple((total, total, total) for total in totals)},
    )


RESULTS = Results(
    name="articles-2000",
    articles=2000,
    text_bytes=2_000_000,
    origin="synthetic",
    machine=Machine("Some CPU", 2, 8_000_000_000, "3.11.0"),
    engines={"arrays": figures(0.5, (10, 20, 0)), "tantivy": figures(1.0, (10, 10, 0))},
    absent={"xapian": "ModuleNotFoundError: No module named 'xapian'"},
)


def test_file_pages_count_as_mapped_even_if_one_process_alone_has_them() -> None:
    assert parse_rollup(ROLLUP) == Memory(private=12_000 * 1024, mapped=38_000 * 1024)


def test_older_kernels_that_do_not_divide_shared_pages_work_too() -> None:
    older = "\n".join(line for line in ROLLUP.splitlines() if not line.startswith("Pss_"))

    assert parse_rollup(older) == Memory(private=12_000 * 1024, mapped=38_000 * 1024)


def test_tables_show_times_ratios_sizes_and_disagreements() -> None:
    tables = markdown(RESULTS)

    for row in (
        "| engine | bare (3) | half-accented (1) |",
        "| timdau, engine | 0.50 · 1.0 (0.50) | 0.50 · 0.5 |",
        "| tantivy | 1.00 · 2.0 (1.00) | – |",
        "| timdau, engine | 200 | 10.0 | 200 | 50 | 3 | 1.50 |",
        "| timdau, engine | 1.0 | 2.0 | 30 | 9 |",
        "| bare | tantivy | timdau, engine | 3 | 1 | 50.00% | 50.00% | 0 |",
    ):
        assert row in tables
    assert "Xapian was left out: ModuleNotFoundError" in tables


def test_raw_figures_are_plain_json(tmp_path: Path) -> None:
    write(RESULTS, tmp_path / "results.json")
    read = json.loads((tmp_path / "results.json").read_text("utf-8"))

    assert read["engines"]["arrays"]["times"]["bare"] == [0.5, 0.5, 1.0]
    assert read["machine"] == {"cpu": "Some CPU", "cores": 2, "memory_bytes": 8_000_000_000, "python": "3.11.0"}
