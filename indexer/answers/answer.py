"""From the result of an engine to the answer that readers get."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from indexer.answers.facet_values import facet_values
from indexer.answers.highlight import ARTICLE_STEPS, SNIPPET_STEPS, Highlighter
from indexer.answers.requests import choices
from indexer.answers.suggestions import Archive
from indexer.engines.base import EngineHit, EngineReader, EngineResult, EngineStream
from indexer.engines.budget import Budget
from indexer.languages import Language
from indexer.messages import bad_request, message, notice, problem
from indexer.model import Article, Hit, HitStream, Notice, Problem, SearchRequest, SearchResult, page_count
from indexer.query import ParsedQuery
from indexer.query.nodes import Query, named_clause
from indexer.query.relax import relaxable


def answer(
    request: SearchRequest,
    parsed: ParsedQuery,
    found: EngineResult,
    reader: EngineReader,
    archive: Archive,
    *,
    generation: int,
    took_ms: float,
    lang: Language,
) -> SearchResult:
    """Return the answer to a request, given what an engine found. Raises `BadRequest` for a page past the last one."""
    pages = page_count(found.total, request.size)
    if request.page > pages:
        raise bad_request("refused-page", parameter="page", nearest=pages, value=request.page, last=pages)
    chosen = choices(request)
    highlighter = Highlighter(parsed.tree, request.mode, Budget(SNIPPET_STEPS)) if request.snippets else None
    shown = tuple(_hit(hit, reader.article(hit.summary.id) if highlighter else None, highlighter) for hit in found.hits)
    lacking = [named_clause(node) for node in relaxable(parsed.tree)[0]] if found.near else []
    near = tuple(
        _hit(
            each.hit,
            reader.article(each.hit.summary.id) if highlighter else None,
            highlighter,
            missing=tuple(lacking[number] for number in each.missing),
        )
        for each in found.near
    )
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
        near=near,
        notices=tuple(notices(parsed, found, archive, lang)),
    )


def hit_stream(
    request: SearchRequest,
    parsed: ParsedQuery,
    found: EngineStream,
    reader: EngineReader,
    archive: Archive,
    *,
    generation: int,
    lang: Language,
) -> HitStream:
    """Return all hits of a request, and what a reader should know about them, given what an engine found."""
    return HitStream(
        request=request,
        generation=generation,
        total=found.total,
        hits=hits(request, parsed.tree, found.hits, reader.article),
        problems=(*parsed.problems, *_truncated(found, lang)),
        notices=tuple(notices(parsed, found, archive, lang)),
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


def _hit(
    found: EngineHit, text: Article | None, highlighter: Highlighter | None, *, missing: tuple[str, ...] = ()
) -> Hit:
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
        missing=missing,
    )


def notices(
    parsed: ParsedQuery, found: EngineResult | EngineStream, archive: Archive, lang: Language
) -> Iterator[Notice]:
    """Yield what to know about a result, with words as the archive prints them."""
    if found.relaxed:
        yield notice("relaxed", lang)
    if parsed.joined:
        surfaces = [archive.written(each.first, each.second) for each in parsed.joined]
        words = tuple(" ".join(archive.printed.form(each) or each) for each in surfaces)
        spans = tuple(each.at for each in parsed.joined)
        shown = ", ".join(f"“{word}”" for word in dict.fromkeys(words))
        yield replace(notice("joined", lang, words=shown), at=spans, words=words)
    searched = [(name, alias.text) for name in parsed.named for alias in name.aliases]
    if searched:
        sentences = (
            message(code, lang, names=", ".join(f"“{alias}”" for alias in aliases))
            for code, excluded in (("aliases", False), ("aliases-excluded", True))
            if (aliases := dict.fromkeys(alias for name, alias in searched if name.excluded == excluded))
        )
        spans, words = tuple(name.at for name, _ in searched), tuple(alias for _, alias in searched)
        yield Notice("aliases", " ".join(sentences), spans, words)


def _truncated(found: EngineResult | EngineStream, lang: Language) -> list[Problem]:
    return [problem("too-many-variants", None, lang, value=text) for text in found.truncated]
