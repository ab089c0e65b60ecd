"""The command `doctor`: how well the archive was read, from the index alone."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice

import click

from indexer import (
    ORIGINS,
    DiagnosticGroup,
    IngestDetails,
    IngestEntry,
    IngestReport,
    Skipped,
    Stats,
    ingest_entry_json,
    ingest_report_json,
)
from indexer.cli.parameters import engine_option, index_option, json_option
from indexer.cli.reports import LINES_A_CODE, show_passed_over, show_rest
from indexer.cli.search_parameters import opened_index
from indexer.cli.terminal import Cell, counted, print_json_with_rows, printable, write, write_rows

_ROWS = 40
_EVERY = -1
_BATCH = 1000
_HINT = "--all lists all"


@click.command(name="doctor", short_help="Show how well the archive was read.")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@index_option
@engine_option
@click.option("--all", "every", is_flag=True, help="List every article and every skipped file.")
@json_option
def doctor_command(paths: tuple[str, ...], index: str | None, engine: str | None, every: bool, as_json: bool) -> int:
    """Show how well the archive was read: encodings, where dates, forums and topics came from, what is
    missing, what was skipped and why.

    The report is about the last reindex; no article is read again. PATH limits it to files below. With --json it is
    one object, with every article and every skipped file in the list "files".

    \b
    timdau doctor
    timdau doctor docs_in/2021 --all
    """
    with opened_index(index=index, engine=engine) as opened, opened.ingest_details(paths) as details:
        if as_json:
            found: Iterable[IngestEntry | Skipped] = chain(details.articles(), details.skipped())
            numbers = ingest_report_json(opened.stats(), details.report())
            print_json_with_rows(numbers, "files", map(ingest_entry_json, found))
        else:
            show_ingest_report(opened.stats(), details, every=every)
    return 0


def show_ingest_report(stats: Stats, details: IngestDetails, *, every: bool) -> None:
    """Print the numbers, what was skipped, and the articles that need attention, or all articles."""
    report = details.report(examples=_EVERY if every else LINES_A_CODE)
    write((counted(report.articles, "article"), "bold"), f", generation {stats.generation} ({stats.engine})")
    if report.articles:
        show_readings(report)
    show_groups(lambda number: f"{number:,} skipped", report.skipped)
    show_passed_over([example.where for example in report.passed_over.examples], report.passed_over.count)
    show_groups(lambda number: f"{counted(number, 'problem')} in indexed articles", report.problems)
    if every:
        show_articles("articles", details.articles())
        return
    needy = details.neediest(_ROWS)
    show_articles("articles that most need attention", needy)
    if len(needy) == _ROWS:
        write(("… " + _HINT, "dim"), indent=2)


def show_readings(report: IngestReport) -> None:
    """Print the number of articles by encoding and normal form, and where their values came from."""
    for name, field in (("encoding", "encoding"), ("normal form", "normal_form")):
        _heading(name)
        write_rows([(str(value), count) for value, count in report.counts(field).items()])
    if report.unsure:
        write((f"{counted(report.unsure, 'article')} with a guessed encoding", "yellow"), indent=2)
    _heading("where values came from")
    write_rows(list(origin_rows(report)))


def origin_rows(report: IngestReport) -> Iterator[list[Cell]]:
    """Yield a row for each value: its origins with their numbers of articles, the number without one, their share."""
    counts = {name: report.counts(name) for name in ORIGINS}
    origins = sorted({origin for found in counts.values() for origin in found if origin})
    yield ["", *origins, "none", ""]
    for name, found in counts.items():
        none = found.get(None, 0)
        yield [name, *(found.get(origin, "") for origin in origins), none or "", f"{none / report.articles:.0%}"]


def show_groups(heading: Callable[[int], str], groups: Iterable[DiagnosticGroup]) -> None:
    """Print each code with its number and examples."""
    groups = list(groups)
    if groups:
        _heading(heading(sum(group.count for group in groups)))
    for group in groups:
        write(f"{group.code}: {group.count:,}", indent=2)
        write_rows([(printable(example.where), printable(example.text)) for example in group.examples], indent=4)
        show_rest(group.count - len(group.examples), _HINT)


def show_articles(heading: str, articles: Iterable[IngestEntry]) -> None:
    """Print a row for each article: id, encoding, missing values, problems."""
    rest = iter(articles)
    rows = [article_row(article) for article in islice(rest, _BATCH)]
    if rows:
        _heading(heading)
    while rows:
        write_rows(rows)
        rows = [article_row(article) for article in islice(rest, _BATCH)]


def article_row(article: IngestEntry) -> tuple[str, str, str, str]:
    """Return an article's id, encoding, missing values and problems."""
    reading = article.reading
    sure = f" ({reading.confidence} %)" if reading.is_unsure else ""
    form = "" if reading.normal_form == "NFC" else f" {reading.normal_form}"
    missing = f"no {', '.join(reading.missing)}" if reading.missing else ""
    problems = "; ".join(printable(problem.text) for problem in article.problems)
    return printable(article.id), f"{reading.encoding}{form}{sure}", missing, problems


def _heading(text: str) -> None:
    write()
    write((text, "bold"))
