"""The start page: three searches that show how accents are read, taken from the archive's own words."""

import json
import re
from pathlib import Path

from flask.testing import FlaskClient

from indexer import reindex
from webui import create_app

ROADS = ("Đường mới mở.", "Đường cũ còn tốt.", "Chuyện đương thời.", "Giữa đại dương.", "Người họ Dương.")


def client_of(folder: Path, texts: tuple[str, ...]) -> FlaskClient:
    records = [{"id": str(number), "title": f"Tin {number}", "body": text} for number, text in enumerate(texts)]
    (folder / "tin.jsonl").write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    reindex([folder / "tin.jsonl"], index=folder / "index")
    return create_app(folder / "index").test_client()


def examples(client: FlaskClient) -> list[tuple[str, str, int]]:
    """The address, text and number of each example on the start page."""
    found = re.findall(
        r'<span class="example"><a href="([^"]+)">([^<]+)</a> <span class="count">\((\d+)\)', client.get("/").text
    )
    return [(address, text, int(number)) for address, text, number in found]


def test_the_examples_show_that_accents_narrow_and_find_as_many_as_they_say(tmp_path: Path) -> None:
    client = client_of(tmp_path, ROADS)
    shown = examples(client)
    assert [text for _, text, _ in shown] == ["duong", "đương", "đường"]
    assert [number for *_, number in shown] == [5, 3, 2]
    for address, _, number in shown:
        assert client.get(address.replace("/search", "/api/search")).get_json()["total"] == number


def test_there_are_no_examples_in_an_archive_without_such_words(tmp_path: Path) -> None:
    client = client_of(tmp_path, ("All quiet.", "Nothing new."))
    assert examples(client) == []
    assert "2 bài viết" in client.get("/").text
