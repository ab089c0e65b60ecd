"""The records that benchmarks index: real ones where they are there, else made up, any number of them."""

import json
import lzma
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import count, islice
from typing import Any

from bench.shared import CORPUS
from bench.synthetic import records as made_up

Record = dict[str, Any]

ALL = 41_310
"""How many records the real corpus has."""
_SEED = 4
_SENTENCE_ENDS = re.compile(r"(?<=[.!?…]) +")


def is_real() -> bool:
    """Whether the real corpus is there."""
    return CORPUS.exists()


def records(number: int) -> Iterator[Record]:
    """Yield so many records: the corpus, then the corpus with shuffled texts again and again; always the same ones."""
    if not is_real():
        return islice(made_up(_SEED), number)
    if number <= ALL:
        return distinct(stored_records(number))
    return islice(repeated(list(distinct(stored_records()))), number)


def stored_records(number: int | None = None) -> Iterator[Record]:
    """Yield the first records of the real corpus (all by default) as they are; some ids stand there twice."""
    with lzma.open(CORPUS, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, islice(lines, number))


def distinct(records: Iterable[Record]) -> Iterator[Record]:
    """Yield records, those whose ids were there before with ids of their own."""
    seen: Counter[str] = Counter()
    for record in records:
        seen[record["id"]] += 1
        again = seen[record["id"]]
        yield record if again == 1 else {**record, "id": f"{record['id']}~{again}"}


def repeated(originals: Sequence[Record]) -> Iterator[Record]:
    """Yield the originals, then without end copies with ids of their own and paragraphs and sentences shuffled."""
    yield from originals
    for turn in count(2):
        for record in originals:
            source = random.Random(f"{_SEED}/{turn}/{record['id']}")
            yield {**record, "id": f"{record['id']}/{turn}", "body": shuffled(record["body"], source)}


def shuffled(text: str, source: random.Random) -> str:
    """Return a text with its paragraphs, and the sentences of each, in another order."""
    paragraphs = [_SENTENCE_ENDS.split(paragraph) for paragraph in text.split("\n")]
    for sentences in paragraphs:
        source.shuffle(sentences)
    source.shuffle(paragraphs)
    return "\n".join(map(" ".join, paragraphs))
