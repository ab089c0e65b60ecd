"""Where an article is in the results it was opened from, and which articles come before and after it there."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from indexer import MAX_SIZE, BadRequest, Hit, SearchRequest, SearchResult, page_count
from webui.state import article_path, with_query


@dataclass(frozen=True, slots=True)
class ResultPlace:
    """The position of an article in the results, from 1 on, their number, and the hits around it."""

    at: int
    total: int
    previous: Hit | None
    next: Hit | None

    def page(self, size: int) -> int:
        """Return the page of results that the article is on."""
        return page_count(self.at, size)


def placed_path(article_id: str, at: int | None) -> str:
    """Return the path of an article found at a position; its page then leads to those before and after it."""
    path = article_path(article_id)
    return path if at is None else with_query(path, urlencode({"at": at}))


def result_place(
    search: Callable[[SearchRequest], SearchResult], request: SearchRequest, at: int, article_id: str
) -> ResultPlace | None:
    """Return the place of an article that was found at a position; None if it is not there (any more)."""
    if at < 1:
        return None
    first, size = _window(at)
    page = first // size + 1
    window = replace(request, page=page, size=size, facets=(), snippets=False, suggestions=False, near=False)
    try:
        found = search(window)
    except BadRequest:
        # The archive may have changed since, so that the page is past the end.
        return None
    here = at - 1 - (page - 1) * size
    if here >= len(found.hits) or found.hits[here].id != article_id:
        return None
    around = found.hits[here - 1] if here else None, found.hits[here + 1] if here + 1 < len(found.hits) else None
    return ResultPlace(at, found.total, *around)


def _window(at: int) -> tuple[int, int]:
    """Return the offset of the hit before a position, and the smallest page size with which all three are on one page.

    >>> _window(1), _window(2), _window(5)
    ((0, 2), (0, 3), (3, 3))
    """
    if at == 1:
        return 0, 2
    first = at - 2
    return first, next(size for size in range(3, MAX_SIZE) if first % size <= size - 3)
