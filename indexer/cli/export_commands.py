"""The commands whose output is a file for other programs: `export` and `batch`. Each returns its exit code."""

import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import click

from indexer import EXPORT_FORMATS, ExportFormat, Language, SearchRequest, export_pieces
from indexer.cli.parameters import (
    aliases_option,
    engine_option,
    facet_options,
    index_option,
    lang_option,
    mode_option,
    opened_index,
    output_option,
    query_words,
    site_option,
    sort_option,
    words_option,
)
from indexer.cli.search_commands import OPTIONS_AS_WORDS
from webui.take_away import page_address


@click.command(name="export", context_settings=OPTIONS_AS_WORDS, short_help="Write the whole result of a search.")
@click.argument("query", nargs=-1, callback=query_words, metavar="[QUERY]...")
@click.option(
    "--format", type=click.Choice(EXPORT_FORMATS), default="csv", show_default=True, help="Format of the file."
)
@output_option
@facet_options
@mode_option
@words_option
@aliases_option
@sort_option
@site_option
@lang_option
@index_option
@engine_option
def export_command(
    format: str,
    output: str | None,
    site: str | None,
    lang: Language,
    index: str | None,
    engine: str | None,
    **request: Any,
) -> int:
    """Write the whole result of a search, without a limit, for spreadsheets, reference managers or programs.

    Without QUERY, all articles are written. Options are those of `timdau search`. CSV opens in Excel and LibreOffice,
    RIS in Zotero and EndNote. Each format says which search it comes from, and when and from which generation of the
    index it was made.

    \b
    timdau export hội nghị --forum arf --year 2020 --format ris -o arf-2020.ris
    """
    with opened_index(index=index, engine=engine) as opened:
        wanted = SearchRequest(**request, snippets=False)
        with opened.stream(wanted, lang=lang) as stream:
            pieces = export_pieces(
                stream,
                cast(ExportFormat, format),
                page=lambda id: page_address(site, id) if site else None,
                made=datetime.now(UTC),
                lang=lang,
            )
            write_output(pieces, output)
    return 0


def write_output(pieces: Iterable[str], output: str | None) -> None:
    """Write text in UTF-8 to a file or standard output; nothing is left or printed if the first piece fails.

    A file appears under its name only once it is complete.
    """
    if output in (None, "-"):
        for piece in pieces:
            sys.stdout.buffer.write(piece.encode())
        return
    unfinished = Path(f"{output}.part")
    try:
        with unfinished.open("wb") as file:
            for piece in pieces:
                file.write(piece.encode())
        unfinished.replace(output)
    finally:
        unfinished.unlink(missing_ok=True)
