"""The command `watch`: reindex when files have settled, until interrupted."""

import sys
import time
from pathlib import Path

import click

from indexer import ReindexReport, StorageError, reindex, report_json
from indexer.cli.parameters import (
    engine_option,
    index_option,
    json_option,
    reading_workers_option,
    settings,
    usable_cores,
)
from indexer.cli.progress import progress_bar
from indexer.cli.terminal import note, print_json, write
from indexer.watch import Pace, watch

_PACE = Pace()
_SECONDS = click.FloatRange(min=0.1, max=86400)
_SETTLE = "Seconds without a change before a run (default: 2)."
_EVERY = "Seconds between runs when no change is reported (default: 300)."


@click.command(name="watch", short_help="Reindex whenever files change, until interrupted.")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@index_option
@engine_option
@reading_workers_option
@click.option("--settle", type=_SECONDS, default=_PACE.settle, metavar="S", help=_SETTLE)
@click.option("--every", type=_SECONDS, default=_PACE.every, metavar="S", help=_EVERY)
@json_option
def watch_command(
    paths: tuple[str, ...],
    index: str | None,
    engine: str | None,
    workers: str | None,
    settle: float,
    every: float,
    as_json: bool,
) -> int:
    """Reindex at once, and again whenever articles have changed, until interrupted (Ctrl-C, exit code 0).

    PATH is the same as for reindex. A run starts when nothing has changed for --settle seconds and prints one line;
    with --json, an object like that of reindex --json. Network drives may not report changes: the run every --every
    seconds finds them. Errors are printed, and the run is repeated.

    \b
    timdau watch
    timdau watch /mnt/archive --every 60
    """
    chosen = settings(index=index, engine=engine, workers=workers)
    given = [*paths] or [str(chosen.docs)]

    def run() -> ReindexReport:
        with progress_bar() as progress:
            return reindex(
                given,
                index=chosen.index,
                docs=chosen.docs,
                engine=chosen.engine,
                workers=chosen.workers or usable_cores(),
                parse_seconds=chosen.parse_seconds,
                progress=progress,
            )

    note(f"watching {', '.join(given)}; stop with Ctrl-C")
    failure = ""
    try:
        for outcome in watch(run, [Path(path) for path in given], index=chosen.index, pace=Pace(settle, every)):
            if isinstance(outcome.result, StorageError):
                if str(outcome.result) != failure:
                    note(f"{outcome.result} (trying again)")
                failure = str(outcome.result)
            elif failure or outcome.cause != "clock" or changed(outcome.result):
                failure = ""
                show_run(outcome.result, as_json=as_json)
    except KeyboardInterrupt:
        return 0
    raise AssertionError("unreachable")


def changed(report: ReindexReport) -> bool:
    """Return whether a run changed any article."""
    return bool(report.added or report.updated or report.removed)


def show_run(report: ReindexReport, *, as_json: bool) -> None:
    """Print what a run did on one line, and flush it."""
    if as_json:
        print_json(report_json(report))
    else:
        counts = ", ".join(f"{getattr(report, name):,} {name}" for name in ("added", "updated", "removed"))
        now = time.strftime("%H:%M:%S")
        write(
            f"{now} generation {report.generation}: {counts}, {len(report.skipped):,} skipped ({report.seconds:.1f} s)"
        )
    sys.stdout.flush()
