"""Markdown as plain text: links keep their text, tables become rows of cells, front matter states metadata."""

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from indexer.ingest.formats.document import Blob, ParsedDocument, decoded, parsed, tidy, titled
from indexer.ingest.formats.markup import text_of_markup
from indexer.ingest.formats.records import other_texts
from indexer.ingest.metadata_fields import parse_fields, read_toml
from indexer.ingest.source import METADATA_KEYS, Given
from indexer.model import Problem

_FRONT = re.compile(r"\s*^(---|\+\+\+)[ \t]*\n(.*?)^\1[ \t]*$\n?", re.MULTILINE | re.DOTALL)
_ENTRY = re.compile(r"^([A-Za-z_][A-Za-z0-9_ -]*?)[ \t]*[:=](?=\s|$)[ \t]*", re.MULTILINE)
_CONTINUED = re.compile(r"[ \t]*$|[ \t#\[\]{}-]")
_SPECIAL = ("*", "&", "!", "|", ">", "{", "[")
_TEXT_KEYS = ("title", "author", "source", "url")
_DEEPEST = 100
_MARKDOWN = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable("table")
_CELL, _LINE, _BLOCK = " | ", "\n", "\n\n"
_ENDS = {
    "th_close": _CELL,
    "td_close": _CELL,
    "tr_close": _LINE,
    **dict.fromkeys(("table_close", "bullet_list_close", "ordered_list_close"), _LINE),
    **dict.fromkeys(("paragraph_close", "heading_close"), _BLOCK),
}
_ROW_ENDS = re.compile(r" \| $", re.MULTILINE)
_GAPS = re.compile(r"\n{3,}")


class _FrontMatterLoader(yaml.SafeLoader):
    """Loads plain values without aliases: with those, a few lines can stand for more than fits into memory."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Compose a node. Raises `yaml.YAMLError` for an alias."""
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases are not allowed")
        return super().compose_node(parent, index)


def read(blob: Blob) -> ParsedDocument:
    """Read a Markdown file. Raises `Refused`."""
    found = decoded(blob)
    front = _FRONT.match(found.text)
    if front is not None and not _has_keys(front[2]):
        front = None
    given, problems, aside = _front_matter(front[1], front[2]) if front else (Given(), (), ())
    definitions: dict[str, Any] = {}
    markdown = found.text[front.end() if front else 0 :]
    tokens = _MARKDOWN.parse(markdown, definitions)
    text = _plain(markdown, tokens)
    return replace(
        parsed(found, titled(text, given), given, problems), aside=(*aside, *_notes(definitions), *_titles(tokens))
    )


def _plain(markdown: str, tokens: Sequence[Token]) -> str:
    """Return Markdown as plain text, but as it is written if it nests too deep: the parser drops what follows."""
    if any(token.nesting == 1 and token.level >= _DEEPEST - 1 for token in tokens):
        return markdown.strip()
    return _GAPS.sub(_BLOCK, _ROW_ENDS.sub("", "".join(_texts(tokens)))).strip()


def _has_keys(text: str) -> bool:
    """Return whether text between two rules states something, line by line; otherwise it is a part of the article."""
    lines = text.split("\n")
    keys = {key[1].lower() for line in lines if (key := _ENTRY.match(line))}
    is_stated = all(_ENTRY.match(line) or _CONTINUED.match(line) for line in lines)
    return is_stated and bool(keys if lines[0].strip() else keys & {*METADATA_KEYS})


def _front_matter(fence: str, text: str) -> tuple[Given, tuple[Problem, ...], tuple[str, ...]]:
    """Return what front matter states, problems, and its other texts.

    If it is not valid, each of its entries is read by itself.
    """
    problems: tuple[Problem, ...] = ()
    try:
        fields = read_toml(text) if fence == "+++" else yaml.load(text, _FrontMatterLoader)
        if not isinstance(fields, Mapping):
            raise ValueError("it has no keys")
    except (ValueError, RecursionError, yaml.YAMLError) as error:
        why = " ".join(str(error).split())
        problems = (
            Problem("bad-front-matter", f"the front matter is not valid, each key is read by itself: {why:.200}"),
        )
        fields = dict(_entries(text))
    stated = {str(key).lower(): value for key, value in fields.items()}
    given, bad_values = parse_fields({key: _as_text(key, value) for key, value in stated.items()}, "front-matter")
    return given, problems + bad_values, tuple(map(tidy, other_texts(stated)))


def _entries(text: str) -> Iterator[tuple[str, object]]:
    """Yield keys and values; an invalid value is taken as written, unless its first sign is one of YAML."""
    keys = list(_ENTRY.finditer(text))
    for key, following in zip(keys, [*keys[1:], None], strict=True):
        written = text[key.end() : following.start() if following else len(text)]
        try:
            value = yaml.load(written, _FrontMatterLoader)
        except (ValueError, RecursionError, yaml.YAMLError):
            value = {}
        if not isinstance(value, Mapping):
            yield key[1], value
        elif not written.startswith(_SPECIAL):
            yield key[1], " ".join(written.split()).strip("\"'")


def _as_text(key: str, value: object) -> object:
    """Return a value; a day that is a title, and several authors, as one text."""
    if key == "author" and isinstance(value, list) and all(isinstance(each, str) for each in value):
        return ", ".join(value)
    return str(value) if key in _TEXT_KEYS and isinstance(value, datetime.date) else value


def _notes(definitions: Mapping[str, Any]) -> Iterator[str]:
    """Yield footnotes of one word, which look like definitions of links, and the titles of links defined apart."""
    for label, link in definitions.get("references", {}).items():
        yield from filter(None, (unquote(link["href"]) if label.startswith("^") else "", link["title"]))


def _titles(tokens: Sequence[Token]) -> Iterator[str]:
    """Yield the titles of links and pictures."""
    for token in tokens:
        title = token.attrs.get("title")
        if isinstance(title, str):
            yield title
        yield from _titles(token.children or ())


def _texts(tokens: Sequence[Token]) -> Iterator[str]:
    before = ""
    for token in tokens:
        in_cell, before = before in ("th_open", "td_open"), token.type
        if token.type == "inline":
            inline = "".join(_inline(token.children or ()))
            yield inline.replace(_LINE, " ") if in_cell else inline
        elif token.type in ("fence", "code_block"):
            yield token.content + _LINE
        elif token.type == "html_block":
            yield _GAPS.sub(_BLOCK, text_of_markup(token.content)).strip() + _BLOCK
        elif token.type == "paragraph_close" and token.hidden:
            yield _LINE
        else:
            yield _ENDS.get(token.type, "")


def _inline(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in ("text", "code_inline"):
            yield token.content
        elif token.type in ("softbreak", "hardbreak"):
            yield _LINE
        elif token.type == "html_inline":
            yield text_of_markup(token.content)
        elif token.type == "image":
            yield from _inline(token.children or ())
