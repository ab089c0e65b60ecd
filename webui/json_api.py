"""The JSON API: requests and answers of the pages, in the shape of `timdau search --json`."""

from dataclasses import replace

from flask import Blueprint, Response, jsonify, request

from indexer import (
    RELATED_SIZE,
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
from webui.openapi import COMPLETIONS, description
from webui.site import languages, public_root, the_site
from webui.state import PARAMETERS, RELATED, State, article_path, number, unknown_parameters, url
from webui.status import listing
from webui.views import (
    the_arguments,
    the_article,
    the_index,
    the_order,
    the_result,
    the_state,
    with_strange,
)

api = Blueprint("api", __name__)


@api.get("/api/search")
def search() -> Response:
    """Hits, the closest articles, facets, problems, notices and suggestions of a search."""
    return jsonify(result_json(the_result(the_state())))


@api.get("/api/kwic")
def kwic() -> Response:
    """Each match in the articles of one page of a search, with the words around it."""
    state = the_state()
    found = the_index().concordance(state.request, the_order(), state.lang)
    return jsonify(concordance_json(replace(found, result=with_strange(found.result, (*PARAMETERS, "by"), state))))


@api.get("/api/suggest")
def suggest() -> Response:
    """What the text in `q` may become: words, labels, and titles and names of files with links to their articles."""
    here = State(lang=the_state().lang)
    found = completions_json(the_index().suggest(request.args.get("q", ""), here.lang, _limit()))
    for each in (*found["titles"], *found["files"]):
        each["link"] = url(article_path(each["id"]), here)
    return jsonify(found)


@api.get("/api/facets/<facet>")
def facet(facet: Facet) -> Response:
    """The values of a facet with a word that starts with `prefix`, counted as in the answer to the search."""
    state = the_state()
    values = the_index().search_facet(facet, request.args.get("prefix", ""), state.request, state.lang)
    problems = unknown_parameters(the_arguments(), (*PARAMETERS, "prefix"), state.lang)
    return jsonify({"facet": facet, "values": facet_json(values), "problems": problems})


@api.get("/api/articles")
@api.get("/api/articles/<path:article_id>")
def article(article_id: str | None = None) -> Response:
    """Everything stored about an article, in the shape of `timdau extract --json`."""
    return jsonify(article_json(the_article(article_id)))


@api.get(f"/api/articles{RELATED}")
@api.get(f"/api/articles/<path:article_id>{RELATED}")
def related(article_id: str | None = None) -> Response:
    """The near-duplicates of an article, and other articles on the same matter; at most `size` of each."""
    size = number(the_arguments(), "size", RELATED_SIZE)
    found = the_index().related(the_article(article_id, RELATED).id, size)
    return jsonify(related_json(found or Related()))


@api.get("/api/status")
def status() -> Response:
    """How the archive was read; with `skipped` or `problems`, everything with that code."""
    index = the_index()
    found = listing(index, the_arguments(), the_state().request.page)
    if found is not None:
        return jsonify(found)
    return jsonify(ingest_report_json(index.stats(), index.ingest_report()))


@api.get("/openapi.json")
def openapi() -> Response:
    """The description of the API."""
    return jsonify(description(the_site().title, public_root(), languages()))


def _limit() -> int:
    """Return how many completions of a kind are asked for. Raises `BadRequest` for what is not a number."""
    return number(the_arguments(), "limit", COMPLETIONS)
