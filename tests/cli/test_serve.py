"""`serve` with several processes: each of them answers, one that dies is replaced, and none is left over."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.request import urlopen

import pytest

from indexer import StorageError
from tests.cli.interrupts import hear_interrupts
from webui.processes import run_processes

ROOT = Path(__file__).resolve().parent.parent.parent
SECONDS = 30


@contextmanager
def serving(*options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run `timdau serve` with two processes in a group of its own, and yield it with its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "indexer", "serve", "--port", str(port), "--processes", "2", *options]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TIMDAU_")}
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment | {"PYTHONPATH": str(ROOT)},
        text=True,
        preexec_fn=hear_interrupts,
        start_new_session=True,
    ) as server:
        try:
            assert server.stdout
            yield server, server.stdout.readline().split()[-1]
        finally:
            server.kill()


def answering(server: subprocess.Popen[str]) -> list[int]:
    """Return the processes that answer for a server, once there are two."""
    eventually(lambda: len(members(server.pid)) == 2)
    return members(server.pid)


def members(group: int) -> list[int]:
    """Return the running processes of a group that answer requests."""
    listed = subprocess.run(
        ["ps", "-eww", "-o", "pid=,pgid=,stat=,args="], capture_output=True, text=True, check=True
    ).stdout
    rows = [line.split(maxsplit=3) for line in listed.splitlines()]
    return [int(row[0]) for row in rows if row[1] == str(group) and row[2][0] != "Z" and "spawn_main" in row[3]]


def eventually(check: Callable[[], bool]) -> None:
    """Wait until a check is true."""
    until = time.monotonic() + SECONDS
    while not check():
        assert time.monotonic() < until
        time.sleep(0.05)


def articles(address: str) -> int:
    with urlopen(f"{address}healthz", timeout=SECONDS) as answer:
        return int(json.load(answer)["articles"])


def test_each_process_answers(indexed: Path) -> None:
    with serving() as (server, address):
        for process in answering(server):
            os.kill(process, signal.SIGSTOP)
            # The other one may still have to start, so a request waits for it.
            assert [articles(address) for _ in range(3)] == [3, 3, 3]
            os.kill(process, signal.SIGCONT)


def test_twenty_requests_at_once_are_answered(indexed: Path) -> None:
    with serving("--workers", "1") as (_, address), ThreadPoolExecutor(20) as pool:
        assert list(pool.map(articles, [address] * 20)) == [3] * 20


def test_a_process_that_dies_is_replaced(indexed: Path) -> None:
    with serving() as (server, address):
        first, second = answering(server)
        os.kill(first, signal.SIGKILL)
        assert articles(address) == 3
        eventually(lambda: first not in members(server.pid))
        assert second in answering(server)
        server.terminate()
        _, said = server.communicate(timeout=SECONDS)
    assert (server.returncode, said) == (0, "timdau: a process that answers requests ended (SIGKILL)\n")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("whole_group", [False, True])
def test_it_ends_cleanly(indexed: Path, number: signal.Signals, whole_group: bool) -> None:
    with serving() as (server, address):
        answering(server)
        assert articles(address) == 3
        # A terminal interrupts all processes of a group, and service managers terminate them all.
        (os.killpg if whole_group else os.kill)(server.pid, number)
        _, said = server.communicate(timeout=SECONDS)
        assert members(server.pid) == []
    assert (server.returncode, said) == (0, "")


def test_it_ends_while_processes_start(indexed: Path) -> None:
    with serving() as (server, _):
        server.send_signal(signal.SIGINT)
        _, said = server.communicate(timeout=SECONDS)
        assert members(server.pid) == []
    assert (server.returncode, said) == (0, "")


def test_processes_end_with_the_one_that_started_them(indexed: Path) -> None:
    with serving() as (server, _):
        answering(server)
        server.kill()
        eventually(lambda: not members(server.pid))


def test_a_port_in_use_is_refused_before_processes_start(indexed: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "indexer", "serve", "--port", port, "--processes", "2"]
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        ended = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith(f"timdau: cannot listen on 127.0.0.1:{port}: ")


def test_processes_that_keep_ending_are_not_replaced_for_ever(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(StorageError, match="keep ending"):
        run_processes(partial(os._exit, 5), 2)
    assert "timdau: a process that answers requests ended (exit code 5)\n" in capsys.readouterr().err
