"""What a web page states about itself: in JSON-LD, `<meta>`, `<link rel=canonical>`, `<time>`, and its only heading."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from lxml.html import HtmlElement

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?![\d])")
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_BETWEEN = r"\s+[-–—|»:]\s+"
_MAX_DEPTH = 5


class _MetadataNames(NamedTuple):
    """Types of articles in JSON-LD, and the names of `<meta>` elements by what they state."""

    article_types: tuple[str, ...]
    meta: Mapping[str, Sequence[str]]


def page_metadata(page: HtmlElement) -> dict[str, object]:
    """Return what a page states as the fields of a record; dates are those of publication only."""
    meta = _meta(page)
    article = next(_articles(page), {})
    source = _first(*meta["source"], _name(article.get("publisher")))
    author = _first(_name(article.get("author")), *meta["author"])
    found = {
        "title": _title(page, _first(article.get("headline"), *meta["title"]), source),
        "url": next(filter(_ADDRESS.match, _addresses(page, meta["url"], article)), None),
        "date": next(filter(_DAY.match, _dates(page, meta["date"], article)), None),
        "author": None if author is None or author == source or _ADDRESS.match(author) else author,
        "source": source,
    }
    return {key: value for key, value in found.items() if value is not None}


@cache
def _names() -> _MetadataNames:
    data = tomllib.loads(files(__package__).joinpath("html_metadata.toml").read_text("utf-8"))
    return _MetadataNames(tuple(data["article_types"]), data["meta"])


def _meta(page: HtmlElement) -> Mapping[str, Sequence[str]]:
    """Return what `<meta>` elements state by kind, the first element of each name."""
    found: dict[str, str] = {}
    for element in page.iter("meta"):
        key = element.get("property") or element.get("name") or element.get("itemprop")
        if key and element.get("content"):
            found.setdefault(key.lower(), element.get("content", ""))
    return {kind: [found[name] for name in names if name in found] for kind, names in _names().meta.items()}


def _articles(page: HtmlElement) -> Iterator[Mapping[str, object]]:
    """Yield the articles that JSON-LD describes, ignoring scripts that are not valid JSON."""
    for script in page.xpath('.//script[@type="application/ld+json"]'):
        try:
            stated = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _typed(stated, _MAX_DEPTH)


def _typed(stated: object, depth: int) -> Iterator[Mapping[str, object]]:
    if isinstance(stated, list) and depth:
        for each in stated:
            yield from _typed(each, depth - 1)
    elif isinstance(stated, dict):
        if str(stated.get("@type", "")).lower().strip("[]'\"").endswith(_names().article_types):
            yield stated
        yield from _typed(stated.get("@graph"), depth)


def _name(stated: object) -> str | None:
    """Return the name of a person or an organisation, or the names of several."""
    if isinstance(stated, dict):
        return _first(stated.get("name"))
    if isinstance(stated, list):
        return ", ".join(filter(None, map(_name, stated))) or None
    return _first(stated)


def _first(*stated: object) -> str | None:
    """Return the first text that is not blank, with single spaces."""
    texts = (" ".join(each.split()) for each in stated if isinstance(each, str))
    return next(filter(None, texts), None)


def _title(page: HtmlElement, stated: str | None, source: str | None) -> str | None:
    """Return the title without the name of the site; `<title>` is not used, as it is often just that name."""
    headings = [text for text in (_first(heading.text_content()) for heading in page.iter("h1")) if text]
    if stated is None:
        return headings[0] if len(headings) == 1 else None
    if source is not None:
        stated = re.sub(f"{_BETWEEN}{re.escape(source)}$", "", stated)
    return next((heading for heading in headings if re.match(re.escape(heading) + _BETWEEN, stated)), stated)


def _addresses(page: HtmlElement, meta: Sequence[str], article: Mapping[str, object]) -> Iterator[str]:
    links = (link.get("href") for link in page.iter("link") if (link.get("rel") or "").lower() == "canonical")
    yield from (each.strip() for each in (*links, *meta, article.get("url")) if isinstance(each, str))


def _dates(page: HtmlElement, meta: Sequence[str], article: Mapping[str, object]) -> Iterator[str]:
    times = [time.get("datetime") or "" for time in page.iter("time")]
    published = page.xpath('.//*[@itemprop="datePublished" or @pubdate]/@datetime')
    yield from (str(each).strip() for each in (article.get("datePublished", ""), *meta, *published))
    if len(set(times)) == 1:
        yield times[0].strip()
