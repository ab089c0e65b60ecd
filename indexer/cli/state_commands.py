"""The commands about the index as a whole: `rollback`, `stats` and `verify`. Each returns its exit code."""

import click

from indexer import rollback, stats_json, verification_json, verify
from indexer.cli.parameters import engine_option, index_option, json_option, settings
from indexer.cli.reports import show_rollback, show_stats, show_verification
from indexer.cli.search_parameters import opened_index
from indexer.cli.terminal import print_json


@click.command(name="rollback", short_help="Return to the state before the last reindex.")
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


@click.command(name="stats")
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


@click.command(name="verify", short_help="Check the index for damage.")
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
