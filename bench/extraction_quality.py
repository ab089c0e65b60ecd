"""How well forums, topics and years are extracted from the labelled articles, and how long extraction takes.

    python -m bench.extraction_quality

Prints the report of the labels' scorer for the shared labels, for those of the project and for both together, and the
processor time per article with shared labels. Texts come from the real corpus; of records with the same id the first
counts. Exits with a message if the labelled articles are missing.
"""

import json
import lzma
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from bench.corpus import CORPUS, SHARED, require
from indexer.extract import extract
from indexer.ingest.metadata_fields import parse_fields
from indexer.ingest.source import Given, RawArticle
from indexer.model import Article

ROUNDS = 7
BATCH = 64
STEP = 14
LABELS, SCORER = SHARED / "labels" / "dev.jsonl", SHARED / "labels" / "score.py"
OWN_LABELS = Path(__file__).resolve().parent.parent / "tests" / "extract" / "labels" / "labelled.jsonl"
"""Articles labelled for this project, by two readings: their ids and labels, without texts."""


def main() -> None:
    """Extract, score and print."""
    require(LABELS, OWN_LABELS, SCORER, CORPUS)
    shared, own = gold_lines(LABELS), gold_lines(OWN_LABELS)
    raws = list(raw_articles(gold_ids([*shared, *own])))
    predicted = "".join(map(prediction, extract(raws)))
    for name, gold in (("shared", shared), ("own", own), ("all", [*shared, *own])):
        print(f"{name} labels: {json.dumps(score(gold, predicted), indent=1)}")
    ids = gold_ids(shared)
    records = [raw for raw in raws if raw.id in ids]
    print(f"{cost(records):.3f} ms of processor time per article, as a record (median of {ROUNDS} rounds)")
    print(f"{cost([as_file(raw) for raw in records]):.3f} ms as a file without metadata, its title on top")
    print(f"{cost(list(corpus_articles(STEP))):.3f} ms as a record of the whole corpus (every {STEP}th)")


def gold_lines(path: Path) -> list[str]:
    """Return the lines of a file of labels."""
    return path.read_text(encoding="utf-8").splitlines()


def gold_ids(lines: Iterable[str]) -> set[str]:
    """Return the ids of labelled articles."""
    return {json.loads(line)["id"] for line in lines}


def cost(raws: Sequence[RawArticle]) -> float:
    """Return the median processor time of extraction in milliseconds per article, in batches as in a run."""
    batches = [raws[start : start + BATCH] for start in range(0, len(raws), BATCH)]
    spent = []
    for _ in range(ROUNDS):
        started = time.process_time()
        for batch in batches:
            extract(batch)
        spent.append(time.process_time() - started)
    return 1000 * statistics.median(spent) / len(raws)


def as_file(raw: RawArticle) -> RawArticle:
    """Return a record as a text file with the same title and body."""
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
    """Yield every `step`-th corpus record."""
    with lzma.open(CORPUS, "rt", encoding="utf-8") as lines:
        for line in islice(lines, 0, None, step):
            fields = json.loads(line)
            given, _ = parse_fields(fields, "record")
            yield RawArticle(fields["id"], CORPUS.name, fields["body"], "utf-8", "record", given, "")


def score(gold: Iterable[str], predicted: str) -> dict[str, float]:
    """Return the scorer's report on lines of labels and of predictions."""
    with tempfile.TemporaryDirectory() as folder:
        labels, predictions = Path(folder) / "labels.jsonl", Path(folder) / "predictions.jsonl"
        labels.write_text("\n".join(gold), encoding="utf-8")
        predictions.write_text(predicted, encoding="utf-8")
        run = subprocess.run([sys.executable, SCORER, labels, predictions], check=True, capture_output=True, text=True)
    report: dict[str, float] = json.loads(run.stdout)
    return report


def prediction(article: Article) -> str:
    """Return an article's metadata as one line for the scorer."""
    forums = [label.id for label in article.forums]
    topics = [label.id for label in article.topics]
    return json.dumps({"id": article.id, "forums": forums, "topics": topics, "year": article.year}) + "\n"


if __name__ == "__main__":
    main()
