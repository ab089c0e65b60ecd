"""Runs a command line and turns every outcome into an exit code."""

import errno
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from threading import current_thread, main_thread
from types import FrameType

import click

from indexer import StorageError, UnknownSetting, UsageError
from indexer.cli.commands import timdau
from indexer.cli.parameters import with_nearest

USAGE = 2
STORAGE = 3
INTERRUPTED = 130
TERMINATED = 143
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `timdau` with the arguments (default: the process's own) and return the exit code.

    0 done; 1 done, but something was skipped (`--strict`) or damaged (`verify`), or the reader of a pipe is gone;
    2 wrong usage; 3 storage or engine failure; 130 interrupted; 143 ended by SIGTERM, as cleanly as by Ctrl-C. A
    failure prints one line on stderr.
    """
    _prepare_streams()
    with _terminable():
        return _main(arguments)


class _Terminated(KeyboardInterrupt):
    """Raised for SIGTERM, so that all that ends by Ctrl-C ends by it too."""


@contextmanager
def _terminable() -> Iterator[None]:
    """Turn SIGTERM into `_Terminated`; only the main thread can."""

    def terminate(_signal: int, _frame: FrameType | None) -> None:
        raise _Terminated

    if current_thread() is not main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, terminate)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _main(arguments: Sequence[str] | None) -> int:
    try:
        return _run(sys.argv[1:] if arguments is None else arguments)
    except click.exceptions.NoArgsIsHelpError as error:
        return _fail(error.format_message(), USAGE)
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "timdau"
        return _fail(f"timdau: {error.format_message()} (see {command} --help)", USAGE)
    except StorageError as error:
        return _fail(f"timdau: {error}", STORAGE)
    except BrokenPipeError:
        _drop_output()
        return 1
    except OSError as error:
        # An index that cannot be written is a StorageError, so this is the output.
        if error.errno in NO_ROOM:
            _drop_output()
            return _fail(f"timdau: the output could not be written ({error.strerror}): write it elsewhere", STORAGE)
        return _fail(f"timdau: {error}; check that the path is right and accessible, then try again", STORAGE)
    except _Terminated:
        return TERMINATED
    except KeyboardInterrupt:
        return INTERRUPTED


def _run(arguments: Sequence[str]) -> int:
    try:
        with timdau.make_context("timdau", list(arguments)) as context:
            code = _invoke(context)
    except click.exceptions.Exit as ending:
        code = ending.exit_code
    sys.stdout.flush()
    return code


def _invoke(context: click.Context) -> int:
    try:
        code: int = timdau.invoke(context)
    except UsageError as error:
        # The help of the group lists the keys of the settings file, that of a command only its options.
        if isinstance(error, UnknownSetting):
            raise click.UsageError(str(error), context) from error
        command = timdau.commands.get(context.invoked_subcommand or "", timdau)
        raise click.UsageError(with_nearest(error), click.Context(command, context, command.name)) from error
    return code


def _drop_output() -> None:
    """Discard what is still buffered for standard output; Python would fail to write it once more at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _fail(message: str, code: int) -> int:
    print(message, file=sys.stderr)
    return code


def _prepare_streams() -> None:
    """Make the streams escape undecodable file names and characters that the terminal's encoding lacks.

    A stream that the caller closed is replaced by the null device.
    """
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8"))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
