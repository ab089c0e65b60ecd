"""The command line: reads options, calls the facade, prints, and gives an exit code."""

from indexer.cli.exit_codes import main

__all__ = ["main"]
