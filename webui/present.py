"""What the search template gets: values, with every link made for them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from markupsafe import Markup, escape

from indexer import MAX_QUERY_LENGTH, SORTS, CrossCounts, Facet, FacetCode, Hit, Problem, SearchResult, Tier
from webui import transitions
from webui.exits import CountedLink, Total, exits, word_exits
from webui.facet_panels import Chip, Panel, chips, choice_links, panels, short_label, toggle_url, value_label
from webui.frame import Frame, Link, frame, hidden_fields
from webui.heat_map import HeatMap, heat_map
from webui.highlights import highlighted, syllables_of
from webui.markup import Wrap, wrapped
from webui.offers import Offer, offers
from webui.result_place import placed_path
from webui.site import address
from webui.state import CHARTS, SEARCH, State, is_chosen, links_in, url
from webui.take_away import export_links, feed_url, kwic_url, table_url
from webui.texts import Texts
from webui.years_chart import YearsChart, years_chart

SIZES = (10, 20, 50, 100)
BADGES: tuple[Tier, ...] = ("fuller", "bare", "other")
_LABELS_A_HIT = 3
_LABELLED: tuple[Facet, ...] = ("forum", "topic")
"""The facets whose labels a hit shows."""
_PROBLEMS = 20
"""The most problems that are shown, as each of them repeats the query."""


@dataclass(frozen=True, slots=True)
class Badge:
    """How the accents of a hit differ from those typed: a word and its explanation."""

    text: str
    hint: str


@dataclass(frozen=True, slots=True)
class LabelLink:
    """A forum or topic of a hit: its short name, its name with the number of articles it narrows the search to."""

    facet: Facet
    text: str
    hint: str
    url: str
    current: bool


class HitLinks(NamedTuple):
    """What makes the links of hits: that of the page of an article, given its path, and that of a label."""

    page: Callable[[str], str]
    label: Callable[[Facet, str], LabelLink]


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
    labels: tuple[LabelLink, ...]
    more: int
    badge: Badge | None
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProblemView:
    """What was not understood in the query, and the query with it underlined (None if it has no span)."""

    text: str
    query: Markup | None = None


@dataclass(frozen=True, slots=True)
class NoticeView:
    """Something to know about the results, and searches that have more of what was asked."""

    text: str
    exits: tuple[CountedLink, ...] = ()


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a menu."""

    value: str
    text: str
    selected: bool


@dataclass(frozen=True, slots=True)
class Pick:
    """A menu that sends one parameter along with those in `hidden`."""

    name: str
    label: str
    options: tuple[Option, ...]
    hidden: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Pager:
    """Links to the pages around this one, None if there is none. `numbers` has None for a gap."""

    previous: str | None
    next: str | None
    numbers: tuple[Link | None, ...]


