"""timdau's web page and JSON API: from a request over HTTP to a page, JSON or a file.

`create_app` makes the Flask application, and `webui.server.serve` runs it. The files, in the order in which a request
meets them:

- `server`: an address to listen on → answers until interrupted
- `processes`: work → the same work in several processes until interrupted
- `mount`: a path and proxies in front → where the application believes to be
- `site`: the settings of the archive, and addresses below the path where it is served
- `rate_limit`: a client → whether it may make one more request
- `views`, `json_api`: an address → the answer; one function for each
- `downloads`: an address → a file to take away
- `feeds`: an address → an Atom feed, an OpenSearch description
- `tools`: an address → a page over many results at once
- `take_away`: a state or an article → the addresses of what can be taken away
- `openapi`: the addresses and dataclasses → their description
- `state`: the parameters of a URL ↔ the request and the language
- `transitions`: a state → the state that a link leads to
- `texts`: a language → its words, numbers and dates, from `translations/`
- `frame`: a state → what surrounds every page
- `appearance`: the settings → the logo and a stylesheet with the colour
- `result_place`: an article and its position in the results → the articles before and after it there
- `start`: an index → the values of the start page
- `present`, `article`, `status`: a search result, an article, a report → the values of its template
- `label_reasons`: the labels of an article → why it has each of them
- `quotes`: a stretch of a text → the sentence around it
- `concordance`, `batch`: matches, counts → the values of their templates
- `highlights`: a text and its matches → HTML
- `offers`: a search result → the line of other searches above it
- `exits`: a search that finds nothing → others that do, with counts
- `facet_panels`: facet values → rows and chips with all their links
- `facet_page`: all values of a facet → the values of their page
- `years_chart`: facet values → bars over the years
- `heat_map`: counts of forums by years → a table of links
- `year_form`: what was typed into the form for a range of years → a choice of years, or what is wrong
- `markup`: a text and spans → HTML
- `error_pages`: an error → HTML or JSON, with its status
- `headers`: an answer → the answer with its security and cache headers
- `compression`: an answer → the answer in fewer bytes
- `static/*.js`: what links and forms do as well, sooner
"""

import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from flask import Flask, current_app
from flask.json.provider import DefaultJSONProvider

from indexer import DEFAULT_ENGINE, Index, SiteSettings, json_text, open_index
from webui import appearance, error_pages, headers, rate_limit
from webui import site as the_archive
from webui.downloads import files
from webui.feeds import feeds
from webui.json_api import api
from webui.mount import mounted
from webui.site import DEFAULT_SITE, address
from webui.tools import tool_pages
from webui.views import pages

__all__ = ["create_app"]

_STATIC = Path(__file__).parent / "static"
SCRIPTS = tuple(sorted(path.name for path in _STATIC.glob("*.js")))
"""The modules of JavaScript, one concept each: none imports another, so that each has an address with its version."""


def create_app(
    index: Index | str | Path = "index",
    *,
    engine: str = DEFAULT_ENGINE,
    trusted_hosts: Sequence[str] = (),
    originals: Sequence[str | Path] = (),
    site: SiteSettings = DEFAULT_SITE,
) -> Flask:
    """Return the application for an open index, or for the folder of one.

    The folder may still be empty: until it has an index, the pages say how to make one. If there are `trusted_hosts`,
    requests for any other host are refused; a host that starts with a dot includes its subdomains. Files of articles
    are handed out only from below the folders `originals`. `engine` is that of `indexer.open_index`. `site` is how the
    archive presents itself, and where it is served.
    """
    app = Flask(__name__)
    app.config["TRUSTED_HOSTS"] = [*trusted_hosts] or None
    app.url_map.merge_slashes = False
    app.json = JsonText(app)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals |= {"asset": asset, "address": address, "scripts": SCRIPTS}
    app.extensions["timdau"] = IndexHolder(index, engine)
    app.config["ORIGINALS"] = [*originals]
    the_archive.register(app, site)
    appearance.register(app, site)
    app.register_blueprint(pages)
    app.register_blueprint(api)
    app.register_blueprint(files)
    app.register_blueprint(tool_pages)
    app.register_blueprint(feeds)
    rate_limit.register(app, site.rate_limit)
    error_pages.register(app)
    headers.register(app)
    app.wsgi_app = mounted(app.wsgi_app, site.base_path, site.proxies)  # type: ignore[method-assign,assignment]
    return app


class JsonText(DefaultJSONProvider):
    """Writes the JSON of all answers."""

    def dumps(self, obj: Any, **_kwargs: Any) -> str:
        """Return a value as JSON text, whatever Flask wants about spaces and order."""
        return json_text(obj)


class IndexHolder:
    """One open index for all threads, opened when first needed; until it can be, every call tries again."""

    def __init__(self, index: Index | str | Path, engine: str) -> None:
        self._engine = engine
        self.folder = index.folder if isinstance(index, Index) else Path(index)
        self._index = index if isinstance(index, Index) else None
        self._lock = Lock()

    def get(self) -> Index:
        """Return the open index. Raises `StorageError` if it cannot be opened."""
        with self._lock:
            if self._index is None:
                self._index = open_index(self.folder, engine=self._engine)
            return self._index


def asset(name: str) -> str:
    """Return the address of a static file, which changes with its content.

    The page that refuses a wrong Host header needs it, too; `url_for` fails there.
    """
    return address(f"{current_app.static_url_path}/{name}?v={_version(name)}")


@cache
def _version(name: str) -> str:
    return hashlib.sha256((_STATIC / name).read_bytes()).hexdigest()[:12]
