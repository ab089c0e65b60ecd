"""timdau's web page and JSON API: `create_app` makes the Flask application, `webui.server.serve` runs it."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, url_for

from indexer import Index
from webui import errors, headers
from webui.api import api
from webui.holder import Holder
from webui.views import pages

__all__ = ["create_app"]

_STATIC = Path(__file__).parent / "static"


def create_app(index: Index | str | Path = "index") -> Flask:
    """Return the application over an open index, or over the folder of one.

    The folder may be empty still: the pages then say how to fill it, and find it once it is filled.
    """
    app = Flask(__name__)
    app.url_map.merge_slashes = False
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["asset"] = asset
    app.extensions["timdau"] = Holder(index)
    app.register_blueprint(pages)
    app.register_blueprint(api)
    errors.register(app)
    headers.register(app)
    return app


def asset(name: str) -> str:
    """Return the address of a static file, which changes when the file does."""
    return url_for("static", filename=name, v=_version(name))


@cache
def _version(name: str) -> str:
    return hashlib.sha256((_STATIC / name).read_bytes()).hexdigest()[:12]
