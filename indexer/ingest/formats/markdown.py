"""Markdown as plain text: links keep their text, tables become rows of cells, front matter states metadata."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from indexer.ingest.formats.document import Blob, ParsedDocument, decoded, parsed, titled
from indexer.ingest.metadata_fields import parse_fields
from indexer.ingest.source import Given
from indexer.model import Problem

_FRONT = re.compile(r"\s*^(---|\+\+\+)[ \t]*\n(.*?)^\1[ \t]*$\n?", re.MULTILINE | re.DOTALL)
_TAGS = re.compile(r"<[^>]*>")
_MARKDOWN = MarkdownIt("commonmark").enable("table")
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
    given, problems = _front_matter(front[1], front[2]) if front else (Given(), ())
    text = "".join(_texts(_MARKDOWN.parse(found.text[front.end() if front else 0 :])))
    text = _GAPS.sub(_BLOCK, _ROW_ENDS.sub("", text)).strip()
    return parsed(found, titled(text, given), given, problems)


def _front_matter(fence: str, text: str) -> tuple[Given, tuple[Problem, ...]]:
    try:
        fields = tomllib.loads(text) if fence == "+++" else yaml.load(text, _FrontMatterLoader)
    except (ValueError, RecursionError, yaml.YAMLError) as error:
        why = " ".join(str(error).split())
        return Given(), (Problem("bad-front-matter", f"the front matter is ignored: {why:.200}"),)
    if not isinstance(fields, Mapping):
        return Given(), (Problem("bad-front-matter", "the front matter is ignored: it has no keys"),)
    return parse_fields(
        {str(key).lower(): _joined_authors(key, value) for key, value in fields.items()}, "front-matter"
    )


def _joined_authors(key: object, value: object) -> object:
    """Return a value, a list of authors as one text."""
    if key == "author" and isinstance(value, list) and all(isinstance(each, str) for each in value):
        return ", ".join(value)
    return value


def _texts(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type == "inline":
            yield from _inline(token.children or ())
        elif token.type in ("fence", "code_block"):
            yield token.content + _LINE
        elif token.type == "html_block":
            yield _TAGS.sub("", token.content).strip() + _BLOCK
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
        elif token.type == "image":
            yield from _inline(token.children or ())
