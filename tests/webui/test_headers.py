"""Every answer forbids the browser to load from elsewhere, to frame and to guess types."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

import webui

ADDRESSES = [
    ("/", 200),
    ("/articles/ban-tin/nga-2022", 200),
    ("/originals/2021/quan-chuc-arf.txt", 200),
    ("/status", 200),
    ("/api/search", 200),
    ("/static/style.css", 200),
    ("/search?sort=x", 400),
    ("/nope", 404),
]


@pytest.mark.parametrize(("address", "status"), ADDRESSES)
def test_every_answer_has_the_policy(client: FlaskClient, address: str, status: int) -> None:
    with client.get(address) as response:
        policy = dict(part.split(" ", 1) for part in response.headers["Content-Security-Policy"].split("; "))
        assert response.status_code == status
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "same-origin"
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    own = ("style-src", "script-src", "img-src", "font-src", "connect-src", "form-action")
    assert {policy[name] for name in own} == {"'self'"}


def test_templates_have_no_inline_style_or_script_and_no_address_of_another_site() -> None:
    for path in (Path(webui.__file__).parent / "templates").glob("*.html"):
        source = path.read_text("utf-8")
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*src=)|https?://|javascript:", source), path


def test_browsers_keep_assets_and_revalidate_pages(client: FlaskClient) -> None:
    page = client.get("/")
    assert page.headers["Cache-Control"] == "no-cache"
    again = client.get("/", headers={"If-None-Match": page.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")

    answer = client.get("/api/search")
    assert (answer.headers["Cache-Control"], "ETag" in answer.headers) == ("no-cache", False)

    address = re.search(r'href="(/static/style\.css\?v=[0-9a-f]+)"', page.get_data(as_text=True))
    assert address
    with client.get(address[1]) as sheet:
        assert "immutable" in sheet.headers["Cache-Control"]
