"""Sidecars: a small TOML file next to an article that states its metadata.

The sidecar of `som.txt` is `som.txt.meta.toml` or, if there is no such file, `som.meta.toml`.
"""

import tomllib
from pathlib import Path

from indexer.ingest.metadata_fields import EXTERNAL_KEYS, ExternalMetadata, parse_external
from indexer.model import Problem

SUFFIX = ".meta.toml"
MAX_BYTES = 1 << 20


def sidecar_names(article: str, extension: str) -> tuple[str, str]:
    """Return the names that the sidecar of an article file may have; the first one found is used."""
    return article + SUFFIX, article[: -len(extension)] + SUFFIX


def read_sidecar(path: Path, name: str) -> ExternalMetadata:
    """Read a sidecar; problems call it `name`.

    Raises OSError if it cannot be read: what it states is then unknown.
    """
    with path.open("rb") as file:
        return parse_sidecar(file.read(MAX_BYTES + 1), name)


def parse_sidecar(data: bytes, name: str) -> ExternalMetadata:
    """Parse the first `MAX_BYTES + 1` bytes of a sidecar."""
    if len(data) > MAX_BYTES:
        return _unusable(name, f"larger than {MAX_BYTES >> 20} MiB")
    try:
        fields = tomllib.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        return _unusable(name, f"not TOML in UTF-8: {error}")
    external = parse_external(fields, "sidecar")
    unknown = tuple(
        Problem("unknown-key", f"{name}: unknown key {key!r} is ignored; known keys are {' '.join(EXTERNAL_KEYS)}")
        for key in fields
        if key not in EXTERNAL_KEYS
    )
    return external._replace(problems=external.problems + unknown)


def _unusable(name: str, why: str) -> ExternalMetadata:
    return ExternalMetadata(problems=(Problem("bad-sidecar", f"{name} is ignored: {why}"),))
