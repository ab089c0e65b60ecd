"""From what an engine found to the answer that readers get."""

from indexer.answers.facets import facet_values
from indexer.answers.highlight import Highlighter
from indexer.answers.opening import opening
from indexer.answers.requests import choices
from indexer.engines.base import EngineHit, EngineResult
from indexer.errors import BadRequest
from indexer.messages import Language, notice, problem
from indexer.model import Hit, Problem, SearchRequest, SearchResult, page_count
from indexer.query import ParsedQuery


def answer(
    request: SearchRequest, parsed: ParsedQuery, found: EngineResult, *, generation: int, took_ms: float, lang: Language
) -> SearchResult:
    """Return the answer to a request. Raises `BadRequest` for a page behind the last one."""
    pages = page_count(found.total, request.size)
    if request.page > pages:
        raise BadRequest(f"page {request.page} is behind the last one, {pages}", parameter="page", nearest=str(pages))
    highlighter = Highlighter(parsed.tree, request.mode) if request.snippets else None
    chosen = choices(request)
    return SearchResult(
        query=request.query,
        mode=request.mode,
        total=found.total,
        page=request.page,
        size=request.size,
        sort=request.sort,
        took_ms=took_ms,
        generation=generation,
        hits=tuple(_hit(hit, highlighter) for hit in found.hits),
        facets={facet: facet_values(facet, found.facets[facet], chosen[facet], lang) for facet in request.facets},
        problems=(*parsed.problems, *_truncated(found, lang)),
        notices=(notice("relaxed", lang),) if found.relaxed else (),
    )


def _hit(found: EngineHit, highlighter: Highlighter | None) -> Hit:
    article = found.article
    return Hit(
        id=article.id,
        title=article.title,
        date=article.date,
        year=article.year,
        year_basis=article.year_basis,
        forums=tuple(label.id for label in article.forums),
        topics=tuple(label.id for label in article.topics),
        author=article.author,
        source=article.source,
        url=article.url,
        score=round(found.score, 4),
        tier=found.tier,
        opening=None if article.title else opening(article),
        title_html=highlighter.html(article.title, "title") if highlighter and article.title else None,
        snippet_html=highlighter.snippet(article.body, article.aside) if highlighter else None,
    )


def _truncated(found: EngineResult, lang: Language) -> list[Problem]:
    return [problem("too-many-variants", None, lang, value=text) for text in found.truncated]
