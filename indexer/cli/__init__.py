"""The command line: gets arguments, gives text or JSON and an exit code.

In the order in which a run meets them:

exit_codes        runs a command line; errors → a message and an exit code
commands          the group `timdau` with its commands
search_commands   the commands with a query
doctor            the command that reports how well the archive was read
watch_command     the command that reindexes whenever files change
parameters        values and options that several commands have
progress          the progress bar
reports           reports as people read them
search_results    search results as people read them
terminal          lines and columns on a terminal or in a pipe, and JSON
"""

from indexer.cli.exit_codes import main

__all__ = ["main"]
