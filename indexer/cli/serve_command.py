"""The command `serve`: the search page."""

import click

from indexer.cli.parameters import engine_option, index_option, settings
from webui.server import serve as serve_page


@click.command(name="serve")
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
