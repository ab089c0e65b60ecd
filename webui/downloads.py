"""Files to take away: whole results, numbers by year, and references to one article."""

from collections.abc import Generator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain
from typing import cast

from flask import Blueprint, Response, make_response

from indexer import (
    CITATION_FORMATS,
    CitationFormat,
    ExportFormat,
    article_citation,
    bad_request,
    check_choice,
    export_pieces,
    forum_years_csv,
    occurrences_csv,
    reference,
    slug,
    years_csv,
)
from webui.site import public_root
from webui.state import (
    PAGE_PARAMETERS,
    Arguments,
    State,
    last,
    parse,
)
from webui.take_away import CITATIONS, EXPORTS, KWIC, page_address
from webui.views import (
    the_arguments,
    the_article,
    the_index,
    the_state,
    with_strange,
)

files = Blueprint("downloads", __name__)

_ENDINGS = ",".join(EXPORTS)
_PAGING = ("page", "size")
_QUERY_IN_NAME = 40
TYPES = {
    "csv": "text/csv",
    "jsonl": "application/x-ndjson",
    "ris": "application/x-research-info-systems",
    "bib": "application/x-bibtex",
    "json": "application/vnd.citationstyles.csl+json",
    "txt": "text/plain",
}
"""The endings of files and their media types."""


@files.get(f"/export.<any({_ENDINGS}):ending>")
def export(ending: str) -> Response:
    """The whole result of a search, whatever its page and size, in the format of the ending."""
    state = the_whole_state()
    return streamed(_pieces(state, EXPORTS[ending], public_root()), ending, state.request.query)


@files.get("/years.csv")
def years() -> Response:
    """The number of articles of each year, whichever years are chosen."""
    state = the_whole_state()
    asked = replace(state.request, years=())
    result = the_index().search(replace(asked, size=1, facets=("year",), snippets=False), lang=state.lang)
    found = with_strange(result, PAGE_PARAMETERS, state)
    _require(bounded=any(problem.code == "bounded" for problem in found.problems))
    table = years_csv(asked, found, made=datetime.now(UTC), lang=state.lang)
    return download(table, "csv", f"{asked.query} years")


@files.get("/forum-years.csv")
def forum_years() -> Response:
    """The number of articles of each forum in each year, whichever of them are chosen."""
    state = the_whole_state()
    asked = replace(state.request, forums=(), years=())
    counts = the_index().cross_counts(asked, "forum", "year", lang=state.lang)
    crossed = with_strange(counts, PAGE_PARAMETERS, state)
    _require(bounded=crossed.bounded)
    table = forum_years_csv(asked, crossed, made=datetime.now(UTC), lang=state.lang)
    return download(table, "csv", f"{asked.query} forums years")


@files.get(f"{KWIC}.csv")
def kwic() -> Response:
    """Each match in all articles of a search, with the words around it."""
    state = the_whole_state()
    return streamed(_occurrences(state, public_root()), "csv", f"{state.request.query} kwic")


@files.get(CITATIONS)
@files.get(f"{CITATIONS}/<path:article_id>")
def citation(article_id: str | None = None) -> Response:
    """A reference to an article in the `format`: a file, or plain text in the browser."""
    state, found = the_state(), the_article(article_id)
    format = _format(the_arguments())
    cited = article_citation(
        found, page=page_address(public_root(), found.id), accessed=datetime.now(UTC).date(), lang=state.lang
    )
    text = reference(cited, format)
    if format == "txt":
        return _typed(make_response(text), format)
    return download(text, format, found.title or found.id)


def the_whole_state() -> State:
    """Return the state in the address without page and size, which may have any value. Raises `BadRequest`."""
    return parse({name: values for name, values in the_arguments().items() if name not in _PAGING})


def streamed(pieces: Generator[str, None, None], ending: str, name: str) -> Response:
    """Return a file that is sent while it is made; its first piece is made at once, so that errors can be answered.

    However the connection ends, the generator is closed.
    """
    first = next(pieces)
    response = Response(chain([first], pieces))
    response.call_on_close(pieces.close)
    return _named(response, ending, name)


def download(text: str, ending: str, name: str) -> Response:
    """Return a file to be saved, with a name made from a query or a title, and from the day."""
    return _named(make_response(text), ending, name)


def _pieces(state: State, format: ExportFormat, base: str) -> Generator[str, None, None]:
    wanted = replace(state.request, snippets=False)
    with the_index().stream(wanted, lang=state.lang) as stream:
        hits = with_strange(stream, PAGE_PARAMETERS, state)
        yield from export_pieces(
            hits, format, page=lambda id: page_address(base, id), made=datetime.now(UTC), lang=state.lang
        )


def _occurrences(state: State, base: str) -> Generator[str, None, None]:
    with the_index().stream_occurrences(state.request, lang=state.lang) as stream:
        found = replace(stream, hits=with_strange(stream.hits, (*PAGE_PARAMETERS, "by"), state))
        yield from occurrences_csv(
            found, page=lambda id: page_address(base, id), made=datetime.now(UTC), lang=state.lang
        )


def _named(response: Response, ending: str, name: str) -> Response:
    words = slug(name[:_QUERY_IN_NAME], _QUERY_IN_NAME)
    parts = ("timdau", words, datetime.now(UTC).date().isoformat())
    response.headers["Content-Disposition"] = f'attachment; filename="{"-".join(filter(None, parts))}.{ending}"'
    return _typed(response, ending)


def _typed(response: Response, ending: str) -> Response:
    response.headers["Content-Type"] = f"{TYPES[ending]}; charset=utf-8"
    return response


def _format(arguments: Arguments) -> CitationFormat:
    """Return the format of a reference, RIS if none is named. Raises `BadRequest`."""
    given = last(arguments, "format", CITATION_FORMATS[0])
    check_choice("format", given, CITATION_FORMATS)
    return cast(CitationFormat, given)


def _require(*, bounded: bool) -> None:
    """Raise `BadRequest` if a table would have lower bounds in place of numbers."""
    if bounded:
        raise bad_request("refused-work", parameter="q")
