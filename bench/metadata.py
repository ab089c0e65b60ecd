"""How well forums, topics and years are read: extraction over the labelled articles beside the project.

    python -m bench.metadata

Prints what the scorer of the labels says, and the processor time an article takes. The texts are looked up in the
shared corpus; where an id stands there twice, the first article counts. Says so and ends where the folder is absent.
"""

import json
import lzma
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from bench.shared import CORPUS, SHARED, require
from indexer.extract import extract
from indexer.ingest.metadata import state
from indexer.ingest.source import Given, RawArticle
from indexer.model import Article

ROUNDS = 7
BATCH, EVERY = 64, 14
LABELS, SCORER = SHARED / "labels" / "dev.jsonl", SHARED / "labels" / "score.py"


def main() -> None:
    """Extract, score and print."""
    require(LABELS, SCORER, CORPUS)
    with LABELS.open(encoding="utf-8") as lines:
        wanted = {json.loads(line)["id"] for line in lines}
    raws = list(raw_articles(wanted))
    score(extract(raws))
    print(f"{cost(raws):.3f} ms of processor time an article, as a record (median of {ROUNDS} rounds)")
    print(f"{cost([as_file(raw) for raw in raws]):.3f} ms as a file without metadata, its title on top")
    print(f"{cost(list(corpus_articles(EVERY))):.3f} ms as a record of the whole corpus (every {EVERY}th)")


def cost(raws: Sequence[RawArticle]) -> float:
    """Return the milliseconds of processor time that extraction takes an article: the median of some rounds.

    Articles are extracted in batches, as a run does it.
    """
    batches = [raws[start : start + BATCH] for start in range(0, len(raws), BATCH)]
    spent = []
    for _ in range(ROUNDS):
        started = time.process_time()
        for batch in batches:
            extract(batch)
        spent.append(time.process_time() - started)
    return 1000 * statistics.median(spent) / len(raws)


def as_file(raw: RawArticle) -> RawArticle:
    """Return a record as the text file it might have been."""
    title = raw.given.title.value if raw.given.title else None
    return replace(raw, kind="file", text=f"{title or ''}\n{raw.text}", given=Given())


def raw_articles(wanted: Collection[str]) -> Iterator[RawArticle]:
    """Yield the corpus records with these ids, each id once."""
    left = set(wanted)
    for raw in corpus_articles():
        if raw.id in left:
            left.remove(raw.id)
            yield raw


def corpus_articles(step: int = 1) -> Iterator[RawArticle]:
    """Yield every so manieth corpus record."""
    with lzma.open(CORPUS, "rt", encoding="utf-8") as lines:
        for line in islice(lines, 0, None, step):
            fields = json.loads(line)
            given, _ = state(fields, "record")
            yield RawArticle(fields["id"], CORPUS.name, fields["body"], "utf-8", "record", given, "")


def score(articles: Collection[Article]) -> None:
    """Print the report of the shared scorer."""
    with tempfile.TemporaryDirectory() as folder:
        predictions = Path(folder) / "predictions.jsonl"
        predictions.write_text("".join(map(prediction, articles)), encoding="utf-8")
        subprocess.run([sys.executable, SCORER, LABELS, predictions], check=True)


def prediction(article: Article) -> str:
    """Return an article's metadata as one line for the scorer."""
    forums = [label.id for label in article.forums]
    topics = [label.id for label in article.topics]
    return json.dumps({"id": article.id, "forums": forums, "topics": topics, "year": article.year}) + "\n"


if __name__ == "__main__":
    main()
