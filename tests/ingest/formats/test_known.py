"""The table of formats: extensions, extras, and the page that lists them."""

import re
import tomllib
from pathlib import Path

import pytest

from indexer.ingest.formats.known import ARCHIVE, COMPRESSIONS, FORMATS, extension_of, format_of, holds_articles

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(
    ("name", "extension"),
    [
        ("a.txt", ".txt"),
        ("A.PDF", ".pdf"),
        ("a.b.jsonl.GZ", ".jsonl.gz"),
        ("a.html.bz2", ".html.bz2"),
        ("a.txt.zip", ".zip"),
        ("a.doc", None),
        ("a.gz", None),
        ("txt", None),
        ("metadata.csv", None),
        ("a/Metadata.CSV", None),
        ("my-metadata.csv", ".csv"),
    ],
)
def test_extensions(name: str, extension: str | None) -> None:
    assert extension_of(name) == extension


def test_batches_and_archives_hold_articles() -> None:
    assert [name for name in ("a.txt", "a.pdf.gz", "a.jsonl.gz", "a.csv", "a.zip") if holds_articles(name)] == [
        "a.jsonl.gz",
        "a.csv",
        "a.zip",
    ]
    assert format_of("a.htm.xz") is FORMATS[".html"]


def test_every_extra_is_defined_by_the_project() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    for format in FORMATS.values():
        assert (format.library is None) == (format.extra is None)
        assert format.extra is None or any(each.startswith(str(format.library)) for each in extras[format.extra])


def test_the_page_on_formats_names_every_extension() -> None:
    table = (ROOT / "docs" / "formats.md").read_text("utf-8").partition("## Why")[0]
    rows = [line.split("|")[2] for line in table.splitlines() if line.startswith("|")]
    assert set(re.findall(r"`(\.[^`]+)`", " ".join(rows))) == {*FORMATS, *COMPRESSIONS, ARCHIVE}
