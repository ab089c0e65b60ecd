"""What the concordance template gets: each match of a page of articles with the words around it."""

from dataclasses import dataclass

from indexer import CONTEXT_ORDERS, Concordance, ContextOrder, Occurrence, remarks_of
from webui import transitions
from webui.frame import Frame, Link, frame
from webui.present import dated
from webui.state import SEARCH, State, article_path, url, with_query
from webui.take_away import KWIC, everything
from webui.texts import Texts


@dataclass(frozen=True, slots=True)
class OccurrenceRow:
    """A match between the words around it, with a link to its article."""

    left: str
    keyword: str
    right: str
    title: str
    date: str | None
    url: str


@dataclass(frozen=True, slots=True)
class ConcordancePage:
    """Everything the concordance page shows; `remarks` are problems and notices of the search.

    Without rows, `nothing` says why. A query without words has no pages around this one.
    """

    frame: Frame
    summary: str
    remarks: tuple[str, ...]
    rows: tuple[OccurrenceRow, ...]
    nothing: str
    orders: tuple[Link, ...]
    bounded: bool
    table: str
    back: str
    previous: str | None
    next: str | None


def concordance_page(state: State, found: Concordance, texts: Texts) -> ConcordancePage:
    """Lay out the occurrences of a page."""
    result = found.result
    remarks = remarks_of(result)
    counted = texts.count("results", result.total)
    page = texts("kwic.page", articles=counted, page=texts.number(result.page), pages=texts.number(result.pages))
    return ConcordancePage(
        frame=frame(state, _path(found.order), texts("kwic.title"), texts),
        summary=f"{texts.count('kwic.matches', len(found.occurrences))} · {page}",
        remarks=remarks,
        rows=tuple(_row(state, each, texts) for each in found.occurrences),
        nothing=texts("kwic.empty" if found.has_words else "kwic.wordless"),
        orders=tuple(
            Link(texts(f"kwic.by.{order}"), url(_path(order), state), order == found.order) for order in CONTEXT_ORDERS
        ),
        bounded=found.bounded,
        table=url(f"{KWIC}.csv", everything(state)),
        back=url(SEARCH, everything(state)),
        previous=_page_url(state, found, result.page - 1) if result.page > 1 and found.has_words else None,
        next=_page_url(state, found, result.page + 1) if result.page < result.pages and found.has_words else None,
    )


def _row(state: State, found: Occurrence, texts: Texts) -> OccurrenceRow:
    hit = found.hit
    return OccurrenceRow(
        left=found.left,
        keyword=found.keyword,
        right=found.right,
        title=hit.name,
        date=dated(hit.date, hit.year, texts),
        url=url(article_path(hit.id), everything(state)),
    )


def _page_url(state: State, found: Concordance, page: int) -> str:
    return url(_path(found.order), transitions.at_page(state, page))


def _path(order: ContextOrder) -> str:
    return KWIC if order == CONTEXT_ORDERS[0] else with_query(KWIC, f"by={order}")
