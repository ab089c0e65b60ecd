"""What completing a half-typed text costs, and what it costs to write the table of words.

usage: python -m bench.type_ahead [--articles N] [--copies N] [--index DIR] [--limit MS] [--engine NAME]

Indexes the first N articles (all by default), and completes the first one to nine letters of the first words of 500
titles, with and without accents. Prints percentiles of the processor time of a completion, for words that were shown
before and for those that are shown for the first time, and the seconds and bytes of the table of words; fails if the
99th percentile of the former is over the limit. With --copies, the segments of the index are used that many times: 24
copies of 41,310 articles are 991,440, whose words are as many but occur more often.
"""

import argparse
import gc
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from bench.corpus import CORPUS_SIZE, records
from bench.corpus_files import index_records
from bench.measure import percentile
from indexer import ENGINES, Index, open_index
from indexer.analysis import word
from indexer.config import DEFAULT_ENGINE
from indexer.engines.arrays.segments.segment_infos import read_segment_infos, write_segment_infos
from indexer.store.generation import begin, link_engine, publish
from indexer.store.manifest import MOST_WORDS, WORDS, engine_folder, read_manifest
from indexer.store.word_table import write_word_table
from webui.server import GC_THRESHOLDS

_TITLES = 500
_LONGEST = 9


def main() -> int:
    """Run the benchmark."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="timdau-bench-") as temporary:
        folder = options.index or Path(temporary, "index")
        if not (folder / "manifest.json").exists():
            index_records(options.articles, folder, options.engine)
        if options.copies > 1:
            original, folder = folder, Path(temporary, "copies")
            _copy(original, folder, options.copies)
        _table(folder)
        with open_index(folder, engine=options.engine) as index:
            return _complete(index, list(_typed(options.articles)), options.limit)


def _complete(index: Index, texts: list[str], limit: float) -> int:
    index.suggest("a")
    gc.set_threshold(*GC_THRESHOLDS)
    first = [_milliseconds(index, text) for text in texts]
    again = [_milliseconds(index, text) for text in texts]
    for name, times in (("for the first time", first), ("again", again)):
        slowest = texts[times.index(max(times))]
        print(
            f"{len(times):,} completions {name} in {index.stats().articles:,} articles: "
            f"p50 {percentile(times, 0.5):.2f} ms, p99 {percentile(times, 0.99):.2f} ms, "
            f"maximum {max(times):.2f} ms (“{slowest}”)"
        )
    return int(percentile(again, 0.99) > limit)


def _milliseconds(index: Index, text: str) -> float:
    started = time.process_time()
    index.suggest(text)
    return (time.process_time() - started) * 1e3


def _typed(articles: int) -> Iterator[str]:
    """Yield the starts of titles, as typed letter by letter: with accents, then without."""
    titles = (record.get("title") or record["body"] for record in records(articles))
    for title in islice(titles, _TITLES):
        start = " ".join(title.split()[:3])
        plain = " ".join(word(each).folded for each in start.split())
        for text in (start, plain):
            yield from (text[:end] for end in range(1, min(len(text), _LONGEST) + 1))


def _table(folder: Path) -> None:
    """Print what the table of words of an index takes."""
    manifest = read_manifest(folder)
    reader = ENGINES[manifest.engine].reader(engine_folder(folder, manifest))
    with tempfile.TemporaryDirectory(prefix="timdau-bench-") as temporary:
        for turn in ("first", "again"):
            started = time.process_time()
            listed = reader.word_list(MOST_WORDS)
            counted = time.process_time()
            write_word_table(Path(temporary, turn), listed)
            written = time.process_time()
            print(
                f"{len(listed):,} words {turn}: counted in {counted - started:.2f} s, "
                f"written in {written - counted:.2f} s, {manifest.files[WORDS].bytes:,} bytes"
            )
    reader.close()


def _copy(original: Path, folder: Path, copies: int) -> None:
    """Make an index of the arrays engine whose segments are those of another one, several times."""
    manifest = read_manifest(original)
    folder.mkdir()
    draft = begin(folder, None)
    link_engine(original, manifest, draft)
    infos = read_segment_infos(draft.engine)
    segments = list(infos.segments)
    for number in range(infos.next_segment, infos.next_segment + (copies - 1) * len(infos.segments)):
        source = infos.segments[number % len(infos.segments)]
        segments.append(replace(source, name=f"segment-{number:06}"))
        os.link(draft.engine / source.name, draft.engine / segments[-1].name)
    write_segment_infos(
        draft.engine, replace(infos, segments=segments, next_segment=len(segments) + infos.next_segment)
    )
    reader = ENGINES[manifest.engine].reader(draft.engine)
    write_word_table(draft.words, reader.word_list(MOST_WORDS))
    publish(
        folder,
        None,
        draft,
        engine=manifest.engine,
        articles=len(reader),
        version=manifest.version,
        vocabulary=manifest.vocabulary,
    )
    reader.close()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--articles", type=int, default=CORPUS_SIZE, help=f"number of articles (default: {CORPUS_SIZE:,})"
    )
    parser.add_argument("--copies", type=int, default=1, help="how many times its segments are used (default: 1)")
    parser.add_argument("--index", type=Path, help="keep the index in this folder")
    parser.add_argument("--limit", type=float, default=5.0, help="milliseconds (default: 5)")
    parser.add_argument("--engine", default=DEFAULT_ENGINE, help=f"engine to measure (default: {DEFAULT_ENGINE})")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
