"""What the article template gets: the text with matches and evidence, the metadata, and the ways on from there."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain

from markupsafe import Markup, escape

from indexer import Article, Evidence, Highlighted, Hit, Label, Related, Span, opening, reading_of
from webui.frame import Frame, Link, frame
from webui.label_reasons import ReasonGroup, reason_groups
from webui.markup import Wrap, paragraphs, wrapped
from webui.present import dated
from webui.result_place import ResultPlace, placed_path
from webui.site import address
from webui.state import SEARCH, State, article_path, id_path, url
from webui.status import CODES
from webui.take_away import cite_links
from webui.texts import Texts

_FACTS = ("date", "year", "author", "source", "url")
_QUOTED = ("text", "title", "byline")
"""The origins of values whose words are worth quoting: those of the others are on the page, or were stated."""
_READ = (*_QUOTED, "url", "file-name")


@dataclass(frozen=True, slots=True)
class Fact:
    """One metadata value: its name, a link, and where it was read, with the words and a link to them in the text.

    `web` tells links that leave this site from those within it.
    """

    name: str
    text: str
    url: str | None = None
    web: bool = False
    origin: str | None = None
    words: str | None = None
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A link to another article, with its date and source and, of a near-duplicate, the share in common."""

    title: str
    url: str
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaceView:
    """Which of the results the article is, in figures and in words, and the articles before and after it there."""

    figures: str
    words: str
    previous: Neighbour | None
    next: Neighbour | None


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """Everything the article page shows. `first_match` is an address in the page, None without matches.

    It is `bounded` if only the first matches are highlighted. `labels` are the names of the labels that `reasons`
    explain, and `printed` is the address of the page itself, to be printed.
    """

    frame: Frame
    title: Markup
    untitled: bool
    date: str | None
    date_iso: str | None
    source: str | None
    paragraphs: tuple[Markup, ...]
    aside: tuple[Markup, ...]
    aside_open: bool
    labels: str
    reasons: tuple[ReasonGroup, ...]
    facts: tuple[Fact, ...]
    problems: tuple[str, ...]
    matches: int
    first_match: str | None
    bounded: bool
    back: str
    place: PlaceView | None
    citations: tuple[Link, ...]
    original: str | None
    is_record: bool
    printed: str
    near_duplicates: tuple[Neighbour, ...]
    related: tuple[Neighbour, ...]


def article_page(
    state: State,
    article: Article,
    highlighted: Highlighted | None,
    related: Related,
    place: ResultPlace | None,
    *,
    printed: str,
    original: bool,
    texts: Texts,
) -> ArticlePage:
    """Lay out an article. `highlighted` is None without a query; `original` is whether its file can be read."""
    title = article.title or ""
    text = f"{title}\n{article.body}"
    anchors = _anchors(article)
    matches, aside_matches = _matches(highlighted, len(title) + 1, texts) if highlighted else ((), ())
    wraps = (*matches, *(Wrap(*at, "span", id=name, css="evidence") for at, name in anchors.items()))
    reasons = reason_groups(state, article, text, anchors, texts)
    path = placed_path(article.id, place.at if place else None)
    original_path = address(id_path("/originals", article.id)) if original else None
    return ArticlePage(
        frame=frame(state, path, title or opening(article), texts),
        title=wrapped(text, wraps, end=len(title)) if title else escape(opening(article)),
        untitled=not title,
        date=dated(article.date, article.year, texts),
        date_iso=article.date,
        source=article.source,
        paragraphs=paragraphs(text, wraps, start=len(title) + 1),
        aside=paragraphs(article.aside, aside_matches),
        aside_open=bool(aside_matches),
        labels=" · ".join(reason.short for group in reasons for reason in group.reasons),
        reasons=reasons,
        facts=tuple(_facts(article, anchors, original_path, texts)),
        problems=tuple(_problems(article, texts)),
        matches=len(matches) + len(aside_matches),
        first_match="#match-1" if matches or aside_matches else None,
        bounded=highlighted is not None and highlighted.bounded,
        back=url(SEARCH, _on_page_of(place, state)),
        place=_place(state, place, texts) if place else None,
        citations=cite_links(article, state),
        original=original_path,
        is_record=article.file is None,
        printed=printed,
        near_duplicates=tuple(
            _neighbour(state, copy.hit, texts, texts("article.similarity", percent=int(copy.similarity * 100)))
            for copy in related.near_duplicates
        ),
        related=tuple(_neighbour(state, hit, texts) for hit in related.related),
    )


def _on_page_of(place: ResultPlace | None, state: State) -> State:
    """Return the state of the page of results that has the article."""
    if place is None:
        return state
    return replace(state, request=replace(state.request, page=place.page(state.request.size)))


