from pathlib import Path

import pytest

import indexer
from indexer.config import DEFAULT_ENGINE, ENGINES, NAMES, Settings, SiteSettings, load_settings
from indexer.errors import BadSetting


def write_settings(folder: Path, content: str) -> None:
    (folder / "timdau.toml").write_text(content, encoding="utf-8")


def test_settings_name_the_existing_engines() -> None:
    assert ENGINES == tuple(indexer.ENGINES) == tuple(engine.name for engine in indexer.ENGINES.values())
    assert ENGINES[0] == DEFAULT_ENGINE


def test_default_paths_are_in_the_folder(tmp_path: Path) -> None:
    assert load_settings({}, {}, tmp_path) == Settings(
        docs=tmp_path / "docs_in",
        index=tmp_path / "index",
        engine=DEFAULT_ENGINE,
        host="127.0.0.1",
        port=8000,
        workers=None,
    )


def test_options_override_environment_file_and_defaults(tmp_path: Path) -> None:
    write_settings(tmp_path, 'docs = "from-file"\nindex = "from-file"\nport = 1\nhost = "file.example"\n')
    environ = {"TIMDAU_INDEX": "from-environment", "TIMDAU_PORT": "2"}
    settings = load_settings({"port": 3}, environ, tmp_path)
    assert settings.docs == tmp_path / "from-file"
    assert settings.index == tmp_path / "from-environment"
    assert settings.port == 3
    assert settings.host == "file.example"
    assert settings.engine == DEFAULT_ENGINE


def test_every_setting_is_read_from_each_source(tmp_path: Path) -> None:
    written = {"docs": "d", "index": "i", "engine": "whoosh", "host": "::1", "port": "81", "workers": "7"}
    written["processes"] = "2"
    written["trusted_hosts"] = "a.example, .b.example"
    written["parse_seconds"] = "20"
    written["originals"] = "o:/p"
    (tmp_path / "dau.svg").write_text("<svg/>", encoding="utf-8")
    written |= {"title": "Kho báo", "tagline": "Từ 1990", "logo": "dau.svg", "languages": "en, vi"}
    written |= {"contact": "thu-vien@example.org", "accent": "#AA0000", "base_path": "timdau/", "proxies": "2"}
    written |= {"public_url": "https://example.org/timdau/", "rate_limit": "60"}
    assert set(written) == set(NAMES)
    expected = Settings(
        docs=tmp_path / "d",
        index=tmp_path / "i",
        engine="whoosh",
        host="::1",
        port=81,
        workers=7,
        processes=2,
        trusted_hosts=("a.example", ".b.example"),
        parse_seconds=20,
        originals=(tmp_path / "o", Path("/p")),
        site=SiteSettings(
            title="Kho báo",
            tagline="Từ 1990",
            logo=tmp_path / "dau.svg",
            languages=("en", "vi"),
            contact="thu-vien@example.org",
            accent="#aa0000",
            base_path="/timdau",
            public_url="https://example.org/timdau",
            proxies=2,
            rate_limit=60,
        ),
    )
    assert load_settings(written, {}, tmp_path) == expected
    environ = {f"TIMDAU_{name.upper()}": value for name, value in written.items()}
    assert load_settings({}, environ, tmp_path) == expected
    write_settings(tmp_path, "".join(f'{name} = "{value}"\n' for name, value in written.items()))
    assert load_settings({}, {}, tmp_path) == expected


def test_absent_options_and_empty_variables_are_ignored(tmp_path: Path) -> None:
    settings = load_settings({"port": None, "sort": "newest"}, {"TIMDAU_PORT": "", "TIMDAU_ELSE": "x"}, tmp_path)
    assert settings.port == 8000


def test_absolute_and_home_paths_do_not_start_at_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
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
        ("processes", "0"),
        ("processes", "65"),
        ("engine", "whosh"),
        ("host", " "),
        ("index", "~nobody-of-this-name/index"),
        ("title", " "),
        ("tagline", "hai\ndòng"),
        ("logo", "dau.gif"),
        ("logo", "khong-co.svg"),
        ("languages", "vi,xx"),
        ("contact", "javascript:alert(1)"),
        ("accent", "red"),
        ("accent", "#0f5f5c;}"),
        ("base_path", "/a/../b"),
        ("base_path", "https://example.org"),
        ("public_url", "example.org"),
        ("public_url", "https://example.org/?q=a"),
        ("proxies", "-1"),
        ("rate_limit", "fast"),
    ],
)
def test_bad_values_are_reported_with_their_source_and_the_way_out(tmp_path: Path, name: str, value: str) -> None:
    for source, options, environ in (
        (f"--{name}", {name: value}, {}),
        (f"TIMDAU_{name.upper()}", {}, {f"TIMDAU_{name.upper()}": value}),
    ):
        with pytest.raises(BadSetting) as caught:
            load_settings(options, environ, tmp_path)
        message = str(caught.value)
        assert message.startswith(f"{source}: ")
        assert name == "logo" or repr(value) in message
        assert any(way in message for way in ("give ", "choose from", "write ", "the page has"))
        assert "\n" not in message


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("prot = 8000\n", 'unknown setting "prot"; did you mean "port"?'),
        ("colour = 1\n", 'unknown setting "colour"; known settings: docs, index'),
        ("port = true\n", "port: True is not a port"),
        ("port = [8000]\n", "port: [8000] is not a port"),
        ("index = 5\n", "index: 5 is not a path"),
        ('docs = ""\n', "docs: '' is not a path"),
        ('index = "a\\u0000b"\n', "index: 'a\\x00b' is not a path"),
        ('host = "a\\u0000b"\n', "host: 'a\\x00b' is not a host"),
        ("host = 127\n", "host: 127 is not a host"),
        ("engine = {}\n", "engine: {} is not an engine"),
        ("port 8000\n", "is not valid TOML"),
    ],
)
def test_errors_in_the_file_are_reported(tmp_path: Path, content: str, message: str) -> None:
    write_settings(tmp_path, content)
    with pytest.raises(BadSetting) as caught:
        load_settings({}, {}, tmp_path)
    assert str(tmp_path / "timdau.toml") in str(caught.value)
    assert message in str(caught.value)


def test_a_file_in_another_encoding_is_reported(tmp_path: Path) -> None:
    (tmp_path / "timdau.toml").write_bytes('docs = "bài"\n'.encode("utf-16"))
    with pytest.raises(BadSetting, match="UTF-8"):
        load_settings({}, {}, tmp_path)


def test_a_folder_in_place_of_the_file_is_reported(tmp_path: Path) -> None:
    (tmp_path / "timdau.toml").mkdir()
    with pytest.raises(BadSetting, match="cannot be read"):
        load_settings({}, {}, tmp_path)


def test_an_index_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "index").touch()
    with pytest.raises(BadSetting, match=r"index is a file.*name a folder"):
        load_settings({}, {}, tmp_path)
