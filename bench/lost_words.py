"""How many words of files are lost: neither in an article, nor next to its text, nor left out with a report.

    python -m bench.lost_words FOLDER [--each N] [--show N]

Reads up to N files of each format below the folder (default: 100) as `timdau reindex` does, and counts their words by
readers of its own, which know no more of a format than where its text is: tags are stripped, XML is walked, archives
are opened. Of a web page, navigation, footers and links are not counted; words are the different ones of a file, with
two or more letters and no digits. For PDF, both sides rest on pypdf.

Prints for each format the files that became articles, those that were skipped (the report names them) or that these
readers cannot read, the words, how many are lost, how many of these in files of which the report leaves out nothing,
and in how many files; then for each file the first words lost.

For figures that say something, take at least 30 real files of each format: test files and documentation of programs
that read documents (Apache Tika, Pandoc, pypdf), and data sets. Real tables rarely have a column `body`:
`python -m bench.real_tables` gives them one.
"""

import argparse
import bz2
import csv
import gzip
import html
import io
import json
import lzma
import re
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from email import message_from_bytes
from pathlib import Path
from unicodedata import normalize
from xml.etree import ElementTree

from pypdf import PdfReader

from indexer.extract import extract
from indexer.ingest.bounded import Bounded
from indexer.ingest.read import read_articles
from indexer.ingest.source import RawArticle, SourceFile
from indexer.ingest.walk import walk
from indexer.model import Article, Skipped

_WORD = re.compile(r"\w{2,}")
_HIDDEN_MARKUP = re.compile(
    r"(?is)<!--.*?-->|<(script|style|head|noscript|template|svg|button|select|nav|footer|a)\b.*?</\1\s*>"
)
_TAG = re.compile(r"(?s)<[^<>]*>")
_RTF_TOKEN = re.compile(
    r"\\'(?P<byte>[0-9a-f]{2})|\\(?P<word>[a-z]+)(?P<number>-?\d+)? ?|\\(?P<sign>.)|(?P<text>[^\\\r\n])", re.I | re.S
)
_RTF_DROPPED = (
    "fonttbl",
    "colortbl",
    "stylesheet",
    "info",
    "pict",
    "objdata",
    "fldinst",
    "pntext",
    "xe",
    "tc",
    "nonesttables",
    "upr",
    "sp",
    "listtable",
    "listtext",
)
_RTF_SHOWN = ("annotation", "shpinst", "shptxt")
_RTF_BREAKS = (
    "par",
    "line",
    "tab",
    "cell",
    "nestcell",
    "row",
    "nestrow",
    "sect",
    "page",
    "footnote",
    "header",
    "footer",
    "annotation",
    "emdash",
    "endash",
    "bullet",
    "lquote",
    "rquote",
    "ldblquote",
    "rdblquote",
)
_OFFICE_PARTS = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml|content\.xml")
_LEFT_OUT = ("del", "moveFrom", "instrText", "delText", "Fallback", "tracked-changes", "note-citation")
_UNPACK: Mapping[str, Callable[[bytes], bytes]] = {
    ".gz": gzip.decompress,
    ".xz": lzma.decompress,
    ".bz2": bz2.decompress,
}


@dataclass(slots=True)
class Losses:
    """What was lost of the files of one format."""

    files: int = 0
    skipped: int = 0
    uncounted: int = 0
    words: int = 0
    lost: int = 0
    silent: int = 0
    losing: int = 0
    examples: list[str] = field(default_factory=list)


