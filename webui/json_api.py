"""The JSON API: requests and answers of the pages, in the shape of `timdau search --json`."""

from dataclasses import asdict
from typing import cast

from flask import Blueprint, Response, jsonify, request

from indexer import (
    RELATED_SIZE,
    ContextOrder,
    Facet,
    Related,
    article_json,
    completions_json,
    concordance_json,
    facet_json,
    ingest_report_json,
    related_json,
    result_json,
)
from webui.state import RELATED, number
from webui.status import listing
from webui.views import the_article, the_index, the_result, the_state

api = Blueprint("api", __name__, url_prefix="/api")

_COMPLETIONS = 10


@api.get("/search")
def search() -> Response:
    """Hits, the closest articles, facets, problems, notices and suggestions of a search."""
    return jsonify(result_json(the_result(the_state())))


@api.get("/kwic")
def kwic() -> Response:
    """Each match in the articles of one page of a search, with the words around it."""
    state, order = the_state(), request.args.get("by", "").strip() or "article"
    return jsonify(concordance_json(the_index().concordance(state.request, cast(ContextOrder, order), state.lang)))


@api.get("/suggest")
def suggest() -> Response:
    """What the text in `q` may become: words, labels, titles and names of files."""
    completions = the_index().suggest(request.args.get("q", ""), the_state().lang, _limit())
    return jsonify(completions_json(completions))


@api.get("/facets/<facet>")
def facet(facet: Facet) -> Response:
    """The values of a facet with a word that starts with `prefix`, counted as in the answer to the search."""
    state = the_state()
    values = the_index().search_facet(facet, request.args.get("prefix", ""), state.request, state.lang)
    return jsonify({"facet": facet, "values": facet_json(values)})


@api.get("/articles")
@api.get("/articles/<path:article_id>")
def article(article_id: str | None = None) -> Response:
    """Everything stored about an article, in the shape of `timdau extract --json`."""
    return jsonify(article_json(the_article(article_id)))


@api.get(f"/articles{RELATED}")
@api.get(f"/articles/<path:article_id>{RELATED}")
def related(article_id: str | None = None) -> Response:
    """The near-duplicates of an article, and other articles on the same matter; at most `size` of each."""
    size = number(request.args.to_dict(flat=False), "size", RELATED_SIZE)
    found = the_index().related(the_article(article_id, RELATED).id, size)
    return jsonify(related_json(found or Related()))


@api.get("/status")
def status() -> Response:
    """How the archive was read; with `skipped` or `problems`, everything with that code."""
    index = the_index()
    found = listing(index, request.args.to_dict(flat=False), the_state().request.page)
    if found is not None:
        return jsonify({**asdict(found), "pages": found.pages})
    return jsonify(ingest_report_json(index.stats(), index.ingest_report()))


def _limit() -> int:
    """Return how many completions of a kind are asked for. Raises `BadRequest` for what is not a number."""
    return number(request.args.to_dict(flat=False), "limit", _COMPLETIONS)
