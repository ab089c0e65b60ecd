"""Plain English and one name for one thing, as far as a machine can check them."""

import ast
import io
import re
import tokenize
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CODE = [path for top in ("indexer", "webui", "bench") for path in sorted((ROOT / top).rglob("*.py"))]
TESTS = sorted((ROOT / "tests").rglob("*.py"))
# CONTRIBUTING.md quotes such wordings to show what to write instead.
DOCUMENTS = [
    path for folder in (ROOT, ROOT / "docs") for path in sorted(folder.glob("*.md")) if path.stem != "CONTRIBUTING"
]
AVOIDED = {
    re.compile(wording, re.IGNORECASE): better
    for wording, better in tomllib.loads((ROOT / "tests/style.toml").read_text("utf-8")).items()
}


def prose_of(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines of a document, or the comments and strings of a module, with their line numbers."""
    text = path.read_text("utf-8")
    if path.suffix != ".py":
        yield from enumerate(text.splitlines(), start=1)
        return
    kinds = (tokenize.COMMENT, tokenize.STRING, getattr(tokenize, "FSTRING_MIDDLE", tokenize.STRING))
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type in kinds:
            for offset, line in enumerate(token.string.splitlines()):
                yield token.start[0] + offset, line


@pytest.mark.parametrize("path", [*CODE, *TESTS, *DOCUMENTS], ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_english_is_plain(path: Path) -> None:
    found = [
        f"{number}: “{match[0]}” → {better}"
        for number, line in prose_of(path)
        for wording, better in AVOIDED.items()
        if (match := wording.search(line))
    ]
    assert found == []


def types_in(path: Path) -> Iterator[str]:
    """Yield the classes and type aliases that a module defines at its top."""
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            if re.fullmatch(r"_?[A-Z][a-z]\w*", name):
                yield name


def test_a_type_name_is_defined_once() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for path in CODE:
        for name in types_in(path):
            places[name].append(path.relative_to(ROOT).as_posix())
    assert {name: found for name, found in places.items() if len(found) > 1} == {}
