"""Where the application is served: below a path, with proxies in front."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from werkzeug.middleware.proxy_fix import ProxyFix

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


def mounted(app: "WSGIApplication", base_path: str, proxies: int) -> "WSGIApplication":
    """Return an application that is served below a path, and believes a number of proxies."""
    below = _Below(app, base_path) if base_path else app
    return ProxyFix(below, x_for=proxies, x_proto=proxies, x_host=proxies) if proxies else below


class _Below:
    """An application below a path, whether or not the proxy in front cuts that path off."""

    def __init__(self, app: "WSGIApplication", base_path: str) -> None:
        self._app = app
        self._base = base_path

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path == self._base or path.startswith(self._base + "/"):
            path = path[len(self._base) :] or "/"
        environ |= {"SCRIPT_NAME": environ.get("SCRIPT_NAME", "") + self._base, "PATH_INFO": path}
        return self._app(environ, start_response)
