"""The reports of `reindex`, `rollback`, `stats` and `verify`, as people read them in a terminal."""

from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter

from indexer import Problem, ReindexReport, Stats, Verification, stats_json
from indexer.cli.output import counted, printable, write, write_rows


def show_report(report: ReindexReport, *, dry_run: bool) -> None:
    """Print what a run of `reindex` did, or would do, everything it skipped, and a summary of problems."""
    write_rows(
        [(name, getattr(report, name)) for name in ("added", "updated", "unchanged", "removed")],
        indent=0,
    )
    if report.moved:
        write(f"{counted(len(report.moved), 'article')} moved: removed there, added here, and old links lead on")
    write(f"{report.seconds:.1f} s, {report.articles_per_second:,.0f} articles/s")
    state = "dry run: the index stays at" if dry_run else "the index is at"
    write(f"{state} generation {report.generation} ({report.engine})")
    if report.skipped:
        write()
        write((f"{len(report.skipped):,} skipped", "bold yellow"))
        write_rows([(skipped.path, skipped.code, skipped.reason) for skipped in report.skipped])
    if report.problems:
        write()
        write((f"{counted(len(report.problems), 'problem')} in articles that were indexed all the same", "bold yellow"))
        write_rows(problem_rows(report.problems))


def problem_rows(problems: Sequence[tuple[str, Problem]]) -> list[tuple[str | int, str, str]]:
    """Return a row for each kind of problem: how many, its code, and the first one with its article."""
    by_code = sorted(((problem.code, article, problem.text) for article, problem in problems), key=itemgetter(0))
    groups = [list(group) for _, group in groupby(by_code, key=itemgetter(0))]
    return [(len(group), group[0][0], printable(f"{group[0][1]}: {group[0][2]}")) for group in groups]


def show_stats(stats: Stats) -> None:
    """Print what the index holds, one value a line."""
    write_rows([(name.replace("_", " "), shown(value)) for name, value in stats_json(stats).items()], indent=0)


def show_rollback(stats: Stats) -> None:
    """Print where the index is after a rollback, and how long it stays there."""
    write(f"the index is back at generation {stats.generation} ({stats.engine}), {counted(stats.articles, 'article')}")
    write("the next timdau reindex brings in again what has changed since")


def shown(value: object) -> str:
    """Return a value with thousands apart."""
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def show_verification(verification: Verification) -> None:
    """Print whether the index is sound, and each finding where it is not."""
    what = f"generation {verification.generation}, {counted(verification.articles, 'article')}"
    if verification.sound:
        write((f"sound: {what}", "green"))
        return
    write((f"damaged: {what}", "bold red"))
    write_rows([(finding.code, finding.where, finding.text) for finding in verification.findings])
    write("The way out: timdau reindex --full builds the index anew from the articles.")
