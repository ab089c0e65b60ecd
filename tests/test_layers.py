"""Imports point down only, as ARCHITECTURE.md draws it; read from the source with `ast`."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import indexer

ROOT = Path(__file__).resolve().parent.parent

# From the ground up. A module may import from lower rungs and from its own entry, never from a neighbour.
RUNGS: tuple[tuple[str, ...], ...] = (
    (
        "indexer.deferred",
        "indexer.errors",
        "indexer.interrupts",
        "indexer.json_text",
        "indexer.marked",
        "indexer.page_address",
    ),
    ("indexer.model", "indexer.languages", "indexer.regular_files"),
    (
        "indexer.config",
        "indexer.messages",
        "indexer.article_json",
        "indexer.reading",
        "indexer.summary",
        "indexer.versions",
        "indexer.vocabulary",
    ),
    ("indexer.analysis",),
    ("indexer.fields",),
    ("indexer.schema",),
    ("indexer.ingest", "indexer.query", "indexer.engines.scoring", "indexer.engines.budget"),
    ("indexer.engines.base",),
    ("indexer.extract", "indexer.answers", "indexer.store", "indexer.exports"),
    ("indexer.inspection",),
    ("indexer.reindex",),
    ("indexer.engines.arrays.kernel",),
    ("indexer.engines.arrays.segments", "indexer.engines.whoosh_reference"),
    ("indexer.engines.arrays.searching", "indexer.engines.arrays.writing"),
    ("indexer.engines.arrays",),
    ("indexer.engines.known",),
    ("indexer.snapshot",),
    ("indexer.index", "indexer.indexing"),
    ("indexer.api", "indexer.batch_search", "indexer.reports_json", "indexer.watch"),
    ("indexer",),
    ("webui",),
    ("indexer.cli",),
    ("indexer.__main__",),
)
# The two that a reader meets know the rest by its public names alone.
ABOVE_THE_FACADE = ("webui", "indexer.cli", "indexer.__main__")
BESIDE_THE_FACADE = {
    "webui": {"indexer.interrupts"},
    "indexer.cli": {"indexer.config", "indexer.watch", "webui.server", "webui.take_away"},
    "indexer.__main__": {"indexer.cli"},
}
GROUPS = ("indexer.engines",)  # packages that only hold others and import nothing themselves
NUMPY_USERS = (
    "indexer.engines.arrays",
    "indexer.extract.code_points",
    "indexer.extract.dates.written_dates",
    "indexer.extract.labels.phrase_matcher",
    "indexer.extract.labels.token_hashes",
)
WHOOSH_USERS = (
    "indexer.analysis.analyzers",
    "indexer.query.nodes",
    "indexer.schema",
    "indexer.engines.whoosh_reference",
)
# Libraries that are extras, or heavy, and the one module that stands for each: only the table of formats loads these.
DOORS = {
    "lxml": ("html", "html_blocks", "html_metadata"),
    "markdown_it": ("markdown",),
    "pypdf": ("pdf",),
    "striprtf": ("rtf",),
    "trafilatura": ("html",),
    "yaml": ("markdown",),
}


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {module_name(path): path for top in ("indexer", "webui") for path in sorted((ROOT / top).rglob("*.py"))}


def lies_in(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


@cache
def tree_of(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


@cache
def entry_of(module: str) -> str:
    """Return the longest entry of RUNGS that the module lies in, else nothing; the facade is its own file alone."""
    entries = [entry for rung in RUNGS for entry in rung if lies_in(module, entry)]
    entry = max(entries, key=len)
    return entry if entry != "indexer" or module == "indexer" else ""


def rung_of(entry: str) -> int:
    return next(height for height, rung in enumerate(RUNGS) if entry in rung)


def imported_names(module: str, node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    """Yield what an import statement names in full, `package.name` where it takes a name from a package."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
        return
    base = node.module or ""
    if node.level:
        package = module if MODULES[module].name == "__init__.py" else module.rpartition(".")[0]
        parts = package.split(".")
        base = ".".join([*parts[: len(parts) - node.level + 1], *filter(None, [node.module])])
    yield from (f"{base}.{alias.name}" for alias in node.names)


