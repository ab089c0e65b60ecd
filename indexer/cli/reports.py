"""The reports of `reindex`, `rollback`, `stats` and `verify`, as people read them in a terminal."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter

from indexer import Problem, ReindexReport, Skipped, Stats, Verification, stats_json
from indexer.cli.terminal import counted, printable, write, write_rows

LINES_A_CODE = 10


def show_report(report: ReindexReport, *, dry_run: bool) -> None:
    """Print what a run of `reindex` did, or would do, the first files it skipped of each code, and its doubts."""
    write_rows(
        [(name, getattr(report, name)) for name in ("added", "updated", "unchanged", "removed")],
        indent=0,
    )
    if report.moved:
        write(f"{counted(len(report.moved), 'article')} moved: removed there, added here, and old links lead on")
    write(f"{report.seconds:.1f} s, {report.articles_per_second:,.0f} articles/s")
    state = "dry run: the index stays at" if dry_run else "the index is at"
    write(f"{state} generation {report.generation} ({report.engine})")
    all_of_them = "all with --json" if dry_run else "timdau doctor --all names all"
    if report.skipped:
        write()
        write((f"{len(report.skipped):,} skipped", "bold yellow"))
        show_skipped(report.skipped, all_of_them)
    if report.unsure:
        write()
        write((f"{counted(len(report.unsure), 'article')} whose encoding is a guess", "bold yellow"))
        guesses = report.unsure[:LINES_A_CODE]
        write_rows([(guess.id, f"{guess.encoding}, {guess.confidence:.0%} sure") for guess in guesses])
        show_rest(len(report.unsure) - len(guesses), all_of_them)
    if report.problems:
        write()
        write((f"{counted(len(report.problems), 'problem')} in articles that were indexed all the same", "bold yellow"))
        write_rows(problem_rows(report.problems))


def show_skipped(skipped: Iterable[Skipped], all_of_them: str) -> None:
    """Print what was skipped by code, of each the first few, and how to see the others."""
    by_code = sorted(skipped, key=lambda skip: skip.code)
    for _, found in groupby(by_code, key=lambda skip: skip.code):
        group = list(found)
        write_rows([(skip.path, skip.code, skip.reason) for skip in group[:LINES_A_CODE]])
        show_rest(len(group) - LINES_A_CODE, all_of_them)


def show_rest(number: int, all_of_them: str) -> None:
    """Print that there are more, where there are, and how to see them."""
    if number > 0:
        write((f"… and {number:,} more; {all_of_them}", "dim"), indent=2)


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
