"""Reads files of a folder, for the tests of ingest."""

import json
from collections.abc import Sequence
from pathlib import Path

from indexer.ingest.read import read_articles
from indexer.ingest.source import RawArticle, SourceFile
from indexer.ingest.walk import walk
from indexer.model import Skipped


def read(folder: Path, name: str) -> list[RawArticle | Skipped]:
    (source,) = (item for item in walk(folder, name) if isinstance(item, SourceFile))
    return list(read_articles(source))


def read_one(folder: Path, name: str, data: bytes) -> RawArticle | Skipped:
    (folder / name).write_bytes(data)
    (found,) = read(folder, name)
    return found


def article(folder: Path, name: str, data: bytes) -> RawArticle:
    found = read_one(folder, name, data)
    assert isinstance(found, RawArticle), found
    return found


def write_batch(path: Path, records: Sequence[object]) -> None:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")


def batch(folder: Path, *records: object) -> list[RawArticle | Skipped]:
    write_batch(folder / "b.jsonl", records)
    return read(folder, "b.jsonl")


def articles(found: list[RawArticle | Skipped]) -> list[RawArticle]:
    assert all(isinstance(item, RawArticle) for item in found), found
    return [item for item in found if isinstance(item, RawArticle)]