def import_statements(tree: ast.AST) -> Iterator[ast.Import | ast.ImportFrom]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom))


def deferred_names(tree: ast.AST) -> Iterator[str]:
    """Yield what is imported when it is first called: `Deferred("package.module", "name")`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Deferred":
            yield ".".join(map(ast.literal_eval, node.args))


def imports(module: str) -> set[str]:
    stated = {name for node in import_statements(tree_of(module)) for name in imported_names(module, node)}
    return stated | set(deferred_names(tree_of(module)))


def source_of(name: str) -> str:
    """Return the module of ours that holds an imported name; public names come from the facade."""
    if name.removeprefix("indexer.") in indexer.__all__:
        return "indexer"
    while name not in MODULES:
        name = name.rpartition(".")[0]
    return name


def own_imports(module: str) -> set[str]:
    return {name for name in imports(module) if name.partition(".")[0] in ("indexer", "webui")}


def test_every_module_has_a_place() -> None:
    assert [module for module in MODULES if not entry_of(module) and module not in GROUPS] == []


@pytest.mark.parametrize("module", [name for name in MODULES if entry_of(name)])
def test_imports_point_down(module: str) -> None:
    entry = entry_of(module)
    for name in own_imports(module):
        target = entry_of(source_of(name))
        assert target == entry or rung_of(target) < rung_of(entry), f"{module} imports {name}"


def test_groups_import_nothing() -> None:
    assert {name: imports(name) for name in GROUPS} == {name: set() for name in GROUPS}


@pytest.mark.parametrize("module", [name for name in MODULES if entry_of(name) in ABOVE_THE_FACADE])
def test_page_and_command_line_use_public_names_alone(module: str) -> None:
    entry = entry_of(module)
    for name in own_imports(module):
        source = source_of(name)
        if entry_of(source) == entry or source in BESIDE_THE_FACADE.get(entry, ()):
            continue
        assert source == "indexer", f"{module} imports {name}"


@pytest.mark.parametrize("module", MODULES)
def test_no_import_hides_in_a_function(module: str) -> None:
    functions = [node for node in ast.walk(tree_of(module)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    hidden = [f"{function.name}:{node.lineno}" for function in functions for node in import_statements(function)]
    assert hidden == []


@pytest.mark.parametrize("module", MODULES)
def test_heavy_libraries_stay_in_their_rooms(module: str) -> None:
    libraries = {name.partition(".")[0] for name in imports(module)}
    assert "numpy" not in libraries or any(lies_in(module, user) for user in NUMPY_USERS)
    assert "whoosh" not in libraries or any(lies_in(module, user) for user in WHOOSH_USERS)
    for library in libraries & DOORS.keys():
        assert module in {f"indexer.ingest.formats.{door}" for door in DOORS[library]}, f"{module} imports {library}"


def test_what_stands_for_an_extra_is_loaded_by_the_table_alone() -> None:
    doors = {f"indexer.ingest.formats.{door}" for names in DOORS.values() for door in names}
    users = {module for module in MODULES for name in own_imports(module) if source_of(name) in doors}
    assert users <= doors


def test_every_rung_stands_for_something() -> None:
    entries = [entry for rung in RUNGS for entry in rung]
    assert [entry for entry in entries if not any(lies_in(module, entry) for module in MODULES)] == []


def test_the_reader_of_imports_sees_every_form() -> None:
    tree = ast.parse("import a.b\nfrom c import d as e\nfrom . import f\nfrom .g import h\nfrom ..i import j")
    found = [name for node in import_statements(tree) for name in imported_names("indexer.query.nodes", node)]
    assert list(deferred_names(ast.parse('x = Deferred("a.b", "c")'))) == ["a.b.c"]
    assert found == ["a.b", "c.d", "indexer.query.f", "indexer.query.g.h", "indexer.i.j"]
