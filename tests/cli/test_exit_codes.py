"""Exit codes, and that nothing ends in a traceback."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import tomllib
from pathlib import Path
from typing import IO, Any
from urllib.request import urlopen

import pytest

from indexer import Progress, SiteSettings
from indexer.cli import commands, serve_command, state_commands
from indexer.cli.progress import progress_bar
from indexer.config import NAMES
from indexer.errors import BadSetting, IndexLocked
from tests.cli.conftest import Ended, Run
from tests.cli.interrupts import hear_interrupts

ROOT = Path(__file__).resolve().parent.parent.parent
COMMANDS = (
    "reindex",
    "search",
    "export",
    "kwic",
    "batch",
    "suggest",
    "explain",
    "inspect",
    "extract",
    "stats",
    "verify",
    "rollback",
    "serve",
    "doctor",
    "watch",
)
FULL = Path("/dev/full")


def timdau_process(
    arguments: list[str], environment: dict[str, str], *, stdout: int | IO[str]
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "indexer", *arguments]
    return subprocess.run(command, stdout=stdout, stderr=subprocess.PIPE, env=environment, text=True, check=False)


def raising(error: BaseException) -> Any:
    def fail(*_arguments: object, **_options: object) -> None:
        raise error

    return fail


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (BadSetting("cannot listen on port 80"), 2, "timdau: cannot listen on port 80 (see timdau stats --help)\n"),
        (IndexLocked("another run writes: wait for it"), 3, "timdau: another run writes: wait for it\n"),
        (OSError(5, "Input/output error"), 3, "timdau: [Errno 5] Input/output error; "),
        (KeyboardInterrupt(), 130, ""),
    ],
)
def test_failures_become_codes_and_one_line(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, said: str
) -> None:
    monkeypatch.setattr(state_commands, "opened_index", raising(error))
    ended = run("stats")
    assert (ended.code, ended.out) == (code, "")
    assert ended.err.startswith(said)
    assert ended.err.count("\n") == (1 if said else 0)


@pytest.mark.parametrize("arguments", [["search"], ["search", "--json"], ["stats"], ["--help"], ["stats", "--help"]])
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_output_that_cannot_be_written_is_named(
    indexed: Path, environment: dict[str, str], arguments: list[str], unbuffered: str
) -> None:
    if not FULL.exists():
        pytest.skip(f"{FULL} does not exist here")
    with FULL.open("w") as full:
        ended = timdau_process(arguments, environment | {"PYTHONUNBUFFERED": unbuffered}, stdout=full)
    assert ended.returncode == 3
    assert ended.stderr.startswith("timdau: the output could not be written (")
    assert ended.stderr.count("\n") == 1


@pytest.mark.parametrize("arguments", [["search"], ["search", "--json"], ["stats"], ["--help"]])
def test_closed_streams_are_not_an_error(indexed: Path, environment: dict[str, str], arguments: list[str]) -> None:
    ended = subprocess.run(
        ["sh", "-c", 'exec "$@" >&-', "sh", sys.executable, "-m", "indexer", *arguments],
        stderr=subprocess.PIPE,
        env=environment,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, "")


@pytest.mark.parametrize(
    "arguments", [["--forum", "\udcff"], ["--not-topic", "a\udcff"], ["--year", "\udcff"], ["--sort", "\udcff"]]
)
def test_arguments_that_are_not_text_are_wrong_usage(run: Run, indexed: Path, arguments: list[str]) -> None:
    ended = run("search", *arguments)
    assert (ended.code, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert ended.err.endswith("(see timdau search --help)\n")


@pytest.mark.parametrize(
    "command",
    [["reindex"], ["search", "nga"], ["explain", "nga", "x"], ["stats"], ["verify"], ["rollback"], ["serve"]],
)
def test_every_command_refuses_an_index_that_is_a_file(run: Run, archive: Path, command: list[str]) -> None:
    (archive / "kho").write_text("", encoding="utf-8")
    said = f"{archive / 'kho'} is a file, but an index is a folder: name a folder with --index or TIMDAU_INDEX"
    ended = run(*command, "--index", "kho")
    assert ended == Ended(2, "", f"timdau: {said} (see timdau {command[0]} --help)\n")


def test_the_page_is_served_until_interrupted(indexed: Path, environment: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "indexer", "serve", "--port", str(port)]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        text=True,
        preexec_fn=hear_interrupts,
    ) as server:
        try:
            assert server.stdout
            address = server.stdout.readline().split()[-1]
            with urlopen(f"{address}healthz") as answer:
                health = json.load(answer)
        finally:
            server.send_signal(signal.SIGINT)
        try:
            _, said = server.communicate(timeout=60)
        finally:
            server.kill()
    assert (health["status"], health["articles"]) == ("ok", 3)
    assert (server.returncode, said) == (0, "")


def test_serve_passes_on_its_settings(run: Run, archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[dict[str, object]] = []
    monkeypatch.setattr(serve_command, "serve_page", lambda **options: calls.append(options))
    assert run("serve") == Ended(0, "", "")
    monkeypatch.setenv("TIMDAU_HOST", "::1")
    monkeypatch.setenv("TIMDAU_WORKERS", "9")
    monkeypatch.setenv("TIMDAU_PROCESSES", "2")
    monkeypatch.setenv("TIMDAU_TRUSTED_HOSTS", "tin.example")
    monkeypatch.setenv("TIMDAU_ORIGINALS", "/srv/archive:old")
    monkeypatch.setenv("TIMDAU_TITLE", "Kho báo")
    monkeypatch.setenv("TIMDAU_PROXIES", "1")
    assert run("serve", "--port", "8081", "--index", "other", "--engine", "whoosh").code == 0
    assert calls == [
        {
            "host": "127.0.0.1",
            "port": 8000,
            "workers": 4,
            "processes": 1,
            "index": archive / "index",
            "engine": "arrays",
            "trusted_hosts": (),
            "originals": (archive / "docs_in",),
            "site": SiteSettings(),
        },
        {
            "host": "::1",
            "port": 8081,
            "workers": 9,
            "processes": 2,
            "index": archive / "other",
            "engine": "whoosh",
            "trusted_hosts": ("tin.example",),
            "originals": (archive / "docs_in", Path("/srv/archive"), archive / "old"),
            "site": SiteSettings(title="Kho báo", proxies=1),
        },
    ]


def test_help_names_every_command_with_an_example(run: Run) -> None:
    overview = run("--help")
    assert overview.code == 0
    for name in COMMANDS:
        assert f"\n  {name} " in overview.out
        ended = run(name, "--help")
        assert ended.code == 0
        assert f"\n  timdau {name}" in ended.out
    assert set(commands.timdau.commands) == set(COMMANDS)


def test_an_unknown_key_of_the_settings_file_leads_to_the_help_that_lists_all_keys(run: Run, archive: Path) -> None:
    (archive / "timdau.toml").write_text("colour = 1\n", encoding="utf-8")
    assert run("stats").err.endswith("(see timdau --help)\n")
    overview = re.split(r"[^\w]+", run("--help").out)
    assert set(NAMES) <= {*overview}


def test_without_a_command_it_shows_its_help(run: Run) -> None:
    ended = run()
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("Usage: timdau")


def test_the_version_is_that_of_the_project(run: Run) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert run("--version") == Ended(0, f"timdau {project['version']}\n", "")


@pytest.fixture
def environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("TIMDAU_")} | {
        "PYTHONPATH": str(ROOT)
    }


@pytest.mark.parametrize("arguments", [["search"], ["search", "--json"], ["extract", "docs_in", "--json"]])
def test_a_closed_pipe_is_not_an_error(indexed: Path, environment: dict[str, str], arguments: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    ended = timdau_process(arguments, environment, stdout=writing)
    os.close(writing)
    assert ended.returncode == 1
    assert [line for line in ended.stderr.splitlines() if "skipped" not in line] == []


def test_the_module_runs_like_the_command(indexed: Path, environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "indexer", "search", "-nga"]
    ended = subprocess.run(command, capture_output=True, env=environment, text=True, check=True, encoding="utf-8")
    assert ended.stdout.startswith("2 articles, page 1 of 1")
    assert ended.stderr == ""


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "80")


def test_there_is_a_progress_bar_on_a_terminal(terminal: None, capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bar() as show:
        assert show is not None
        show(Progress(files=2, files_total=3, bytes=50, bytes_total=200))
    captured = capsys.readouterr()
    assert "2 of 3 files" in captured.err
    assert " 25%" in captured.err
    assert captured.out == ""


def test_progress_shows_totals_that_still_grow_as_lower_bounds(
    terminal: None, capsys: pytest.CaptureFixture[str]
) -> None:
    with progress_bar() as show:
        assert show is not None
        show(Progress(files=2, files_total=5, bytes=50, bytes_total=200, totals_final=False))
    shown = capsys.readouterr().err
    assert "2 of at least 5 files" in shown
    assert "%" not in shown


def test_there_is_no_progress_bar_in_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bar() as show:
        assert show is None
    assert capsys.readouterr() == ("", "")


def test_matches_are_highlighted_on_a_terminal(terminal: None, run: Run, indexed: Path) -> None:
    assert "\x1b[1;7mmạng\x1b[0m" in run("search", "mạng").out


def test_a_run_that_is_terminated_leaves_no_draft_and_no_process(archive: Path, environment: dict[str, str]) -> None:
    for number in range(3000):
        (archive / "docs_in" / f"n{number}.txt").write_text(f"Bài {number}\n\n" + "Hội nghị ở Huế. " * 300, "utf-8")
    command = [sys.executable, "-m", "indexer", "reindex", "--workers", "2"]
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, env=environment, text=True, cwd=archive, start_new_session=True
    ) as process:
        while not list((archive / "index").glob("generation-*/engine/*")) and process.poll() is None:
            time.sleep(0.05)
        process.terminate()
        _, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (143, "")
    assert list((archive / "index").glob("generation-*")) == []
    deadline = time.monotonic() + 30
    while members(process.pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert members(process.pid) == []


def members(group: int) -> list[str]:
    """Return the commands of the running processes of a group."""
    listed = subprocess.run(["ps", "-eo", "pgid=,stat=,args="], capture_output=True, text=True, check=True).stdout
    rows = [line.split(maxsplit=2) for line in listed.splitlines()]
    return [row[2] for row in rows if row[0] == str(group) and not row[1].startswith("Z")]
