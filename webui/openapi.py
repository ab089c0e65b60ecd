"""The description of the HTTP API as OpenAPI 3.1, from the dataclasses that are answered and the limits that hold.

`OPERATIONS` has a row for each address: to add one, add a row, and a row in `parameters` for each new parameter.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_type_hints

from msgspec.json import schema_components

from indexer import (
    CITATION_FORMATS,
    CONTEXT_ORDERS,
    FACET_KINDS,
    FACETS,
    HIT_FIELDS,
    MAX_COMPLETIONS,
    MAX_QUERY_LENGTH,
    MAX_RELATED,
    MAX_SIZE,
    MODES,
    ORIGINS,
    RELATED_SIZE,
    SORTS,
    UNKNOWN,
    WANTED,
    WORD_MODES,
    Article,
    Completions,
    DiagnosticGroup,
    Facet,
    Hit,
    Labels,
    Language,
    NearDuplicate,
    Related,
    SearchRequest,
    SearchResult,
    Stats,
    Years,
)
from webui.downloads import TYPES
from webui.error_pages import CODES as ERROR_CODES
from webui.state import PARAMETERS, RELATED, SWITCH
from webui.status import CODES, Listing
from webui.take_away import EXPORTS

Schema = dict[str, Any]

API_VERSION = "1.0.0"
"""The version of the API, which rises when an answer loses or renames something."""
COMPLETIONS = 10
"""The completions of a kind if a request does not say."""

_REF = "#/components/schemas/"
_JSON = "application/json"
_YEARS = rf"^([0-9]{{1,4}}((\.\.|-)[0-9]{{1,4}})?|{UNKNOWN})$"
_TEXT: Schema = {"type": "string"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_DEFAULTS = SearchRequest()
_WHOLE = tuple(name for name in PARAMETERS if name not in ("page", "size"))


@dataclass(frozen=True, slots=True)
class Operation:
    """An address that can be read: its path, what it answers, and what can be wrong.

    `parameters` are names of rows of `parameters`, `answers` schemas by media type. A schema that is a text is the name
    of a component. `errors` are the statuses besides those that every address can have; without JSON, they are pages.
    """

    path: str
    summary: str
    parameters: Sequence[str] = ()
    answers: Mapping[str, str | Schema] | None = None
    errors: Sequence[int] = ()
    has_json_errors: bool = True


OPERATIONS = (
    Operation(
        "/api/search",
        "Hits, the closest articles, facets, problems, notices and suggestions of a search",
        PARAMETERS,
        {_JSON: "SearchResult"},
    ),
    Operation("/api/suggest", "What a half-typed text may become", ("q", "limit", "lang"), {_JSON: "Completions"}),
    Operation(
        "/api/facets/{facet}",
        "The values of a facet with a word that starts with a prefix",
        ("facet", *PARAMETERS, "prefix"),
        {_JSON: "FacetAnswer"},
    ),
    Operation("/api/articles/{article_id}", "An article", ("article_id", "lang"), {_JSON: "Article"}, (404,)),
    Operation(
        "/api/articles", "An article whose id does not survive in a path", ("id", "lang"), {_JSON: "Article"}, (404,)
    ),
    Operation(
        f"/api/articles/{{article_id}}{RELATED}",
        "The near-duplicates of an article, and others on the same matter",
        ("article_id", "related_size", "lang"),
        {_JSON: "Related"},
        (404,),
    ),
    Operation(
        f"/api/articles{RELATED}",
        "The same, of an id that does not survive in a path",
        ("id", "related_size", "lang"),
        {_JSON: "Related"},
        (404,),
    ),
    Operation(
        "/api/status",
        "How the archive was read; with `skipped` or `problems`, everything with that code",
        ("skipped", "problems", "page", "lang"),
        {_JSON: {"oneOf": [{"$ref": f"{_REF}Status"}, {"$ref": f"{_REF}Listing"}]}},
    ),
    Operation(
        "/api/kwic",
        "Each match in the articles of one page of a search, with the words around it",
        (*PARAMETERS, "by"),
        {_JSON: "Concordance"},
    ),
    Operation(
        "/export.{ending}",
        "The whole result of a search",
        ("ending", *_WHOLE),
        {TYPES[ending]: {} for ending in EXPORTS},
        (404,),
        has_json_errors=False,
    ),
    *(
        Operation(path, summary, _WHOLE, {TYPES["csv"]: {}}, has_json_errors=False)
        for path, summary in (
            ("/years.csv", "The articles of a search, counted by year"),
            ("/forum-years.csv", "The articles of a search, counted by forum and year"),
            ("/kwic.csv", "Each match in all articles of a search, with the words around it"),
        )
    ),
    Operation(
        "/feed.atom", "The newest articles of a search", _WHOLE, {"application/atom+xml": {}}, has_json_errors=False
    ),
    Operation(
        "/citations/{article_id}",
        "A reference to an article",
        ("article_id", "format", "lang"),
        {TYPES[format]: {} for format in CITATION_FORMATS},
        (404,),
        has_json_errors=False,
    ),
    Operation(
        "/citations",
        "The same, of an id that does not survive in a path",
        ("id", "format", "lang"),
        {TYPES[format]: {} for format in CITATION_FORMATS},
        (404,),
        has_json_errors=False,
    ),
    Operation(
        "/originals/{article_id}",
        "What an article was read from: its file, the record as JSON, or the member of an archive",
        ("article_id", "lang"),
        {_JSON: {}, "text/plain": {}, "application/octet-stream": {}},
        (404, 416),
        has_json_errors=False,
    ),
    Operation(
        "/originals",
        "The same, of an id that does not survive in a path",
        ("id", "lang"),
        {_JSON: {}, "text/plain": {}, "application/octet-stream": {}},
        (404, 416),
        has_json_errors=False,
    ),
    Operation("/healthz", "Whether the index answers a search", (), {_JSON: "Health"}),
)
"""Every address of the API."""

_ERRORS = {
    400: "A parameter has an invalid value, or the host is not served here",
    404: "There is no such article, or what it was read from is gone",
    416: "There are no such bytes",
    429: "The client made too many requests",
    503: "The index is missing or cannot be read",
}
_ALWAYS = (400, 429, 503)


def description(title: str, url: str, languages: Sequence[Language]) -> Schema:
    """Return the description of the API of an archive, served at a URL, in some languages."""
    rows = parameters(languages)
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": API_VERSION, "summary": "Full-text search in an archive of articles"},
        "servers": [{"url": url}],
        "paths": {each.path: {"get": _operation(each, rows)} for each in OPERATIONS},
        "components": {"schemas": schemas(), "responses": _errors(has_json=True) | _errors(has_json=False)},
    }


def parameters(languages: Sequence[Language]) -> dict[str, Schema]:
    """Return every parameter by its name; one that means something else elsewhere has a name of its own here."""
    return {
        "q": _query("q", _TEXT, f"the query; its first {MAX_QUERY_LENGTH:,} characters are read"),
        **{
            no + facet: _query(no + facet, {"type": "array", "items": _facet_value(facet)}, f"{what} {facet}s")
            for no, what in (("", "only articles of these"), ("not_", "no articles of these"))
            for facet in FACETS
        },
        "mode": _query("mode", _one_of(MODES, _DEFAULTS.mode), "which accents match"),
        "words": _query("words", _one_of(WORD_MODES, _DEFAULTS.words), "whether syllables are joined to words"),
        "aliases": _query("aliases", _one_of(SWITCH, "on"), "whether a name of a forum or topic finds its others"),
        "sort": _query("sort", _one_of(SORTS, _DEFAULTS.sort), "the order of the hits"),
        "page": _query("page", {"type": "integer", "minimum": 1, "default": 1}, "the page of the list"),
        "size": _query("size", _number(MAX_SIZE, _DEFAULTS.size), "the hits of a page"),
        "lang": _query("lang", _one_of(languages, languages[0]), "the language of labels and messages"),
        "limit": _query("limit", _number(MAX_COMPLETIONS, COMPLETIONS), "the most completions of a kind"),
        "by": _query(
            "by", _one_of(CONTEXT_ORDERS, CONTEXT_ORDERS[0]), "the order: of articles, or of the words next to it"
        ),
        "format": _query("format", _one_of(CITATION_FORMATS, CITATION_FORMATS[0]), "the format of a reference"),
        "prefix": _query("prefix", {"type": "string", "default": ""}, "the start of a word of a label or id"),
        "related_size": _query("size", _number(MAX_RELATED, RELATED_SIZE), "the most articles of either list"),
        "skipped": _query("skipped", {"type": "string", "examples": [*CODES]}, "a code of what was skipped"),
        "problems": _query("problems", {"type": "string", "examples": [*CODES]}, "a code of a problem in articles"),
        "id": {**_query("id", _TEXT, "the id of an article"), "required": True},
        "article_id": _path("article_id", _TEXT, "the id of an article; its slashes may be left as they are"),
        "ending": _path("ending", {"enum": [*EXPORTS]}, "the ending of the file"),
        "facet": _path("facet", {"enum": [*FACETS]}, "the name of a facet"),
    }


def schemas() -> dict[str, Schema]:
    """Return the schema of every answer and of what is in it."""
    kinds = (SearchResult, Article, Related, Completions, Stats, Listing, DiagnosticGroup)
    _, found = schema_components(kinds, ref_template=f"{_REF}{{name}}")
    for schema in found.values():
        _always_whole(schema)
    hit = found["Hit"]["properties"]
    fields = {name: hit.get(name) or _of_property(name) for name in HIT_FIELDS}
    found["Hit"] = _object(fields, found["Hit"]["description"])
    found["Completion"]["required"] = ["text", "count", "kind"]
    found["Completion"]["properties"]["link"] = _TEXT
    copy = {"similarity": found["NearDuplicate"]["properties"]["similarity"]}
    found["NearDuplicate"] = _object(found["Hit"]["properties"] | copy, f"{NearDuplicate.__doc__}")
    del found["Snippet"]
    result = found["SearchResult"]["properties"]
    named = {name: found["Hit"]["properties"][name] for name in ("id", "title", "opening", "date", "year", "source")}
    occurrence = _object({**dict.fromkeys(("left", "keyword", "right"), _TEXT), **named})
    counts = {"type": "object", "additionalProperties": _COUNT}
    groups = {"type": "array", "items": {"$ref": f"{_REF}DiagnosticGroup"}}
    return {
        **found,
        "Status": _object(
            {
                **found["Stats"]["properties"],
                "encodings": counts,
                "normal_forms": counts,
                "origins": _object(dict.fromkeys(ORIGINS, counts)),
                "missing": _object(dict.fromkeys(WANTED, _COUNT)),
                "unsure": {"type": "integer"},
                "skipped": groups,
                "passed_over": {"$ref": f"{_REF}DiagnosticGroup"},
                "problems": groups,
            },
            "How the archive was read, in numbers.",
        ),
        "Concordance": _object(
            {
                **{name: result[name] for name in ("query", "mode", "sort", "page", "size", "total", "generation")},
                "pages": {"type": "integer", "minimum": 1},
                "by": {"enum": [*CONTEXT_ORDERS]},
                "occurrences": {"type": "array", "items": occurrence},
                "bounded": {"type": "boolean"},
                "problems": result["problems"],
                "notices": result["notices"],
            },
            "The matches in the articles of a page, with the words around them.",
        ),
        "FacetAnswer": _object(
            {
                "facet": {"enum": [*FACETS]},
                "values": {"type": "array", "items": {"$ref": f"{_REF}FacetValue"}},
                "problems": {"type": "array", "items": {"$ref": f"{_REF}Problem"}},
            },
            "Values of a facet.",
        ),
        "Health": _object(
            {"status": {"const": "ok"}, "articles": {"type": "integer"}, "generation": {"type": "integer"}},
            "The index answers.",
        ),
        "Error": _object(
            {
                "error": {
                    "type": "object",
                    "properties": {
                        "code": {"enum": [*ERROR_CODES]},
                        **dict.fromkeys(("text", "parameter", "nearest", "link", "reason", "command"), _TEXT),
                    },
                    "required": ["code", "text"],
                }
            },
            "What is wrong, in the language asked for, and the nearest right request.",
        ),
    }


def _operation(operation: Operation, rows: Mapping[str, Schema]) -> Schema:
    content = {
        media: {"schema": {"$ref": _REF + schema} if isinstance(schema, str) else schema}
        for media, schema in (operation.answers or {}).items()
    }
    statuses = sorted({*_ALWAYS, *operation.errors})
    kind = "Error" if operation.has_json_errors else "Page"
    answers: Schema = {"200": {"description": operation.summary, "content": content}}
    if "article_id" in operation.parameters or "id" in operation.parameters:
        answers["301"] = {
            "description": "The file of the article was moved",
            "headers": {"Location": {"required": True, "schema": _TEXT}},
        }
    return {
        "operationId": re.sub(r"\W+", "_", operation.path).strip("_"),
        "summary": operation.summary,
        "parameters": [rows[name] for name in operation.parameters],
        "responses": answers | {str(each): {"$ref": f"#/components/responses/{kind}{each}"} for each in statuses},
    }


def _errors(*, has_json: bool) -> dict[str, Schema]:
    """Return an answer for each error, by `Error` or `Page` and its status."""
    content = {_JSON: {"schema": {"$ref": f"{_REF}Error"}}} if has_json else {"text/html": {}}
    wait = {"Retry-After": {"required": True, "schema": {"type": "integer", "minimum": 1}}}
    return {
        f"{'Error' if has_json else 'Page'}{status}": {
            "description": text,
            "content": content,
            **({"headers": wait} if status == 429 else {}),
        }
        for status, text in _ERRORS.items()
    }


def _query(name: str, schema: Schema, what: str) -> Schema:
    return {"name": name, "in": "query", "description": what, "schema": schema}


def _path(name: str, schema: Schema, what: str) -> Schema:
    return {"name": name, "in": "path", "required": True, "description": what, "schema": schema}


def _facet_value(facet: Facet) -> Schema:
    kind = FACET_KINDS[facet]
    if isinstance(kind, Labels):
        return {"enum": [*kind.vocabulary().ids, UNKNOWN]}
    return {"type": "string", "pattern": _YEARS} if isinstance(kind, Years) else _TEXT


def _one_of(values: Any, default: str) -> Schema:
    return {"enum": [*values], "default": default}


def _number(most: int, default: int) -> Schema:
    return {"type": "integer", "minimum": 1, "maximum": most, "default": default}


def _of_property(name: str) -> Schema:
    """Return the schema of a property of hits, which is a text or nothing."""
    assert get_type_hints(getattr(Hit, name).fget)["return"] == str | None, name
    return {"anyOf": [_TEXT, {"type": "null"}]}


def _object(properties: Schema, description: str | None = None) -> Schema:
    schema: Schema = {"type": "object", "properties": properties, "required": [*properties]}
    return {"description": description, **schema} if description else schema


def _always_whole(schema: Schema) -> None:
    """Change a schema, which says what may be read, to one of what is written: every field, whatever its default."""
    properties = schema.get("properties", {})
    schema["required"] = [*properties]
    for each in properties.values():
        each.pop("default", None)
