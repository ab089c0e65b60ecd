"""Random requests over all routes: none is answered with an error of the server."""

import random
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from indexer import Index
from webui import create_app

NUMBER = 600
PARAMETERS = (
    *("q", "forum", "year", "topic", "source", "not_forum", "not_year", "not_topic", "not_source", "mode", "sort"),
    *("page", "size", "lang", "id", "skipped", "problems", "v", "x" * 300, "", "q[]", "Q", "\x00", "é"),
)
VALUES = (
    *("", "nga", "hội nghị", "*a* -*b*", '"a b"~9 (', "arf", "unknown", "2021", "2010..2022", "2022..2010", "0", "-1"),
    *("1", "100", "101", "999999999", "9" * 400, "1e3", "١", "½", "vi", "en", "loose", "newest", "\x00", "\r\nX: y"),
    *("a" * 3_000, "../../etc/passwd", "%", "%2", "\ud800", "🙂", "\u202e", "<script>", "ban-tin/nga-2022", "{{7*7}}"),
)
IDS = (
    *(
        "ban-tin/nga-2022",
        "no",
        "..",
        ".",
        "a//b",
        "a\nb",
        "%2e%2e/x",
        "a" * 5_000,
        "\ud800",
        "\x00",
        "é",
        "a?b#c",
        "//",
    ),
    *("..%2f..%2fetc/passwd", "C:\\x", "a;b", " ", "+", "%"),
)
METHODS = ("GET",) * 12 + ("HEAD", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "odd")
HEADERS = (
    *(("Accept", "*/*;q=x"), ("Accept-Language", "vi;q=9"), ("Accept-Encoding", "gzip;q=,"), ("Cookie", "a=\x7f;;=")),
    *(("If-None-Match", '"x'), ("If-None-Match", "*"), ("If-Modified-Since", "yesterday"), ("If-Match", "W/")),
    *(("Range", "bytes=5-1"), ("Range", "bytes=0-0,2-"), ("Range", "x=1"), ("If-Range", "x"), ("Expect", "x")),
    *(("X-Forwarded-Host", "a..b"), ("X-Forwarded-Proto", "x"), ("Host", "a..b"), ("Host", "x:99999"), ("Host", "é")),
    *(("Content-Type", "multipart/form-data"), ("Content-Type", "application/json; charset=x"), ("Referer", "\xff")),
    *(("Content-Length", "-1"), ("Content-Length", "x"), ("Transfer-Encoding", "chunked"), ("Connection", "upgrade")),
)


class RequestDraw:
    """Draws requests from a seed: a method, an address and headers."""

    def __init__(self, seed: int) -> None:
        self._source = random.Random(seed)

    def method(self) -> str:
        return self._source.choice(METHODS)

    def address(self) -> str:
        """Draw an address of a route with odd parameters, sometimes with a byte that is no address."""
        kinds = ("/", "/search", "/api/search", "/status", "/api/status", "/healthz", "/nope", "/static/style.css")
        named = (
            "/articles",
            "/articles/",
            "/api/articles/",
            "/originals/",
            "/originals",
            "/static/",
            "/api/",
            "/articles//",
        )
        path = self._source.choice(kinds)
        if self._source.random() < 0.5:
            path = self._source.choice(named) + self._quoted(IDS)
        pairs = [
            f"{self._quoted(PARAMETERS)}={self._quoted(VALUES)}"
            for _ in range(self._source.choice((0, 1, 1, 2, 3, 40)))
        ]
        return f"{path}?{self._source.choice(('&', '&', '&', ';', '&&')).join(pairs)}" if pairs else path

    def headers(self) -> list[tuple[str, str]]:
        return self._source.sample(HEADERS, self._source.choice((0, 0, 1, 2, 4)))

    def _quoted(self, values: tuple[str, ...]) -> str:
        """Quote a value in UTF-8, or in an encoding that makes it something else."""
        value = self._source.choice(values)
        raw = value.encode(self._source.choice(("utf-8", "utf-8", "utf-16", "cp1258")), "replace")
        return quote(raw) if self._source.random() < 0.9 else quote(raw, safe="/?&=%:;")


@pytest.fixture(scope="module")
def client(index: Index) -> FlaskClient:
    return create_app(index).test_client()


@pytest.mark.parametrize("seed", range(3))
def test_no_request_is_an_error_of_the_server(client: FlaskClient, seed: int) -> None:
    draw = RequestDraw(seed)
    for _ in range(NUMBER // 3):
        method, address, headers = draw.method(), draw.address(), draw.headers()
        with client.open(address, method=method, headers=headers) as answer:
            assert answer.status_code < 500, (method, address, headers)
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert b"Traceback" not in answer.data


@pytest.mark.parametrize("folder", ["empty", "missing"])
def test_without_an_index_the_answer_is_503_and_never_500(folder: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    client = create_app(tmp_path / folder).test_client()
    draw = RequestDraw(7)
    for _ in range(60):
        method, address, headers = draw.method(), draw.address(), draw.headers()
        with client.open(address, method=method, headers=headers) as answer:
            assert answer.status_code < 500 or answer.status_code == 503, (method, address, headers)
