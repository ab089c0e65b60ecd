"""Work that fails or ends its process over some articles, for the tests of workers."""

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.ingest.source import RawArticle
from indexer.model import Article
from tests.store.json_engine import JsonEngine, extract_one


def extract(raws: Sequence[RawArticle]) -> list[Article]:
    """Take the text as it is. The word KILLS ends the process, as the kernel does when memory runs out."""
    for raw in raws:
        if "KILLS" in raw.text:
            os.kill(os.getpid(), 9)
        if "SLEEPS" in raw.text:
            time.sleep(600)
    return list(map(extract_one, raws))


@dataclass
class FailingEngine(JsonEngine):
    """An engine that cannot prepare an article with the word HEAVY."""

    def prepare(self, articles: Sequence[Article]) -> Sequence[Article]:
        if any("HEAVY" in article.body for article in articles):
            raise MemoryError
        return super().prepare(articles)
