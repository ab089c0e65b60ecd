"""Limits of time and memory, tested with a reader that exceeds them."""

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
from indexer.ingest.formats.document import Blob, ParsedDocument
from indexer.ingest.formats.known import FORMATS, Format, parse_within
from indexer.model import Skipped

MISBEHAVING = Format("tests.ingest.misbehaving")
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def parser() -> Iterator[Bounded]:
    with Bounded(seconds=1, memory=200 << 20) as opened:
        yield opened


def parse(parser: Bounded, what: bytes) -> ParsedDocument | Skipped:
    return parse_within(parser.run, Blob("a.odd", what), MISBEHAVING)


def child_of(parser: Bounded) -> int:
    found = parse(parser, b"fine")
    assert isinstance(found, ParsedDocument)
    return int(found.text.rpartition(" ")[2])


def test_documents_are_parsed_in_one_child_process(parser: Bounded) -> None:
    assert child_of(parser) == child_of(parser) != os.getpid()


def test_text_is_read_in_this_process(parser: Bounded, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Bounded, "_start", None)
    assert parse_within(Bounded().run, Blob("a.txt", b"x"), FORMATS[".txt"]) == ParsedDocument("x")


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
def test_a_document_that_exceeds_the_limits_is_reported_and_the_next_one_is_parsed(
    parser: Bounded, what: bytes, code: str
) -> None:
    before = child_of(parser)
    found = parse(parser, what)
    assert isinstance(found, Skipped)
    assert (found.path, found.code) == ("a.odd", code)
    assert child_of(parser) != before


@pytest.mark.parametrize("what", [b"raise", b"recursion"])
def test_the_child_survives_what_a_parser_raises(parser: Bounded, what: bytes) -> None:
    before = child_of(parser)
    found = parse(parser, what)
    assert isinstance(found, Skipped)
    assert found.code == "damaged"
    assert child_of(parser) == before


def test_output_of_a_parser_is_discarded(parser: Bounded, capfd: pytest.CaptureFixture[str]) -> None:
    parse(parser, b"print")
    assert capfd.readouterr() == ("", "")


def test_a_large_document_passes_through_the_pipe(parser: Bounded) -> None:
    found = parse(parser, b"x" * (4 << 20))
    assert isinstance(found, ParsedDocument)
    assert len(found.text) > 4 << 20


def test_the_child_is_replaced_after_some_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "_MAX_CALLS", 2)
    with Bounded() as opened:
        children = [child_of(opened) for _ in range(3)]
    assert children[0] == children[1] != children[2]


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_the_child_ends_with_its_parser() -> None:
    with Bounded() as opened:
        child = child_of(opened)
    assert not is_running(child)


PARENT = """
import sys
from indexer.ingest.bounded import Bounded
from indexer.ingest.formats.document import Blob
from indexer.ingest.formats.known import Format, parse_within
odd = Format("tests.ingest.misbehaving")
opened = Bounded()
print(parse_within(opened.run, Blob("a", b"fine"), odd).text.split()[-1], flush=True)
parse_within(opened.run, Blob("a", sys.argv[1].encode()), odd)
sys.stdin.read()
"""


@pytest.mark.parametrize("what", ["fine", "sleep", "busy"])
def test_the_child_does_not_outlive_a_parent_that_is_killed(what: str) -> None:
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
