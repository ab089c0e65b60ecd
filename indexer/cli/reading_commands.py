"""The commands that read articles: `reindex` and `extract`. Each returns its exit code."""

import click

from indexer import Skipped, article_json, extract_articles, reindex, report_json
from indexer.cli.parameters import (
    encoding_option,
    engine_option,
    index_option,
    json_option,
    reading_workers_option,
    settings,
    usable_cores,
)
from indexer.cli.progress import progress_bar
from indexer.cli.reports import show_article, show_report
from indexer.cli.terminal import note, print_json


@click.command(name="reindex")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@index_option
@engine_option
@click.option("--full", is_flag=True, help="Rebuild from scratch in a separate folder and switch over when complete.")
@reading_workers_option
@click.option("--dry-run", is_flag=True, help="Report what would change, without changing anything.")
@click.option("--allow-empty", is_flag=True, help="Accept a folder that is missing, or empty though it was not before.")
@click.option("--strict", is_flag=True, help="Exit with 1 if anything was skipped.")
@encoding_option
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
    encoding: str | None,
    as_json: bool,
) -> int:
    """Bring the index up to date with the articles.

    PATH is a folder, an article (.txt .md .html .pdf .docx .odt .rtf .eml), a batch of records (.jsonl .csv), any of
    these compressed (.gz .xz .bz2), or an archive of them (.zip); the default is the docs folder (docs_in). Unchanged
    articles are not read again. Articles whose files are gone are removed, but only below the given paths; the links
    to an article whose file was moved are redirected. After a change of forums or topics, stored articles are
    labelled again without being read.

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
            workers=chosen.workers or usable_cores(),
            parse_seconds=chosen.parse_seconds,
            full=full,
            dry_run=dry_run,
            allow_empty=allow_empty,
            encoding=encoding,
            progress=progress,
        )
    if as_json:
        print_json(report_json(report))
    else:
        show_report(report, dry_run=dry_run)
    return 1 if strict and report.skipped else 0


@click.command(name="extract")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True), metavar="PATH...")
@encoding_option
@json_option
def extract_command(paths: tuple[str, ...], encoding: str | None, as_json: bool) -> int:
    """Show what is extracted from each article, without indexing it.

    With --json, one object per line. Skipped files are named on standard error, unless their names rule them out.

    \b
    timdau extract docs_in/2021/som-arf-truc-tuyen.txt
    timdau extract ~/archive --json > articles.jsonl
    """
    chosen = settings()
    found = extract_articles(paths, docs=chosen.docs, encoding=encoding, parse_seconds=chosen.parse_seconds)
    for article in found:
        if isinstance(article, Skipped):
            if not article.is_passed_over:
                note(f"{article.path} was skipped: {article.reason}")
        elif as_json:
            print_json(article_json(article))
        else:
            show_article(article)
    return 0
