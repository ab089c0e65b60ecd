"""Read damaged segments with the kernel, any number of times: python -m tests.engines.arrays.kernel_fuzz ROUNDS SEED

Each round damages a few numbers of a segment's arrays and asks all that the kernel answers, for every query. It may
refuse or answer anything, but never read or write where it must not: run it with a kernel whose compiler checks that.
Set TIMDAU_TEST_KERNEL to the path of such a kernel.
"""

import importlib.util
import os
import random
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, get_args

import numpy as np

NAME = "indexer.engines.arrays.kernel._kernel"
if path := os.environ.get("TIMDAU_TEST_KERNEL"):
    _spec = importlib.util.spec_from_file_location(NAME, path)
    assert _spec
    assert _spec.loader
    sys.modules[NAME] = importlib.util.module_from_spec(_spec)
    _spec.loader.exec_module(sys.modules[NAME])

from indexer.engines.arrays import ArraysEngine  # noqa: E402  # after the kernel to test is in its place
from indexer.engines.arrays import kernel as package  # noqa: E402
from indexer.engines.arrays.kernel import kernel  # noqa: E402
from indexer.engines.arrays.searching.kernel_plan import KernelPlan, NodeKind  # noqa: E402
from indexer.engines.arrays.searching.scorer import ScoredQuery  # noqa: E402
from indexer.engines.arrays.searching.segment_matcher import ExpanderCache, SegmentMatcher  # noqa: E402
from indexer.engines.arrays.segments.segment import Segment  # noqa: E402
from indexer.engines.budget import Budget  # noqa: E402
from indexer.model import Article, Label, Mode  # noqa: E402
from indexer.query import parse  # noqa: E402

if TYPE_CHECKING:
    from indexer.engines.arrays.kernel._kernel import Match, SegmentKernel

WORDS = (
    *("hội", "hồi", "hoi", "hợi", "hói", "hỏi", "họi", "hối", "hòi", "hơi", "nghị", "nghi", "nghỉ", "biển", "biến"),
    *("Đông", "đồng", "dong", "hạt", "nhân", "Covid-19", "ADMM+", "Thứtrưởng", "thượng", "đỉnh", "quốc", "phòng"),
)
QUERIES = (
    *("hoi", "hội", "hồi nghị", "bien dong", "biển Đông hạt nhân", '"hoi nghi bien dong"', '"hội nghị biển"'),
    *('"biển Đông" nghi', "hoi* nghi", "hoi -nghi", "hội OR biển", "forum:arf hoi", "covid-19 nghi", "thượng đỉnh"),
    *("title:hoi", "=hội nghị", "~hội nghị", "quốc phòng hội nghị thượng đỉnh", '"quoc phong hoi nghi thuong"'),
)
_WIDTHS = dict(
    re.findall(
        r"^ +ARRAY\((\w+), (\d)\)", Path(package.__file__).with_name("format.h").read_text("utf-8"), re.MULTILINE
    )
)
READ = [*_WIDTHS]
"""The arrays that the kernel reads."""
READ_IN_ANY_WIDTH = {name for name, width in _WIDTHS.items() if width == "0"}
"""Those whose numbers may have up to 8 bytes."""
_LEADS = 356
_ARTICLES = 150

_FLAGS = np.arange(_ARTICLES) % 3 > 0

Asked = tuple[Any, Any, Any, tuple[Any, ...], int]


def segment_of(folder: Path) -> Segment:
    """Write a segment that has all that the kernel reads: dense terms, many spellings, bigrams, leads, profiles."""
    rng = random.Random(1)
    articles = [
        Article(
            f"a{number}",
            "batch.jsonl",
            " ".join(rng.choices(WORDS, k=rng.randint(1, 60))),
            title=" ".join(rng.choices(WORDS, k=4)),
            forums=rng.choice(((), (Label("arf", ""),), (Label("g7", ""),))),
        )
        for number in range(_ARTICLES)
    ]
    engine = ArraysEngine()
    writer = engine.writer(folder)
    writer.put(engine.prepare(articles))
    writer.commit()
    segment: Segment = engine.reader(folder)._segments[0]
    return segment


