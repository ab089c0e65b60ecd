"""A tiny engine for the tests of the write side: one JSON file per article, and no search."""

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path

from indexer.engines.base import (
    EngineReader,
    EngineRequest,
    EngineResult,
    EngineStream,
    EngineWriter,
    Finding,
    NameField,
    WordList,
)
from indexer.errors import IndexCorrupt
from indexer.ingest.source import RawArticle
from indexer.model import Article, Explanation, Problem
from indexer.query.joining import WordCounts
from indexer.query.nodes import Phrase, Term
from indexer.summary import Summary

STORED = ("id", "path", "body", "title", "author", "encoding")


def extract(raws: Sequence[RawArticle]) -> list[Article]:
    return list(map(extract_one, raws))


def extract_one(raw: RawArticle) -> Article:
    """Take the text as it is. The word BREAKS makes this fail, as a bug in a rule would."""
    if "BREAKS" in raw.text:
        raise LookupError("no rule")
    title = raw.given.title.value if raw.given.title else None
    author = raw.given.author.value if raw.given.author else None
    return Article(raw.id, raw.path, raw.text, title=title, author=author, encoding=raw.encoding, problems=raw.problems)


class JsonReader:
    uses_kernel = False

    def __init__(self, folder: Path) -> None:
        if not (folder / "engine.json").exists():
            raise IndexCorrupt(f"{folder} holds no articles")
        self._files = sorted(folder.glob("*.article"))

    @property
    def counts(self) -> WordCounts:
        raise NotImplementedError

    def search(self, request: EngineRequest) -> EngineResult:
        raise NotImplementedError

    def stream(self, request: EngineRequest) -> EngineStream:
        raise NotImplementedError

    def explain(self, request: EngineRequest, article_id: str) -> Explanation | None:
        raise NotImplementedError

    def document_frequencies(self, leaves: Sequence[Term | Phrase]) -> Sequence[int]:
        raise NotImplementedError

    def article(self, article_id: str) -> Article | None:
        return next((article for article in self.articles() if article.id == article_id), None)

    def articles(self) -> Iterator[Article]:
        for path in self._files:
            yield Article(**json.loads(path.read_text(encoding="utf-8")))

    def word_list(self, most: int) -> WordList:
        counts = Counter(word for article in self.articles() for word in article.body.lower().split())
        return dict(counts.most_common(most))

    def articles_with(self, words: Sequence[str], most: int) -> Iterator[Article]:
        raise NotImplementedError

    def newest_named(self, field: NameField, words: Sequence[str], most: int) -> Iterator[Summary]:
        raise NotImplementedError

    def ids(self) -> Iterator[str]:
        return (article.id for article in self.articles())

    def __len__(self) -> int:
        return len(self._files)

    def findings(self) -> Iterator[Finding]:
        yield from ()

    def close(self) -> None:
        self._files = []


@dataclass
class JsonWriter:
    folder: Path
    die_at: str = ""
    changes: dict[str, Article | None] = field(default_factory=dict)
    is_open: bool = True

    def put(self, prepared: Sequence[Article]) -> None:
        self._live_until("put")
        self.changes |= {article.id: article for article in prepared}

    def delete(self, article_id: str) -> None:
        self.changes[article_id] = None

    def commit(self) -> None:
        self._live_until("commit")
        for article_id, article in self.changes.items():
            path = self.folder / (hashlib.sha256(article_id.encode()).hexdigest()[:16] + ".article")
            path.unlink(missing_ok=True)
            if article is not None:
                stored = {f.name: getattr(article, f.name) for f in fields(article) if f.name in STORED}
                path.write_text(json.dumps(stored), encoding="utf-8")
            self._live_until("committing")
        self.is_open = False

    def cancel(self) -> None:
        self.is_open = False

    def _live_until(self, point: str) -> None:
        if self.die_at == point:
            os.kill(os.getpid(), 9)


@dataclass
class JsonEngine:
    """The process kills itself at the point `die_at`: put, commit or committing."""

    name: str = "json"
    builds_on_trust: bool = True
    runs_code: bool = False
    die_at: str = ""
    writers: list[JsonWriter] = field(default_factory=list)

    def prepare(self, articles: Sequence[Article]) -> Sequence[Article]:
        return articles

    def reader(self, folder: Path) -> EngineReader:
        return JsonReader(folder)

    def writer(self, folder: Path, *, workers: int = 1) -> EngineWriter[Sequence[Article]]:
        if not (folder / "engine.json").exists():
            (folder / "engine.json").write_text(json.dumps({"workers": workers}), encoding="utf-8")
        self.writers.append(JsonWriter(folder, self.die_at))
        return self.writers[-1]


def problem_codes(problems: tuple[tuple[str, Problem], ...]) -> list[tuple[str, str]]:
    return [(article_id, problem.code) for article_id, problem in problems]
