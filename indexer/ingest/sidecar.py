"""Sidecars: a small TOML file next to an article that states its metadata.

The sidecar of `som.txt` is `som.txt.meta.toml` or, if there is no such file, `som.meta.toml`.
"""

from typing import IO

from indexer.ingest.limits import LimitExceeded, Runner, run_here
from indexer.ingest.metadata_fields import EXTERNAL_KEYS, ExternalMetadata, parse_external, read_toml
from indexer.model import Problem

SUFFIX = ".meta.toml"
MAX_BYTES = 1 << 20
_HARMLESS = 4096
"""A sidecar of up to this many bytes needs no limits: the worst one takes 30 MB and a few milliseconds."""


def sidecar_names(article: str, extension: str) -> tuple[str, str]:
    """Return the names that the sidecar of an article file may have; the first one found is used."""
    return article + SUFFIX, article[: -len(extension)] + SUFFIX


def read_sidecar(file: IO[bytes], name: str, run: Runner = run_here) -> ExternalMetadata:
    """Read a sidecar, a large one by `run`; problems call it `name`. Raises what reading the file raises."""
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        return _unusable(name, f"larger than {MAX_BYTES >> 20} MiB")
    if len(data) <= _HARMLESS:
        return _parse(data, name)
    try:
        return run(_parse, data, name)
    except LimitExceeded as error:
        return _unusable(name, error.reason)


def _parse(data: bytes, name: str) -> ExternalMetadata:
    try:
        fields = read_toml(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        return _unusable(name, f"not TOML in UTF-8: {error}")
    external = parse_external(fields, "sidecar")
    unknown = tuple(
        Problem("unknown-key", f"{name}: unknown key {key!r:.80} is ignored; known keys are {' '.join(EXTERNAL_KEYS)}")
        for key in fields
        if key not in EXTERNAL_KEYS
    )
    return external._replace(problems=external.problems + unknown)


def _unusable(name: str, why: str) -> ExternalMetadata:
    return ExternalMetadata(problems=(Problem("bad-sidecar", f"{name} is ignored: {why}"),))