@dataclass(frozen=True, slots=True)
class Empty:
    """A page without hits: searches that find something, and the whole archive."""

    exits: tuple[CountedLink, ...]
    all: CountedLink


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Everything the search page shows.

    `clear` is None without choices; `show` closes the filters on a phone. `empty` is None if there are hits.
    """

    frame: Frame
    action: str
    total: str
    where: str | None
    show: str
    hits: tuple[HitView, ...]
    near: tuple[HitView, ...]
    panels: tuple[Panel, ...]
    years: YearsChart | None
    heat: HeatMap | None
    charts: tuple[Link, ...]
    chips: tuple[Chip, ...]
    clear: str | None
    sort: Pick
    size: Pick
    exports: tuple[Link, ...]
    pager: Pager | None
    problems: tuple[ProblemView, ...]
    notices: tuple[NoticeView, ...]
    offers: tuple[Offer, ...]
    empty: Empty | None
    table: Link
    feed: str


def search_page(
    state: State,
    result: SearchResult,
    joined: SearchResult | None,
    total: Total,
    texts: Texts,
    *,
    crossed: CrossCounts | None = None,
    mistake: str | None = None,
) -> SearchPage:
    """Lay out a result. `joined` is the one with joined words, given if the words are searched apart.

    `crossed` has the counts of forums by years if these are shown instead of the years. `mistake` is what was wrong in
    a form, shown before what is wrong in the query.
    """
    undo = chips(state, texts)
    first = (result.page - 1) * result.size + 1
    links, syllables = hit_links(state, _counts(result), texts), syllables_of(joined)
    return SearchPage(
        frame=frame(state, SEARCH, state.request.query or texts("search.title"), texts),
        action=address(SEARCH),
        total=texts.count("results", result.total),
        where=_where(result, texts),
        show=texts.count("filters.show", result.total),
        hits=tuple(hit_view(hit, links, texts, at, syllables) for at, hit in enumerate(result.hits, first)),
        near=tuple(hit_view(hit, links, texts, None, syllables) for hit in result.near),
        panels=panels(state, result.facets, texts),
        years=years_chart(state, result.facets.get("year", ()), texts),
        heat=heat_map(state, crossed, texts) if crossed else None,
        charts=tuple(
            Link(texts(f"chart.{chart}"), url(SEARCH, transitions.changed(state, chart=chart)), chart == state.chart)
            for chart in CHARTS
        ),
        chips=undo,
        clear=url(SEARCH, transitions.clear(state)) if undo else None,
        sort=_sorts(state, texts),
        size=_sizes(state, texts),
        exports=tuple(_exports(state, texts)),
        pager=_pager(state, result, texts),
        problems=(
            *((ProblemView(mistake),) if mistake else ()),
            *(problem_view(problem, result.query) for problem in result.problems[:_PROBLEMS]),
        ),
        notices=tuple(_notices(state, result, total, texts)),
        offers=offers(state, result, joined, total, texts),
        empty=_empty(state, total, texts) if not result.hits else None,
        table=Link(texts(f"export.{state.chart}"), table_url(state)),
        feed=feed_url(state),
    )


def problem_view(problem: Problem, query: str) -> ProblemView:
    """Return a problem with its span underlined in the query; an empty span underlines nothing.

    Of a longer query, only the part that is read is shown.
    """
    if problem.at is None or not query:
        return ProblemView(problem.text)
    start, end = problem.at
    read = query[:MAX_QUERY_LENGTH] + "…" if len(query) > MAX_QUERY_LENGTH else query
    return ProblemView(problem.text, wrapped(read, [Wrap(start, end, "span", css="wrong")]))


def dated(date: str | None, year: int | None, texts: Texts) -> str | None:
    """Return the date, else the year alone, as the language writes it."""
    if date:
        return texts.date(date)
    return texts("year.alone", year=year) if year is not None else None


def _notices(state: State, result: SearchResult, total: Total, texts: Texts) -> Iterator[NoticeView]:
    """Yield the notices that are no choice between ways to search."""
    for notice in result.notices:
        if notice.code == "relaxed":
            if not result.hits:
                # Its text announces articles, and the page already has ways out.
                continue
            yield NoticeView(notice.text, word_exits(state, total, texts))
        elif notice.code not in ("joined", "aliases"):
            yield NoticeView(notice.text)


def _empty(state: State, total: Total, texts: Texts) -> Empty:
    everything = State(lang=state.lang)
    return Empty(
        exits(state, total, texts),
        CountedLink(texts("exit.all"), texts.number(total(everything)), url(SEARCH, everything)),
    )


def _where(result: SearchResult, texts: Texts) -> str | None:
    pages = result.pages
    return texts("results.page", page=texts.number(result.page), pages=texts.number(pages)) if pages > 1 else None


def _counts(result: SearchResult) -> dict[tuple[Facet, FacetCode], int]:
    return {(facet, value.value): value.count for facet, values in result.facets.items() for value in values}


def hit_view(
    hit: Hit,
    links: HitLinks,
    texts: Texts,
    at: int | None = None,
    syllables: frozenset[str] = frozenset(),
) -> HitView:
    """Return a hit; `at` is its position among all results, None for a close article, which is not among them.

    Matches of the `syllables` alone are highlighted faintly.
    """
    name = hit.name
    title = highlighted(name, hit.title_spans, syllables) if hit.title_spans else escape(name)
    snippet = highlighted(hit.snippet.text, hit.snippet.spans, syllables) if hit.snippet else Markup()
    own: list[tuple[Facet, str]] = [*(("forum", id) for id in hit.forums), *(("topic", id) for id in hit.topics)]
    return HitView(
        title=title,
        url=links.page(placed_path(hit.id, at)),
        date=dated(hit.date, hit.year, texts),
        date_iso=hit.date,
        date_hint=texts("year.inferred") if hit.year_basis == "inferred" else None,
        source=hit.source,
        author=hit.author,
        snippet=snippet,
        labels=tuple(links.label(facet, id) for facet, id in own[:_LABELS_A_HIT]),
        more=max(0, len(own) - _LABELS_A_HIT),
        badge=Badge(texts(f"tier.{hit.tier}"), texts(f"tier.{hit.tier}.hint")) if hit.tier in BADGES else None,
        missing=hit.missing,
    )


def hit_links(state: State, counts: Mapping[tuple[Facet, FacetCode], int], texts: Texts) -> HitLinks:
    """Return the links of the hits of a page, given how many articles their labels have."""
    links = {facet: choice_links(state, facet) for facet in _LABELLED}

    @cache
    def link(facet: Facet, id: str) -> LabelLink:
        name, count = value_label(facet, id, texts.lang), counts.get((facet, id))
        current = is_chosen(state.request, facet, id)
        articles = None if count is None or current else texts.count("results", count)
        hint = name if articles is None else texts("hit.label", name=name, articles=articles)
        address = toggle_url(state, facet, id) if current else links[facet](id, False)
        return LabelLink(facet, short_label(facet, id, texts.lang), hint, address, current)

    return HitLinks(links_in(state), link)


def _sorts(state: State, texts: Texts) -> Pick:
    request = state.request
    offered = SORTS if request.query.strip() else tuple(sort for sort in SORTS if sort != "relevance")
    current = request.sort if request.sort in offered else "newest"
    return _pick(state, "sort", [(sort, texts(f"sort.{sort}")) for sort in offered], current, texts)


def _sizes(state: State, texts: Texts) -> Pick:
    options = [(str(size), texts("size.option", n=size)) for size in sorted({*SIZES, state.request.size})]
    return _pick(state, "size", options, str(state.request.size), texts)


def _pick(state: State, name: str, options: Sequence[tuple[str, str]], current: str, texts: Texts) -> Pick:
    return Pick(
        name,
        texts(f"{name}.label"),
        tuple(Option(value, text, value == current) for value, text in options),
        hidden_fields(state, without=(name,)),
    )


def _exports(state: State, texts: Texts) -> Iterator[Link]:
    """Yield links to all results in other forms."""
    yield from export_links(state)
    if state.request.query.strip():
        yield Link(texts("kwic.title"), kwic_url(state))
    yield Link(texts(f"export.{state.chart}"), table_url(state))
    yield Link(texts("export.feed"), feed_url(state))


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
