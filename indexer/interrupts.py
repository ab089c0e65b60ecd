"""Work that neither Ctrl-C nor SIGTERM may cut in two."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread
from types import FrameType

_DELAYED = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Delay Ctrl-C and SIGTERM for a moment; processes started meanwhile never hear Ctrl-C, but end with this one.

    A terminal sends Ctrl-C to all processes, and each would end with a traceback. This one must not react while it
    starts another: half started, it is in no list of processes to end, and its end of a pipe keeps others waiting.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        with _handlers_delayed():
            yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _handlers_delayed() -> Iterator[None]:
    """Run Python's handlers afterwards: any thread may take a signal, but the main thread handles it."""
    if current_thread() is not main_thread():
        yield
        return
    heard: list[int] = []

    def hear(number: int, _frame: FrameType | None) -> None:
        heard.append(number)

    before = {number: signal.signal(number, hear) for number in _DELAYED if callable(signal.getsignal(number))}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for late in heard:
            signal.raise_signal(late)