def asked(segment: Segment) -> Iterator[Asked]:
    """Yield what each query asks of the segment in each mode: words, leaves, tree, units, number of leaves."""
    for query in QUERIES:
        tree = parse(query).tree
        for mode in get_args(Mode):
            expanders = ExpanderCache(Budget(), has_accents=mode != "auto", alphabet="abc")
            matcher = SegmentMatcher(segment, expanders)
            plan = KernelPlan(tree, ScoredQuery(tree, mode), expanders.ignores_accents)
            leaves, undeleted = plan.leaves(matcher), (NodeKind.BYTES, np.zeros(segment.documents, np.uint8))
            root = (NodeKind.ALL, plan.tree(matcher), undeleted)
            yield plan.words, leaves, root, plan.units or (), len(leaves)


def damaged(arrays: Mapping[str, Any], rng: random.Random) -> dict[str, Any]:
    """Return the arrays with some numbers of a few of them changed, or an array cut."""
    changed = dict(arrays)
    for name in rng.sample(sorted(arrays), rng.randint(1, 3)):
        array = arrays[name].copy()
        if not len(array):
            continue
        if rng.random() < 0.05:
            changed[name] = array[: rng.randrange(len(array))].copy()  # with nothing after it to read
            continue
        if name in READ_IN_ANY_WIDTH and rng.random() < 0.5:
            array = array.astype(np.uint64)
            array[rng.sample(range(len(array)), len(array) // 20)] = rng.choice((2**31, 2**32, 2**63 - 1, 2**64 - 1))
        bits = array.view(np.uint8)
        for _ in range(rng.choice((1, 1, 3, 30))):
            bits[rng.randrange(len(bits))] = rng.choice((0, 1, 127, 128, 254, 255, rng.randrange(256)))
        changed[name] = array
    return changed


def read(searcher: "SegmentKernel", given: Asked, rng: random.Random) -> int:
    """Ask everything; return how many answers there were."""
    words, leaves, tree, found, leaf_count = given
    match: Match | None = searcher.match(words, leaves, tree, rng.choice((10**9, 50_000, 500)))
    if match is None:
        return 1
    docs = np.frombuffer(match.docs(), np.uint16)
    answers = 2 + len(match.tiers()[:1])
    clauses = tuple((leaf, 1.5) for leaf in range(leaf_count))
    leaves = tuple(range(leaf_count))
    for tier in range(4):
        match.frequencies(tier, leaves)
        match.posting_counts(tier, leaves)
        match.top(tier, clauses, 30)
        match.scores(tier, clauses, docs)
        match.keep(np.array(rng.choices((False, True), k=rng.choice((1, 3, 8)))))
        match.tier_counts()
        answers += 2 * leaf_count + 4
    for leaf in range(leaf_count):
        match.evaluated((NodeKind.NONE_OF, (NodeKind.LEAF, leaf)))
    parts = (NodeKind.ALL, *((NodeKind.LEAF, leaf) for leaf in leaves))
    match.clause_frequencies(parts, _FLAGS)
    match.most_clauses(parts, _FLAGS)
    match.close(parts, tuple(1 / leaf_count for _ in leaves), 0.5)
    known = tuple(doc for doc in docs[:30].tolist() if doc < _ARTICLES)
    match.lead_tokens(known)
    match.nearness(found, 2, _LEADS, known)
    return answers + leaf_count + 5


def fuzz(rounds: int, seed: int) -> tuple[int, int]:
    """Return how many answers there were, and how many times the kernel refused an array."""
    assert kernel
    answers = refusals = 0
    with TemporaryDirectory() as folder:
        segment = segment_of(Path(folder))
        stored = {**segment.container.arrays, "norms": segment.norms}
        arrays = {name: stored[name] for name in READ}
        all_asked = list(asked(segment))
        for number in range(rounds):
            rng = random.Random(seed * 1_000_003 + number)
            try:
                searcher = kernel.SegmentKernel(damaged(arrays, rng), segment.documents, int)
            except ValueError:
                refusals += 1
                continue
            for given in rng.sample(all_asked, 8):
                try:
                    answers += read(searcher, given, rng)
                except ValueError:
                    refusals += 1
    return answers, refusals


if __name__ == "__main__":
    print("{:,} answers, {:,} refusals".format(*fuzz(int(sys.argv[1]), int(sys.argv[2]))))
