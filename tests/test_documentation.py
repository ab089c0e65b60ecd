"""Everything the documentation shows exists and works."""

import doctest
import importlib
import pkgutil
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import indexer
import webui
from indexer import (
    ENGINES,
    FACETS,
    SearchRequest,
    article_json,
    completions_json,
    explanation_json,
    ingest_entry_json,
    ingest_report_json,
    inspection_json,
    open_index,
    reindex,
    report_json,
    result_json,
    stats_json,
)
from indexer.cli.commands import timdau
from indexer.config import DEFAULT_ENGINE, NAMES, load_settings
from indexer.ingest.encodings import known_encodings
from indexer.ingest.metadata_fields import EXTERNAL_KEYS
from indexer.ingest.metadata_table import read_table
from indexer.ingest.sidecar import read_sidecar
from webui.status import CODES

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")
METADATA = (ROOT / "docs" / "metadata.md").read_text("utf-8")
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
MODULES = [found.name for found in pkgutil.walk_packages(indexer.__path__, "indexer.") if "__main__" not in found.name]
PACKAGES = [
    found.name
    for root in (indexer, webui)
    for found in pkgutil.walk_packages(root.__path__, f"{root.__name__}.")
    if found.ispkg
]
COMMANDS = sorted(set(re.findall(r"^\.venv/bin/timdau (.+)$", README, re.MULTILINE)))


@pytest.mark.parametrize("module", MODULES)
def test_examples_in_docstrings_work(module: str) -> None:
    assert doctest.testmod(importlib.import_module(module)).failed == 0


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_path_on_a_page_exists(page: Path) -> None:
    paths = re.findall(r"`((?:indexer|webui|tests|docs|bench|scripts)/[^`*]*)`", page.read_text("utf-8"))

    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_every_module_on_a_page_exists() -> None:
    named = {name for page in PAGES for name in re.findall(r"\bbench\.\w+", page.read_text("utf-8"))}

    assert named
    assert [name for name in named if not (ROOT / name.replace(".", "/")).with_suffix(".py").exists()] == []


