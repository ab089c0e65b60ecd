"""What the article template gets: the text with matches and evidence, and the metadata."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from markupsafe import Markup, escape

from indexer import Article, Evidence, Facet, Highlighted, Hit, Label, Related, Span, opening
from webui.facet_panels import toggle_url, value_label
from webui.frame import Frame, frame
from webui.markup import Wrap, paragraphs, wrapped
from webui.present import dated
from webui.state import SEARCH, State, article_path, id_path, url, with_query
from webui.texts import Texts

_FACTS = ("date", "year", "author", "source", "url")
_SURENESS = ((1.0, "sure.stated"), (0.85, "sure.certain"), (0.7, "sure.likely"), (0.0, "sure.possible"))
"""The lowest confidence for each wording."""


@dataclass(frozen=True, slots=True)
class FactValue:
    """One metadata value, its link, the words it was read in, and a link to these words in the text.

    `sure` is the confidence in words, None if there is no confidence for this kind of value.
    """

    text: str
    url: str | None
    evidence: str | None
    anchor: str | None
    sure: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One kind of metadata: its name and the article's values."""

    name: str
    values: tuple[FactValue, ...]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A link to an article like this one, with its date and source and, of a near-duplicate, the share in common."""

    title: str
    url: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """Everything the article page shows. `first_match` is an address in the page, None without matches.

    It is `bounded` if only the first matches are highlighted.
    """

    frame: Frame
    title: Markup
    date: str | None
    date_iso: str | None
    source: str | None
    paragraphs: tuple[Markup, ...]
    aside: tuple[Markup, ...]
    aside_open: bool
    facts: tuple[Fact, ...]
    problems: tuple[str, ...]
    matches: int
    first_match: str | None
    bounded: bool
    back: str
    original: str | None
    near_duplicates: tuple[Neighbour, ...]
    related: tuple[Neighbour, ...]


def article_page(
    state: State,
    article: Article,
    highlighted: Highlighted | None,
    related: Related,
    *,
    original: bool,
    texts: Texts,
) -> ArticlePage:
    """Lay out an article. `highlighted` is None without a query; `original` is whether its file can be read."""
    title = article.title or ""
    text = f"{title}\n{article.body}"
    anchors = _anchors(article)
    matches, aside_matches = _matches(highlighted, len(title) + 1, texts) if highlighted else ((), ())
    wraps = (*matches, *(Wrap(*at, "span", id=name, css="evidence") for at, name in anchors.items()))
    path = article_path(article.id)
    return ArticlePage(
        frame=frame(state, path, title or opening(article), texts),
        title=wrapped(text, wraps, end=len(title)) if title else escape(opening(article)),
        date=dated(article.date, article.year, texts),
        date_iso=article.date,
        source=article.source,
        paragraphs=paragraphs(text, wraps, start=len(title) + 1),
        aside=paragraphs(article.aside, aside_matches),
        aside_open=bool(aside_matches),
        facts=tuple(_facts(article, anchors, texts)),
        problems=tuple(problem.text for problem in article.problems),
        matches=len(matches) + len(aside_matches),
        first_match="#match-1" if matches or aside_matches else None,
        bounded=highlighted is not None and highlighted.bounded,
        back=url(SEARCH, state),
        original=with_query(id_path("/originals", article.id), "") if original else None,
        near_duplicates=tuple(
            _neighbour(state, copy.hit, texts, texts("article.similarity", percent=int(copy.similarity * 100)))
            for copy in related.near_duplicates
        ),
        related=tuple(_neighbour(state, hit, texts) for hit in related.related),
    )


def _neighbour(state: State, hit: Hit, texts: Texts, *facts: str) -> Neighbour:
    known = (dated(hit.date, hit.year, texts), hit.source, *facts)
    return Neighbour(hit.title or hit.opening or hit.id, url(article_path(hit.id), state), tuple(filter(None, known)))


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
    link = Markup('<a class="{}" href="#match-{}" aria-label="{}"></a>')
    links = [
        link.format(css, number + step, texts(f"match.{css}"))
        for css, step in (("previous", -1), ("next", 1))
        if 1 <= number + step <= count
    ]
    return Markup('<span class="steps">{}</span>').format(Markup().join(links)) if links else Markup()


def _facts(article: Article, anchors: Mapping[Span, str], texts: Texts) -> Iterator[Fact]:
    shown = {
        "date": texts.date(article.date) if article.date else None,
        "year": _year(article, texts),
        "author": article.author,
        "source": article.source,
        "url": article.url,
    }
    for name, text in shown.items():
        if text:
            value = _value(text, _web(name, text), article.evidence.get(name), anchors)
            yield Fact(texts(f"fact.{name}"), (value,))
    if article.forums:
        yield Fact(texts("facet.forum"), _labelled("forum", article.forums, anchors, texts))
    if article.topics:
        yield Fact(texts("facet.topic"), _labelled("topic", article.topics, anchors, texts))
    yield Fact(texts("fact.file"), (FactValue(article.path, None, None, None),))


def _labelled(
    facet: Facet, labels: Sequence[Label], anchors: Mapping[Span, str], texts: Texts
) -> tuple[FactValue, ...]:
    everything = State(lang=texts.lang)
    return tuple(
        replace(
            _value(
                value_label(facet, label.id, texts.lang),
                toggle_url(everything, facet, label.id),
                Evidence(label.evidence, label.at),
                anchors,
            ),
            sure=_sure(label, texts),
        )
        for label in labels
    )


def _sure(label: Label, texts: Texts) -> str:
    return next(texts(key) for least, key in _SURENESS if label.confidence >= least)


def _value(text: str, link: str | None, evidence: Evidence | None, anchors: Mapping[Span, str]) -> FactValue:
    anchor = anchors.get(evidence.at) if evidence and evidence.at else None
    return FactValue(text, link, evidence.text if evidence else None, f"#{anchor}" if anchor else None)


def _year(article: Article, texts: Texts) -> str | None:
    if article.year is None or (article.date and article.year_basis == "explicit"):
        return None
    inferred = article.year_basis == "inferred"
    return texts("year.guessed", year=article.year) if inferred else str(article.year)


def _web(name: str, text: str) -> str | None:
    return text if name == "url" and text.startswith(("http://", "https://")) else None
