"""Archives that several runs change, indexed and searched through the package's public names."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from indexer import Index, SearchRequest, open_index, reindex
from tests import naive
from tests import naive_values as twin
from tests.naive_scores import Rules, arrays_rules, whoosh_rules
from tests.strategies import BROADER, Draw

Run = tuple[twin.Article, ...]
"""The articles that are there at a run."""


@dataclass
class Grown:
    """An archive after some runs: `first` are the articles of the first one, `segments` all documents on disk."""

    first: Run = ()
    live: Run = ()
    segments: list[list[twin.Article]] = field(default_factory=list)

    @property
    def archive(self) -> twin.Archive:
        return twin.Archive(self.live, BROADER)

    def run(self, articles: Run) -> None:
        """Take the articles of one more run; a segment that is mostly deleted is written again without the deleted."""
        self.segments.append([article for article in articles if article not in self.live])
        self.live = articles
        self.first = self.first or self.live
        for segment in self.segments:
            left = [article for article in segment if article in self.live]
            if 2 * len(left) < len(segment):
                segment[:] = left

    def rules(self, engine: str) -> Rules:
        if engine == "whoosh":
            return whoosh_rules(self.live)
        return arrays_rules([article for segment in self.segments for article in segment], self.first)


def runs_of(draw: Draw) -> list[Run]:
    """Draw three runs that add, change and remove articles.

    Some articles have the texts of others, so that only their date and id tell them apart.
    """
    drawn = [article for article in draw.archive(longest=30).articles if naive.spots_of(article.body)]
    drawn += [
        replace(article, id=f"b{number}", date=None, year=draw.rng.choice((None, 2012)))
        for number, article in enumerate(draw.rng.sample(drawn, len(drawn) // 3))
    ]
    drawn = draw.rng.sample([replace(article, aside="", file="") for article in drawn], len(drawn))
    changed = draw.rng.sample(drawn, draw.rng.randrange(len(drawn)))
    last = [
        replace(article, title=draw.text(3), body=f"hội nghị {draw.text(10)}") if article in changed else article
        for article in drawn[2:]
    ]
    return [tuple(drawn[: len(drawn) // 2]), tuple(drawn[1:]), tuple(last)]


def grown(seed: int) -> tuple[Draw, list[Run], Grown]:
    """Draw an archive of one run, of two or three, or of this many small ones that segments are merged.

    With it comes what draws requests for it.
    """
    draw = Draw(seed)
    runs = runs_of(draw)
    runs = runs[: 1 + seed % 4] if seed % 4 < 3 else [runs[1][:end] for end in range(2, len(runs[1]) + 2, 2)]
    archive = Grown()
    for articles in runs:
        archive.run(articles)
    return draw, runs, archive


@contextmanager
def indexed(engine: str, runs: Sequence[Run]) -> Iterator[Index]:
    """Open the index of an archive after some runs."""
    with TemporaryDirectory() as name:
        docs, folder = Path(name, "docs"), Path(name, "index")
        docs.mkdir()
        for articles in runs:
            Path(docs, "batch.jsonl").write_text("".join(map(record, articles)), "utf-8")
            report = reindex([docs], index=folder, engine=engine, allow_empty=True)
            assert not report.skipped
        with open_index(folder, engine=engine) as index:
            yield index


def record(article: twin.Article) -> str:
    """Return an article as a line of a batch."""
    names = ("id", "title", "body", "author", "source", "date", "year", "forums", "topics")
    return json.dumps({name: getattr(article, name) for name in names}) + "\n"


def search_request(text: str, request: twin.Request, *, aliases: bool = False) -> SearchRequest:
    """Return the twin's request as the package takes it, with everything on one page and no words joined."""
    excluded = {f"not_{facet}": values for facet, values in request.excluded.items()}
    choices: Mapping[str, Any] = {**request.chosen, **excluded}
    mode: Any = request.mode
    return SearchRequest(text, mode=mode, words="apart", aliases=aliases, size=100, snippets=False, **choices)
