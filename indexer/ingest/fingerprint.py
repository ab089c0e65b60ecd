"""The fingerprint of an article as it was read."""

import hashlib
from collections.abc import Iterable

from indexer.ingest.source import FIELDS, Given, Kind, RawArticle
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
    utf8: bytes | None = None,
    confidence: float = 1.0,
) -> RawArticle:
    """Build a `RawArticle` whose fingerprint is a SHA-256 over all its other fields, in hexadecimal.

    `utf8` is the text in UTF-8, for who has it already.
    """
    problems = tuple(problems)
    stated = [getattr(given, name) for name in FIELDS]
    rest = (
        *(id, path, encoding, kind, confidence),
        [None if each is None else (each.value, each.basis) for each in stated],
        [(problem.code, problem.text, problem.at) for problem in problems],
    )
    # Unlike `repr`, `ascii` does not depend on which characters a version of Python calls printable.
    digest = hashlib.sha256(ascii(rest).encode())
    digest.update(text.encode() if utf8 is None else utf8)
    return RawArticle(id, path, text, encoding, kind, given, digest.hexdigest(), problems, confidence)
