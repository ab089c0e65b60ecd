"""Raw articles for tests of extraction."""

from indexer.extract import extract
from indexer.ingest.source import Given, RawArticle
from indexer.model import Article


def file(text: str, given: Given | None = None) -> RawArticle:
    return RawArticle("a.txt", "a.txt", text, "utf-8", "file", given or Given(), "0")


def record(body: str, given: Given | None = None) -> RawArticle:
    return RawArticle("r1", "b.jsonl", body, "utf-8", "record", given or Given(), "0")


def extracted(raw: RawArticle) -> Article:
    (article,) = extract([raw])
    return article
