"""Processes that hear Ctrl-C."""

import signal


def hear_interrupts() -> None:
    """A run in the background of a shell ignores them, and its children with it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
