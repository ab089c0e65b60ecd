"""Headers of every answer: nothing is loaded from elsewhere, framed, sniffed or passed on to other sites; caching."""

from flask import Flask, Response, request

from webui.appearance import ASSETS
from webui.compression import compressed

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_ALWAYS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_YEAR = 365 * 24 * 3600


def register(app: Flask) -> None:
    """Add the headers to every answer of this application, errors included."""
    # Flask calls them in the opposite order: what is compressed has its mark already.
    app.after_request(_protected)
    app.after_request(compressed)
    app.after_request(_cached)


def _protected(response: Response) -> Response:
    response.headers.update(_ALWAYS)
    if request.endpoint == "appearance.logo":
        # A logo may be an SVG file with a script, which could run if somebody opened it as a page.
        response.headers["Content-Security-Policy"] = f"{_POLICY}; sandbox"
    return response


def _cached(response: Response) -> Response:
    """Let browsers keep versioned assets for a year; anything else is revalidated, and sent only if it changed."""
    if request.endpoint in ASSETS and "v" in request.args and response.status_code in (200, 206, 304):
        response.headers["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
    else:
        response.headers["Cache-Control"] = "no-cache"
        # The JSON of a search contains the time it took, so no two are equal. A stream would have to be in memory.
        comparable = not (response.direct_passthrough or response.is_streamed) and request.endpoint != "api.search"
        if response.status_code == 200 and comparable:
            response.add_etag(weak=True)  # the same page has other bytes when it is compressed
            response.make_conditional(request)
    return response
