"""What a damaged index answers: random bits of each array are flipped, one by one, and many questions are asked.

    python -m bench.damage [--flips N] [--seed N] [--large]

Prints for each array how many flips left all answers right, led to a clear error, changed an answer without a word, or
ended in another exception, and how many `verify` missed. The index is that of the sample collection; memory is limited,
so that a flip that asks for gigabytes shows.
"""

import argparse
import mmap
import random
import resource
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from indexer import (
    SORTS,
    Facet,
    FacetCode,
    Index,
    SearchRequest,
    StorageError,
    open_index,
    reindex,
    request_field,
    verify,
)
from indexer.engines.arrays.segments import segment
from indexer.engines.arrays.segments.container import open_container
from indexer.store.manifest import engine_folder, read_manifest

_SAMPLE = Path(__file__).resolve().parent.parent / "docs_in"
_DIRECTORY = "(directory)"
_MEMORY = 4 << 30
_WORDS = 24
"""The most words of titles that questions are made of."""
_ARTICLES = 12
"""About this many articles are opened and explained."""


class Outcome(Enum):
    """What became of the answers, from best to worst."""

    RIGHT = "right"
    ERROR = "clear error"
    SILENT = "silent wrong"
    EXCEPTION = "other exception"


class Flip(NamedTuple):
    """A bit of an array: its byte in the file, and which of the eight."""

    array: str
    byte: int
    bit: int


@dataclass(frozen=True, slots=True)
class Question:
    """A request, and the articles that are opened and whose scores are explained."""

    request: SearchRequest
    articles: Sequence[str] = ()

    def answer(self, index: Index) -> str:
        """Return everything that a reader sees of the answer."""
        result = index.search(self.request)
        seen: list[object] = [result.total, result.hits, result.facets, result.problems, result.notices]
        seen += [index.explain(self.request, article_id) for article_id in self.articles]
        seen += [index.article(article_id) for article_id in self.articles]
        return repr(seen)


def main() -> None:
    """Flip, ask and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--flips", type=int, default=12, help="flips in each array (default: 12)")
    parser.add_argument("--seed", type=int, default=13)
    parser.add_argument("--large", action="store_true", help="check on opening only what is checked of a large segment")
    options = parser.parse_args()
    if options.large:
        segment.SMALL = 0
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    with tempfile.TemporaryDirectory(prefix="timdau-damage-") as name:
        index = Path(name, "index")
        reindex([_SAMPLE], index=index)
        with open_index(index) as opened:
            asked = questions(opened)
        print(f"{len(asked)} questions")
        show(damage(index, flips(segment_of(index), options.flips, random.Random(options.seed)), asked))


def show(damaged: Iterable[tuple[Flip, Outcome, bool]]) -> None:
    """Print a row for each array, and the sums."""
    rows: dict[str, Counter[Outcome]] = {}
    total, missed = Counter[Outcome](), 0
    for flip, outcome, is_found in damaged:
        rows.setdefault(flip.array, Counter())[outcome] += 1
        total[outcome] += 1
        missed += not is_found
    print(f"{'':24}", *(f"{outcome.value:>16}" for outcome in Outcome))
    for name, counts in [*rows.items(), ("all", total)]:
        print(f"{name:24}", *(f"{counts[outcome]:16}" for outcome in Outcome))
    print(f"{missed} of {total.total()} not found by verify")


def segment_of(index: Path) -> Path:
    """Return the file of the only segment."""
    (path,) = engine_folder(index, read_manifest(index)).glob("segment-*")
    return path


def flips(path: Path, number: int, rng: random.Random) -> Iterator[Flip]:
    """Draw bits of each array that has any, and of the directory at the end of the file."""
    arrays = {name: array for name, array in open_container(path).arrays.items() if array.nbytes}
    addresses = {name: array.ctypes.data for name, array in arrays.items()}
    # The mapping starts at a page, and the first array in that page.
    base = min(addresses.values()) // mmap.PAGESIZE * mmap.PAGESIZE
    ranges = {name: (address - base, arrays[name].nbytes) for name, address in addresses.items()}
    end = max(start + length for start, length in ranges.values())
    for name, (start, length) in {**ranges, _DIRECTORY: (end, path.stat().st_size - end)}.items():
        for _ in range(number):
            yield Flip(name, start + rng.randrange(length), rng.randrange(8))


def damage(index: Path, drawn: Iterable[Flip], asked: Sequence[Question]) -> Iterator[tuple[Flip, Outcome, bool]]:
    """Yield each flip with its outcome, and whether `verify` finds it. The index is sound before and after."""
    path = segment_of(index)
    sound = path.read_bytes()
    with open_index(index) as opened:
        right = [question.answer(opened) for question in asked]
    for flip in drawn:
        damaged = bytearray(sound)
        damaged[flip.byte] ^= 1 << flip.bit
        _replace(path, damaged)
        yield flip, outcome(index, asked, right), not verify(index).sound
    _replace(path, sound)


def outcome(index: Path, asked: Sequence[Question], right: Sequence[str]) -> Outcome:
    """Return the worst outcome of all questions."""
    try:
        with open_index(index) as opened:
            return max((_outcome(opened, *each) for each in zip(asked, right, strict=True)), key=list(Outcome).index)
    except StorageError:
        return Outcome.ERROR
    except Exception:
        return Outcome.EXCEPTION


def _outcome(index: Index, question: Question, right: str) -> Outcome:
    try:
        return Outcome.RIGHT if question.answer(index) == right else Outcome.SILENT
    except StorageError:
        return Outcome.ERROR
    except Exception:
        return Outcome.EXCEPTION


def _replace(path: Path, content: bytes | bytearray) -> None:
    """Write a file under its name again; whoever has the old one open keeps it."""
    path.unlink()
    path.write_bytes(content)


def questions(index: Index) -> list[Question]:
    """Return requests of all kinds with words of the articles; the first ones also open and explain articles."""
    articles = [hit.id for hit in index.iterate(SearchRequest(sort="title"))]
    chosen = articles[:: max(1, len(articles) // _ARTICLES)]
    titles = [(found.title or "").split() for each in chosen if (found := index.article(each))]
    words = [word for title in titles for word in title if word.isalpha()][::2][:_WORDS]
    pairs = [" ".join(title[:2]) for title in titles]
    values = [
        (facet, found.value) for facet, listed in index.search(SearchRequest()).facets.items() for found in listed
    ]
    queries = [
        *words,
        *(f"{left} {right}" for left, right in pairwise(words)),
        *(f'"{pair}"' for pair in pairs),
        *(f'"{pair}"~3' for pair in pairs),
        *(f"{word[:2]}*" for word in words[::2]),
        *(f"{word}~" for word in words[::4]),
        *(f"title:{word}" for word in words[::2]),
        *(f"{word} -{words[0]}" for word in words[1::4]),
    ]
    plain = [Question(SearchRequest(query=query), chosen[n % _ARTICLES :][:1]) for n, query in enumerate(queries)]
    sorts = [Question(SearchRequest(sort=sort), chosen) for sort in SORTS]
    choices = [Question(_choosing(*value, query)) for value in values[::5] for query in ("", words[0])]
    return [*plain, *sorts, *choices]


def _choosing(facet: Facet, value: FacetCode, query: str) -> SearchRequest:
    chosen: dict[str, Any] = {request_field(facet): ((value, value) if isinstance(value, int) else value,)}
    return SearchRequest(query=query, **chosen)


if __name__ == "__main__":
    main()
