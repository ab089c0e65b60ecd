"""What the start page gets: the archive at a glance, and three searches that show how accents are read."""

import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path

from indexer import Facet, Index, SearchRequest, SearchResult
from webui.exits import CountedLink
from webui.facet_panels import FacetRow, facet_rows, highest_count, most_frequent, value_label
from webui.frame import Frame, Link, frame
from webui.present import HitView, hit_links, hit_view
from webui.site import address
from webui.state import SEARCH, State, facet_path, url
from webui.take_away import table_url
from webui.texts import Texts, bare
from webui.transitions import changed
from webui.years_chart import YearsChart, years_chart

NEWEST = 5
REQUEST = SearchRequest(size=NEWEST, snippets=False)
"""What the start page asks for: the newest articles, and the counts of all."""

_FACET: Facet = "forum"
"""The facet that is shown as a tree, under its own heading."""
_ROWS = 45
_CHART_HEIGHT = 96
_INITIALS: tuple[str, ...] = tuple(tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))["initials"])
_COMPLETIONS = 20
_SHORTEST = 4
"""The letters of a word that can show something: with fewer, it is hardly what a reader looks for."""
_CANDIDATES = 24
_TONES = "\u0300\u0301\u0303\u0309\u0323"


@dataclass(frozen=True, slots=True)
class StartPage:
    """Everything the start page shows; `all` is a link to the whole archive."""

    frame: Frame
    action: str
    period: str
    all: str
    examples: tuple[CountedLink, ...]
    years: YearsChart | None
    forums: tuple[FacetRow, ...]
    forums_all: str
    newest: tuple[HitView, ...]
    table: Link


def start_page(state: State, index: Index, texts: Texts) -> StartPage:
    """Lay out the archive as a whole."""
    result = index.search(REQUEST, lang=state.lang)
    years = years_chart(state, result.facets["year"], texts, height=_CHART_HEIGHT)
    values = [value for value in result.facets[_FACET] if value.value is not None]
    links = hit_links(state, {}, texts)
    return StartPage(
        frame=frame(state, "/", texts("search.title"), texts),
        action=address(SEARCH),
        period=_period(result, years, texts),
        all=url(SEARCH, State(lang=state.lang)),
        examples=tuple(
            CountedLink(word, texts.number(count), url(SEARCH, changed(State(lang=state.lang), query=word)))
            for word, count in examples(index, result.generation, _names(result))
        ),
        years=years,
        forums=facet_rows(state, _FACET, most_frequent(values, _ROWS), highest_count(values), texts),
        forums_all=url(facet_path(_FACET), State(lang=state.lang)),
        newest=tuple(hit_view(hit, links, texts) for hit in result.hits),
        table=Link(texts("export.years"), table_url(state)),
    )


def _period(result: SearchResult, years: YearsChart | None, texts: Texts) -> str:
    articles = texts.count("results", result.total)
    if years is None:
        return articles
    period = str(years.low) if years.low == years.high else f"{years.low}–{years.high}"
    return texts("start.period", articles=articles, period=period)


@lru_cache(maxsize=4)
def examples(index: Index, _generation: int, names: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
    """Return a word of the archive typed without accents, without tones and in full, each with the articles it finds.

    The fewer accents, the more it finds. The word is the one of `names` that shows this best, else of the most frequent
    words. Nothing if the archive has no such word. Counted once per generation.
    """
    for words in (names, _frequent(index, "joined"), _frequent(index, "word")):
        best: tuple[tuple[str, int], ...] = ()
        most = 1.0
        for word in islice(filter(_has_all_accents, words), _CANDIDATES):
            typed = (bare(word), _toneless(word), word)
            counts = [_total(index, each) for each in typed]
            if counts[0] >= counts[1] >= counts[2] > 0 and counts[0] / counts[2] > most:
                best, most = tuple(zip(typed, counts, strict=True)), counts[0] / counts[2]
        if best:
            return best
    return ()


def _names(result: SearchResult) -> tuple[str, ...]:
    """Return the Vietnamese names of two words that the topics of the archive have."""
    ids = [value.value for value in result.facets["topic"] if isinstance(value.value, str)]
    names = (value_label("topic", id, "vi").lower() for id in ids)
    return tuple(name for name in names if len(name.split()) == 2)


def _frequent(index: Index, kind: str) -> Iterator[str]:
    """Yield frequent words, those of one syllable or those of two that are mostly written together."""
    for initial in _INITIALS:
        for each in index.suggest(initial, limit=_COMPLETIONS).words:
            if each.kind == kind and len(each.text) >= _SHORTEST:
                yield unicodedata.normalize("NFC", each.text.lower())


def _total(index: Index, query: str) -> int:
    return index.count(SearchRequest(query=query)).exact


def _has_all_accents(word: str) -> bool:
    """Return whether a word has a tone and another accent."""
    return bare(word) != _toneless(word) != word


def _toneless(word: str) -> str:
    """Return a word with the shapes of its vowels and the strokes, without tones: *hôi nghi* for *hội nghị*."""
    return unicodedata.normalize("NFC", "".join(c for c in unicodedata.normalize("NFD", word) if c not in _TONES))
