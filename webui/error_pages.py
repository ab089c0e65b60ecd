"""Errors as answers, in the language asked for: the error decides the status, the address decides HTML or JSON.

wrong host    400
UsageError    400, with a link to the nearest right request
too many requests  429
IndexMissing  503, with the command that makes an index
StorageError  503
unknown page or article, article without a file or with a changed one  404
"""

from dataclasses import dataclass
from pathlib import Path
from shlex import quote as quoted_argument
from urllib.parse import quote

from flask import Flask, Response, current_app, jsonify, make_response, render_template, request
from werkzeug.exceptions import BadHost, HTTPException, NotFound, SecurityError, TooManyRequests

from indexer import (
    MAX_CHOICES,
    BadRequest,
    IndexMissing,
    IndexOutdated,
    IndexUntrusted,
    Language,
    OriginalChanged,
    StorageError,
    UsageError,
    error_text,
)
from webui.frame import Frame, Link, frame
from webui.site import address, default_language, languages
from webui.state import State, corrected, parse, with_query
from webui.texts import Texts, texts
from webui.transitions import changed

CODES = (
    *("bad-request", "bad-host", "not-found", "no-original", "original-changed", "too-many-requests", "http-error"),
    *("index-missing", "index-unavailable"),
)
"""What can be wrong; each code has a heading and a text in the translations."""

_JSON = ("/healthz", "/openapi.json")


class NoOriginal(NotFound):
    """The file of an article is gone or cannot be read; the article itself is in the index."""


_CODES: dict[type[HTTPException], str] = {
    NoOriginal: "no-original",
    BadHost: "bad-host",
    SecurityError: "bad-host",
    NotFound: "not-found",
    TooManyRequests: "too-many-requests",
}
"""The codes of errors of HTTP, the narrowest first."""


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """Everything the error page shows; `command`, the remedy, is for whoever runs the server."""

    frame: Frame
    heading: str
    text: str
    detail: str | None
    remedy: Link | None
    command: str | None


def register(app: Flask) -> None:
    """Handle the errors of `indexer` and of HTTP itself in this application."""
    app.register_error_handler(UsageError, _bad_request)
    app.register_error_handler(StorageError, _unavailable)
    app.register_error_handler(OriginalChanged, lambda _error: _answer(404, "original-changed"))
    app.register_error_handler(HTTPException, _http)


def _bad_request(error: UsageError) -> Response:
    if isinstance(error, BadRequest):
        detail = error_text(error, _language())
        return _answer(400, "bad-request", detail, parameter=error.parameter, nearest=error.nearest)
    return _answer(400, "bad-request")


def _unavailable(error: StorageError) -> Response:
    folder: Path = current_app.extensions["timdau"].folder
    command = f"{_remedying_command(error)} --index {quoted_argument(str(folder))}"
    code = "index-missing" if isinstance(error, IndexMissing) else "index-unavailable"
    return _answer(503, code, reason=str(error), command=command)


def _remedying_command(error: StorageError) -> str:
    if isinstance(error, IndexMissing | IndexUntrusted):
        return "timdau reindex"
    return "timdau reindex --full" if isinstance(error, IndexOutdated) else "timdau verify"


def _http(error: HTTPException) -> Response:
    if error.code is None or error.code < 400:
        return make_response(error.get_response())
    code = next((name for kind, name in _CODES.items() if isinstance(error, kind)), "http-error")
    detail = texts(_language())("error.bad-host.detail") if code == "bad-host" else None
    response = _answer(error.code, code, detail)
    response.headers.update((name, value) for name, value in error.get_headers() if name != "Content-Type")
    return response


def _answer(
    status: int,
    code: str,
    detail: str | None = None,
    *,
    parameter: str | None = None,
    nearest: str | None = None,
    reason: str | None = None,
    command: str | None = None,
) -> Response:
    """Return an error as JSON or HTML.

    `detail` says it in the language of the reader. `reason` is what whoever runs the server wants to know, in English;
    it is not on the page.
    """
    words = texts(_language())
    link = _corrected_address(parameter, nearest) if parameter else None
    if request.path.startswith("/api/") or request.path in _JSON:
        text = detail or words(f"error.{code}.text")
        details = {"parameter": parameter, "nearest": nearest, "link": link, "reason": reason, "command": command}
        given = {name: value for name, value in details.items() if value is not None}
        response = jsonify({"error": {"code": code, "text": text, **given}})
    else:
        page = ErrorPage(
            frame=frame(_state(words.lang), "/", words(f"error.{code}"), words),
            heading=words(f"error.{code}"),
            text=words(f"error.{code}.text"),
            detail=detail,
            remedy=Link(_remedy(words, parameter, nearest), link) if link else None,
            command=command,
        )
        response = make_response(render_template("error.html", page=page))
    response.status_code = status
    return response


def _corrected_address(parameter: str, nearest: str | None) -> str | None:
    """Return the address with the nearest right value; None if the wrong one is not a parameter."""
    arguments = request.args.to_dict(flat=False)
    values = arguments.get(parameter, [])
    if not values:
        return None
    # Too many values are all left out; each of them alone may be right.
    wrong = (
        values if len(values) > MAX_CHOICES else [value for value in values if _is_wrong(parameter, value)] or values
    )
    return address(with_query(quote(request.path), corrected(arguments, parameter, frozenset(wrong), nearest)))


def _is_wrong(parameter: str, value: str) -> bool:
    try:
        parse({parameter: [value]})
    except BadRequest:
        return True
    return False


def _remedy(words: Texts, parameter: str | None, nearest: str | None) -> str:
    if nearest is None:
        return words("error.without", parameter=parameter)
    return words("error.nearest", parameter=parameter, nearest=nearest)


def _state(lang: Language) -> State:
    return changed(State(lang=lang), query=request.args.get("q", ""))


def _language() -> Language:
    lang = request.args.get("lang", "")
    return lang if lang in languages() else default_language()
