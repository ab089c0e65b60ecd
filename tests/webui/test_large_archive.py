"""An archive with all forums of the vocabulary and many papers: pages stay short, and nothing is out of reach."""

import json
import re

import pytest
from flask.testing import FlaskClient

from indexer import forums, reindex
from tests.webui.collection import Page
from webui import create_app

NAMES = 130


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("large")
    ids = forums().ids
    records = [
        {
            "id": f"{number}",
            "title": f"Tin số {number} về một cuộc họp có tên rất dài " * 4,
            "body": "Các bên đã họp.",
            "forums": [ids[number % len(ids)]],
            "source": f"Báo số {number % NAMES}",
            "date": f"{1950 + number % 70}-05-01",
        }
        for number in range(2 * NAMES)
    ]
    (folder / "tin.jsonl").write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    reindex([folder / "tin.jsonl"], index=folder / "index")
    return create_app(folder / "index").test_client()


def rows(html: str) -> int:
    return html.count('<span class="label">')


def test_results_list_six_values_a_facet_and_lead_to_all(large: FlaskClient) -> None:
    html = large.get("/search").text
    assert rows(html) <= 3 * 7
    assert f"Tất cả {NAMES} mục" in html
    assert len(html) < 60_000
    assert len(re.findall('class="year"', html)) == 70


def test_all_values_are_reached_page_by_page(large: FlaskClient) -> None:
    address, seen = "/facets/source", 0
    while address:
        html = large.get(address).text
        seen += rows(html)
        following = re.search(r'rel="next" href="([^"]+)"', html)
        address = following[1].replace("&amp;", "&") if following else ""
    assert seen == NAMES


def test_the_start_page_shows_the_most_frequent_forums_with_their_broader_ones(large: FlaskClient) -> None:
    page = Page(large.get("/").text)
    listed = [link.removeprefix("/search?forum=") for link in page.links if link.startswith("/search?forum=")]
    assert 40 <= len(listed) <= 45
    assert {forums().parent(id) for id in listed} - {None} <= set(listed)
    assert "/facets/forum" in page.links
    assert "260 bài viết · 1950–2019" in page.text


def test_a_long_time_and_many_forums_fit_the_table(large: FlaskClient) -> None:
    html = large.get("/search?chart=forums").text
    table = html.split('<div class="heat"')[1].split("</table>")[0]
    assert table.count('scope="row"') == 12
    assert table.count('scope="col"') <= 21
