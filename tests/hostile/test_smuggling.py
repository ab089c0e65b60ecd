"""A request that two servers may end in different places is refused, and nothing after it is read."""

import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

_SERVE = "import sys; from webui.server import serve; serve(port=0, index=sys.argv[1])"
_INNER = b"GET /api/status HTTP/1.1\r\nHost: inner.example\r\nConnection: close\r\n\r\n"


@pytest.fixture(scope="module")
def port(index_folder: Path) -> Iterator[int]:
    command = [sys.executable, "-c", _SERVE, str(index_folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout
            yield int(server.stdout.readline().split()[-1].rstrip("/").rpartition(":")[2])
        finally:
            server.kill()


def answers(port: int, sent: bytes) -> list[bytes]:
    """Send bytes over one connection; return the statuses of all answers until it is closed."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(sent)
        received = b"".join(iter(lambda: connection.recv(1 << 16), b""))
    return re.findall(rb"HTTP/1\.[01] (\d{3}) ", received)


@pytest.mark.parametrize(
    ("version", "headers", "body"),
    [
        ("1.1", "Content-Length: 6\r\nTransfer-Encoding: chunked", b"0\r\n\r\n"),
        ("1.1", "Transfer-Encoding: chunked\r\nContent-Length: 6", b"0\r\n\r\n"),
        ("1.1", "Content-Length: 0\r\nTransfer-Encoding: Chunked", b"0\r\n\r\n"),
        ("1.0", "Connection: keep-alive\r\nTransfer-Encoding: chunked", b"0\r\n\r\n"),
        ("1.0", "Connection: keep-alive\r\nContent-Length: 5\r\nTransfer-Encoding: chunked", b"0\r\n\r\n"),
        ("1.1", "Content-Length: 5\r\nContent-Length: 0", b"0\r\n\r\n"),
        ("1.1", "Content-Length: +5", b"0\r\n\r\n"),
        ("1.1", "Content-Length: 0x5", b"0\r\n\r\n"),
        ("1.1", "Transfer-Encoding : chunked", b"0\r\n\r\n"),
        ("1.1", "Transfer-Encoding: chunked", b"zz\r\n\r\n"),
    ],
)
def test_a_request_that_ends_in_two_places_is_the_last_one(port: int, version: str, headers: str, body: bytes) -> None:
    head = f"GET /healthz HTTP/{version}\r\nHost: outer.example\r\n{headers}\r\n\r\n".encode()
    assert answers(port, head + body + _INNER) == [b"400"]


@pytest.mark.parametrize(
    ("header", "body"), [("Transfer-Encoding: chunked", b"0\r\n\r\n"), ("Content-Length: 2", b"hi")]
)
def test_a_request_with_one_length_is_answered_like_the_one_after_it(port: int, header: str, body: bytes) -> None:
    head = f"GET /healthz HTTP/1.1\r\nHost: outer.example\r\n{header}\r\n\r\n".encode()
    assert answers(port, head + body + _INNER) == [b"200", b"200"]
