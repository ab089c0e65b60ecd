"""From the result of an engine to the answer that readers get."""

from collections.abc import Callable, Iterable, Iterator

from indexer.answers.facet_values import facet_values
from indexer.answers.highlight import ARTICLE_STEPS, SNIPPET_STEPS, Highlighter
from indexer.answers.requests import choices
from indexer.engines.base import EngineHit, EngineResult
from indexer.engines.budget import Budget
from indexer.errors import BadRequest
from indexer.languages import Language
from indexer.messages import notice, problem
from indexer.model import Article, Hit, Problem, SearchRequest, SearchResult, page_count
from indexer.query import ParsedQuery
from indexer.query.nodes import Query


def answer(
    request: SearchRequest,
    parsed: ParsedQuery,
    found: EngineResult,
    article: Callable[[str], Article | None],
    *,
    generation: int,
    took_ms: float,
    lang: Language,
) -> SearchResult:
    """Return the answer to a request; `article` returns the texts for snippets.

    Raises `BadRequest` for a page past the last one.
    """
    pages = page_count(found.total, request.size)
    if request.page > pages:
        raise BadRequest(f"page {request.page} is past the last page, {pages}", parameter="page", nearest=str(pages))
    chosen = choices(request)
    highlighter = Highlighter(parsed.tree, request.mode, Budget(SNIPPET_STEPS)) if request.snippets else None
    shown = tuple(_hit(hit, article(hit.summary.id) if highlighter else None, highlighter) for hit in found.hits)
    bounded = found.bounded or (highlighter is not None and highlighter.bounded)
    return SearchResult(
        query=request.query,
        mode=request.mode,
        total=found.total,
        page=request.page,
        size=request.size,
        sort=request.sort,
        took_ms=took_ms,
        generation=generation,
        hits=shown,
        facets={facet: facet_values(facet, found.facets[facet], chosen[facet], lang) for facet in request.facets},
        problems=(
            *([problem("bounded", None, lang)] if bounded else []),
            *parsed.problems,
            *_truncated(found, lang),
        ),
        notices=(notice("relaxed", lang),) if found.relaxed else (),
    )


def hits(
    request: SearchRequest, tree: Query, found: Iterable[EngineHit], article: Callable[[str], Article | None]
) -> Iterator[Hit]:
    """Yield hits as readers get them, any number; `article` returns the texts for snippets, if these are requested.

    Each snippet has a budget of its own: that of an article past `ARTICLE_STEPS` shows matches of its first part.
    """
    for hit in found:
        highlighter = Highlighter(tree, request.mode, Budget(ARTICLE_STEPS)) if request.snippets else None
        yield _hit(hit, article(hit.summary.id) if highlighter else None, highlighter)


def _hit(found: EngineHit, text: Article | None, highlighter: Highlighter | None) -> Hit:
    shown = found.summary
    return Hit(
        id=shown.id,
        title=shown.title,
        date=shown.date,
        year=shown.year,
        year_basis=shown.year_basis,
        forums=shown.forums,
        topics=shown.topics,
        author=shown.author,
        source=shown.source,
        url=shown.url,
        score=round(found.score, 4),
        tier=found.tier,
        opening=shown.opening,
        title_spans=highlighter.spans(shown.title, "title") if highlighter and shown.title else None,
        snippet=highlighter.snippet(text.body, text.aside) if highlighter and text else None,
    )


def _truncated(found: EngineResult, lang: Language) -> list[Problem]:
    return [problem("too-many-variants", None, lang, value=text) for text in found.truncated]
