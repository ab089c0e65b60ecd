"""What the search template gets: values, with every link made for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from markupsafe import Markup, escape

from indexer import MAX_QUERY_LENGTH, MODES, SORTS, Facet, Hit, Problem, SearchResult, Tier
from webui import transitions
from webui.facet_panels import Chip, Panel, chips, panels, toggle_url, value_label
from webui.frame import Frame, Link, frame, hidden_fields
from webui.markup import Wrap, wrapped
from webui.offers import Offer, offers
from webui.state import SEARCH, State, article_path, is_chosen, url, with_query
from webui.texts import Texts

SIZES = (10, 20, 50, 100)
BADGES: tuple[Tier, ...] = ("fuller", "bare", "other")
_CHIPS_A_HIT = 3
_PROBLEMS = 20
"""The most problems that are shown, as each of them repeats the query."""


@dataclass(frozen=True, slots=True)
class Badge:
    """How the accents of a hit differ from those typed: a word and its explanation."""

    text: str
    hint: str


@dataclass(frozen=True, slots=True)
class HitView:
    """One article found; `date` is None if even the year is unknown, `more` counts the labels left out.

    `missing` is what a close article lacks of the query.
    """

    title: Markup
    url: str
    date: str | None
    date_iso: str | None
    date_hint: str | None
    source: str | None
    author: str | None
    snippet: Markup
    forums: tuple[Link, ...]
    topics: tuple[Link, ...]
    more: int
    badge: Badge | None
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProblemView:
    """What was not understood in the query, and the query with it underlined (None if it has no span)."""

    text: str
    query: Markup | None


@dataclass(frozen=True, slots=True)
class NoticeView:
    """Something to know about the results, and the link that undoes it, if there is one."""

    text: str
    undo: Link | None = None


@dataclass(frozen=True, slots=True)
class Pager:
    """Links to the pages around this one, None if there is none. `numbers` has None for a gap."""

    previous: str | None
    next: str | None
    numbers: tuple[Link | None, ...]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Everything the search page shows. `clear` is None without choices; `loose` leads to a search with any accents."""

    frame: Frame
    summary: str
    hits: tuple[HitView, ...]
    near: tuple[HitView, ...]
    panels: tuple[Panel, ...]
    chips: tuple[Chip, ...]
    clear: str | None
    sorts: tuple[Link, ...]
    modes: tuple[Link, ...]
    sizes: tuple[Link, ...]
    pager: Pager | None
    problems: tuple[ProblemView, ...]
    notices: tuple[NoticeView, ...]
    offers: tuple[Offer, ...]
    loose: str | None
    year_form: tuple[tuple[str, str], ...]


def search_page(state: State, result: SearchResult, joined: SearchResult | None, texts: Texts) -> SearchPage:
    """Lay out a result. `joined` is the one with joined words, given if the words are searched apart."""
    undo = chips(state, texts)
    first = (result.page - 1) * result.size + 1
    return SearchPage(
        frame=frame(state, SEARCH, state.request.query or texts("search.title"), texts),
        summary=_summary(result, texts),
        hits=tuple(_hit(state, hit, texts, at) for at, hit in enumerate(result.hits, first)),
        near=tuple(_hit(state, hit, texts) for hit in result.near),
        panels=panels(state, result.facets, texts),
        chips=undo,
        clear=url(SEARCH, transitions.clear(state)) if undo else None,
        sorts=_sorts(state, texts),
        modes=tuple(
            Link(
                texts(f"mode.{mode}"),
                url(SEARCH, transitions.changed(state, mode=mode)),
                mode == state.request.mode,
            )
            for mode in MODES
        ),
        sizes=tuple(
            Link(texts.number(size), url(SEARCH, transitions.changed(state, size=size)), size == state.request.size)
            for size in SIZES
        ),
        pager=_pager(state, result, texts),
        problems=tuple(problem_view(problem, result.query) for problem in result.problems[:_PROBLEMS]),
        notices=_notices(state, result, texts),
        offers=offers(state, result, joined, texts),
        loose=url(SEARCH, transitions.changed(state, mode="loose")) if state.request.mode != "loose" else None,
        year_form=hidden_fields(state),
    )


