"""The web page under a production server, as `timdau serve` runs it."""

import gc
import logging
import socket
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.server import BaseWSGIServer, create_server

from indexer import DEFAULT_ENGINE, BadSetting, SiteSettings
from webui import create_app
from webui.processes import run_processes
from webui.site import DEFAULT_SITE

GC_THRESHOLDS = (10_000, 10, 1_000)
"""When the garbage collector runs: fully next to never, as requests leave it next to nothing to find."""


class _OneLengthParser(HTTPRequestParser):
    """Refuses requests that end in two places, of which a proxy may have read the other one."""

    def parse_header(self, header_plus: bytes) -> None:
        """Parse the head of a request. Raises `ParsingError`, which is answered with 400 and ends the connection."""
        super().parse_header(header_plus)
        if (self.chunked and "CONTENT_LENGTH" in self.headers) or "TRANSFER_ENCODING" in self.headers:
            raise ParsingError(
                "Content-Length and Transfer-Encoding exclude each other, and HTTP/1.0 has only the first"
            )


class _OneLengthChannel(HTTPChannel):
    """A connection of the server."""

    parser_class = _OneLengthParser


def serve(
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    workers: int = 4,
    processes: int = 1,
    index: str | Path = "index",
    engine: str = DEFAULT_ENGINE,
    trusted_hosts: Sequence[str] = (),
    originals: Sequence[str | Path] = (),
    site: SiteSettings = DEFAULT_SITE,
) -> None:
    """Serve the page until interrupted; print the address as soon as it listens. Port 0 means any free port.

    `workers` are the threads of each of the `processes`, which accept requests on one socket; `engine`,
    `trusted_hosts`, `originals` and `site` are those of `create_app`. Raises `BadSetting` if the server cannot listen
    on the address.
    """
    # Interrupted before or while it serves, it has done what it should; waitress ends so as well.
    with _listen(host, port) as listening, suppress(KeyboardInterrupt):
        print(f"timdau: {_address(listening)}{site.base_path.lstrip('/')}", flush=True)
        answer = partial(
            _answer,
            listening,
            workers,
            index,
            engine=engine,
            trusted_hosts=trusted_hosts,
            originals=originals,
            site=site,
        )
        if processes == 1:
            answer()
        else:
            run_processes(answer, processes)


def _answer(
    listening: socket.socket,
    workers: int,
    index: str | Path,
    *,
    engine: str,
    trusted_hosts: Sequence[str],
    originals: Sequence[str | Path],
    site: SiteSettings,
) -> None:
    """Answer the requests that arrive on a socket, in this process, until interrupted."""
    with listening:
        app = create_app(index, engine=engine, trusted_hosts=trusted_hosts, originals=originals, site=site)
        # Waitress accepts no one while the limit is reached; idle connections are closed after 20 seconds.
        server = create_server(
            app,
            sockets=[listening],
            threads=workers,
            ident=None,
            connection_limit=500,
            channel_timeout=20,
            cleanup_interval=5,
            asyncore_use_poll=True,
            # What proxies say is read by the application, which knows how many there are.
            clear_untrusted_proxy_headers=not site.proxies,
        )
        assert isinstance(server, BaseWSGIServer), "one address has one server"
        server.channel_class = _OneLengthChannel
        # A queue of requests is no reason to write to the log; waitress warns of each.
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)
        gc.set_threshold(*GC_THRESHOLDS)
        server.run()


def _listen(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except (OSError, OverflowError, UnicodeError) as error:
        # Python adds the address, which is in the message already.
        reason = (getattr(error, "strerror", None) or str(error)).partition(" (while attempting")[0]
        message = f"cannot listen on {host}:{port}: {reason}; choose another --host or --port"
        raise BadSetting(message) from error


def _address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