def test_the_map_names_paths() -> None:
    assert len(re.findall(r"`(?:indexer|webui)/", (ROOT / "ARCHITECTURE.md").read_text("utf-8"))) > 50


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_lists_its_files(package: str) -> None:
    folder = Path(str(importlib.import_module(package).__file__)).parent
    names = [path.stem for path in folder.glob("[a-z]*.py")]
    names += [path.parent.name for path in folder.glob("*/__init__.py")]
    docstring = importlib.import_module(package).__doc__ or ""

    assert [name for name in names if not re.search(rf"\b{name}\b", docstring)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_have_a_target(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8"))

    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("command", [c for c in COMMANDS if not c.startswith(("serve", "watch"))])
def test_commands_of_the_readme_run(command: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    # In a separate folder, because the checkout may have a timdau.toml.
    folder = tmp_path_factory.getbasetemp() / "readme"
    environment = {"PYTHONPATH": str(ROOT), "PATH": ""}
    if not folder.exists():
        shutil.copytree(ROOT / "docs_in", folder / "docs_in")
        reindex([folder / "docs_in"], index=folder / "index")
    arguments = [sys.executable, "-m", "indexer", *shlex.split(command)]
    done = subprocess.run(arguments, cwd=folder, env=environment, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout


@pytest.mark.parametrize("page", [ROOT / "README.md", *(ROOT / "docs").glob("*.md")], ids=lambda page: page.name)
def test_a_page_says_at_first_where_the_command_is_and_shows_it_so_in_examples(page: Path) -> None:
    text = page.read_text("utf-8")
    names = "|".join(timdau.commands)

    assert re.findall(rf"(\.venv/bin/)?timdau (?:{names})\b", text)[:1] in ([], [".venv/bin/"])
    assert re.findall(rf"^ *timdau (?:{names})\b.*", text, re.MULTILINE) == []


def test_the_program_in_the_readme_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (program,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    reindex([ROOT / "docs_in"], index=tmp_path / "index")
    monkeypatch.chdir(tmp_path)
    exec(compile(program, "README.md", "exec"), {})

    assert "exact" in capsys.readouterr().out


def test_the_settings_file_in_the_readme_is_read_as_shown(tmp_path: Path) -> None:
    (example,) = [each for each in re.findall(r"```toml\n(.*?)```", README, re.DOTALL) if "port" in each]
    (tmp_path / "timdau.toml").write_text(example, "utf-8")
    settings = load_settings({}, {}, tmp_path)

    assert (settings.docs, settings.port) == (tmp_path / "docs_in", 8080)
    assert (settings.site.title, settings.site.accent) == ("Kho báo đối ngoại", "#8a1f2d")
    assert settings.site.languages == ("en", "vi")


def test_the_readme_names_exactly_the_settings() -> None:
    names = set(NAMES)

    assert set(re.findall(r"^\| `(\w+)` \| `TIMDAU_", README, re.MULTILINE)) == names
    assert set(re.findall(r"`TIMDAU_(\w+)`", README)) == {name.upper() for name in names}


def test_the_readme_names_every_engine_and_the_default() -> None:
    (default,) = re.findall(r"^\| `engine` .* `(\w+)` \|$", README, re.MULTILINE)

    assert default == DEFAULT_ENGINE
    assert all(f"`{name}`" in README for name in ENGINES)


def test_the_api_page_names_every_field(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "api.md").read_text("utf-8")
    report = reindex([ROOT / "docs_in"], index=tmp_path / "index")
    request = SearchRequest(query="ARF", facets=FACETS)
    with open_index(tmp_path / "index") as index:
        result = index.search(request)
        first = result.hits[0].id
        article, explanation, stats = index.article(first), index.explain(request, first), index.stats()
        inspected = index.inspect(first)
        completions = completions_json(index.suggest("asean"))
        with index.ingest_details() as details:
            entry = next(details.articles())
        read = ingest_report_json(stats, index.ingest_report())
    assert article is not None
    assert explanation is not None
    assert inspected is not None
    explained = explanation_json(explanation)
    found = result_json(result)
    shapes = (
        found,
        found["hits"][0],
        completions,
        *(completions[group][0] for group in ("words", "labels", "titles")),
        article_json(article),
        inspection_json(inspected),
        inspection_json(inspected)["words"]["body"][0],
        report_json(report),
        explained,
        explained["parts"][0],
        stats_json(stats),
        read,
        read["missing"],
        ingest_entry_json(entry),
        ingest_entry_json(entry)["origins"],
    )
    named = set(re.findall(r"`(\w+)`", text))

    assert {name for shape in shapes for name in shape} <= named


def test_the_metadata_page_names_every_key_and_every_encoding() -> None:
    named = set(re.findall(r"`([\w-]+)`", METADATA))

    assert {*EXTERNAL_KEYS, *known_encodings()} <= named


def test_the_table_and_the_sidecar_on_the_metadata_page_are_read_as_shown(tmp_path: Path) -> None:
    for language, name in (("csv", "metadata.csv"), ("toml", "som.meta.toml")):
        (example,) = re.findall(rf"```{language}\n(.*?)```", METADATA, re.DOTALL)
        (tmp_path / name).write_text(example, "utf-8")
    for name, data in {"som.txt": b"H\xe9i ngh\xde", "nga.txt": b"Tin", "cu.txt": b"Ba\xf9o"}.items():
        (tmp_path / name).write_bytes(data)
    with (tmp_path / "som.meta.toml").open("rb") as file:
        sidecar = read_sidecar(file, "som.meta.toml")
    table = read_table(tmp_path / "metadata.csv")
    report = reindex([tmp_path], index=tmp_path / "index")
    with open_index(tmp_path / "index") as index:
        som, nga, cu = (index.article(name) for name in ("som.txt", "nga.txt", "cu.txt"))

    assert (sidecar.problems, table.problems, report.skipped, report.problems) == ((), (), (), ())
    assert som is not None
    assert nga is not None
    assert cu is not None
    assert (som.title, som.date, som.author) == ("Cuộc họp SOM ARF trực tuyến", "2021-06-29", None)
    assert (som.body, som.encoding, [label.id for label in som.forums]) == ("Hội nghị", "tcvn3", ["arf-som"])
    assert (nga.date, nga.forums, len(nga.topics)) == ("2022-08-22", (), 2)
    assert (cu.title, cu.date, cu.year) == ("Bản tin cũ, số 7", None, 1998)
    assert (cu.body, cu.encoding) == ("Báo", "vni")


@pytest.mark.parametrize("page", ["formats.md", "metadata.md"])
def test_every_code_on_a_page_has_a_name_on_the_status_page(page: str) -> None:
    rows = (ROOT / "docs" / page).read_text("utf-8").partition("| code |")[2].partition("\n\n")[0]
    codes = {
        code for cell in re.findall(r"^\| (`[^|]+) \|", rows, re.MULTILINE) for code in re.findall("[a-z-]+", cell)
    }
    assert codes
    assert codes <= set(CODES)