def problem_view(problem: Problem, query: str) -> ProblemView:
    """Return a problem with its span underlined in the query; an empty span underlines nothing.

    Of a longer query, only the part that is read is shown.
    """
    if problem.at is None or not query:
        return ProblemView(problem.text, None)
    start, end = problem.at
    read = query[:MAX_QUERY_LENGTH] + "…" if len(query) > MAX_QUERY_LENGTH else query
    return ProblemView(problem.text, wrapped(read, [Wrap(start, end, "span", css="wrong")]))


def label_links(state: State, facet: Facet, ids: Sequence[str], texts: Texts) -> tuple[Link, ...]:
    """Return a link for each forum or topic that narrows the search to it."""
    return tuple(
        Link(
            value_label(facet, value, texts.lang),
            toggle_url(state, facet, value),
            is_chosen(state.request, facet, value),
        )
        for value in ids
    )


def dated(date: str | None, year: int | None, texts: Texts) -> str | None:
    """Return the date, else the year alone, as the language writes it."""
    if date:
        return texts.date(date)
    return texts("year.alone", year=year) if year is not None else None


def result_url(state: State, article_id: str, at: int | None) -> str:
    """Return the address of an article found at a position; its page then leads to those before and after it."""
    address = url(article_path(article_id), state)
    return address if at is None else with_query(address, urlencode({"at": at}))


def _notices(state: State, result: SearchResult, texts: Texts) -> tuple[NoticeView, ...]:
    """Return the notices; aliases can be switched off, and on again."""
    switched = url(SEARCH, transitions.changed(state, aliases=not state.request.aliases))
    off = {"aliases": Link(texts("aliases.off"), switched, False)}
    notices = tuple(
        NoticeView(notice.text, off.get(notice.code)) for notice in result.notices if notice.code != "joined"
    )
    if state.request.aliases:
        return notices
    return (*notices, NoticeView(texts("aliases.none"), Link(texts("aliases.on"), switched, False)))


def _summary(result: SearchResult, texts: Texts) -> str:
    pages = result.pages
    found = texts.count("results", result.total)
    return found if pages < 2 else texts("results.page", found=found, page=result.page, pages=texts.number(pages))


def _hit(state: State, hit: Hit, texts: Texts, at: int | None = None) -> HitView:
    """Return a hit; `at` is its position among all results, None for a close article, which is not among them."""
    title = Markup(hit.title_html) if hit.title_html else escape(hit.title or hit.opening or hit.id)
    left_out = sum(max(0, len(ids) - _CHIPS_A_HIT) for ids in (hit.forums, hit.topics))
    return HitView(
        title=title,
        url=result_url(state, hit.id, at),
        date=dated(hit.date, hit.year, texts),
        date_iso=hit.date,
        date_hint=texts("year.inferred") if hit.year_basis == "inferred" else None,
        source=hit.source,
        author=hit.author,
        snippet=Markup(hit.snippet_html or ""),
        forums=label_links(state, "forum", hit.forums[:_CHIPS_A_HIT], texts),
        topics=label_links(state, "topic", hit.topics[:_CHIPS_A_HIT], texts),
        more=left_out,
        badge=Badge(texts(f"tier.{hit.tier}"), texts(f"tier.{hit.tier}.hint")) if hit.tier in BADGES else None,
        missing=hit.missing,
    )


def _sorts(state: State, texts: Texts) -> tuple[Link, ...]:
    request = state.request
    offered = SORTS if request.query.strip() else tuple(sort for sort in SORTS if sort != "relevance")
    current = request.sort if request.sort in offered else "newest"
    return tuple(
        Link(texts(f"sort.{sort}"), url(SEARCH, transitions.changed(state, sort=sort)), sort == current)
        for sort in offered
    )


def _pager(state: State, result: SearchResult, texts: Texts) -> Pager | None:
    last, here = result.pages, result.page
    if last == 1:
        return None
    near = [page for page in range(1, last + 1) if page in (1, last) or abs(page - here) <= 2]
    numbers: list[Link | None] = []
    for before, page in zip([0, *near], near, strict=False):
        if page - before > 1:
            numbers.append(None)
        numbers.append(Link(texts.number(page), _page_url(state, page), page == here))
    return Pager(
        previous=_page_url(state, here - 1) if here > 1 else None,
        next=_page_url(state, here + 1) if here < last else None,
        numbers=tuple(numbers),
    )


def _page_url(state: State, page: int) -> str:
    return url(SEARCH, transitions.at_page(state, page))
