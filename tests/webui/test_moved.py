"""Addresses of articles whose files were moved are redirected."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from indexer import open_index, reindex
from webui import create_app


@pytest.fixture(scope="module")
def moved_client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    folder = tmp_path_factory.mktemp("moved")
    docs = folder / "docs"
    docs.mkdir()
    (docs / "cũ.txt").write_text("Bài về con đường\n\nMột bài về con đường.", encoding="utf-8")
    reindex([docs], index=folder / "index")
    (docs / "cũ.txt").rename(docs / "mới & hay.txt")
    reindex([docs], index=folder / "index")
    with open_index(folder / "index") as index:
        yield create_app(index, originals=[docs]).test_client()


@pytest.mark.parametrize("prefix", ["/articles", "/api/articles", "/originals"])
def test_an_old_address_is_redirected_with_its_parameters(moved_client: FlaskClient, prefix: str) -> None:
    new = f"{prefix}/m%E1%BB%9Bi%20%26%20hay.txt"
    answer = moved_client.get(f"{prefix}/cũ.txt")
    assert (answer.status_code, answer.location) == (301, new)
    assert answer.headers["Cache-Control"] == "no-cache"
    answer = moved_client.get(f"{prefix}/cũ.txt?q=con+%C4%91%C6%B0%E1%BB%9Dng&lang=en&forum=arf&forum=apec")
    assert answer.location == f"{new}?q=con+%C4%91%C6%B0%E1%BB%9Dng&lang=en&forum=arf&forum=apec"
    assert moved_client.get(f"{prefix}?id=cũ.txt&lang=en").location == f"{new}?lang=en"
    with moved_client.get(f"{prefix}/cũ.txt?lang=en", follow_redirects=True) as followed:
        assert followed.status_code == 200


def test_so_is_the_address_of_the_articles_like_it(moved_client: FlaskClient) -> None:
    new = "/api/articles/m%E1%BB%9Bi%20%26%20hay.txt/related?size=3"
    assert moved_client.get("/api/articles/cũ.txt/related?size=3").location == new
    assert moved_client.get("/api/articles/related?id=cũ.txt&size=3").location == new
    assert moved_client.get(new).get_json() == {"near_duplicates": [], "related": [], "bounded": False}


def test_an_address_of_no_article_is_not_redirected(moved_client: FlaskClient) -> None:
    assert moved_client.get("/articles/nie.txt").status_code == 404
    assert moved_client.get("/articles").status_code == 404
