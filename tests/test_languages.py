"""The languages of readers: complete catalogues, and a new one without a line of code."""

import json
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from string import Formatter

import pytest

import webui
from indexer import DEFAULT_LANGUAGE, LANGUAGES, BadRequest, SearchRequest, languages, open_index, reindex
from indexer.languages import FALLBACKS

ROOT = Path(__file__).resolve().parent.parent
MESSAGES = Path(languages.__file__).parent
PAGE = Path(webui.__file__).parent / "translations"


def table(folder: Path, lang: str) -> dict[str, str]:
    return tomllib.loads((folder / f"{lang}.toml").read_text("utf-8"))


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("folder", [MESSAGES, PAGE], ids=lambda folder: folder.name)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_catalogue_lacks_nothing(folder: Path, lang: str) -> None:
    default, own = table(folder, DEFAULT_LANGUAGE), table(folder, lang)
    default.pop("fallback", None)
    own.pop("fallback", None)
    assert {"lacks": default.keys() - own.keys(), "has beyond": own.keys() - default.keys()} == {
        "lacks": set(),
        "has beyond": set(),
    }
    assert list(own) == list(default)
    assert {key: blanks(text) for key, text in own.items()} == {key: blanks(text) for key, text in default.items()}


def test_page_and_messages_have_the_same_languages_the_default_first() -> None:
    assert sorted(path.stem for path in PAGE.glob("*.toml")) == sorted(LANGUAGES)
    assert next(iter(LANGUAGES)) == DEFAULT_LANGUAGE
    assert set(FALLBACKS) <= set(LANGUAGES)


def test_each_language_is_offered_by_its_own_name() -> None:
    assert (LANGUAGES["vi"], LANGUAGES["en"]) == ("Tiếng Việt", "English")
    assert len(set(LANGUAGES.values())) == len(LANGUAGES)


def test_a_language_without_a_catalogue_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bai.txt").write_text("Một bài.", "utf-8")
    reindex([tmp_path / "bai.txt"], index=tmp_path / "index")
    with open_index(tmp_path / "index") as index, pytest.raises(BadRequest, match="does not take “xx”") as refused:
        index.search(SearchRequest(), lang="xx")
    assert (refused.value.parameter, refused.value.nearest) == ("lang", "vi")


# A reader of the copy: messages and labels on the command line, then the page.
READER = """
import json
from indexer.cli import main
from webui import create_app

main(["reindex", "docs", "--index", "index", "--json"])
main(["search", "họp", "year:abc", "--lang", "fr", "--json", "--index", "index"])
client = create_app("index").test_client()
pages = [client.get(address).get_data(as_text=True) for address in ("/?lang=fr", "/?lang=en", "/nope?lang=fr")]
print(json.dumps(pages))
"""


def test_a_third_language_is_data_alone(tmp_path: Path) -> None:
    for package in ("indexer", "webui"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "indexer/languages/fr.toml").write_text(
        'language = "Français"\nbad-year = "“{value}” n’est pas une année."\n', "utf-8"
    )
    (tmp_path / "webui/translations/fr.toml").write_text(
        '"search.button" = "Chercher"\nthousands = "\N{NO-BREAK SPACE}"\n', "utf-8"
    )
    forums = tmp_path / "indexer/vocabulary/forums.toml"
    forums.write_text(forums.read_text("utf-8").replace("[arf]\n", '[arf]\nfr = "Forum régional"\n'), "utf-8")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/bai.txt").write_text("Họp ARF\n\nCác quan chức ARF và APEC họp bàn về APEC.", "utf-8")

    done = subprocess.run(
        [sys.executable, "-c", READER],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    _, answer, (french, english, missing) = map(json.loads, done.stdout.splitlines())

    assert [problem["text"] for problem in answer["problems"]] == ["“abc” n’est pas une année."]
    labels = {value["value"]: value["label"] for value in answer["facets"]["forum"]}
    assert labels["arf"] == "Forum régional (ARF)"
    assert labels["apec"] == "Asia-Pacific Economic Cooperation (APEC)"
    assert '<html lang="fr">' in french
    assert ">Chercher</button>" in french
    assert "See the whole archive" in french
    assert "Forum régional (ARF)" in french
    assert 'hreflang="fr">Français</a>' in english
    assert '<html lang="fr">' in missing
