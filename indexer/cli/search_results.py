"""Search results and explanations as people read them."""

from collections.abc import Iterable, Iterator
from itertools import chain, pairwise

from rich.cells import cell_len

from indexer import Completions, Explanation, FacetValue, Hit, Mode, Problem, SearchResult, Span, WordMode
from indexer.cli.terminal import StyledText, counted, one_line, printable, without_controls, write, write_rows

HIGHLIGHT = "bold reverse"
FACET_LINES = 10


def show_result(result: SearchResult) -> None:
    """Print problems and notices, the hits of the page, the closest articles, facet counts and suggestions."""
    for problem in result.problems:
        show_problem(result.query, problem)
    for notice in result.notices:
        write((printable(notice.text), "italic"))
    write(
        (counted(result.total, "article"), "bold"),
        f", page {result.page} of {result.pages} ({result.took_ms:.1f} ms)",
    )
    for position, hit in enumerate(result.hits, start=(result.page - 1) * result.size + 1):
        show_hit(f"{position:>3}.", hit)
    if result.near:
        write()
        write(("Closest, each without some of the query", "bold"))
    for hit in result.near:
        show_hit("  ~ ", hit)
    for facet, values in result.facets.items():
        if values:
            write()
            write((facet.capitalize(), "bold"))
            write_rows(facet_rows(values))
    for suggestion in result.suggestions:
        other = "--words apart" if suggestion.kind == "apart" else printable(suggestion.query)
        write(f"Or: {other} ({suggestion.count:,})")


def show_problem(query: str, problem: Problem) -> None:
    """Print a problem, with carets below its span in the query."""
    write((printable(problem.text), "yellow"))
    if problem.at is not None:
        start, end = problem.at
        query = without_controls(query)
        write(query, indent=4)
        write("^" * max(1, cell_len(query[start:end])), indent=4 + cell_len(query[:start]))


def show_hit(number: str, hit: Hit) -> None:
    """Print a hit: title, metadata, what it lacks, snippet and id, with the matches highlighted."""
    number = f"{number} "
    write()
    write(number, *highlighted(hit.name, hit.title_spans or (), "bold"))
    year = str(hit.year) if hit.year is not None else None
    facts = [hit.date or year, hit.source, *hit.forums, *hit.topics, hit.tier and f"[{hit.tier}]"]
    known = [printable(fact) for fact in facts if fact]
    if known:
        write(("  ".join(known), "dim"), indent=len(number))
    if hit.missing:
        write((f"missing: {printable(', '.join(hit.missing))}", "dim"), indent=len(number))
    if hit.snippet and hit.snippet.text:
        write(*highlighted(hit.snippet.text, hit.snippet.spans), indent=len(number))
    write((printable(hit.id), "cyan"), indent=len(number))


def show_completions(completions: Completions) -> None:
    """Print what a text may become, a row each: words and labels with their counts, titles and files with the id."""
    if completions.words:
        write(("Words", "bold"))
        write_rows([(each.count, each.text) for each in completions.words])
    if completions.labels:
        write(("Forums and topics", "bold"))
        write_rows([(each.count, f"{each.facet}:{each.value}", each.text) for each in completions.labels])
    if completions.titles:
        write(("Titles", "bold"))
        write_rows([(printable(each.text), each.id or "") for each in completions.titles])
    if completions.files:
        write(("Files", "bold"))
        write_rows([(printable(each.text), each.id or "") for each in completions.files])
    if not (completions.words or completions.labels or completions.titles or completions.files):
        write("No word, forum, topic, title or file starts like this.")


def show_explanation(explanation: Explanation) -> None:
    """Print tier and score of a hit, and a row for each contribution to the score."""
    tier = f"tier {explanation.tier}, " if explanation.tier else ""
    write((printable(explanation.id), "cyan"), f": {tier}score {explanation.score:.4f}")
    if explanation.parts:
        heads = ("", "", "boost", "weight", "saturation", "score")
        parts = [
            (part.kind, printable(part.text), part.boost, part.weight, part.saturation, part.score)
            for part in explanation.parts
        ]
        write_rows([heads, *parts, ("total", "", "", "", "", explanation.score)])


def show_no_explanation(query: str, article_id: str, mode: Mode, words: WordMode) -> None:
    """Print that a query does not find an article."""
    write(
        f"The query {printable(query)} does not find ",
        (printable(article_id), "cyan"),
        f" (mode {mode}, words {words}).",
    )


def highlighted(text: str, spans: Iterable[Span], style: str = "") -> Iterator[StyledText]:
    """Yield a text on one line in a style, its spans highlighted. Spans are in order and do not overlap."""
    edges = [0, *chain.from_iterable(spans), len(text)]
    pieces = [one_line(text[start:end]) for start, end in pairwise(edges)]
    pieces[0], pieces[-1] = pieces[0].lstrip(), pieces[-1].rstrip()
    for number, piece in enumerate(pieces):
        yield piece, HIGHLIGHT if number % 2 else style


def facet_rows(values: tuple[FacetValue, ...]) -> list[tuple[str | int, str, str]]:
    """Return rows of count, value and label, narrower values indented below broader ones.

    Only the most frequent values and those chosen or excluded are shown; the last row has the number of the others.
    """
    ordered = list(in_tree_order(values))
    by_count = sorted((value for _, value in ordered), key=lambda value: -value.count)
    shown = {value.value for value in by_count[:FACET_LINES]}
    shown |= {value.value for value in values if value.selected or value.excluded}
    rows: list[tuple[str | int, str, str]] = [
        (value.count, facet_label(value, depth), "" if value.label == str(value.value) else value.label)
        for depth, value in ordered
        if value.value in shown
    ]
    if hidden := len(values) - len(rows):
        rows.append(("", f"… {hidden} more", "(--json lists all)"))
    return rows


def facet_label(value: FacetValue, depth: int) -> str:
    """Return the value as it is typed, indented by its depth, with `+` if chosen and `-` if excluded."""
    sign = "+" if value.selected else "-" if value.excluded else " "
    return "  " * depth + sign + ("unknown" if value.value is None else str(value.value))


def in_tree_order(
    values: tuple[FacetValue, ...], parent: str | None = None, depth: int = 0
) -> Iterator[tuple[int, FacetValue]]:
    """Yield (depth, value), narrower values after their broader one; values whose broader one is missing are roots."""
    known = {value.value for value in values}
    for value in values:
        above = value.parent if value.parent in known else None
        if above == parent:
            yield depth, value
            if isinstance(value.value, str):
                yield from in_tree_order(values, value.value, depth + 1)
