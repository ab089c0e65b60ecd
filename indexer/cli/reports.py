"""The reports of `reindex`, `extract`, `rollback`, `stats` and `verify` as people read them."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from indexer import ORIGINS, Article, Problem, ReindexReport, Skipped, stats_json
from indexer.cli.terminal import counted, printable, write, write_rows

if TYPE_CHECKING:
    from indexer import InspectedWord, Inspection, Stats, Verification

LINES_A_CODE = 10


def show_report(report: ReindexReport, *, dry_run: bool) -> None:
    """Print what a run of `reindex` did or would do, the first skipped files of each code, guesses and problems."""
    write_rows(
        [(name, getattr(report, name)) for name in ("added", "updated", "unchanged", "removed")],
        indent=0,
    )
    if report.moved:
        write(f"{counted(len(report.moved), 'article')} moved: counted as removed and added; old links are redirected")
    write(f"{report.seconds:.1f} s, {report.articles_per_second:,.0f} articles/s")
    state = "dry run: the index stays at" if dry_run else "the index is at"
    write(f"{state} generation {report.generation} ({report.engine})")
    how = "--json lists all" if dry_run else "timdau doctor --all lists all"
    if report.skipped:
        write()
        write((f"{len(report.skipped):,} skipped", "bold yellow"))
        show_skipped(report.skipped, how)
    show_passed_over(report.passed_over[:LINES_A_CODE], len(report.passed_over))
    if report.unsure:
        write()
        write((f"{counted(len(report.unsure), 'article')} with a guessed encoding", "bold yellow"))
        guesses = report.unsure[:LINES_A_CODE]
        write_rows([(guess.id, f"{guess.encoding}, {guess.confidence:.0%} sure") for guess in guesses])
        show_rest(len(report.unsure) - len(guesses), how)
    if report.problems:
        write()
        write((f"{counted(len(report.problems), 'problem')} in indexed articles", "bold yellow"))
        write_rows(problem_rows(report.problems))


def show_skipped(skipped: Iterable[Skipped], how: str) -> None:
    """Print the first skipped files of each code, and how to see the others."""
    by_code = sorted(skipped, key=lambda skip: skip.code)
    for _, found in groupby(by_code, key=lambda skip: skip.code):
        group = list(found)
        write_rows([(skip.path, skip.code, skip.reason) for skip in group[:LINES_A_CODE]])
        show_rest(len(group) - LINES_A_CODE, how)


def show_passed_over(paths: Sequence[str], number: int) -> None:
    """Print on one line how many files and folders were passed over because of their names, and some of them."""
    if number:
        rest = ", …" if number > len(paths) else ""
        write()
        write(f"{number:,} passed over because of their names: {printable(', '.join(paths))}{rest}")


def show_rest(number: int, how: str) -> None:
    """Print how many more there are, if any, and how to see them."""
    if number > 0:
        write((f"… and {number:,} more; {how}", "dim"), indent=2)


def problem_rows(problems: Sequence[tuple[str, Problem]]) -> list[tuple[str | int, str, str]]:
    """Return a row for each code of problems: the number, the code, and the first one with its article."""
    by_code = sorted(((problem.code, article, problem.text) for article, problem in problems), key=itemgetter(0))
    groups = [list(group) for _, group in groupby(by_code, key=itemgetter(0))]
    return [(len(group), group[0][0], printable(f"{group[0][1]}: {group[0][2]}")) for group in groups]


def show_article(article: Article) -> None:
    """Print the id of an article, then a line for each value with the words it was read in."""
    write((printable(article.id), "bold cyan"))
    write_rows([(name, printable(value)) for name, value in article_rows(article)])
    write()


def article_rows(article: Article) -> Iterator[tuple[str, str]]:
    """Yield (name, value with its evidence) for each value that the article has."""
    year = None if article.year is None else f"{article.year} ({article.year_basis})"
    values = {
        "title": article.title,
        "date": article.date,
        "year": year,
        "author": article.author,
        "source": article.source,
        "url": article.url,
    }
    for name, value in values.items():
        if value is not None:
            evidence = article.evidence.get(name)
            yield name, value + (quoted(evidence.text) if evidence and evidence.text != value else "")
    for label in article.forums:
        yield "forum", label.id + quoted(label.evidence)
    for label in article.topics:
        yield "topic", label.id + quoted(label.evidence)
    sure = "" if article.encoding_confidence == 1 else f" (confidence {article.encoding_confidence:.2f})"
    yield "text", f"{len(article.body):,} characters, {article.encoding}{sure}"
    for problem in article.problems:
        yield "problem", problem.text


def show_inspection(inspected: "Inspection") -> None:
    """Print what each stage made of an article, first as `extract` shows it, then origins, labels and words."""
    show_article(inspected.article)
    write(("where values came from", "bold"))
    origins = {name: getattr(inspected.reading, name) for name in ORIGINS}
    write_rows([(name, origin) for name, origin in origins.items() if origin])
    labels = [*inspected.article.forums, *inspected.article.topics]
    if labels:
        write()
        write(("how sure labels are", "bold"))
        write_rows([(label.id, f"{label.confidence:.0%}", printable(label.evidence)) for label in labels])
    for name, words in inspected.words.items():
        if words:
            write()
            write(
                (f"words of the {name}", "bold"),
                f": {len(words):,}, {len({word.surface for word in words}):,} different",
            )
            write_rows([(kind, " ".join(found)) for kind, found in _kinds_of_words(words).items() if found])


def _kinds_of_words(words: "Sequence[InspectedWord]") -> dict[str, list[str]]:
    """Return the distinct words that are more than one syllable or number, by how they came about, in order."""
    kinds: dict[str, dict[str, None]] = {"compounds": {}, "run together": {}}
    for word in words:
        if word.width > 1 or "+" in word.surface:
            kinds["run together" if word.surface.isalpha() else "compounds"][word.surface] = None
    return {kind: list(found) for kind, found in kinds.items()}


def quoted(evidence: str) -> str:
    """Return the words in quotation marks, to be appended to a value."""
    return f" “{evidence}”" if evidence else ""


def show_stats(stats: "Stats") -> None:
    """Print what the index holds, one value per line."""
    write_rows([(name.replace("_", " "), shown(value)) for name, value in stats_json(stats).items()], indent=0)


def show_rollback(stats: "Stats") -> None:
    """Print which generation a rollback returned to, and that the next reindex leaves it again."""
    write(f"the index is back at generation {stats.generation} ({stats.engine}), {counted(stats.articles, 'article')}")
    write("the next timdau reindex will apply the later changes again")


def shown(value: object) -> str:
    """Return a value as text: numbers with thousands separators, yes or no."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int) else str(value)


def show_verification(verification: "Verification") -> None:
    """Print whether the index is sound, else each finding."""
    what = f"generation {verification.generation}, {counted(verification.articles, 'article')}"
    if verification.sound:
        write((f"sound: {what}", "green"))
        return
    write((f"damaged: {what}", "bold red"))
    write_rows([(finding.code, finding.where, finding.text) for finding in verification.findings])
    write("To repair it, run timdau reindex --full: it rebuilds the index from the articles.")
