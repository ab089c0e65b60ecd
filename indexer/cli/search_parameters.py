"""How values of a search are read, the options that several commands with a query have, and the index they ask."""

from collections.abc import Callable

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
    Years,
    open_index,
    parse_years,
    request_field,
)
from indexer.cli.parameters import settings, with_nearest

Command = Callable[..., int]


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


def public_url(_context: click.Context, _parameter: click.Parameter, address: str | None) -> str | None:
    """Return the address of the page, by default that of the settings."""
    return settings(public_url=address).site.public_url


def query_words(context: click.Context, _parameter: click.Parameter, words: tuple[str, ...]) -> str:
    """Return the words of a query as one text.

    Commands with a query take unknown options as words of it, so that `-nga` excludes; what looks like a long option
    is a mistake.
    """
    for word in words:
        if word.startswith("--"):
            raise click.NoSuchOption(word, ctx=context)
    return " ".join(words)


def opened_index(*, index: str | None, engine: str | None) -> Index:
    """Open the index of the settings in force here, with the options given on the command line."""
    chosen = settings(index=index, engine=engine)
    return open_index(chosen.index, engine=chosen.engine)


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
public_url_option = click.option(
    "--public-url",
    "site",
    metavar="URL",
    callback=public_url,
    help="Address of the page, for links to it (default: the setting public_url).",
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
