"""The command line: from arguments to text or JSON, and an exit code.

The files, in the order in which a run meets them:

- `exit_codes`: arguments → a run, and its exit code; an error → one line on standard error
- `commands`: the group `timdau`, and where each of its commands is
- `reading_commands`: the commands that read articles
- `state_commands`: the commands about the index as a whole
- `search_commands`: the commands with a query
- `export_commands`: the commands that write files for other programs
- `doctor`: the command that reports how well the archive was read
- `serve_command`: the command that serves the search page
- `watch_command`: the command that reindexes whenever files change
- `parameters`: the settings in force; the options of commands of every kind
- `search_parameters`: values on the command line → values of a search; the options of commands with a query
- `progress`: steps of a run → a progress bar
- `reports`: the reports of commands → text
- `search_results`: search results and explanations → text
- `terminal`: text → lines and columns on a terminal or in a pipe; values → JSON
"""

from indexer.cli.exit_codes import main

__all__ = ["main"]
