"""An index of the collection, and clients of the application for it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer import Index, open_index, reindex
from tests.webui.collection import ARTICLES
from webui import create_app


@pytest.fixture(scope="session")
def index_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("page") / "index"
    reindex([ARTICLES], index=folder)
    return folder


@pytest.fixture(scope="session")
def index(index_folder: Path) -> Iterator[Index]:
    with open_index(index_folder) as opened:
        yield opened


@pytest.fixture(scope="session")
def app(index: Index) -> Flask:
    return create_app(index, originals=[ARTICLES])


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
