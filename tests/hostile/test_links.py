"""A `url` that is not http(s) is text, never a link."""

import json
from pathlib import Path

import pytest

from indexer import reindex
from tests.webui.collection import Page
from webui import create_app

URLS = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "//evil.example/x",
    "java\tscript:alert(1)",
]


@pytest.mark.parametrize("url", URLS)
def test_a_url_that_is_not_of_the_web_is_never_a_link(url: str, tmp_path: Path) -> None:
    record = {"id": "a", "title": "Tin", "body": "Một bài về hội nghị.", "url": url}
    (tmp_path / "tin.jsonl").write_text(json.dumps(record), "utf-8")
    reindex([tmp_path / "tin.jsonl"], index=tmp_path / "index")
    client = create_app(tmp_path / "index").test_client()
    found = client.get("/api/search").get_json()["hits"]
    for path in ("/search?q=tin", "/status", *(f"/articles/{hit['id']}?q=tin" for hit in found)):
        for link in Page(client.get(path).get_data(as_text=True)).links:
            assert link.startswith(("/", "#")), link
            assert not link.startswith("//"), link
