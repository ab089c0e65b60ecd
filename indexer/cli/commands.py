"""The commands of `timdau`; each returns its exit code."""

from typing import Any

import click

from indexer import (
    MODES,
    SORTS,
    Language,
    SearchRequest,
    Skipped,
    article_json,
    extract_articles,
    open_index,
    reindex,
    report_json,
    result_json,
    stats_json,
    verification_json,
    verify,
)
from indexer.cli.articles import show_article
from indexer.cli.output import note, print_json
from indexer.cli.parameters import engine_option, facet_options, index_option, json_option, settings
from indexer.cli.progress import progress_bar
from indexer.cli.reports import show_report, show_stats, show_verification
from indexer.cli.results import show_result
from webui.server import serve as serve_page

LANGUAGES: tuple[Language, ...] = ("vi", "en")


@click.group(context_settings={"max_content_width": 100})
@click.version_option(package_name="timdau", message="timdau %(version)s")
def timdau() -> None:
    """Full-text search for archives of Vietnamese articles, with or without accents.

    \b
    timdau reindex                      read the articles in docs_in into the index
    timdau search "hội nghị" --year 2010..2022
    timdau serve                        search in the browser

    Settings come from options, then TIMDAU_DOCS, TIMDAU_INDEX, TIMDAU_ENGINE, TIMDAU_HOST, TIMDAU_PORT and
    TIMDAU_WORKERS, then the file timdau.toml (docs, index, engine, host, port, workers), then defaults.
    """


@timdau.command(name="reindex")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@index_option
@engine_option
@click.option("--full", is_flag=True, help="Build the index anew, aside, and swap it in when it is whole.")
@click.option("--workers", metavar="N", help="Processes that write a new index (default: 1).")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@click.option("--allow-empty", is_flag=True, help="Accept a folder that is missing, or empty where it was not.")
@click.option("--strict", is_flag=True, help="Exit with 1 if anything was skipped.")
@json_option
def reindex_command(
    paths: tuple[str, ...],
    index: str | None,
    engine: str | None,
    full: bool,
    workers: str | None,
    dry_run: bool,
    allow_empty: bool,
    strict: bool,
    as_json: bool,
) -> int:
    """Bring the index up to date with the articles.

    PATH is a folder, an article file, or a batch of records (.jsonl, .jsonl.gz, .jsonl.xz); without one, the
    docs folder (docs_in). Unchanged articles are passed over; vanished ones are removed, but only below
    the paths given.

    \b
    timdau reindex
    timdau reindex ~/archive/2021 batch.jsonl.gz --strict
    """
    chosen = settings(index=index, engine=engine, workers=workers)
    with progress_bar() as progress:
        report = reindex(
            paths or [chosen.docs],
            index=chosen.index,
            docs=chosen.docs,
            engine=chosen.engine,
            workers=chosen.workers or 1,
            full=full,
            dry_run=dry_run,
            allow_empty=allow_empty,
            progress=progress,
        )
    if as_json:
        print_json(report_json(report))
    else:
        show_report(report, dry_run=dry_run)
    return 1 if strict and report.skipped else 0


# Options that timdau does not know are words of the query, so that `-nga` excludes.
@timdau.command(name="search", context_settings={"ignore_unknown_options": True})
@click.argument("query", nargs=-1, metavar="[QUERY]...")
@facet_options
@click.option("--mode", type=click.Choice(MODES), default="auto", show_default=True, help="How marks must match.")
@click.option("--sort", type=click.Choice(SORTS), default="relevance", show_default=True, help="Order of the hits.")
@click.option("--page", type=int, default=1, metavar="N", show_default=True, help="Page of the hits.")
@click.option("--size", type=int, default=10, metavar="N", show_default=True, help="Hits on a page.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="vi", show_default=True, help="Language of labels.")
@json_option
@index_option
def search_command(
    query: tuple[str, ...], page: int, size: int, lang: Language, as_json: bool, index: str | None, **choices: Any
) -> int:
    """Search, and show hits with snippets and facet counts.

    Without QUERY every article is found. Quotes of a phrase have to be kept from the shell. The options that
    choose articles by forum, year or topic may be repeated; `unknown` stands for articles without one.

    \b
    timdau search hoi nghi --forum arf --year 2010..2022
    timdau search '"diễn đàn khu vực asean" -nga' --not-topic unknown --sort newest
    """
    for word in query:
        if word.startswith("--"):
            raise click.NoSuchOption(word, ctx=click.get_current_context())
    request = SearchRequest(query=" ".join(query), page=page, size=size, **choices)
    with open_index(settings(index=index).index) as opened:
        result = opened.search(request, lang=lang)
    if as_json:
        print_json(result_json(result))
    else:
        show_result(result)
    return 0


@timdau.command(name="extract")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True), metavar="PATH...")
@json_option
def extract_command(paths: tuple[str, ...], as_json: bool) -> int:
    """Show what is read out of each article, without indexing it.

    With --json, one object a line. What is skipped is named on standard error.

    \b
    timdau extract docs_in/2021/som-arf.txt
    timdau extract ~/archive --json > articles.jsonl
    """
    for article in extract_articles(paths, docs=settings().docs):
        if isinstance(article, Skipped):
            note(f"{article.path} is skipped: {article.reason}")
        elif as_json:
            print_json(article_json(article))
        else:
            show_article(article)
    return 0


@timdau.command(name="stats")
@index_option
@json_option
def stats_command(index: str | None, as_json: bool) -> int:
    """Show what the index holds.

    \b
    timdau stats --index /srv/timdau/index --json
    """
    with open_index(settings(index=index).index) as opened:
        stats = opened.stats()
    if as_json:
        print_json(stats_json(stats))
    else:
        show_stats(stats)
    return 0


@timdau.command(name="verify", short_help="Check the index for damage.")
@index_option
@json_option
def verify_command(index: str | None, as_json: bool) -> int:
    """Check every checksum and invariant of the index; exit with 0 only if it is sound.

    \b
    timdau verify && echo sound
    """
    verification = verify(settings(index=index).index)
    if as_json:
        print_json(verification_json(verification))
    else:
        show_verification(verification)
    return 0 if verification.sound else 1


@timdau.command(name="serve")
@click.option("--host", metavar="H", help="Address to listen on (default: 127.0.0.1, this machine alone).")
@click.option("--port", metavar="P", help="Port to listen on (default: 8000).")
@click.option("--workers", metavar="N", help="Threads that answer (default: 4).")
@index_option
def serve_command(host: str | None, port: str | None, workers: str | None, index: str | None) -> int:
    """Serve the search page until interrupted.

    \b
    timdau serve --port 8080
    """
    chosen = settings(host=host, port=port, workers=workers, index=index)
    serve_page(host=chosen.host, port=chosen.port, workers=chosen.workers or 4, index=chosen.index)
    return 0