def _place(state: State, place: ResultPlace, texts: Texts) -> PlaceView:
    numbers = {"at": texts.number(place.at), "total": texts.number(place.total)}
    return PlaceView(
        figures=texts("article.place", **numbers),
        words=texts("article.place.label", **numbers),
        previous=_found_at(state, place.previous, place.at - 1),
        next=_found_at(state, place.next, place.at + 1),
    )


def _found_at(state: State, hit: Hit | None, at: int) -> Neighbour | None:
    return Neighbour(hit.name, url(placed_path(hit.id, at), state)) if hit else None


def _neighbour(state: State, hit: Hit, texts: Texts, *facts: str) -> Neighbour:
    known = (*facts, dated(hit.date, hit.year, texts), hit.source)
    return Neighbour(hit.name, url(article_path(hit.id), state), tuple(filter(None, known)))


def _anchors(article: Article) -> dict[Span, str]:
    """Return an element id for every span that a value was read in, in the order of the text."""
    facts = (article.evidence[name] for name in _FACTS if name in article.evidence)
    read: Iterable[Evidence | Label] = chain(facts, article.forums, article.topics)
    spans = sorted({value.at for value in read if value.at and value.at[0] < value.at[1]})
    return {at: f"read-{number}" for number, at in enumerate(spans, 1)}


def _matches(found: Highlighted, body_at: int, texts: Texts) -> tuple[tuple[Wrap, ...], tuple[Wrap, ...]]:
    """Return the wraps of the matches in title and body, and in the aside; links to its neighbours follow each."""
    text = (*found.title, *((start + body_at, end + body_at) for start, end in found.body))
    wraps = tuple(
        Wrap(start, end, "mark", id=f"match-{number}", after=_steps(number, found.matches, texts))
        for number, (start, end) in enumerate((*text, *found.aside), 1)
    )
    return wraps[: len(text)], wraps[len(text) :]


def _steps(number: int, count: int, texts: Texts) -> Markup:
    """Return the links from one match to its neighbours, for readers without JavaScript."""
    link = Markup('<a class="{}" href="#match-{}" aria-label="{}"></a>')
    links = [
        link.format(css, number + step, texts(f"match.{css}"))
        for css, step in (("previous", -1), ("next", 1))
        if 1 <= number + step <= count
    ]
    return Markup('<span class="steps">{}</span>').format(Markup().join(links)) if links else Markup()


def _facts(article: Article, anchors: Mapping[Span, str], original: str | None, texts: Texts) -> Iterator[Fact]:
    origins = reading_of(article)
    shown = {
        "date": texts.date(article.date) if article.date else None,
        "year": _year(article, texts),
        "author": article.author,
        "source": article.source,
        "url": article.url,
    }
    for name, text in shown.items():
        if not text:
            continue
        fact = Fact(texts(f"fact.{name}"), text, _web(name, text), web=True)
        origin: str | None = getattr(origins, name)
        yield _with_origin(fact, origin, article.evidence.get(name), anchors, texts) if origin else fact
    yield Fact(texts("fact.file"), article.path, original)
    if article.file is None:
        yield Fact(texts("fact.record"), article.id)


def _with_origin(fact: Fact, origin: str, evidence: Evidence | None, anchors: Mapping[Span, str], texts: Texts) -> Fact:
    quoted = evidence if evidence and origin in _QUOTED and _adds_to(fact.text, evidence) else None
    anchor = anchors.get(quoted.at) if quoted and quoted.at else None
    return replace(
        fact,
        origin=texts(f"{'read' if origin in _READ else 'stated'}.{origin}"),
        words=quoted.text if quoted else None,
        anchor=f"#{anchor}" if anchor else None,
    )


def _adds_to(value: str, evidence: Evidence) -> bool:
    """Return whether the words say more than the value, or can be looked up in the text."""
    return evidence.at is not None or value.casefold() not in evidence.text.casefold()


def _problems(article: Article, texts: Texts) -> Iterator[str]:
    """Yield the problems of reading the article, each kind once: their texts are in English, for whoever runs it."""
    codes = dict.fromkeys(problem.code for problem in article.problems)
    yield from (texts(f"code.{code}") if code in CODES else code for code in codes)


def _year(article: Article, texts: Texts) -> str | None:
    if article.year is None or (article.date and article.year_basis == "explicit"):
        return None
    inferred = article.year_basis == "inferred"
    return texts("year.guessed", year=article.year) if inferred else str(article.year)


def _web(name: str, text: str) -> str | None:
    return text if name == "url" and text.startswith(("http://", "https://")) else None
