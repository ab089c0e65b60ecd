"""A sidecar: a small TOML file beside an article that states its metadata.

For `som.txt` that is `som.txt.meta.toml` or, where there is no such file, `som.meta.toml`.
"""

import tomllib
from pathlib import Path

from indexer.ingest.beside import BESIDE_KEYS, Beside, state_beside
from indexer.model import Problem

SUFFIX = ".meta.toml"
MAX_BYTES = 1 << 20


def names(article: str, extension: str) -> tuple[str, str]:
    """Return the names a sidecar may have, for an article's file name; the first one found counts."""
    return article + SUFFIX, article[: -len(extension)] + SUFFIX


def read_sidecar(path: Path, name: str) -> Beside:
    """Read what a sidecar states; whatever cannot be used is a problem that calls the file `name`.

    Raises OSError where the file cannot be read: nobody knows then what it states.
    """
    with path.open("rb") as file:
        return parse_sidecar(file.read(MAX_BYTES + 1), name)


def parse_sidecar(data: bytes, name: str) -> Beside:
    """Read what the bytes of a sidecar state, up to one more than it may have."""
    if len(data) > MAX_BYTES:
        return _bad(name, "it is larger than 1 MiB")
    try:
        fields = tomllib.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        return _bad(name, f"no TOML in UTF-8: {error}")
    stated = state_beside(fields, "sidecar")
    unknown = tuple(
        Problem("unknown-key", f"{name}: {key!r} is not used; known keys are {' '.join(BESIDE_KEYS)}")
        for key in fields
        if key not in BESIDE_KEYS
    )
    return stated._replace(problems=stated.problems + unknown)


def _bad(name: str, why: str) -> Beside:
    return Beside(problems=(Problem("bad-sidecar", f"{name} is not used: {why}"),))
