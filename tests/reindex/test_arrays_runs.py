"""Real runs with the arrays engine: killed at random, out of disk space, and with readers all the while."""

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from indexer import SearchRequest, open_index, reindex, verify

MOMENTS = int(os.environ.get("TIMDAU_TEST_KILLS", "6"))
"""How many times full and incremental runs are each killed. More take longer."""
RUN = "import sys; from indexer import reindex; reindex([sys.argv[1]], index=sys.argv[2], full=sys.argv[3] == 'full')"
TITLES = ("Hội nghị quan chức", "Đối thoại biển Đông", "Tham vấn an ninh", "Ký kết hiệp định")


def write_articles(docs: Path, turn: int, count: int = 40) -> None:
    """Write articles that all name their turn, but leave every third one as it was."""
    docs.mkdir(exist_ok=True)
    for number in range(count):
        if turn == 0 or number % 3:
            text = f"{TITLES[number % 4]} lượt {turn}\n\nBài số {number} viết trong lượt thứ{'a' * turn} về hội nghị."
            (docs / f"{number}.txt").write_text(text, encoding="utf-8")


def found(index: Path) -> list[tuple[str, str | None]]:
    with open_index(index) as opened:
        return sorted((hit.id, hit.title) for hit in opened.iterate(SearchRequest("hoi nghi")))


def ends(command: list[str], after: float) -> int:
    """Start a command, kill it after a number of seconds, and return its exit code."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    return process.wait()


@pytest.mark.parametrize("kind", ["full", "incremental"])
def test_a_run_killed_at_any_moment_leaves_the_old_or_the_new_state(tmp_path: Path, kind: str) -> None:
    docs, index = tmp_path / "docs", tmp_path / "index"
    write_articles(docs, 0)
    reindex([docs], index=index)
    before = found(index)
    write_articles(docs, 1)
    shutil.copytree(index, tmp_path / "copy")
    command = [sys.executable, "-c", RUN, str(docs), str(tmp_path / "copy"), kind]
    started = time.perf_counter()
    subprocess.run(command, check=True)
    lasts = time.perf_counter() - started
    after = found(tmp_path / "copy")
    assert before != after
    rng = random.Random(7)
    killed = 0
    for _ in range(MOMENTS):
        killed += ends([*command[:4], str(index), kind], rng.uniform(0.3, 1.1) * lasts) == -signal.SIGKILL
        assert found(index) in (before, after)
        assert verify(index).findings == ()
    assert killed
    subprocess.run([*command[:4], str(index), kind], check=True)
    assert found(index) == after


def test_a_full_disk_is_reported_and_leaves_the_live_generation(tmp_path: Path) -> None:
    docs, index = tmp_path / "docs", tmp_path / "index"
    write_articles(docs, 0)
    reindex([docs], index=index)
    before = found(index)
    write_articles(docs, 1)

    def no_space() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000))

    command = [sys.executable, "-m", "indexer", "reindex", str(docs), "--index", str(index), "--full"]
    done = subprocess.run(command, preexec_fn=no_space, capture_output=True, text=True, check=False)
    assert (done.returncode, "Traceback" in done.stderr) == (3, False)
    assert str(index) in done.stderr
    assert found(index) == before
    assert verify(index).sound


def test_readers_see_one_state_at_a_time_through_twenty_runs(tmp_path: Path) -> None:
    docs, index = tmp_path / "docs", tmp_path / "index"
    write_articles(docs, 0, 12)
    reindex([docs], index=index)
    seen: list[tuple[int, frozenset[str | None]]] = []
    failures: list[Exception] = []
    over = threading.Event()

    def read() -> None:
        with open_index(index) as opened:
            while not over.is_set():
                try:
                    result = opened.search(SearchRequest("hoi nghi", size=100))
                except Exception as error:
                    failures.append(error)
                    return
                seen.append((result.generation, frozenset(hit.title for hit in result.hits)))

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    states = {1: frozenset(title for _, title in found(index))}
    for turn in range(1, 21):
        write_articles(docs, turn, 12)
        generation = reindex([docs], index=index).generation
        states[generation] = frozenset(title for _, title in found(index))
    over.set()
    for reader in readers:
        reader.join()
    assert failures == []
    assert len({generation for generation, _ in seen}) > 5
    assert all(titles == states[generation] for generation, titles in seen)
