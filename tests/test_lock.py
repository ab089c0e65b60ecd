"""The lock files pin every dependency with hashes, and name nothing of the machine they were made on."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.txt", "requirements-formats.txt", "requirements-dev.txt", "requirements-bench.txt")


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def normalised(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(lock: str) -> set[tuple[str, str]]:
    """Return names and pinned versions; some packages have one version per interpreter."""
    return {(normalised(name), version) for name, version in re.findall(r"^([\w.-]+)==([^\s;]+)", read(lock), re.M)}


def names(lock: str) -> set[str]:
    return {name for name, _ in pins(lock)}


def wanted(*extras: str) -> set[str]:
    project = tomllib.loads(read("pyproject.toml"))["project"]
    lines = [*project["dependencies"], *(line for extra in extras for line in project["optional-dependencies"][extra])]
    return {normalised(re.split(r"[<>=~!;\[ ]", line)[0]) for line in lines} - {project["name"]}


def test_every_dependency_is_locked() -> None:
    assert wanted() <= names("requirements.txt")
    assert wanted("html", "pdf", "office") <= names("requirements-formats.txt")
    assert wanted("dev") <= names("requirements-dev.txt")
    assert wanted("bench") <= names("requirements-bench.txt")


def test_development_uses_the_versions_of_production() -> None:
    assert pins("requirements.txt") <= pins("requirements-formats.txt") <= pins("requirements-dev.txt")


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_hashes(lock: str) -> None:
    entries = re.split(r"^(?=\S)", read(lock), flags=re.M)[1:]
    assert len(entries) == len(pins(lock))
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_locks_name_no_registry_and_no_machine(lock: str) -> None:
    assert re.findall(r"://|--index|--find-links|/home/|/root/|/tmp/", read(lock)) == []
