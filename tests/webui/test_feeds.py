"""Feeds are valid Atom, and browsers can search this site."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import feedparser
import pytest
from flask.testing import FlaskClient
from hypothesis import given

from indexer import Hit, SearchRequest, SearchResult, open_index, reindex
from tests.exports.strategies import hits
from tests.webui.collection import Page
from tests.webui.test_ids import IDS
from webui import create_app
from webui.feeds import ENTRIES, feed_xml
from webui.state import State
from webui.texts import texts

ATOM = "{http://www.w3.org/2005/Atom}"
OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """Return a client for articles with odd ids and texts, some without a date."""
    folder = tmp_path_factory.mktemp("odd")
    titles = [f"<b>Tin & “{number}”</b> ]]>" for number in range(4 * len(IDS))]
    ids = [*IDS, *(f"thêm {number}" for number in range(3 * len(IDS)))]
    records = [
        {"id": id, "title": title, "body": "hội <nghị> &amp;", **({"year": 1990 + number} if number % 3 else {})}
        for number, (id, title) in enumerate(zip(ids, titles, strict=True))
    ]
    (folder / "lo.jsonl").write_text("\n".join(map(json.dumps, records)), "utf-8")
    assert not reindex([folder / "lo.jsonl"], index=folder / "index").skipped
    with open_index(folder / "index") as index:
        yield create_app(index).test_client()


def check_atom(xml: bytes) -> ElementTree.Element:
    """Check what RFC 4287 requires of a feed, and that a reader of feeds has nothing to complain about."""
    feed = ElementTree.fromstring(xml)
    assert feed.tag == f"{ATOM}feed"
    for each in (feed, *feed.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            (element,) = each.findall(f"{ATOM}{name}")
            assert element.text
        assert urlsplit(each.findtext(f"{ATOM}id", "")).scheme == "http"
        assert datetime.fromisoformat(each.findtext(f"{ATOM}updated", "")).tzinfo
        kinds = [(link.get("rel"), link.get("type")) for link in each.findall(f"{ATOM}link")]
        assert len(kinds) == len(set(kinds))
        assert all(name.text for author in each.findall(f"{ATOM}author") for name in author)
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")]
    assert len(ids) == len(set(ids))
    assert feed.findall(f"{ATOM}author")
    assert {link.get("rel") for link in feed.findall(f"{ATOM}link")} == {"self", "alternate"}
    parsed = feedparser.parse(xml)
    assert not parsed.bozo, parsed.get("bozo_exception")
    return feed


def test_a_feed_has_the_newest_articles_of_a_search(client: FlaskClient) -> None:
    answer = client.get("/feed.atom?q=hoi&sort=title&size=1&page=1&lang=en")
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = check_atom(answer.data)
    found = client.get("/api/search?q=hoi&sort=newest&size=50").get_json()["hits"]
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == [hit["title"] or hit["opening"] for hit in found]
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links["self"] == "http://localhost/feed.atom?q=hoi&lang=en"
    assert client.get(links["alternate"] or "").status_code == 200
    for entry in entries:
        assert client.get(entry.findtext(f"{ATOM}id", "")).status_code == 200
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"


def test_a_feed_is_named_after_its_search(client: FlaskClient) -> None:
    def title(query: str) -> str | None:
        return check_atom(client.get(f"/feed.atom?{query}").data).findtext(f"{ATOM}title")

    assert title("") == "timdau: bài viết mới nhất"
    assert (
        title("q=họp&forum=arf&not_year=2010..2012&lang=en")
        == "timdau: họp · ASEAN Regional Forum (ARF) · not 2010–2012"
    )


def test_odd_ids_and_texts_make_a_valid_feed(odd: FlaskClient) -> None:
    for query in ("", "q=hoi"):
        feed = check_atom(odd.get(f"/feed.atom?{query}").data)
        entries = feed.findall(f"{ATOM}entry")
        assert len(entries) == ENTRIES
        for entry in entries:
            assert (entry.findtext(f"{ATOM}title") or "").startswith("<b>Tin & “")
            assert odd.get(entry.findtext(f"{ATOM}id", "")).status_code == 200


def test_a_feed_that_did_not_change_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get("/feed.atom?q=hoi")
    again = client.get("/feed.atom?q=hoi", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@given(hits())
def test_any_article_makes_a_valid_feed(hit: Hit) -> None:
    result = SearchResult("q", "auto", 1, 1, 50, "newest", 0.1, 1, (hit,), {})
    state = State(SearchRequest("q\x00 <&>"))
    xml = feed_xml(state, result, updated="2026-11-30T08:00:00+00:00", base="http://kho.example/", texts=texts("vi"))
    check_atom(xml)


def test_the_page_names_its_feed_and_its_description(client: FlaskClient) -> None:
    links = Page(client.get("/search?q=hoi&forum=arf&page=1&lang=en").get_data(as_text=True)).links
    assert "/feed.atom?q=hoi&forum=arf&lang=en" in links
    assert "/opensearch.xml?lang=en" in links
    assert "/opensearch.xml" in Page(client.get("/status").get_data(as_text=True)).links


def test_a_browser_can_search_this_site(client: FlaskClient) -> None:
    answer = client.get("/opensearch.xml?lang=en", base_url="https://kho.example")
    assert answer.headers["Content-Type"] == "application/opensearchdescription+xml; charset=utf-8"
    root = ElementTree.fromstring(answer.data)
    assert 0 < len(root.findtext(f"{OPENSEARCH}ShortName", "")) <= 16
    templates = {each.get("type"): each.get("template", "") for each in root.findall(f"{OPENSEARCH}Url")}
    assert templates["text/html"] == "https://kho.example/search?q={searchTerms}&lang=en"
    for kind, template in templates.items():
        found = client.get(template.replace("{searchTerms}", "h%E1%BB%99i"))
        assert (found.status_code, found.mimetype) == (200, kind)


def test_suggestions_are_what_browsers_take(client: FlaskClient) -> None:
    typed, found = client.get("/suggest.json?q=ho").get_json()
    words = client.get("/api/suggest?q=ho").get_json()["words"]
    assert (typed, found) == ("ho", [word["text"] for word in words])
    assert found
    assert client.get("/suggest.json").get_json() == ["", []]


@pytest.mark.parametrize("address", ["/feed.atom?sort=x", "/feed.atom?forum=arff", "/opensearch.xml?lang=xx"])
def test_wrong_parameters_are_refused(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 400


def test_a_missing_index_is_no_feed(tmp_path: Path) -> None:
    assert create_app(tmp_path).test_client().get("/feed.atom").status_code == 503
