"""What a web page states of itself: JSON-LD, `<meta>`, `<link rel=canonical>`, `<time>`, and its one heading."""

import json
import re
from collections.abc import Iterator, Mapping

from lxml.html import HtmlElement

_ARTICLE_TYPES = ("article", "posting", "report")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?![\d])")
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_BETWEEN = r"\s+[-–—|»:]\s+"
_MAX_DEPTH = 5
_DATE_NAMES = ("article:published_time", "datepublished", "pubdate", "dc.date.issued", "dcterms.issued")

Fields = dict[str, object]


def fields(page: HtmlElement) -> Fields:
    """Return what a page states as the fields of a record; dates are those of publication alone."""
    meta = _meta(page)
    article = next(_articles(page), {})
    source = _first(meta.get("og:site_name"), _name(article.get("publisher")))
    author = _first(_name(article.get("author")), meta.get("author"), meta.get("article:author"))
    found = {
        "title": _title(page, _first(article.get("headline"), meta.get("og:title")), source),
        "url": next(filter(_ADDRESS.match, _addresses(page, meta, article)), None),
        "date": next(filter(_DAY.match, _dates(page, meta, article)), None),
        "author": None if author is None or author == source or _ADDRESS.match(author) else author,
        "source": source,
    }
    return {key: value for key, value in found.items() if value is not None}


def _meta(page: HtmlElement) -> Mapping[str, str]:
    """Return the contents of `<meta>` by property, name or itemprop in lower case; the first one counts."""
    found: dict[str, str] = {}
    for element in page.iter("meta"):
        key = element.get("property") or element.get("name") or element.get("itemprop")
        if key and element.get("content"):
            found.setdefault(key.lower(), element.get("content", ""))
    return found


def _articles(page: HtmlElement) -> Iterator[Mapping[str, object]]:
    """Yield the articles that JSON-LD describes; scripts that are no JSON are passed over."""
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
        if str(stated.get("@type", "")).lower().strip("[]'\"").endswith(_ARTICLE_TYPES):
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
    texts = (" ".join(each.split()) for each in stated if isinstance(each, str))
    return next(filter(None, texts), None)


def _title(page: HtmlElement, stated: str | None, source: str | None) -> str | None:
    """Return the title without the name of the site; that in `<title>` is often nothing but the latter."""
    headings = [text for text in (_first(heading.text_content()) for heading in page.iter("h1")) if text]
    if stated is None:
        return headings[0] if len(headings) == 1 else None
    if source is not None:
        stated = re.sub(f"{_BETWEEN}{re.escape(source)}$", "", stated)
    return next((heading for heading in headings if re.match(re.escape(heading) + _BETWEEN, stated)), stated)


def _addresses(page: HtmlElement, meta: Mapping[str, str], article: Mapping[str, object]) -> Iterator[str]:
    links = (link.get("href") for link in page.iter("link") if (link.get("rel") or "").lower() == "canonical")
    yield from (each.strip() for each in (*links, meta.get("og:url"), article.get("url")) if isinstance(each, str))


def _dates(page: HtmlElement, meta: Mapping[str, str], article: Mapping[str, object]) -> Iterator[str]:
    times = [time.get("datetime") or "" for time in page.iter("time")]
    marked = page.xpath('.//*[@itemprop="datePublished" or @pubdate]/@datetime')
    named = (meta.get(name, "") for name in _DATE_NAMES)
    yield from (str(each).strip() for each in (article.get("datePublished", ""), *named, *marked))
    if len(set(times)) == 1:
        yield times[0].strip()
