"""The corpus as files that all peers index: records in batches, and the articles extracted from them."""

import json
from collections.abc import Iterator, Mapping
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.corpus import is_real, records
from bench.peers.contract import Corpus
from indexer import Article, extract_articles, reindex
from indexer.vocabulary import forums, topics

_BATCH = 10_000
"""Records per file; a process extracts one file at a time."""
_PROCESSES = 2


def corpus_name(number: int) -> str:
    """Return the name of the results for a number of articles, such as `articles-41310` or `articles-1m`."""
    millions, rest = divmod(number, 1_000_000)
    return f"articles-{number}" if rest else f"articles-{millions}m"


def prepare(folder: Path, number: int) -> Corpus:
    """Return the corpus of `number` articles below `folder`; it is written there unless it exists."""
    home = folder / corpus_name(number) / "corpus"
    facts = home / "facts.json"
    if not facts.exists():
        _write_records(home / "records", number)
        text_bytes = _write_articles(home / "records", home / "articles.jsonl")
        facts.write_text(json.dumps({"text_bytes": text_bytes, "origin": "real" if is_real() else "synthetic"}))
    known = json.loads(facts.read_text())
    return Corpus(
        name=corpus_name(number),
        records=home / "records",
        articles=home / "articles.jsonl",
        number=number,
        text_bytes=known["text_bytes"],
        origin=known["origin"],
    )


def index_records(number: int, index: Path, engine: str) -> None:
    """Index a number of records as one batch, which is written to a temporary folder."""
    with TemporaryDirectory(prefix="timdau-bench-") as temporary:
        batch = Path(temporary, "articles.jsonl")
        with batch.open("w", encoding="utf-8") as target:
            target.writelines(_line(record) for record in records(number))
        reindex([batch], index=index, engine=engine, workers=_PROCESSES)


def prepare_bodies(folder: Path, number: int) -> Corpus:
    """Return the bodies of the first `number` records, without titles and labels; they are written unless they exist.

    Empty labels are stated, because extracting them would change nothing here.
    """
    home = folder / f"bodies-{number}" / "corpus"
    batch, articles = home / "records" / "bodies.jsonl", home / "articles.jsonl"
    if not articles.exists():
        batch.parent.mkdir(parents=True, exist_ok=True)
        no_labels: dict[str, list[str]] = {"forums": [], "topics": []}
        unfinished = articles.with_suffix(".part")
        with batch.open("w", encoding="utf-8") as ours, unfinished.open("w", encoding="utf-8") as theirs:
            for record in records(number):
                article, body = {"id": record["id"], **no_labels}, record["body"]
                ours.write(_line({**article, "body": body}))
                theirs.write(_line({**article, "title": "", "text": body, "year": 0}))
        unfinished.rename(articles)
    return Corpus(
        name=home.parent.name,
        records=batch.parent,
        articles=articles,
        number=number,
        text_bytes=batch.stat().st_size,
        origin="real" if is_real() else "synthetic",
    )


def _line(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False) + "\n"


def _write_records(folder: Path, number: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    lines = map(_line, records(number))
    for start in range(0, number, _BATCH):
        with (folder / f"{start:07}.jsonl").open("w", encoding="utf-8") as target:
            target.writelines(islice(lines, _BATCH))


def _write_articles(batches: Path, articles: Path) -> int:
    """Extract every record and return the total size of titles and texts in bytes."""
    text_bytes = 0
    with get_context("spawn").Pool(_PROCESSES) as pool, articles.open("w", encoding="utf-8") as target:
        for lines, size in pool.imap(_extracted, sorted(batches.iterdir())):
            target.writelines(lines)
            text_bytes += size
    return text_bytes


def _extracted(batch: Path) -> tuple[list[str], int]:
    """Return the articles of a batch as lines for `Corpus.articles`, and the size of their texts in bytes."""
    rows = list(_rows(batch))
    size = sum(len(row["title"].encode()) + len(row["text"].encode()) for row in rows)
    return list(map(_line, rows)), size


def _rows(batch: Path) -> Iterator[dict[str, Any]]:
    for article in extract_articles([batch]):
        if not isinstance(article, Article):
            raise AssertionError(f"{article.path} was skipped: {article.reason}")
        yield {
            "id": article.id,
            "title": article.title or "",
            "text": "\n".join(filter(None, (article.body, article.aside))),
            "forums": forums().closure(label.id for label in article.forums),
            "topics": topics().closure(label.id for label in article.topics),
            "year": article.year or 0,
        }
