"""What the batch template gets: a form for a list of queries, and a row for each of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from indexer import TIERS, CountedQuery, query_remarks
from webui import transitions
from webui.frame import Frame, frame, hidden_fields
from webui.state import SEARCH, State, url, with_query
from webui.texts import Texts

BATCH = "/batch"
LIST = "list"
MAX_QUERIES = 500
MAX_BYTES = 64 * 1024
SECONDS = 5.0
"""After this time, the rest of a list is not searched."""
_SHAREABLE = 2_000
"""The longest address that is offered: programs cut longer ones."""


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A query with what it finds: numbers as printed, None if it was not searched."""

    query: str
    url: str
    total: str | None
    tiers: tuple[str, ...]
    remarks: str


@dataclass(frozen=True, slots=True)
class BatchPage:
    """Everything the batch page shows: `hidden` is what the form sends along, `share` the address of this list."""

    frame: Frame
    list: str
    hidden: tuple[tuple[str, str], ...]
    limit: str
    rows: tuple[BatchRow, ...]
    left: str | None
    share: str | None


def batch_page(state: State, typed: str, counted: Sequence[CountedQuery], texts: Texts) -> BatchPage:
    """Lay out a list as it was typed, and what its queries find."""
    kept = replace(state, request=replace(state.request, query=""))
    here = with_query(BATCH, urlencode({LIST: typed}))
    share = url(here, kept) if counted else None
    is_shareable = share is not None and len(share) <= _SHAREABLE
    missing = sum(each.counts is None for each in counted)
    return BatchPage(
        frame=frame(kept, here if is_shareable else BATCH, texts("batch.title"), texts),
        list=typed,
        hidden=hidden_fields(kept, without=("size", "sort")),
        limit=texts("batch.limit", n=texts.number(MAX_QUERIES)),
        rows=tuple(_row(state, each, texts) for each in counted),
        left=texts.count("batch.left", missing) if missing else None,
        share=share if is_shareable else None,
    )


def _row(state: State, counted: CountedQuery, texts: Texts) -> BatchRow:
    counts = counted.counts
    tiers = [counts.tiers.get(tier) for tier in TIERS] if counts else [None] * len(TIERS)
    return BatchRow(
        query=counted.query,
        url=url(SEARCH, transitions.changed(state, query=counted.query)),
        total=texts.number(counts.total) if counts else None,
        tiers=tuple("–" if number is None else texts.number(number) for number in tiers),
        remarks=query_remarks(counted, texts.lang),
    )
