"""Errors as answers: the branch of the error tree decides the status, the address decides HTML or JSON.

wrong host    400
UsageError    400, with a link to the nearest right request
IndexMissing  503, with the command that makes an index
StorageError  503
unknown page or article, article without a file  404
"""

from dataclasses import dataclass
from urllib.parse import quote

from flask import Flask, Response, jsonify, make_response, render_template, request
from werkzeug.exceptions import BadHost, HTTPException, NotFound, SecurityError

from indexer import (
    DEFAULT_LANGUAGE,
    LANGUAGES,
    MAX_CHOICES,
    BadRequest,
    IndexMissing,
    IndexOutdated,
    IndexUntrusted,
    Language,
    StorageError,
    UsageError,
)
from webui.frame import Frame, Link, frame
from webui.state import State, corrected, parse
from webui.texts import Texts, texts
from webui.transitions import changed

CODES = ("bad-request", "bad-host", "not-found", "no-original", "http-error", "index-missing", "index-unavailable")


_HOST_ERRORS = (BadHost, SecurityError)
_BAD_HOST = (
    "The Host header of this request names no host that this server answers for; "
    "whoever runs it can add the host to TIMDAU_TRUSTED_HOSTS"
)


class NoOriginal(NotFound):
    """The file of an article is gone or cannot be read; the article itself is in the index."""

    description = "The file this article was read from is gone or cannot be read."


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """Everything the error page shows; `detail` and `command`, the remedy, are for whoever runs the server."""

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
    app.register_error_handler(HTTPException, _http)


def _bad_request(error: UsageError) -> Response:
    if isinstance(error, BadRequest):
        return _answer(400, "bad-request", str(error), parameter=error.parameter, nearest=error.nearest)
    return _answer(400, "bad-request", str(error))


def _unavailable(error: StorageError) -> Response:
    if isinstance(error, IndexMissing):
        return _answer(503, "index-missing", str(error), command="timdau reindex")
    if isinstance(error, IndexUntrusted):
        return _answer(503, "index-unavailable", str(error), command="timdau reindex")
    command = "timdau reindex --full" if isinstance(error, IndexOutdated) else "timdau verify"
    return _answer(503, "index-unavailable", str(error), command=command)


def _http(error: HTTPException) -> Response:
    if error.code is None or error.code < 400:
        return make_response(error.get_response())
    text = _BAD_HOST if isinstance(error, _HOST_ERRORS) else error.description or error.name
    response = _answer(error.code, _http_code(error), text)
    response.headers.update((name, value) for name, value in error.get_headers() if name != "Content-Type")
    return response


def _http_code(error: HTTPException) -> str:
    if isinstance(error, NoOriginal):
        return "no-original"
    if isinstance(error, _HOST_ERRORS):
        return "bad-host"
    return "not-found" if error.code == 404 else "http-error"


def _answer(
    status: int,
    code: str,
    text: str,
    *,
    parameter: str | None = None,
    nearest: str | None = None,
    command: str | None = None,
) -> Response:
    link = _corrected_address(parameter, nearest) if parameter else None
    if request.path.startswith("/api/") or request.path == "/healthz":
        details = {"parameter": parameter, "nearest": nearest, "link": link, "command": command}
        given = {name: value for name, value in details.items() if value is not None}
        response = jsonify({"error": {"code": code, "text": text, **given}})
    else:
        words = texts(_language())
        page = ErrorPage(
            frame=frame(_state(words.lang), "/", words(f"error.{code}"), words),
            heading=words(f"error.{code}"),
            text=words(f"error.{code}.text"),
            detail=None if status == 404 else text,
            remedy=Link(_remedy(words, parameter, nearest), link) if link else None,
            command=command,
        )
        response = make_response(render_template("error.html", page=page))
    response.status_code = status
    return response


def _corrected_address(parameter: str, nearest: str | None) -> str:
    arguments = request.args.to_dict(flat=False)
    values = arguments.get(parameter, [])
    # Too many values are all left out; each of them alone may be right.
    wrong = (
        values if len(values) > MAX_CHOICES else [value for value in values if _is_wrong(parameter, value)] or values
    )
    return f"{quote(request.path)}?{corrected(arguments, parameter, frozenset(wrong), nearest)}"


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
    lang = request.args.get("lang", DEFAULT_LANGUAGE)
    return lang if lang in LANGUAGES else DEFAULT_LANGUAGE
