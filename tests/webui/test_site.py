"""The settings of an archive: what it is called, how it looks, where it is served."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer import Index, SiteSettings
from tests.webui.collection import ARTICLES, Page
from webui import create_app
from webui.appearance import contrast, theme

SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PAGES = ("/", "/search?q=nga&size=1", "/articles/ban-tin/nga-2022?q=nga", "/status", "/nope", "/search?sort=newst")


def client_of(index: Index, **settings: object) -> FlaskClient:
    site = SiteSettings(**settings)  # type: ignore[arg-type]
    return create_app(index, originals=[ARTICLES], site=site).test_client()


def test_every_page_has_title_logo_and_contact_and_the_first_one_the_tagline(index: Index, tmp_path: Path) -> None:
    logo = tmp_path / "dau.svg"
    logo.write_text(SVG, encoding="utf-8")
    contact = "thu-vien@example.org"
    client = client_of(index, title="Kho báo <A>", tagline="Từ 1990", logo=logo, contact=contact)
    for path in PAGES:
        html = client.get(path).get_data(as_text=True)
        assert "– Kho báo &lt;A&gt;</title>" in html, path
        assert ("Từ 1990" in html) == (path == "/")
        assert f'href="mailto:{contact}"' in html
        assert re.search(r'<img src="/logo\?v=[0-9a-f]{12}"', html)


def test_a_logo_is_an_image_that_runs_nothing(index: Index, tmp_path: Path) -> None:
    logo = tmp_path / "dau.svg"
    logo.write_text(SVG, encoding="utf-8")
    answer = client_of(index, logo=logo).get("/logo?v=1")
    assert (answer.status_code, answer.mimetype, answer.get_data(as_text=True)) == (200, "image/svg+xml", SVG)
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "immutable" in answer.headers["Cache-Control"]
    assert client_of(index).get("/logo").status_code == 404


@pytest.mark.parametrize("accent", ["#ffff00", "#000000", "#ffffff", "#0f5f5c", "#d01010"])
def test_the_colour_can_be_read_on_light_and_dark_ground(index: Index, accent: str) -> None:
    client = client_of(index, accent=accent)
    address = re.search(r'href="(/theme\.css\?v=[0-9a-f]+)"', client.get("/").get_data(as_text=True))
    assert address
    sheet = client.get(address[1])
    assert (sheet.mimetype, sheet.get_data(as_text=True)) == ("text/css", theme(accent))
    light, dark = ((int(c[:2], 16), int(c[2:4], 16), int(c[4:], 16)) for c in re.findall(r"accent: #(\w+)", sheet.text))
    assert contrast(light, (255, 255, 255)) >= 4.5
    assert contrast(dark, (21, 24, 26)) >= 4.5
    assert "theme.css" not in client_of(index).get("/").get_data(as_text=True)


def test_the_first_language_is_the_default_and_others_are_refused(index: Index) -> None:
    english = client_of(index, languages=("en",))
    page = Page(english.get("/").get_data(as_text=True))
    assert page.lang == "en"
    assert not any("lang=" in link for link in page.links)
    refused = english.get("/api/search?lang=vi")
    assert (refused.status_code, refused.get_json()["error"]["nearest"]) == (400, "en")

    both = client_of(index, languages=("en", "vi"))
    assert "/?lang=vi" in Page(both.get("/").get_data(as_text=True)).links
    assert Page(both.get("/?lang=vi").get_data(as_text=True)).lang == "vi"


def linked(html: str) -> set[str]:
    return set(re.findall(r'(?:href|src|action)="([^"]*)"', html))


@pytest.mark.parametrize("cut", [True, False], ids=["the proxy cuts the path off", "the proxy passes it on"])
def test_below_a_path_every_address_of_the_site_has_it(index: Index, cut: bool) -> None:
    client = client_of(index, base_path="/kho/tim")
    before = "" if cut else "/kho/tim"
    for path in PAGES:
        html = client.get(before + path).get_data(as_text=True)
        own = {link for link in linked(html) if not link.startswith(("#", "http", "mailto:"))}
        assert len(own) > 4
        assert {link for link in own if not link.startswith("/kho/tim/")} == set(), path
    for link in sorted(own)[:20]:
        with client.get(link.replace("&amp;", "&")) as answer:
            assert answer.status_code in (200, 400), link
    error = client.get(before + "/api/search?sort=newst").get_json()["error"]
    assert error["link"] == "/kho/tim/api/search?sort=newest"


def test_feed_and_description_name_the_archive_and_addresses_that_exist(index: Index) -> None:
    client = client_of(index, title="Kho báo", base_path="/kho")
    for path in ("/kho/feed.atom?q=nga", "/kho/opensearch.xml"):
        xml = client.get(path).get_data(as_text=True)
        assert "Kho báo" in xml
        own = re.findall(r'"http://localhost(/[^"{]*)"', xml)
        assert own
        for link in own:
            with client.get(link.replace("&amp;", "&")) as answer:
                assert answer.status_code == 200, link


def test_only_as_many_proxies_are_believed_as_there_are(index: Index) -> None:
    forwarded = {"X-Forwarded-Host": "kho.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"}
    believing = create_app(index, trusted_hosts=("kho.example",), site=SiteSettings(proxies=1)).test_client()
    assert believing.get("/", headers=forwarded).status_code == 200
    unbelieving = create_app(index, trusted_hosts=("kho.example",)).test_client()
    assert unbelieving.get("/", headers=forwarded).status_code == 400
