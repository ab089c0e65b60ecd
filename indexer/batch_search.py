"""A list of queries, and how many articles each of them finds."""

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Iterator
from dataclasses import replace
from math import inf
from time import monotonic

from indexer.index import Index
from indexer.languages import DEFAULT_LANGUAGE, Language
from indexer.model import CountedQuery, ResultCounts, SearchRequest


def list_text(data: bytes) -> str:
    """Return a list saved as text in UTF-8, or in UTF-16 with a byte order mark, as editors on Windows write.

    Raises `UnicodeDecodeError` for any other.
    """
    return data.decode("utf-16" if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8-sig")


def queries_in(text: str) -> list[str]:
    """Return the queries in a list: a line each, without blank ones.

    >>> queries_in("hội nghị\\r\\n\\n  ARF ")
    ['hội nghị', 'ARF']
    """
    return [line.strip() for line in text.splitlines() if line.strip()]


def counted_queries(
    index: Index,
    queries: Iterable[str],
    request: SearchRequest,
    lang: Language = DEFAULT_LANGUAGE,
    *,
    seconds: float = inf,
) -> Iterator[CountedQuery]:
    """Yield each query with what it finds, under the choices and settings of a request; 0 if nothing was understood.

    After some seconds, no more queries are searched. Raises `BadRequest` for the request.
    """
    until = monotonic() + seconds
    known: dict[str, ResultCounts] = {}
    for query in queries:
        if query not in known and monotonic() < until:
            counts = index.count(replace(request, query=query), lang)
            known[query] = counts if counts.understood else replace(counts, total=0)
        yield CountedQuery(query, known.get(query))
