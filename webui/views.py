"""The pages: each view reads the state, asks the index and hands a presented value to its template."""

from flask import Blueprint, Response, abort, current_app, make_response, render_template, request, send_file

from indexer import Index, SearchRequest
from webui.article import article_page
from webui.present import search_page
from webui.state import State, parse
from webui.texts import texts

pages = Blueprint("pages", __name__)


def the_index() -> Index:
    """Return the open index of this application; raises a `StorageError` where there is none."""
    index: Index = current_app.extensions["timdau"].get()
    return index


def the_state() -> State:
    """Return the state that the address of this request asks for; raises `BadRequest`."""
    return parse(request.args.to_dict(flat=False))


@pages.get("/")
@pages.get("/search")
def search() -> str:
    """Search, or the whole collection where nothing is asked for."""
    state = the_state()
    result = the_index().search(state.request, lang=state.lang)
    page = search_page(state, result, texts(state.lang))
    return render_template("search.html", page=page)


@pages.get("/articles/<path:article_id>")
def article(article_id: str) -> str:
    """One article, with the words of `q` lit."""
    state, index = the_state(), the_index()
    found = index.article(article_id) or abort(404)
    query = state.request.query
    lit = index.highlight(found, query, state.request.mode) if query.strip() else None
    page = article_page(state, found, lit, original=index.original(article_id) is not None, texts=texts(state.lang))
    return render_template("article.html", page=page)


@pages.get("/articles/<path:article_id>/original")
def original(article_id: str) -> Response:
    """The file an article was read from: plain text in the browser, anything else as a download."""
    index = the_index()
    found = index.article(article_id) or abort(404)
    path = index.original(article_id) or abort(404)
    if path.suffix.lower() != ".txt":
        return send_file(path.absolute(), mimetype="application/octet-stream", as_attachment=True)
    response = send_file(path.absolute(), mimetype="text/plain")
    response.mimetype_params["charset"] = found.encoding.replace("utf-16-", "utf-16")
    return response


@pages.get("/healthz")
def health() -> Response:
    """200 when the index answers a search; the error handler answers 503 with the reason otherwise."""
    result = the_index().search(SearchRequest(size=1, facets=(), snippets=False))
    return make_response({"status": "ok", "articles": result.total, "generation": result.generation})
