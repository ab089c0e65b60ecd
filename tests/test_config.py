from pathlib import Path

import pytest

import indexer
from indexer.config import DEFAULT_ENGINE, ENGINES, NAMES, Settings, load_settings
from indexer.errors import BadSetting


def write_settings(folder: Path, content: str) -> None:
    (folder / "timdau.toml").write_text(content, encoding="utf-8")


def test_settings_know_the_engines_there_are() -> None:
    assert ENGINES == tuple(indexer.ENGINES) == tuple(engine.name for engine in indexer.ENGINES.values())
    assert ENGINES[0] == DEFAULT_ENGINE


def test_defaults_lie_in_the_folder(tmp_path: Path) -> None:
    assert load_settings({}, {}, tmp_path) == Settings(
        docs=tmp_path / "docs_in",
        index=tmp_path / "index",
        engine=DEFAULT_ENGINE,
        host="127.0.0.1",
        port=8000,
        workers=None,
    )


def test_options_win_over_environment_over_file_over_defaults(tmp_path: Path) -> None:
    write_settings(tmp_path, 'docs = "from-file"\nindex = "from-file"\nport = 1\nhost = "file.example"\n')
    environ = {"TIMDAU_INDEX": "from-environment", "TIMDAU_PORT": "2"}
    settings = load_settings({"port": 3}, environ, tmp_path)
    assert settings.docs == tmp_path / "from-file"
    assert settings.index == tmp_path / "from-environment"
    assert settings.port == 3
    assert settings.host == "file.example"
    assert settings.engine == DEFAULT_ENGINE


def test_every_setting_is_read_from_each_place(tmp_path: Path) -> None:
    written = {"docs": "d", "index": "i", "engine": "whoosh", "host": "::1", "port": "81", "workers": "7"}
    assert set(written) == set(NAMES)
    expected = Settings(docs=tmp_path / "d", index=tmp_path / "i", engine="whoosh", host="::1", port=81, workers=7)
    assert load_settings(written, {}, tmp_path) == expected
    environ = {f"TIMDAU_{name.upper()}": value for name, value in written.items()}
    assert load_settings({}, environ, tmp_path) == expected
    write_settings(tmp_path, "".join(f'{name} = "{value}"\n' for name, value in written.items()))
    assert load_settings({}, {}, tmp_path) == expected


def test_absent_options_and_empty_variables_say_nothing(tmp_path: Path) -> None:
    settings = load_settings({"port": None, "sort": "newest"}, {"TIMDAU_PORT": "", "TIMDAU_ELSE": "x"}, tmp_path)
    assert settings.port == 8000


def test_absolute_and_home_paths_stay_what_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    settings = load_settings({"docs": tmp_path / "elsewhere"}, {"TIMDAU_INDEX": "~/index"}, tmp_path / "cwd")
    assert settings.docs == tmp_path / "elsewhere"
    assert settings.index == tmp_path / "home" / "index"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("port", "http"),
        ("port", "0"),
        ("port", "65536"),
        ("port", "-1"),
        ("port", "8000.0"),
        ("port", "٨٠٠٠"),
        ("port", "9" * 5000),
        ("workers", "0"),
        ("workers", "many"),
        ("engine", "whosh"),
        ("host", " "),
        ("index", "~nobody-of-this-name/index"),
    ],
)
def test_bad_values_are_named_with_their_place_and_the_way_out(tmp_path: Path, name: str, value: str) -> None:
    for place, options, environ in (
        (f"--{name}", {name: value}, {}),
        (f"TIMDAU_{name.upper()}", {}, {f"TIMDAU_{name.upper()}": value}),
    ):
        with pytest.raises(BadSetting) as caught:
            load_settings(options, environ, tmp_path)
        message = str(caught.value)
        assert message.startswith(f"{place}: ")
        assert repr(value) in message
        assert any(way in message for way in ("give a", "choose from", "write the path"))
        assert "\n" not in message


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("prot = 8000\n", 'unknown setting "prot"; did you mean "port"?'),
        ("colour = 1\n", 'unknown setting "colour"; known are docs, index'),
        ("port = true\n", "port: True is no port"),
        ("port = [8000]\n", "port: [8000] is no port"),
        ("index = 5\n", "index: 5 is no path"),
        ('docs = ""\n', "docs: '' is no path"),
        ('index = "a\\u0000b"\n', "index: 'a\\x00b' is no path"),
        ('host = "a\\u0000b"\n', "host: 'a\\x00b' is no host"),
        ("host = 127\n", "host: 127 is no host"),
        ("engine = {}\n", "engine: {} is no engine"),
        ("port 8000\n", "is not valid TOML"),
    ],
)
def test_what_is_wrong_in_the_file_is_named(tmp_path: Path, content: str, said: str) -> None:
    write_settings(tmp_path, content)
    with pytest.raises(BadSetting) as caught:
        load_settings({}, {}, tmp_path)
    assert str(tmp_path / "timdau.toml") in str(caught.value)
    assert said in str(caught.value)


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "timdau.toml").write_bytes('docs = "bài"\n'.encode("utf-16"))
    with pytest.raises(BadSetting, match="UTF-8"):
        load_settings({}, {}, tmp_path)


def test_a_file_that_is_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "timdau.toml").mkdir()
    with pytest.raises(BadSetting, match="cannot be read"):
        load_settings({}, {}, tmp_path)


def test_an_index_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "index").touch()
    with pytest.raises(BadSetting, match=r"index is a file.*name a folder"):
        load_settings({}, {}, tmp_path)
