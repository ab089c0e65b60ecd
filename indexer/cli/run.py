"""Runs one command line and turns every ending into an exit code."""

import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper

import click

from indexer import BadRequest, StorageError, UsageError
from indexer.cli.commands import timdau

USAGE = 2
STORAGE = 3
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `timdau` with the arguments (default: the process's own) and return the exit code.

    0 done; 1 done, but something was skipped (`--strict`) or damaged (`verify`), or the reader of a pipe
    left; 2 wrong usage; 3 storage or engine failure; 130 interrupted. Failures are one line on stderr.
    """
    _never_fail_at_printing()
    try:
        return _run(sys.argv[1:] if arguments is None else arguments)
    except click.exceptions.NoArgsIsHelpError as error:
        return _fail(error.format_message(), USAGE)
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "timdau"
        return _fail(f"timdau: {error.format_message()} (see {command} --help)", USAGE)
    except BadRequest as error:
        hint = f"; did you mean {error.nearest}?" if error.nearest else ""
        return _fail(f"timdau: {error}{hint}", USAGE)
    except UsageError as error:
        return _fail(f"timdau: {error}", USAGE)
    except StorageError as error:
        return _fail(f"timdau: {error}", STORAGE)
    except BrokenPipeError:
        # What Python still holds for the pipe would fail again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        return _fail(f"timdau: {error}; check that the path is right and may be used, then try again", STORAGE)
    except KeyboardInterrupt:
        return INTERRUPTED


def _run(arguments: Sequence[str]) -> int:
    try:
        with timdau.make_context("timdau", list(arguments)) as context:
            code: int = timdau.invoke(context)
    except click.exceptions.Exit as ending:
        code = ending.exit_code
    sys.stdout.flush()
    return code


def _fail(message: str, code: int) -> int:
    print(message, file=sys.stderr)
    return code


def _never_fail_at_printing() -> None:
    """Write characters that the terminal's encoding lacks, and undecodable file names, as escapes."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
