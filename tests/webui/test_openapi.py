"""`/openapi.json` describes the API as it is: every address, every parameter with its limits, every answer."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import jsonschema_rs
import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import DataObject, data
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from indexer import FACETS, LANGUAGES, MAX_COMPLETIONS, MAX_SIZE, MODES, SORTS, Index, SiteSettings, forums
from tests.webui.collection import ARTICLES
from webui import create_app
from webui.openapi import OPERATIONS
from webui.state import PARAMETERS

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@pytest.fixture(scope="session")
def api_schema(app: Flask) -> schemathesis.BaseSchema:
    return schemathesis.openapi.from_wsgi("/openapi.json", app)


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("path", [operation.path for operation in OPERATIONS])
@settings(max_examples=60, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(data=data())
def test_whatever_is_asked_for_the_answer_is_one_that_is_described(
    api_schema: schemathesis.BaseSchema, path: str, mode: GenerationMode, data: DataObject
) -> None:
    operation = api_schema[path]["GET"]
    if mode is GenerationMode.NEGATIVE and not operation.definition.raw["parameters"]:
        return  # nothing can be wrong
    case = data.draw(operation.as_strategy(generation_mode=mode))
    case.call_and_validate(checks=CHECKS, headers={"Accept-Encoding": "identity"})


@pytest.fixture(scope="module")
def described(app: Flask) -> dict[str, Any]:
    document: dict[str, Any] = app.test_client().get("/openapi.json").get_json()
    return document


def test_every_address_of_the_api_is_described(app: Flask, described: dict[str, Any]) -> None:
    rules = {re.sub(r"<(?:[^<>]+:)?(\w+)>", r"{\1}", rule.rule) for rule in app.url_map.iter_rules()}
    assert described["paths"].keys() <= rules
    wanted = {rule for rule in rules if rule.startswith(("/api/", "/originals"))} | {"/healthz"}
    assert wanted - described["paths"].keys() == set()


def test_parameters_have_the_values_and_limits_of_the_code(described: dict[str, Any]) -> None:
    found = {each["name"]: each["schema"] for each in described["paths"]["/api/search"]["get"]["parameters"]}
    assert list(found) == list(PARAMETERS)
    assert (found["mode"]["enum"], found["sort"]["enum"], found["lang"]["enum"]) == ([*MODES], [*SORTS], [*LANGUAGES])
    assert found["size"] == {"type": "integer", "minimum": 1, "maximum": MAX_SIZE, "default": 10}
    assert set(found["forum"]["items"]["enum"]) == {*forums().ids, "unknown"}
    completing = described["paths"]["/api/suggest"]["get"]["parameters"]
    assert {each["name"]: each["schema"].get("maximum") for each in completing} == {
        "q": None,
        "limit": MAX_COMPLETIONS,
        "lang": None,
    }


def answers(client: FlaskClient) -> Iterator[tuple[str, str, Any]]:
    known = quote("ban-tin/nga-2022")
    for path, address in (
        ("/api/search", "/api/search?q=nga&size=5"),
        ("/api/search", "/api/search?q=nga+zzz&forum=unknown"),
        ("/api/suggest", "/api/suggest?q=as"),
        *(("/api/facets/{facet}", f"/api/facets/{facet}?years=1") for facet in FACETS),
        ("/api/articles/{article_id}", f"/api/articles/{known}"),
        ("/api/articles", f"/api/articles?id={known}"),
        ("/api/articles/{article_id}/related", f"/api/articles/{known}/related"),
        ("/api/status", "/api/status"),
        ("/api/status", "/api/status?skipped=duplicate"),
        ("/healthz", "/healthz"),
    ):
        answer = client.get(address)
        assert answer.status_code == 200, address
        yield path, address, answer.get_json()


def closed(schema: Any) -> Any:
    """Return a schema that allows no field it does not name."""
    if isinstance(schema, list):
        return [closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {key: closed(value) for key, value in schema.items()}
    is_object = schema.get("type") == "object" and "properties" in schema
    return {**inner, "additionalProperties": False} if is_object else inner


def test_answers_have_exactly_the_fields_that_are_described(client: FlaskClient, described: dict[str, Any]) -> None:
    components = closed(described["components"])
    for path, address, answer in answers(client):
        content = described["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]
        validator = jsonschema_rs.Draft202012Validator({**content["schema"], "components": components})
        assert [error.message for error in validator.iter_errors(answer)] == [], address


def test_the_description_names_the_archive_and_where_it_is(index: Index) -> None:
    site = SiteSettings(title="Kho báo", languages=("en",), public_url="https://example.org/kho", base_path="/kho")
    document = create_app(index, originals=[ARTICLES], site=site).test_client().get("/kho/openapi.json").get_json()
    assert document["info"]["title"] == "Kho báo"
    assert document["servers"] == [{"url": "https://example.org/kho"}]
    (lang,) = [each for each in document["paths"]["/api/suggest"]["get"]["parameters"] if each["name"] == "lang"]
    assert lang["schema"] == {"enum": ["en"], "default": "en"}
