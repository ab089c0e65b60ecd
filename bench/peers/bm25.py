"""Plain BM25 over syllables in NumPy, with the usual parameters: what ranking is worth without anything else.

Syllables are runs of letters and digits in lower case, as printed and without accents. Nothing is compressed and no
facets are counted, so that its speed is not compared with that of engines.
"""

import json
import re
from array import array
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.peers.article_rows import rows
from bench.peers.contract import TOP, Answer, Corpus, Query
from indexer.analysis import compose, fold_case, word

K1, B = 1.2, 0.75
_FILE, _IDS, _TERMS = "{}.npz", "ids.json", "{}.json"
_SYLLABLE = re.compile(r"[^\W_]+")


class Bm25Peer:
    """Implements `bench.peers.contract.Peer`."""

    version = f"BM25, k1 {K1}, b {B}"

    def build(self, corpus: Corpus, folder: Path) -> None:
        """Index every article."""
        ids: list[str] = []
        exact: dict[str, int] = {}
        terms, lengths = array("i"), array("i")
        for row in rows(corpus.articles):
            found = _SYLLABLE.findall(fold_case(compose(row.text)))
            ids.append(row.id)
            lengths.append(len(found))
            terms.extend(exact.setdefault(each, len(exact)) for each in found)
        folded: dict[str, int] = {}
        bare = np.array([folded.setdefault(word(each).folded, len(folded)) for each in exact])
        (folder / _IDS).write_text(json.dumps(ids), encoding="utf-8")
        for name, vocabulary, occurrences in (
            ("exact", exact, np.array(terms)),
            ("folded", folded, bare[np.array(terms)]),
        ):
            (folder / _TERMS.format(name)).write_text(json.dumps(vocabulary), encoding="utf-8")
            np.savez(folder / _FILE.format(name), *weighted_postings(occurrences, np.array(lengths), len(vocabulary)))

    def open(self, folder: Path) -> "Bm25Session":
        """Load everything into memory."""
        ids = json.loads((folder / _IDS).read_text(encoding="utf-8"))
        return Bm25Session(ids, *(Bm25Field(folder, name, len(ids)) for name in ("exact", "folded")))


class Bm25Field:
    """The postings of one spelling: from a word to the score it adds to each article."""

    def __init__(self, folder: Path, name: str, documents: int) -> None:
        self._terms: Mapping[str, int] = json.loads((folder / _TERMS.format(name)).read_text(encoding="utf-8"))
        with np.load(folder / _FILE.format(name)) as stored:
            self._starts, self._docs, self._weights = (stored[key] for key in stored.files)
        self._documents = documents

    def scores(self, words: Sequence[str], *, require_all: bool) -> NDArray[np.float64]:
        """Return the score of every article, 0 for those that do not match."""
        scores = np.zeros(self._documents)
        matched = np.zeros(self._documents, np.intp)
        for each in words:
            term = self._terms.get(each)
            if term is not None:
                postings = slice(self._starts[term], self._starts[term + 1])
                scores[self._docs[postings]] += self._weights[postings]
                matched[self._docs[postings]] += 1
        return np.where(matched == len(words), scores, 0.0) if require_all else scores


class Bm25Session:
    """Implements `bench.peers.contract.Session`."""

    def __init__(self, ids: Sequence[str], exact: Bm25Field, folded: Bm25Field) -> None:
        self._ids = ids
        self._exact, self._folded = exact, folded

    def plan(self, query: Query) -> Callable[[], Answer]:
        """Return the search of words, all or any of them; there are no phrases, prefixes and conditions."""
        field = self._exact if query.is_accented else self._folded
        return lambda: self._answer(field.scores(query.words, require_all=query.kind == "all"))

    def _answer(self, scores: NDArray[np.float64]) -> Answer:
        best = np.argsort(-scores, kind="stable")[:TOP]
        hits = tuple((self._ids[doc], None) for doc in best if scores[doc])
        return Answer(int(np.count_nonzero(scores)), hits, dict)


def weighted_postings(
    terms: NDArray[np.integer], lengths: NDArray[np.integer], number: int
) -> tuple[NDArray[np.intp], NDArray[np.integer], NDArray[np.float64]]:
    """Return where the postings of each of `number` terms start, and the article and BM25 weight of each posting.

    `terms` are the terms of all articles in order, `lengths` how many of them each article has.
    """
    documents = len(lengths)
    keys, frequencies = np.unique(
        terms.astype(np.int64) * documents + np.repeat(np.arange(documents), lengths), return_counts=True
    )
    term, doc = np.divmod(keys, documents)
    starts = np.searchsorted(term, np.arange(number + 1))
    found = np.diff(starts)
    idf = np.log1p((documents - found + 0.5) / (found + 0.5))
    norm = K1 * (1 - B + B * lengths / lengths.mean())
    return starts, doc, idf[term] * frequencies / (frequencies + norm[doc])


PEERS = {"bm25": Bm25Peer()}
