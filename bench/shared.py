"""Where the real articles and queries are that benchmarks measure with, beside the project."""

import sys
from pathlib import Path

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
CORPUS = SHARED / "corpus" / "articles.jsonl.xz"
QUERIES = SHARED / "relevance" / "known_item_dev.jsonl"


def require(*paths: Path) -> None:
    """End the program with a sentence where something to measure with is not there."""
    missing = [str(path) for path in paths if not path.exists()]
    if missing:
        sys.exit(f"nothing to measure with: {', '.join(missing)} is not there")
