"""The pages over many results at once: the concordance of a search, and the search for a list of queries."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from flask import Blueprint, Response, render_template, request
from werkzeug.exceptions import RequestEntityTooLarge

from indexer import (
    BadRequest,
    CountedQuery,
    bad_request,
    batch_csv,
    counted_queries,
    list_text,
    queries_in,
)
from webui.batch import BATCH, LIST, MAX_BYTES, MAX_QUERIES, SECONDS, batch_page
from webui.concordance import concordance_page
from webui.downloads import download
from webui.site import public_root
from webui.state import PAGE_PARAMETERS, State, parse
from webui.take_away import KWIC, search_address
from webui.texts import texts
from webui.views import (
    the_index,
    the_order,
    the_state,
    with_strange,
)

tool_pages = Blueprint("tools", __name__)

_METHODS = ["GET", "POST"]
_FORM_OVERHEAD = 8 * 1024
"""Names and boundaries around the list in a form, and choices sent along."""


@tool_pages.get(KWIC)
def kwic() -> str:
    """Each match in the articles of one page of a search, with the words around it."""
    state, order = the_state(), the_order()
    found = the_index().concordance(state.request, order, state.lang)
    found = replace(found, result=with_strange(found.result, (*PAGE_PARAMETERS, "by"), state))
    return render_template("concordance.html", page=concordance_page(state, found, texts(state.lang)))


@tool_pages.route(BATCH, methods=_METHODS)
def batch() -> str:
    """A form for a list of queries, and the number of articles each finds. Nothing is changed, whatever the method."""
    state, typed = _form()
    page = batch_page(state, typed, _counted(state, typed), texts(state.lang))
    return render_template("batch.html", page=page)


@tool_pages.route(f"{BATCH}.csv", methods=_METHODS)
def batch_table() -> Response:
    """The same table as CSV."""
    state, typed = _form()
    base = public_root()
    rows = batch_csv(
        _counted(state, typed),
        state.request,
        search=lambda query: search_address(base, state.request, query, state.lang),
        made=datetime.now(UTC),
        lang=state.lang,
    )
    return download("".join(rows), "csv", "batch")


def _form() -> tuple[State, str]:
    """Return the state and the list that were sent in the address or a form. Raises `BadRequest`."""
    # In a form, a byte may take three characters; a file may come on top of it.
    request.max_content_length = 4 * MAX_BYTES + _FORM_OVERHEAD
    try:
        given = {name: values for name, values in request.values.to_dict(flat=False).items() if name != "q"}
        file = request.files.get("file")
    except RequestEntityTooLarge as error:
        raise _too_long() from error
    typed = next(reversed(given.get(LIST, [""])))
    if file is not None and file.filename:
        try:
            typed = list_text(file.read())
        except UnicodeDecodeError as error:
            raise bad_request("refused-file", parameter="file") from error
    if len(typed.encode("utf-8", "replace")) > MAX_BYTES:
        raise _too_long()
    return parse(given), typed.replace("\r\n", "\n").strip("\n")


def _counted(state: State, typed: str) -> Sequence[CountedQuery]:
    """Return what each query of a list finds. Raises `BadRequest` for a list that is too long."""
    queries = queries_in(typed)
    if len(queries) > MAX_QUERIES:
        raise bad_request("refused-queries", parameter=LIST, limit=MAX_QUERIES, value=len(queries))
    return list(counted_queries(the_index(), queries, state.request, state.lang, seconds=SECONDS))


def _too_long() -> BadRequest:
    return bad_request("refused-list", parameter=LIST, limit=MAX_BYTES // 1024)
