"""The settings in force, and the options of commands of every kind."""

import os
from pathlib import Path

import click

from indexer import BadRequest, UsageError
from indexer.config import DEFAULT_ENGINE, ENGINES, Settings, load_settings

_MOST_CORES = 8


def with_nearest(error: UsageError) -> str:
    """Return the message of an error, with the nearest right value if it has one."""
    nearest = error.nearest if isinstance(error, BadRequest) else None
    return f"{error} Did you mean {nearest}?" if nearest else str(error)


index_option = click.option("--index", metavar="DIR", help="Folder of the index (default: index).")
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
encoding_option = click.option(
    "--encoding",
    metavar="NAME",
    help="Encoding of files for which no sidecar or table states one; overrides what they declare (default: detected).",
)
reading_workers_option = click.option(
    "--workers", metavar="N", help=f"Processes that index (default: the number of cores, at most {_MOST_CORES})."
)
engine_option = click.option(
    "--engine",
    metavar="NAME",
    help=f"Search engine of the index: {', '.join(ENGINES)} (default: {DEFAULT_ENGINE}).",
)


def usable_cores() -> int:
    """Return how many cores this process may use, at most 8, as a single process reads for all."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, _MOST_CORES)


def settings(**options: object) -> Settings:
    """Return the settings in force here, with the options given on the command line."""
    return load_settings(options, os.environ, Path.cwd())
