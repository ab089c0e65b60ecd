"""A client that asks too often gets the time to wait; by default there is no limit."""

from indexer import Index, SiteSettings
from tests.webui.collection import Page
from webui import create_app
from webui.rate_limit import RateLimit, client_of


def test_without_a_setting_there_is_no_limit(index: Index) -> None:
    client = create_app(index).test_client()
    assert {client.get("/healthz").status_code for _ in range(50)} == {200}


def test_past_the_limit_the_answer_is_429_with_the_time_to_wait(index: Index) -> None:
    client = create_app(index, site=SiteSettings(rate_limit=2)).test_client()
    assert [client.get("/api/suggest?q=a").status_code for _ in range(3)] == [200, 200, 429]
    page = client.get("/search?q=nga")
    assert (page.status_code, Page(page.get_data(as_text=True)).lang) == (429, "vi")
    assert 1 <= int(page.headers["Retry-After"]) <= 30
    assert client.get("/api/search?lang=en").get_json()["error"]["code"] == "too-many-requests"
    with client.get("/static/style.css") as sheet:
        assert sheet.status_code == 200, "the page that says no is still a page"
    assert client.get("/api/suggest?q=a", environ_base={"REMOTE_ADDR": "192.0.2.9"}).status_code == 200


def test_clients_are_told_apart_by_what_the_nearest_proxy_says(index: Index) -> None:
    client = create_app(index, site=SiteSettings(rate_limit=1, proxies=1)).test_client()
    statuses = [
        client.get("/api/suggest?q=a", headers={"X-Forwarded-For": f"203.0.113.{made_up}, 192.0.2.{real}"}).status_code
        for made_up, real in ((1, 1), (2, 1), (3, 2))
    ]
    assert statuses == [200, 429, 200]


def test_tokens_come_back_with_time() -> None:
    now = [0.0]
    limit = RateLimit(60, clock=lambda: now[0])
    assert [limit.wait("a") for _ in range(60)] == [0.0] * 60
    assert limit.wait("a") == 1.0
    now[0] = 1.5
    assert limit.wait("a") == 0.0
    assert limit.wait("a") == 0.5
    now[0] = 1000.0
    assert [limit.wait("a") for _ in range(61)] == [0.0] * 60 + [1.0], "waiting saves no more than a minute's worth"


def test_addresses_of_one_network_are_one_client() -> None:
    assert client_of("2001:db8::1") == client_of("2001:db8::ffff:0:0:1") != client_of("2001:db8:0:1::1")
    assert client_of("192.0.2.1") != client_of("192.0.2.2")
    assert client_of("") == ""
