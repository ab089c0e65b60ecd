"""The fingerprint of an article as it was read."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict

from indexer.ingest.source import Given, Kind, RawArticle
from indexer.model import Problem


def raw_article(
    *,
    id: str,
    path: str,
    text: str,
    encoding: str,
    kind: Kind,
    given: Given,
    problems: Iterable[Problem] = (),
) -> RawArticle:
    """Build a `RawArticle` whose fingerprint is a SHA-256 over all its other fields, in hexadecimal."""
    problems = tuple(problems)
    rest = [id, path, encoding, kind, asdict(given), [asdict(problem) for problem in problems]]
    digest = hashlib.sha256(json.dumps(rest, sort_keys=True).encode())
    digest.update(text.encode())
    return RawArticle(id, path, text, encoding, kind, given, digest.hexdigest(), problems)
