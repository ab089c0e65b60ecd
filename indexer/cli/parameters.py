"""How values on the command line are read, and the options that commands share."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import click

from indexer.config import ENGINES, Settings, load_settings

Command = Callable[..., int]

UNKNOWN = "unknown"


def label(value: str) -> str | None:
    """Return the id as it is, None for `unknown`; whether there is such an id is for the index to say."""
    return None if value == UNKNOWN else value


def years(value: str) -> tuple[int, int] | None:
    """Return `2021` or `2010..2022` as an inclusive pair, None for `unknown`."""
    if value == UNKNOWN:
        return None
    match = re.fullmatch(r"([0-9]{1,4})(?:\.\.([0-9]{1,4}))?", value)
    if match is None:
        raise click.BadParameter(f"{value!r} is no year; write 2021, 2010..2022 or {UNKNOWN}")
    first, last = int(match[1]), int(match[2] or match[1])
    if first > last:
        raise click.BadParameter(f"{value!r} ends before it begins; did you mean {last}..{first}?")
    return first, last


index_option = click.option("--index", metavar="DIR", help="Folder of the index (default: index).")
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text for people.")
engine_option = click.option(
    "--engine",
    metavar="NAME",
    help=f"Engine that answers searches: {', '.join(ENGINES)} (default: {ENGINES[0]}).",
)


def facet_options(command: Command) -> Command:
    """Add the six options that choose and exclude facet values to a command."""
    for facet, kind, metavar in (
        ("topic", label, "ID"),
        ("year", years, "Y|Y..Y"),
        ("forum", label, "ID"),
    ):
        for flag, what in ((f"not-{facet}", "Leave out"), (facet, "Only")):
            option = click.option(
                f"--{flag}",
                flag.replace("-", "_") + "s",
                multiple=True,
                type=kind,
                metavar=metavar,
                help=f"{what} articles of this {facet}.",
            )
            command = option(command)
    return command


def settings(**options: object) -> Settings:
    """Return the settings in force here, with the options given on the command line."""
    return load_settings(options, os.environ, Path.cwd())
