"""What the page with all values of a facet gets: filtered by the beginning of a word, in order of number or name."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast, get_args
from urllib.parse import urlencode

import icu

from indexer import Facet, FacetValue, Language, bad_request, check_choice, page_count
from webui import transitions
from webui.facet_panels import FacetRow, facet_rows, highest_count
from webui.frame import Frame, Link, frame, hidden_fields
from webui.site import address
from webui.state import SEARCH, Arguments, State, facet_path, last, url, with_query
from webui.texts import Texts

Order = Literal["count", "name"]
ORDERS: tuple[Order, ...] = get_args(Order)
ROWS = 120
"""The values on a page."""
MAX_PREFIX = 100


@dataclass(frozen=True, slots=True)
class FacetPage:
    """Everything the page shows; `previous` and `next` are the pages around it."""

    frame: Frame
    facet: Facet
    heading: str
    summary: str
    back: str
    action: str
    prefix: str
    hidden: tuple[tuple[str, str], ...]
    orders: tuple[Link, ...]
    rows: tuple[FacetRow, ...]
    everything: Link
    previous: str | None
    next: str | None


@dataclass(frozen=True, slots=True)
class FacetListing:
    """Which values of a facet are listed: those with a word that starts with `prefix`."""

    prefix: str = ""
    order: Order = "count"


def listing_of(arguments: Arguments) -> FacetListing:
    """Return what the parameters `prefix` and `order` ask for. Raises `BadRequest`."""
    order = last(arguments, "order", ORDERS[0])
    check_choice("order", order, ORDERS)
    return FacetListing(last(arguments, "prefix", "")[:MAX_PREFIX], cast(Order, order))


def facet_page(
    state: State, facet: Facet, listing: FacetListing, values: Sequence[FacetValue], texts: Texts
) -> FacetPage:
    """Lay out a page of the values. Raises `BadRequest` for a page past the last one."""
    here, pages = state.request.page, page_count(len(values), ROWS)
    if here > pages:
        raise bad_request("refused-page", parameter="page", nearest=pages, value=here, last=pages)
    ordered = values if listing.order == "count" else by_name(values, texts.lang)
    shown = ordered[(here - 1) * ROWS : here * ROWS]
    name, path = texts(f"facet.{facet}"), facet_path(facet)
    return FacetPage(
        frame=frame(state, with_query(path, urlencode(_listed(listing))), name, texts),
        facet=facet,
        heading=name,
        summary=texts.count("facet.values", len(values)),
        back=url(SEARCH, transitions.at_page(state, 1)),
        action=address(path),
        prefix=listing.prefix,
        hidden=_hidden(state, listing),
        orders=tuple(
            Link(
                texts(f"facet.order.{order}"),
                _address(transitions.at_page(state, 1), facet, FacetListing(listing.prefix, order)),
                order == listing.order,
            )
            for order in ORDERS
        ),
        rows=facet_rows(transitions.at_page(state, 1), facet, shown, highest_count(values), texts),
        everything=Link(texts("facet.everything"), _address(transitions.at_page(state, 1), facet, FacetListing())),
        previous=_address(transitions.at_page(state, here - 1), facet, listing) if here > 1 else None,
        next=_address(transitions.at_page(state, here + 1), facet, listing) if here < pages else None,
    )


def by_name(values: Sequence[FacetValue], lang: Language) -> list[FacetValue]:
    """Return values in the alphabetical order of a language, without their tree; those without a value last."""
    key = _collator(lang).getSortKey
    flat = [FacetValue(each.value, each.label, each.count, each.selected, each.excluded) for each in values]
    return sorted(flat, key=lambda each: (each.value is None, key(each.label)))


@cache
def _collator(lang: Language) -> icu.Collator:
    return icu.Collator.createInstance(icu.Locale(lang))


def _hidden(state: State, listing: FacetListing) -> tuple[tuple[str, str], ...]:
    """Return what the form with the prefix sends along."""
    return (*hidden_fields(state), *_listed(FacetListing(order=listing.order)))


def _address(state: State, facet: Facet, listing: FacetListing) -> str:
    return url(with_query(facet_path(facet), urlencode(_listed(listing))), state)


def _listed(listing: FacetListing) -> list[tuple[str, str]]:
    """Return the parameters of a listing, without defaults."""
    pairs = [("prefix", listing.prefix), ("order", listing.order)]
    return [pair for pair in pairs if pair not in (("prefix", ""), ("order", ORDERS[0]))]
