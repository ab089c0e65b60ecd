"""Answers are compressed for browsers that can read them, and are the same answers."""

import gzip
from collections.abc import Callable, Iterator

import pytest
import zstandard
from flask import Response
from flask.testing import FlaskClient

from indexer import Index
from webui import create_app

ADDRESSES = ("/", "/articles/ban-tin/nga-2022", "/api/status", "/static/style.css", "/static/regions.js")
UNPACK: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.decompress,
    "zstd": lambda data: zstandard.ZstdDecompressor().decompressobj().decompress(data),
}


@pytest.mark.parametrize("coding", UNPACK)
@pytest.mark.parametrize("address", ADDRESSES)
def test_an_answer_is_the_same_in_fewer_bytes(client: FlaskClient, address: str, coding: str) -> None:
    with client.get(address) as plain, client.get(address, headers={"Accept-Encoding": coding}) as packed:
        assert packed.headers["Content-Encoding"] == coding
        assert "Content-Encoding" not in plain.headers
        assert UNPACK[coding](packed.data) == plain.data
        assert len(packed.data) < len(plain.data)
        assert packed.content_length == len(packed.data)
        assert plain.headers["Vary"] == packed.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "zstd"),
        ("gzip, zstd;q=0.5", "gzip"),
        ("br", None),
        ("gzip;q=0", None),
        ("identity", None),
        ("*", None),
        ("", None),
    ],
)
def test_the_coding_is_one_that_the_browser_names(client: FlaskClient, accepted: str, coding: str | None) -> None:
    assert client.get("/", headers={"Accept-Encoding": accepted}).headers.get("Content-Encoding") == coding


@pytest.mark.parametrize("address", ["/", "/static/style.css"])
def test_a_page_is_revalidated_in_any_coding(client: FlaskClient, address: str) -> None:
    with client.get(address, headers={"Accept-Encoding": "gzip"}) as first:
        etag = first.headers["ETag"]
    assert etag.startswith('W/"')
    for accepted in ("gzip", "zstd", ""):
        with client.get(address, headers={"Accept-Encoding": accepted, "If-None-Match": etag}) as again:
            assert (again.status_code, again.data, again.headers["Vary"]) == (304, b"", "Accept-Encoding")


def test_parts_of_an_original_stay_parts_of_the_file(client: FlaskClient) -> None:
    headers = {"Accept-Encoding": "gzip", "Range": "bytes=0-9"}
    with client.get("/originals/2021/quan-chuc-arf.txt", headers=headers) as part:
        assert (part.status_code, len(part.data)) == (206, 10)
        assert "Content-Encoding" not in part.headers


def test_what_is_short_is_sent_as_it_is(client: FlaskClient) -> None:
    answer = client.get("/healthz", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in answer.headers


@pytest.mark.parametrize("coding", UNPACK)
def test_a_stream_stays_a_stream(index: Index, coding: str) -> None:
    closed, asked = [], []

    def rows() -> Iterator[str]:
        try:
            for number in range(100_000):
                asked.append(number)
                yield f"{number},một dòng của bảng số {number * 7919 % 10007}\n"
        finally:
            closed.append(True)

    app = create_app(index)
    app.add_url_rule("/rows", view_func=lambda: Response(rows(), mimetype="text/csv"))
    with app.test_client().get("/rows", headers={"Accept-Encoding": coding}) as answer:
        parts = answer.iter_encoded()
        first = next(parts)
        assert first
        assert len(asked) < 50_000, "the first bytes leave long before the last row is asked for"
        content = UNPACK[coding](first + b"".join(parts)).decode()
    assert content.count("\n") == 100_000
    assert closed == [True]
    assert "Content-Length" not in answer.headers


def test_a_stream_that_nobody_reads_is_closed(index: Index) -> None:
    closed = []

    def rows() -> Iterator[str]:
        try:
            while True:
                yield "một dòng\n" * 1000
        finally:
            closed.append(True)

    app = create_app(index)
    app.add_url_rule("/rows", view_func=lambda: Response(rows(), mimetype="text/csv"))
    with app.test_client().get("/rows", headers={"Accept-Encoding": "gzip"}) as answer:
        next(answer.iter_encoded())
    assert closed == [True]
