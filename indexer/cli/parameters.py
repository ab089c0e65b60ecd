"""How values on the command line are read, and the options that several commands have."""

import os
from collections.abc import Callable
from pathlib import Path

import click

from indexer import (
    DEFAULT_LANGUAGE,
    FACET_KINDS,
    FACETS,
    LANGUAGES,
    MODES,
    SORTS,
    UNKNOWN,
    WORD_MODES,
    BadRequest,
    FacetChoice,
    Index,
    Labels,
    Names,
    UsageError,
    Years,
    open_index,
    parse_years,
    request_field,
)
from indexer.config import DEFAULT_ENGINE, ENGINES, Settings, load_settings

Command = Callable[..., int]
_MOST_CORES = 8


def identifier(value: str) -> str:
    """Return an id as it was typed; whether it exists is known only to the index.

    Bytes that are not UTF-8, which Python passes on as lone surrogates, are replaced.
    """
    return value.encode("utf-8", "replace").decode()


def value(text: str) -> str | None:
    """Return an id or a name, None for `unknown`."""
    return None if text == UNKNOWN else identifier(text)


def years(value: str) -> tuple[int, int] | None:
    """Return `2021` or `2010..2022` as an inclusive pair, None for `unknown`."""
    try:
        return None if value == UNKNOWN else parse_years(value)
    except BadRequest as error:
        raise click.BadParameter(with_nearest(error)) from error


def site_address(_context: click.Context, _parameter: click.Parameter, address: str | None) -> str | None:
    """Return the address of a site; it must say how it is reached."""
    if address is not None and not address.startswith(("http://", "https://")):
        raise click.BadParameter(f"“{address}” does not start with https:// or http://")
    return address


def query_words(context: click.Context, _parameter: click.Parameter, words: tuple[str, ...]) -> str:
    """Return the words of a query as one text.

    Commands with a query take unknown options as words of it, so that `-nga` excludes; what looks like a long option
    is a mistake.
    """
    for word in words:
        if word.startswith("--"):
            raise click.NoSuchOption(word, ctx=context)
    return " ".join(words)


def with_nearest(error: UsageError) -> str:
    """Return the message of an error, with the nearest right value if it has one."""
    nearest = error.nearest if isinstance(error, BadRequest) else None
    return f"{error}; did you mean {nearest}?" if nearest else str(error)


index_option = click.option("--index", metavar="DIR", help="Folder of the index (default: index).")
mode_option = click.option(
    "--mode", type=click.Choice(MODES), default="auto", show_default=True, help="Which accents match."
)
words_option = click.option(
    "--words",
    type=click.Choice(WORD_MODES),
    default="joined",
    show_default=True,
    help="Whether syllables that the archive mostly writes side by side are one word.",
)
aliases_option = click.option(
    "--aliases",
    type=click.Choice(("on", "off")),
    default="on",
    show_default=True,
    callback=lambda _context, _parameter, value: value == "on",
    help="Whether a name of a forum or topic also finds its other names.",
)
sort_option = click.option(
    "--sort", type=click.Choice(SORTS), default="relevance", show_default=True, help="Order of the hits."
)
lang_option = click.option(
    "--lang",
    type=click.Choice(list(LANGUAGES)),
    default=DEFAULT_LANGUAGE,
    show_default=True,
    help="Language of labels and messages.",
)
output_option = click.option(
    "-o", "--output", metavar="FILE", help="File to write, replaced if it exists (default: standard output)."
)
site_option = click.option(
    "--site", metavar="URL", callback=site_address, help="Address of the search page, for links to it (default: none)."
)
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


_FACET_VALUES: dict[type, tuple[Callable[[str], FacetChoice], str]] = {
    Labels: (value, "ID"),
    Years: (years, "Y|Y..Y"),
    Names: (value, "NAME"),
}
"""For each kind of facet, how a value is read, and its name in the help."""


def facet_options(command: Command) -> Command:
    """Add the options that choose and exclude facet values to a command."""
    for facet in reversed(FACETS):
        read, metavar = _FACET_VALUES[type(FACET_KINDS[facet])]
        for excluded, what in ((True, "Leave out"), (False, "Only")):
            option = click.option(
                f"--{'not-' if excluded else ''}{facet}",
                request_field(facet, excluded=excluded),
                multiple=True,
                type=read,
                metavar=metavar,
                help=f"{what} articles of this {facet}.",
            )
            command = option(command)
    return command


def usable_cores() -> int:
    """Return how many cores this process may use, at most 8, as a single process reads for all."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, _MOST_CORES)


def opened_index(*, index: str | None, engine: str | None) -> Index:
    """Open the index of the settings in force here, with the options given on the command line."""
    chosen = settings(index=index, engine=engine)
    return open_index(chosen.index, engine=chosen.engine)


def settings(**options: object) -> Settings:
    """Return the settings in force here, with the options given on the command line."""
    return load_settings(options, os.environ, Path.cwd())
