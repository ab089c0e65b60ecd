"""Host headers: without a meaning they are refused in a sentence, and none is trusted if there is a list."""

import pytest
from flask.testing import FlaskClient

from indexer import BadSetting, Index
from indexer.config import load_settings
from webui import create_app

WITHOUT_MEANING = ["a..b", ".", "a" * 300, f"{'a' * 300}.example", "..", "a..b:80"]
ODD = ["-", "[::1]", "[::1", "a b", "x:99999", "a.b.", "127.0.0.1:8000", "", "<b>", 'a"b']
PATHS = ["/", "/search?q=nga", "/nope", "/api/search", "/healthz", "/articles/ban-tin/nga-2022", "/static/style.css"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("host", WITHOUT_MEANING)
def test_a_host_without_a_meaning_is_400_with_the_security_headers(client: FlaskClient, host: str, path: str) -> None:
    answer = client.get(path, headers={"Host": host})
    assert answer.status_code == 400
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    if path.startswith("/api/") or path == "/healthz":
        assert answer.get_json()["error"]["code"] == "bad-host"
    else:
        assert "TIMDAU_TRUSTED_HOSTS" in answer.get_data(as_text=True)


@pytest.mark.parametrize("host", ODD)
def test_no_other_host_crashes_the_page_or_is_repeated(client: FlaskClient, host: str) -> None:
    for path in PATHS:
        with client.get(path, headers={"Host": host}) as answer:
            assert answer.status_code in (200, 400, 404)
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert "<b>" not in answer.get_data(as_text=True)


def test_trusted_hosts_are_answered_and_no_others(index: Index) -> None:
    client = create_app(index, trusted_hosts=("archive.example", ".press.example")).test_client()
    statuses = {
        host: client.get("/search?q=nga", headers={"Host": host}).status_code
        for host in ("archive.example", "archive.example:8000", "a.press.example", "evil.example", "127.0.0.1", "a..b")
    }
    assert statuses == {
        "archive.example": 200,
        "archive.example:8000": 200,
        "a.press.example": 200,
        "evil.example": 400,
        "127.0.0.1": 400,
        "a..b": 400,
    }
    refused = client.get("/api/search", headers={"Host": "evil.example"})
    assert "TIMDAU_TRUSTED_HOSTS" in refused.get_json()["error"]["text"]
    assert "evil" not in refused.get_data(as_text=True)


@pytest.mark.parametrize("written", ["a.example,", ",", "a.example,,b.example"])
def test_an_empty_name_is_not_a_trusted_host(written: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("hosts")
    with pytest.raises(BadSetting, match="TIMDAU_TRUSTED_HOSTS"):
        load_settings({}, {"TIMDAU_TRUSTED_HOSTS": written}, folder)


def test_trusted_hosts_are_a_list_in_the_file(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("hosts")
    (folder / "timdau.toml").write_text('trusted_hosts = ["a.example", "b.example"]\n', "utf-8")
    assert load_settings({}, {}, folder).trusted_hosts == ("a.example", "b.example")
    (folder / "timdau.toml").write_text("trusted_hosts = 7\n", "utf-8")
    with pytest.raises(BadSetting, match="separate them by commas"):
        load_settings({}, {}, folder)
