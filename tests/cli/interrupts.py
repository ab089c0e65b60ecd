"""Processes that react to Ctrl-C."""

import signal


def hear_interrupts() -> None:
    """Undo what a shell does to background processes and their children: ignore interrupts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
