"""The extracted articles, as peers that are no part of this project read them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

UNKNOWN = "unknown"
"""Stands in the forum and topic columns of articles without one, so that these are counted too."""


class Row(NamedTuple):
    """One article; `text` has the title in it, `forums` and `topics` at least one value, `year` is 0 for none."""

    id: str
    title: str
    text: str
    forums: list[str]
    topics: list[str]
    year: int


def rows(path: Path) -> Iterator[Row]:
    """Yield the articles of a `Corpus`."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            a = json.loads(line)
            text = f"{a['title']}\n{a['text']}"
            yield Row(a["id"], a["title"], text, a["forums"] or [UNKNOWN], a["topics"] or [UNKNOWN], a["year"])
