"""Bounds of time and memory, with a reader that breaks them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.ingest import bounded
from indexer.ingest.bounded import Bounded
from indexer.ingest.formats.document import Blob, Document
from indexer.ingest.formats.known import FORMATS, Format
from indexer.model import Skipped

MISBEHAVING = Format("tests.ingest.misbehaving")
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def parser() -> Iterator[Bounded]:
    with Bounded(seconds=3, memory=200 << 20) as opened:
        yield opened


def ask(parser: Bounded, what: bytes) -> Document | Skipped:
    return parser.parse(Blob("a.odd", what), MISBEHAVING)


def child_of(parser: Bounded) -> int:
    found = ask(parser, b"fine")
    assert isinstance(found, Document)
    return int(found.text.rpartition(" ")[2])


def test_documents_are_parsed_in_one_other_process(parser: Bounded) -> None:
    assert child_of(parser) == child_of(parser) != os.getpid()


def test_text_is_read_in_this_process(parser: Bounded, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Bounded, "_start", None)
    assert Bounded().parse(Blob("a.txt", b"x"), FORMATS[".txt"]) == Document("x")


@pytest.mark.parametrize(
    ("what", "code"),
    [
        (b"sleep", "too-slow"),
        (b"busy", "too-slow"),
        (b"memory", "too-large"),
        (b"crash", "damaged"),
        (b"exit", "damaged"),
    ],
)
def test_what_exceeds_the_bounds_is_named_and_the_next_document_is_read(
    parser: Bounded, what: bytes, code: str
) -> None:
    before = child_of(parser)
    found = ask(parser, what)
    assert isinstance(found, Skipped)
    assert (found.path, found.code) == ("a.odd", code)
    assert child_of(parser) != before


@pytest.mark.parametrize("what", [b"raise", b"recursion"])
def test_what_a_parser_raises_costs_no_process(parser: Bounded, what: bytes) -> None:
    before = child_of(parser)
    found = ask(parser, what)
    assert isinstance(found, Skipped)
    assert found.code == "damaged"
    assert child_of(parser) == before


def test_what_a_parser_prints_is_not_seen(parser: Bounded, capfd: pytest.CaptureFixture[str]) -> None:
    ask(parser, b"print")
    assert capfd.readouterr() == ("", "")


def test_a_large_document_gets_through(parser: Bounded) -> None:
    found = ask(parser, b"x" * (4 << 20))
    assert isinstance(found, Document)
    assert len(found.text) > 4 << 20


def test_a_child_is_changed_for_a_new_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "_DOCUMENTS", 2)
    with Bounded() as opened:
        children = [child_of(opened) for _ in range(3)]
    assert children[0] == children[1] != children[2]


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_no_child_is_left_behind() -> None:
    with Bounded() as opened:
        child = child_of(opened)
    assert not is_running(child)


PARENT = """
import sys
from indexer.ingest.bounded import Bounded
from indexer.ingest.formats.document import Blob
from indexer.ingest.formats.known import Format
odd = Format("tests.ingest.misbehaving")
opened = Bounded()
print(opened.parse(Blob("a", b"fine"), odd).text.split()[-1], flush=True)
opened.parse(Blob("a", sys.argv[1].encode()), odd)
sys.stdin.read()
"""


@pytest.mark.parametrize("what", ["fine", "sleep", "busy"])
def test_a_child_does_not_outlive_a_parent_that_is_killed(what: str) -> None:
    command = [sys.executable, "-c", PARENT, what]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        time.sleep(0.2)
        parent.send_signal(signal.SIGKILL)
        parent.wait()
        deadline = time.monotonic() + 30
        while is_running(child) and time.monotonic() < deadline:
            time.sleep(0.05)
    assert not is_running(child)
