"""The extracted articles, as the peers from other projects read them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

UNKNOWN = "unknown"
"""The value in the forum and topic columns of articles without one, so that these are counted too."""


class ArticleFields(NamedTuple):
    """One article. `text` includes the title, `forums` and `topics` have at least one value, `year` is 0 for none."""

    id: str
    title: str
    text: str
    forums: list[str]
    topics: list[str]
    year: int


def rows(path: Path) -> Iterator[ArticleFields]:
    """Yield the articles of a `Corpus`."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            a = json.loads(line)
            text = f"{a['title']}\n{a['text']}"
            forums, topics = a["forums"] or [UNKNOWN], a["topics"] or [UNKNOWN]
            yield ArticleFields(a["id"], a["title"], text, forums, topics, a["year"])
