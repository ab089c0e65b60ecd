"""Signals while processes start."""

import os
import signal
import time
from collections.abc import Iterator
from threading import Event, Thread

import pytest

from indexer.interrupts import interrupts_held


@pytest.fixture(autouse=True)
def another_thread() -> Iterator[None]:
    """Have a thread that takes signals which the main thread blocks."""
    end = Event()
    thread = Thread(target=end.wait)
    thread.start()
    yield
    end.set()
    thread.join()


def _work(done: list[str]) -> None:
    with interrupts_held():
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.05)
        done.append("whole")


def test_ctrl_c_waits_for_the_end_of_the_work() -> None:
    done: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        _work(done)
    assert done == ["whole"]


def test_other_handlers_wait_too_and_are_still_there_afterwards() -> None:
    heard: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, _frame: heard.append(number))
    try:
        with interrupts_held():
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(0.05)
            assert heard == []
        assert heard == [signal.SIGTERM]
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(0.05)
        assert heard == [signal.SIGTERM] * 2
    finally:
        signal.signal(signal.SIGTERM, before)


def test_an_ignored_signal_stays_ignored() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        done: list[str] = []
        _work(done)
        assert done == ["whole"]
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


def test_other_threads_can_hold_interrupts() -> None:
    done: list[str] = []
    thread = Thread(target=lambda: done.extend(["whole"]) if _held() else None)
    thread.start()
    thread.join()
    assert done == ["whole"]


def _held() -> bool:
    with interrupts_held():
        return True
