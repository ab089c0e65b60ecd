"""How many requests one client may make: a bucket of tokens for each, filled at a constant rate."""

import ipaddress
import time
from collections import OrderedDict
from collections.abc import Callable
from math import ceil
from threading import Lock

from flask import Flask, request
from werkzeug.exceptions import TooManyRequests

from webui.appearance import ASSETS

_MOST_CLIENTS = 10_000
"""The clients that are remembered: those seen last."""
_MINUTE = 60
_FREE = (*ASSETS, "pages.health")
"""What costs next to nothing, and what the page that says no needs."""


class RateLimit:
    """Buckets that hold the requests of one minute."""

    def __init__(self, a_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = a_minute
        self._clock = clock
        self._lock = Lock()
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, client: str) -> float:
        """Take a token for a client: return 0, or the seconds until there is one again."""
        with self._lock:
            now = self._clock()
            left, then = self._buckets.pop(client, (float(self._most), now))
            left = min(self._most, left + (now - then) * self._most / _MINUTE)
            taken = left >= 1
            self._buckets[client] = (left - taken, now)
            if len(self._buckets) > _MOST_CLIENTS:
                self._buckets.popitem(last=False)
        return 0.0 if taken else (1 - left) * _MINUTE / self._most


def register(app: Flask, a_minute: int) -> None:
    """Answer 429 to clients that make more than this number of requests a minute; 0 means any number."""
    if not a_minute:
        return
    limit = RateLimit(a_minute)

    def check() -> None:
        if request.endpoint not in _FREE and (seconds := limit.wait(client_of(request.remote_addr or ""))):
            raise TooManyRequests(retry_after=ceil(seconds))

    app.before_request(check)


def client_of(address: str) -> str:
    """Return what the requests of one client share: its address, of IPv6 the network, as each client has a whole one.

    >>> client_of("192.0.2.7"), client_of("2001:db8:1:2:3:4:5:6")
    ('192.0.2.7', '2001:db8:1:2::/64')
    """
    return str(ipaddress.ip_network((address, 64), strict=False)) if ":" in address else address
