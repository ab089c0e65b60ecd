"""The command line: reads options, calls the facade, prints, and gives an exit code."""

from indexer.cli.run import main

__all__ = ["main"]
