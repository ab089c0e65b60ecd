"""How often a correction is offered for a query without mistakes, and how often the right one for a query with one.

usage: python -m bench.did_you_mean INDEX

Both sets are made from `did_you_mean.toml`, written by hand, and from the articles of `docs_in`, at random but with a
fixed seed. The 500 queries without mistakes are the Vietnamese ones without their accents, the English ones, and
one to five consecutive words of an article, from Vietnamese and English ones in turn. The queries with mistakes are
those of the file: each Vietnamese one with accents as typed by Telex, VNI and VIQR, and each one with a word of five
letters four times with a letter wrong. Only those count of which the archive has an article with all the words. The
right correction of a wrong letter has the same letters as what was meant, whatever the accents.
"""

import argparse
import random
import sys
import time
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import NamedTuple

from bench.mistyping import keystrokes, misspelled
from indexer import Index, SearchRequest, Suggestion, open_index
from indexer.analysis import TYPING_METHODS, tokenise, word

ROOT = Path(__file__).resolve().parent.parent
NUMBER = 500
"""The number of queries without mistakes."""
_SEED = 14
_KINDS = ("keystrokes", "spelling")


class Mistyped(NamedTuple):
    """A query with a mistake, the one that was meant, and how the mistake was made."""

    query: str
    meant: str
    kind: str


def bare_queries() -> list[str]:
    """Return the queries without mistakes."""
    vietnamese, english = _written()
    queries = list(dict.fromkeys([*map(_bare, vietnamese), *english]))
    rng = random.Random(_SEED)
    passages = {folder: list(_passages(folder)) for folder in ("vietnamese", "english")}
    while len(queries) < NUMBER:
        words = rng.choice(passages["english" if len(queries) % 2 else "vietnamese"])
        length = rng.randint(1, 5)
        start = rng.randrange(max(1, len(words) - length))
        query = _bare(" ".join(words[start : start + length]))
        if query not in queries:
            queries.append(query)
    return queries


def mistyped_queries() -> list[Mistyped]:
    """Return the queries with mistakes."""
    vietnamese, english = _written()
    rng = random.Random(_SEED)
    found = [
        Mistyped(" ".join(keystrokes(each, method, at_end=rng.random() < 0.5) for each in meant.split()), meant, method)
        for meant in map(str.lower, vietnamese)
        for method in TYPING_METHODS
        if not meant.isascii()
    ]
    for meant in [*map(_bare, vietnamese), *english]:
        if max(map(len, meant.split())) >= 5:
            found += [Mistyped(misspelled(meant, rng), meant, "letter") for _ in range(4)]
    return found


def offered(index: Index, query: str) -> list[Suggestion]:
    """Return the corrections that are offered for a query."""
    request = SearchRequest(query, size=1, facets=(), snippets=False, suggestions=True)
    return [each for each in index.search(request).suggestions if each.kind in _KINDS]


def has(index: Index, query: str) -> bool:
    """Return whether an archive has what was meant: an article with all the words."""
    found = index.search(SearchRequest(query, size=1, facets=(), snippets=False))
    return found.total > 0 and all(notice.code != "relaxed" for notice in found.notices)


def is_right(mistyped: Mistyped, suggestion: Suggestion) -> bool:
    """Return whether a correction is the query that was meant."""
    shown = suggestion.query.lower()
    return _bare(shown) == mistyped.meant if mistyped.kind == "letter" else shown == mistyped.meant


def main() -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index", type=Path, help="folder of an index")
    parser.add_argument(
        "--verbose", action="store_true", help="print wrong offers and mistakes that were not corrected"
    )
    options = parser.parse_args()
    with open_index(options.index) as index:
        for order in ("first", "second"):
            times = sorted(_milliseconds(index, query) for query in bare_queries())
            print(
                f"suggestions, {order} time: median {median(times):.1f} ms, 95 % within {times[-NUMBER // 20]:.1f} ms"
            )
        false = [(query, each) for query in bare_queries() for each in offered(index, query)]
        print(f"false offers {len({query for query, _ in false})} of {NUMBER}")
        cases = [(each, offered(index, each.query)) for each in mistyped_queries() if has(index, each.meant)]
    for kind in (*TYPING_METHODS, "letter"):
        own = [(each, found) for each, found in cases if each.kind == kind]
        right = sum(any(is_right(each, one) for one in found) for each, found in own)
        print(f"{kind:6} {right} of {len(own)} found ({right / len(own):.0%})")
    if options.verbose:
        for query, suggestion in false:
            print("false:", query, suggestion)
        for each, found in cases:
            if not any(is_right(each, one) for one in found):
                print("missed:", *each, found)
    return 0


def _milliseconds(index: Index, query: str) -> float:
    """Return the processor time that suggestions add to a search."""
    request = SearchRequest(query, size=1, facets=(), snippets=False)
    started = time.process_time()
    index.search(request)
    searched = time.process_time()
    index.search(replace(request, suggestions=True))
    return (time.process_time() - searched - (searched - started)) * 1000


def _written() -> tuple[list[str], list[str]]:
    data = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return data["vietnamese"].splitlines(), data["english"].splitlines()


def _passages(language: str) -> Iterator[list[str]]:
    """Yield the words of each line of the articles in a language."""
    for file in sorted((ROOT / "docs_in").rglob("*.txt")):
        if (file.parent.name == "english") == (language == "english"):
            for line in file.read_text("utf-8", errors="ignore").splitlines():
                words = [
                    token.word.surface for token in tokenise(line) if token.width == 1 and token.word.surface.isalpha()
                ]
                if len(words) > 1:
                    yield words


def _bare(text: str) -> str:
    return " ".join(word(each).folded for each in text.split())


if __name__ == "__main__":
    sys.exit(main())
