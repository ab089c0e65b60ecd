"""The commands whose output is a file for other programs: `export`, `kwic` and `batch`. Each returns its exit code."""

import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import click

from indexer import (
    EXPORT_FORMATS,
    ExportFormat,
    Language,
    SearchRequest,
    UsageError,
    batch_csv,
    counted_queries,
    counted_query_json,
    export_pieces,
    json_text,
    list_text,
    occurrences_csv,
    queries_in,
)
from indexer.cli.parameters import engine_option, index_option, json_option
from indexer.cli.search_commands import OPTIONS_AS_WORDS
from indexer.cli.search_parameters import (
    aliases_option,
    facet_options,
    lang_option,
    mode_option,
    opened_index,
    output_option,
    public_url_option,
    query_words,
    sort_option,
    words_option,
)
from webui.take_away import page_address, search_address


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
@public_url_option
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
                page=_pages(site),
                made=datetime.now(UTC),
                lang=lang,
            )
            write_output(pieces, output)
    return 0


@click.command(name="kwic", context_settings=OPTIONS_AS_WORDS, short_help="Write each match with the words around it.")
@click.argument("query", nargs=-1, required=True, callback=query_words, metavar="QUERY...")
@output_option
@facet_options
@mode_option
@words_option
@aliases_option
@sort_option
@public_url_option
@lang_option
@index_option
@engine_option
def kwic_command(
    output: str | None, site: str | None, lang: Language, index: str | None, engine: str | None, **request: Any
) -> int:
    """Write each match in the articles that a search finds, with the words before and after it, as CSV.

    Options are those of `timdau search`. The work is bounded: if only the first articles could be read, the last row
    says so.

    \b
    timdau kwic '"biển đông"' --year 2016 -o bien-dong.csv
    """
    with (
        opened_index(index=index, engine=engine) as opened,
        opened.stream_occurrences(SearchRequest(**request), lang=lang) as stream,
    ):
        write_output(occurrences_csv(stream, page=_pages(site), made=datetime.now(UTC), lang=lang), output)
    return 0


@click.command(name="batch", short_help="Count what each query of a list finds.")
@click.argument("file", metavar="FILE")
@output_option
@facet_options
@mode_option
@words_option
@aliases_option
@public_url_option
@lang_option
@json_option
@index_option
@engine_option
def batch_command(
    file: str,
    output: str | None,
    site: str | None,
    lang: Language,
    as_json: bool,
    index: str | None,
    engine: str | None,
    **request: Any,
) -> int:
    """Count what each query of a list finds: in all, and by how closely accents match.

    FILE is a text file in UTF-8 with one query per line, `-` for standard input. Output is CSV, with --json one object
    per line. Put names in quotation marks to find them as a whole. A query of which no article has all the words finds
    0.

    \b
    timdau batch ten-goi.txt --year 2010..2022 -o so-bai.csv
    """
    queries = queries_in(_text(file))
    with opened_index(index=index, engine=engine) as opened:
        wanted = SearchRequest(**request)
        counted = counted_queries(opened, queries, wanted, lang)
        rows: Iterable[str]
        if as_json:
            rows = (json_text(counted_query_json(each)) + "\n" for each in counted)
        else:
            rows = batch_csv(
                counted,
                wanted,
                search=lambda query: search_address(site, wanted, query, lang) if site else None,
                made=datetime.now(UTC),
                lang=lang,
            )
        write_output(rows, output)
    return 0


def _pages(site: str | None) -> Callable[[str], str | None]:
    """Return what gives the address of the page of an article; None for all if the site is not known."""
    return lambda id: page_address(site, id) if site else None


def _text(file: str) -> str:
    """Return a text file or standard input. Raises `UsageError` for what is not UTF-8."""
    data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    try:
        return list_text(data)
    except UnicodeDecodeError as error:
        raise UsageError(f"{file} is not text in UTF-8 (byte {error.start}); save it as UTF-8") from error


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
