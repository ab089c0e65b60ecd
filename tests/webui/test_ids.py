"""Links work for every id that an article can have."""

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from indexer import open_index, reindex
from tests.webui.collection import Page
from webui import create_app
from webui.state import RELATED, id_path

NEIGHBOURS = {"near_duplicates", "related", "bounded"}

IDS = (
    "x",
    "x/original",
    "x/related",
    "related",
    "/x",
    "//x",
    "x/",
    "x//y",
    "../x",
    "x/./y",
    "x/../y",
    "..",
    "%2e%2e/x",
    "50%",
    "a?b#c",
    "một hai/Đường dây.txt",
    "a\\b",
    "https://x.example/y?z=1&id=2",
)
_SEGMENTS = st.sampled_from(
    ["", ".", "..", "x", "original", "related", "%2F", "?", "#", " ", "đường", "\n", "\\", "%00", "+", "id=y"]
)


@pytest.fixture(scope="module")
def odd_client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    folder = tmp_path_factory.mktemp("ids")
    records = [json.dumps({"id": name, "body": f"Bài số {number}."}) for number, name in enumerate(IDS)]
    (folder / "lo.jsonl").write_text("\n".join(records), encoding="utf-8")
    reindex([folder / "lo.jsonl"], index=folder / "index")
    with open_index(folder / "index") as index:
        yield create_app(index, originals=[folder]).test_client()


def test_page_original_and_json_of_every_id_are_found_at_its_links(odd_client: FlaskClient, tmp_path: Path) -> None:
    hits = odd_client.get("/api/search?size=100").get_json()["hits"]
    listed = Page(odd_client.get("/search?size=100").get_data(as_text=True)).links
    assert {hit["id"] for hit in hits} == set(IDS)
    for article_id in IDS:
        assert any(link.startswith(id_path("/articles", article_id)) for link in listed)
        page = odd_client.get(id_path("/articles", article_id))
        assert page.status_code == 200
        assert id_path("/originals", article_id) in Page(page.get_data(as_text=True)).links
        with odd_client.get(id_path("/originals", article_id)) as original:
            assert original.status_code == 200
        assert odd_client.get(id_path("/api/articles", article_id)).get_json()["id"] == article_id
        assert odd_client.get(id_path("/api/articles", article_id, RELATED)).get_json().keys() == NEIGHBOURS


@given(st.text(st.characters(exclude_categories=["Cs"])) | st.lists(_SEGMENTS, min_size=1).map("/".join))
def test_any_id_survives_the_way_through_its_address(app: Flask, article_id: str) -> None:
    for prefix, below in (("/articles", ""), ("/originals", ""), ("/api/articles", ""), ("/api/articles", RELATED)):
        address = id_path(prefix, article_id, below)
        path = urlsplit(address).path
        assert urlsplit(urljoin("http://localhost/search", address)).path == path
        with app.test_request_context(address):
            assert request.routing_exception is None
            assert request.view_args is not None
            assert (request.endpoint == "api.related") == bool(below)
            assert request.view_args.get("article_id", request.args.get("id")) == article_id