def main() -> None:
    """Read, count and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--each", type=int, default=100)
    parser.add_argument("--show", type=int, default=3)
    options = parser.parse_args()
    print("| format | files | skipped | not counted | words | lost | share | without a report | files that lost any |")
    print("| --- | --: | --: | --: | --: | --: | --: | --: | --: |")
    found = losses(options.folder.resolve(), options.each)
    for name, each in sorted(found.items()):
        share = each.lost / each.words if each.words else 0.0
        files = f"{each.files:,} | {each.skipped:,} | {each.uncounted:,}"
        print(f"| {name} | {files} | {each.words:,} | {each.lost:,} | {share:.3%} | {each.silent:,} | {each.losing} |")
    for name, each in sorted(found.items()):
        for example in each.examples[: options.show]:
            print(f"{name}: {example}")


def losses(folder: Path, most: int) -> dict[str, Losses]:
    """Return what is lost of the files below a folder, by format, of at most `most` files each."""
    found: dict[str, Losses] = defaultdict(Losses)
    with Bounded() as bounded:
        for source in walk(folder):
            name = format_of(source.path)
            if not isinstance(source, SourceFile) or found[name].files >= most:
                continue
            read = list(read_articles(source, run=bounded.run))
            articles = extract([each for each in read if isinstance(each, RawArticle)])
            skips = [each for each in read if isinstance(each, Skipped)]
            found[name].skipped += bool(skips) and not articles
            if articles:
                try:
                    _count(found[name], source, articles, skips)
                except (zipfile.BadZipFile, RuntimeError, ValueError):
                    found[name].uncounted += 1
    return {name: each for name, each in found.items() if each.files or each.skipped}


def format_of(path: str) -> str:
    """Return the extension of a file; that of any compressed file is `compressed`."""
    extension = Path(path).suffix.lower()
    return "compressed" if extension in _UNPACK else {".htm": ".html", ".markdown": ".md"}.get(extension, extension)


def _count(losses: Losses, source: SourceFile, articles: list[Article], skips: list[Skipped]) -> None:
    words = set(words_of("".join(texts(source.path, source.absolute.read_bytes()))))
    known = set(words_of("\n".join([*map(_known, articles), *(f"{each.path} {each.reason}" for each in skips)])))
    lost = words - known
    losses.files += 1
    losses.words += len(words)
    losses.lost += len(lost)
    losses.silent += 0 if skips else len(lost)
    losses.losing += bool(lost)
    if lost:
        losses.examples.append(f"{source.path}: {len(lost)} of {len(words)}: {' '.join(sorted(lost)[:12])}")


def words_of(text: str) -> Iterator[str]:
    """Yield the words of a text in lower case, with ligatures as letters."""
    yield from filter(str.isalpha, _WORD.findall(normalize("NFKC", text).replace("\u00ad", "").lower()))


def _known(article: Article) -> str:
    values = (
        article.id,
        article.title,
        article.body,
        article.aside,
        article.author,
        article.source,
        article.url,
        article.date,
    )
    return "\n".join([*(value for value in values if value), *(problem.text for problem in article.problems)])


def texts(name: str, data: bytes) -> Iterator[str]:
    """Yield the texts of a file, as naively as its format allows."""
    extension = Path(name).suffix.lower()
    if extension in _UNPACK:
        yield from texts(name[: -len(extension)], _UNPACK[extension](data))
    elif extension in _READERS:
        yield from _READERS[extension](data)
    else:
        yield data.decode("utf-8", "replace")


def _markup(data: bytes) -> Iterator[str]:
    text = data.decode("utf-8", "replace")
    yield html.unescape(_TAG.sub(" ", _HIDDEN_MARKUP.sub(" ", text)))


def _markdown(data: bytes) -> Iterator[str]:
    text = re.sub(
        r"\]\([^()\s]*|^\[[^]^]*\]: *\S+|^(```|~~~).*$", " ", data.decode("utf-8", "replace"), flags=re.MULTILINE
    )
    yield from _markup(text.encode())


def _office(data: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in filter(_OFFICE_PARTS.fullmatch, package.namelist()):
            yield "".join(_xml_texts(ElementTree.fromstring(package.read(name))))


def _xml_texts(element: ElementTree.Element) -> Iterator[str]:
    name = element.tag.rpartition("}")[2]
    if name in ("p", "h", "tc", "br", "tab", "line-break", "s"):
        yield " "
    if name not in _LEFT_OUT:
        yield _without_indent(element.text)
        for child in element:
            yield from _xml_texts(child)
            yield _without_indent(child.tail)
    if name in ("p", "h"):
        yield " "


def _without_indent(text: str | None) -> str:
    return "" if text is None or ("\n" in text and text.isspace()) else text


def _rtf(data: bytes) -> Iterator[str]:
    """Yield the characters of groups that are shown; what is not ASCII is left to other tests, with its word."""
    hidden, starred, is_first, skip, alternatives = False, False, False, 0, 1
    stack: list[bool] = []
    for token in _RTF_TOKEN.finditer(data.decode("latin-1")):
        word, text = token["word"], token["text"]
        if text == "{":
            stack.append(hidden)
            starred, is_first = False, True
        elif text == "}":
            hidden = stack.pop() if stack else False
        elif token["sign"] == "*":
            starred = True
        elif word and is_first:
            hidden = hidden or word in _RTF_DROPPED or (starred and word not in _RTF_SHOWN)
        if text not in ("{", None):
            is_first = False
        if word:
            is_first = is_first and starred and not word
        if word == "uc":
            alternatives = int(token["number"] or 1)
        if word == "u":
            skip = alternatives
        if hidden or text in ("{", "}"):
            continue
        if text or token["byte"] or token["sign"] in ("{", "}", "~", "_"):
            yield from () if skip else ("0" if token["byte"] else text or " ",)
            skip = max(skip - 1, 0)
        elif word:
            yield "0" if word == "u" else " " * (word in _RTF_BREAKS)


def _pdf(data: bytes) -> Iterator[str]:
    for page in PdfReader(io.BytesIO(data)).pages:
        yield re.sub(r"\w*[-\u00ad]\s*\n\s*\w+", " ", page.extract_text() + "\n")


def _mail(data: bytes) -> Iterator[str]:
    for part in message_from_bytes(data).walk():
        payload = part.get_payload(decode=True)
        if part.get_content_maintype() == "text" and isinstance(payload, bytes) and not part.get_filename():
            text = payload.decode(part.get_content_charset() or "utf-8", "replace")
            yield from _markup(text.encode()) if part.get_content_subtype() == "html" else (text,)


def _json_lines(data: bytes) -> Iterator[str]:
    for line in filter(bytes.strip, data.split(b"\n")):
        yield from _json_texts(json.loads(line))


def _json_texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield f"{value}\n"
    elif isinstance(value, list | dict):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _json_texts(each)


def _table(data: bytes) -> Iterator[str]:
    _, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig", "replace"), newline=""))
    yield from (f"{cell}\n" for row in rows for cell in row)


def _archive(data: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            yield from texts(name, archive.read(name)) if Path(name).suffix.lower() in (*_READERS, ".txt") else ()


_READERS: Mapping[str, Callable[[bytes], Iterator[str]]] = {
    **dict.fromkeys((".html", ".htm", ".xhtml"), _markup),
    **dict.fromkeys((".md", ".markdown"), _markdown),
    **dict.fromkeys((".docx", ".odt"), _office),
    ".rtf": _rtf,
    ".pdf": _pdf,
    ".eml": _mail,
    ".jsonl": _json_lines,
    ".csv": _table,
    ".zip": _archive,
}

if __name__ == "__main__":
    main()
