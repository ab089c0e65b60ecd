"""The group `timdau`, and the commands that need no file of their own. Each returns its exit code."""

import click

from indexer import (
    Skipped,
    article_json,
    extract_articles,
    reindex,
    report_json,
    rollback,
    stats_json,
    verification_json,
    verify,
)
from indexer.cli.doctor import doctor_command
from indexer.cli.export_commands import batch_command, export_command, kwic_command
from indexer.cli.parameters import (
    encoding_option,
    engine_option,
    index_option,
    json_option,
    opened_index,
    reading_workers_option,
    settings,
    usable_cores,
)
from indexer.cli.progress import progress_bar
from indexer.cli.reports import show_article, show_report, show_rollback, show_stats, show_verification
from indexer.cli.search_commands import explain_command, inspect_command, search_command, suggest_command
from indexer.cli.terminal import note, print_json
from indexer.cli.watch_command import watch_command
from webui.server import serve as serve_page


@click.group(context_settings={"max_content_width": 100})
@click.version_option(package_name="timdau", message="timdau %(version)s")
def timdau() -> None:
    """Full-text search for archives of Vietnamese articles, with or without accents.

    \b
    timdau reindex                      index the articles in docs_in
    timdau search "hội nghị" --year 2010..2022
    timdau serve                        search in the browser

    Settings come from options, else from the environment (TIMDAU_DOCS for docs), else from the file timdau.toml, else
    from defaults: docs, index, engine, host, port, workers, processes, trusted_hosts, parse_seconds, originals; for the
    page also title, tagline, logo, languages, contact, accent, base_path, public_url, proxies, rate_limit. The README
    says what each of them means.
    """


timdau.add_command(search_command)
timdau.add_command(suggest_command)
timdau.add_command(explain_command)
timdau.add_command(inspect_command)
timdau.add_command(export_command)
timdau.add_command(kwic_command)
timdau.add_command(batch_command)
timdau.add_command(doctor_command)
timdau.add_command(watch_command)


@timdau.command(name="reindex")
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


@timdau.command(name="extract")
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


@timdau.command(name="rollback", short_help="Return to the state before the last reindex.")
@index_option
@engine_option
@json_option
def rollback_command(index: str | None, engine: str | None, as_json: bool) -> int:
    """Return to the index as it was before the last reindex that changed it.

    Only that one state is kept. The articles themselves do not change: the next reindex applies their changes again.

    \b
    timdau rollback && timdau search 'hội nghị'
    """
    chosen = settings(index=index, engine=engine)
    stats = rollback(chosen.index, engine=chosen.engine)
    if as_json:
        print_json(stats_json(stats))
    else:
        show_rollback(stats)
    return 0


@timdau.command(name="stats")
@index_option
@engine_option
@json_option
def stats_command(index: str | None, engine: str | None, as_json: bool) -> int:
    """Show what the index holds.

    \b
    timdau stats --index /srv/timdau/index --json
    """
    with opened_index(index=index, engine=engine) as opened:
        stats = opened.stats()
    if as_json:
        print_json(stats_json(stats))
    else:
        show_stats(stats)
    return 0


@timdau.command(name="verify", short_help="Check the index for damage.")
@index_option
@engine_option
@json_option
def verify_command(index: str | None, engine: str | None, as_json: bool) -> int:
    """Check every checksum and invariant of the index. The exit code is 0 only if it is sound.

    \b
    timdau verify && echo sound
    """
    chosen = settings(index=index, engine=engine)
    verification = verify(chosen.index, engine=chosen.engine)
    if as_json:
        print_json(verification_json(verification))
    else:
        show_verification(verification)
    return 0 if verification.sound else 1


@timdau.command(name="serve")
@click.option("--host", metavar="H", help="Address to listen on (default: 127.0.0.1, this machine only).")
@click.option("--port", metavar="P", help="Port to listen on (default: 8000).")
@click.option("--workers", metavar="N", help="Threads of a process that answer requests (default: 4).")
@click.option("--processes", metavar="N", help="Processes that answer requests, say one per core (default: 1).")
@index_option
@engine_option
def serve_command(
    host: str | None,
    port: str | None,
    workers: str | None,
    processes: str | None,
    index: str | None,
    engine: str | None,
) -> int:
    """Serve the search page until interrupted.

    \b
    timdau serve --port 8080 --processes 2
    """
    chosen = settings(host=host, port=port, workers=workers, processes=processes, index=index, engine=engine)
    serve_page(
        host=chosen.host,
        port=chosen.port,
        workers=chosen.workers or 4,
        processes=chosen.processes,
        index=chosen.index,
        engine=chosen.engine,
        trusted_hosts=chosen.trusted_hosts,
        originals=(chosen.docs, *chosen.originals),
        site=chosen.site,
    )
    return 0
