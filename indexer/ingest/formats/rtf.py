"""Rich Text Format (RTF): the text, then notes and text boxes; cells of a table are separated by vertical bars."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from striprtf.striprtf import rtf_to_text

from indexer.ingest.encodings import repair_runs
from indexer.ingest.formats.document import HAS_WORDS, Blob, ParsedDocument, Refused, parsed, tidy
from indexer.model import Problem

_TOKEN = re.compile(r"\\bin(?P<length>\d+) ?|\\[a-z]+-?\d* ?|\\[^a-z]|(?P<brace>[{}])", re.IGNORECASE)
_DESTINATION = re.compile(r"\{\s*(?:\\\*)?\s*\\(?P<name>[a-z]+)(?![a-z])-?\d* ?")
_FONTS = re.compile(r"\\ansicpg\d+")
_DESCRIPTION = re.compile(r"\{\\sn wzDescription\}\s*\{\\sv (?P<text>[^{}]*)\}")
_TEXT = ("footnote", "shptxt", "dptxbxtext", "result", "ud")
_ASIDE = ("header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf", "annotation")
_EMBEDDED = "objclass"


def read(blob: Blob) -> ParsedDocument:
    """Read an RTF file: ASCII, except for bytes of the code page that it names. Raises `Refused`."""
    if not blob.data.lstrip().startswith(b"{\\rtf"):
        raise Refused("damaged", "not an RTF file: it does not begin with {\\rtf")
    if blob.data.count(b"}") < blob.data.count(b"{") // 2:
        raise Refused("damaged", "an incomplete RTF file: groups in it have no end")
    written = blob.data.decode("latin-1")
    groups = list(_groups(written))
    head = "{\\rtf1\\ansi" + "".join(_FONTS.findall(written)[:1])
    head += next((f"{{\\fonttbl {content}}}" for name, content in groups if name == "fonttbl"), "")
    descriptions = [found["text"] for found in _DESCRIPTION.finditer(written)]
    written_parts = [
        written,
        _joined(head, [content for name, content in groups if name in _TEXT]),
        _joined(head, [*(content for name, content in groups if name in _ASIDE), *descriptions]),
    ]
    found = repair_runs([rtf_to_text(part, encoding="cp1252", errors="replace") for part in written_parts], "rtf")
    text, boxes, aside = (tidy(run.replace("\n", "\n\n")) for run in found.runs)
    document = parsed(found, f"{text}\n\n{boxes}".strip(), problems=tuple(_embedded(groups)))
    return replace(document, aside=tuple(dict.fromkeys(filter(HAS_WORDS.search, aside.split("\n\n")))))


def _joined(head: str, contents: Sequence[str]) -> str:
    """Return a file of some groups, each a paragraph."""
    return head + "".join(f"{{{content}}}\\par " for content in contents) + "}"


def _groups(written: str) -> Iterator[tuple[str, str]]:
    """Yield name and content of each group that has a name of its own and is in none of these groups."""
    wanted = {*_TEXT, *_ASIDE, _EMBEDDED, "fonttbl"}
    depth = outer = position = start = 0
    name = ""
    while token := _TOKEN.search(written, position):
        position = token.end() + int(token["length"] or 0)
        if token["brace"] == "{":
            depth += 1
            opened = None if outer else _DESTINATION.match(written, token.start())
            if opened and opened["name"] in wanted:
                outer, name, start = depth, opened["name"], opened.end()
        elif token["brace"] == "}":
            if depth == outer:
                yield name, written[start : token.start()]
                outer = 0
            depth -= 1


def _embedded(groups: Sequence[tuple[str, str]]) -> Iterator[Problem]:
    for name, content in groups:
        if name == _EMBEDDED:
            yield Problem("attachment", f"embedded {tidy(content) or 'object'} is not read; save it as a file")
