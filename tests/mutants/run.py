"""Puts each mutant of `mutants.toml` into a copy of the tree, one at a time; each of its tests must then fail.

    python -m tests.mutants.run              all mutants
    python -m tests.mutants.run title merge  those with one of these words in their names

Ends with 0 if every mutant was killed, with 1 if one survived or could not be tried.
"""

import os
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[2]
LIST = Path(__file__).with_name("mutants.toml")
LEFT_OUT = shutil.ignore_patterns(".*", "__pycache__", "docs_in", "index", "results")
PASSED, FAILED = 0, 1
"""The exit codes of pytest; any other means that the tests did not run."""
KILLED = "killed"
LONGEST = 600
"""A test that runs for more seconds fails: some mistakes are endless loops."""


@dataclass(frozen=True)
class Mutant:
    """A mistake: a text that occurs once in a file, the text that replaces it, and the tests that must fail."""

    name: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]

    def applied(self, root: Path) -> str:
        """Return the file with the mistake. Raises `ValueError` if it has no place there, or does not compile."""
        text = (root / self.file).read_text("utf-8")
        if text.count(self.old) != 1:
            raise ValueError(f"{self.file} has the old text {text.count(self.old)} times")
        changed = text.replace(self.old, self.new)
        try:
            compile(changed, self.file, "exec")
        except SyntaxError as error:
            raise ValueError(f"{self.file} does not compile: {error}") from error
        return changed


def mutants() -> list[Mutant]:
    """Return all mutants, in the order of the list."""
    listed = tomllib.loads(LIST.read_text("utf-8"))["mutant"]
    return [Mutant(**{**each, "tests": tuple(each["tests"])}) for each in listed]


def run_tests(root: Path, tests: Iterable[str]) -> int:
    """Run tests in a tree until one fails, and return how pytest ends."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
    environment = {**os.environ, "PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        return subprocess.run(
            command, cwd=root, env=environment, stdout=subprocess.DEVNULL, check=False, timeout=LONGEST
        ).returncode
    except subprocess.TimeoutExpired:
        return FAILED


def fate(mutant: Mutant, root: Path) -> str:
    """Try a mutant in a copy of the tree, and return what became of it."""
    file = root / mutant.file
    before = file.read_text("utf-8")
    try:
        file.write_text(mutant.applied(root), "utf-8")
    except ValueError as error:
        return f"error: {error}"
    exits = {test: run_tests(root, [test]) for test in mutant.tests}
    file.write_text(before, "utf-8")
    if not_run := [test for test, code in exits.items() if code not in (PASSED, FAILED)]:
        return f"error: pytest cannot run {', '.join(not_run)}"
    passed = [test for test, code in exits.items() if code == PASSED]
    return f"SURVIVED {', '.join(passed)}" if passed else KILLED


def main(words: Sequence[str]) -> int:
    """Try the mutants whose names have one of the words, all if there are none."""
    chosen = [mutant for mutant in mutants() if not words or any(word in mutant.name for word in words)]
    with TemporaryDirectory() as folder:
        root = Path(folder, "tree")
        shutil.copytree(ROOT, root, ignore=LEFT_OUT)
        if run_tests(root, dict.fromkeys(test for mutant in chosen for test in mutant.tests)) != PASSED:
            print("the tests fail without any mutant")
            return 1
        fates = []
        for mutant in chosen:
            started = time.monotonic()
            fates.append(fate(mutant, root))
            print(f"{time.monotonic() - started:4.0f} s  {mutant.name}: {fates[-1]}", flush=True)
    print(f"{fates.count(KILLED)} of {len(chosen)} mutants were killed")
    return 0 if fates.count(KILLED) == len(chosen) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
