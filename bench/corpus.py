"""The records that benchmarks index: real articles if they are there, else synthetic ones, as many as needed.

Real articles and queries are not part of the project. They are looked up in a folder `shared` next to it.
"""

import json
import lzma
import random
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import count, islice
from pathlib import Path
from typing import Any

from bench.synthetic import synthetic_records

CorpusRecord = dict[str, Any]

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
CORPUS = SHARED / "corpus" / "articles.jsonl.xz"
KNOWN_ITEMS = SHARED / "relevance" / "known_item_dev.jsonl"
CORPUS_SIZE = 41_310
"""The number of records in the real corpus."""
_SEED = 4
_COPY = "~"
_SENTENCE_ENDS = re.compile(r"(?<=[.!?…]) +")


def require(*paths: Path) -> None:
    """Exit with a message if any of the files is missing."""
    missing = [str(path) for path in paths if not path.exists()]
    if missing:
        sys.exit(f"nothing to measure with; missing: {', '.join(missing)}")


def is_real() -> bool:
    """Return whether the real corpus is there."""
    return CORPUS.exists()


def records(number: int) -> Iterator[CorpusRecord]:
    """Yield `number` records, always the same ones: the corpus, then copies of it with shuffled texts."""
    if not is_real():
        return islice(synthetic_records(_SEED), number)
    if number <= CORPUS_SIZE:
        return distinct(stored_records(number))
    return islice(repeated(list(distinct(stored_records()))), number)


def stored_records(number: int | None = None) -> Iterator[CorpusRecord]:
    """Yield the first records of the real corpus (all by default) as they are; some ids occur twice."""
    with lzma.open(CORPUS, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, islice(lines, number))


def distinct(records: Iterable[CorpusRecord]) -> Iterator[CorpusRecord]:
    """Yield records, with new ids for those whose id has occurred before."""
    seen: Counter[str] = Counter()
    for record in records:
        seen[record["id"]] += 1
        occurrence = seen[record["id"]]
        yield record if occurrence == 1 else {**record, "id": f"{record['id']}{_COPY}{occurrence}"}


def original_id(article_id: str) -> str:
    """Return the id that a record has in the corpus.

    There, 3,624 ids occur twice; the two records are one article, mostly with its paragraphs in another order.
    """
    return article_id.partition(_COPY)[0]


def repeated(originals: Sequence[CorpusRecord]) -> Iterator[CorpusRecord]:
    """Yield the originals, then endless copies with new ids and with paragraphs and sentences shuffled."""
    yield from originals
    for turn in count(2):
        for record in originals:
            source = random.Random(f"{_SEED}/{turn}/{record['id']}")
            yield {**record, "id": f"{record['id']}/{turn}", "body": shuffled(record["body"], source)}


def shuffled(text: str, source: random.Random) -> str:
    """Return a text with its paragraphs, and the sentences in each, in another order."""
    paragraphs = [_SENTENCE_ENDS.split(paragraph) for paragraph in text.split("\n")]
    for sentences in paragraphs:
        source.shuffle(sentences)
    source.shuffle(paragraphs)
    return "\n".join(map(" ".join, paragraphs))
