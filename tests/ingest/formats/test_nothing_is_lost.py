"""No text disappears in silence: each word of a file is in its article, next to it, or in a line of the report.

Files are put together from every place that a format has for text, each with a word of its own.
"""

import bz2
import csv
import gzip
import io
import json
import lzma
from collections.abc import Callable, Mapping, Sequence
from email.message import EmailMessage
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from fpdf import FPDF
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.extract import extract
from indexer.ingest.source import RawArticle
from indexer.model import Skipped
from tests.ingest.formats.files import docx, odt, zipped
from tests.ingest.reading import read

SENTENCE = "Sáng nay hội nghị bàn về việc chia sẻ nguồn nước giữa các địa phương trong vùng {}."
DRAWN = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

PLACES: Mapping[str, Sequence[str]] = {
    "txt": ["{}", "# {}", "\t{}\r", "Ảnh: {}", "{}\f", "<{}>", "[{}]", "Tin liên quan\n{}", "({})", "{}\u200b"],
    "md": [
        *("{}", "# {}", "{}\n===", "- {}\n  - {}", "1. {}", "> {}\n> > {}", "`{}`", "```\n{}\n```", "    {}"),
        *("*{}*", "**{}**", "~~{}~~", "[{}](https://vi.example)", "[{}][1]", "![{}](a.png)", "Một[^1]\n\n[^1]: {}"),
        *("| {} | {} |\n|---|---|\n| {} | {} |", "<div>{}</div>", "<details><summary>{}</summary>\n{}\n</details>"),
        *("<table><tr><td>{}</td></tr></table>", '<img alt="{}">', 'chữ <img alt="{}"> chữ', "&lt;{}&gt;", "- [ ] {}"),
        *("Từ\n: {}", "$${}$$", "::: {}\n{}\n:::", "{}\\\n{}"),
    ],
    "html": [
        *("<p>{}</p>", "<div>{}</div>", "<h2>{}</h2>", "<h4>{}</h4>", "<ul><li>{}<ul><li>{}</li></ul></li></ul>"),
        *("<ol><li>{}</li></ol>", "<blockquote>{}</blockquote>", "<pre>{}</pre>", "<dl><dt>{}</dt><dd>{}</dd></dl>"),
        "<table><caption>{}</caption><tr><th>{}</th><td>{}<table><tr><td>{}</td></tr></table></td></tr></table>",
        *("<figure><img alt='{}'><figcaption>{}</figcaption></figure>", "<details><summary>{}</summary>{}</details>"),
        *("<aside><p>{}</p></aside>", "<p style='display: none'>{}</p>", "<p hidden>{}</p>", "<address>{}</address>"),
        *("<p>Một <b>{}</b> hai <q>{}</q> ba <ins>{}</ins></p>", "<section><p>{}</p></section>", "<center>{}</center>"),
        *("<div class='box'><span>{}</span></div>", "<p class='author'>{}</p>", "<p>&laquo;{}&raquo;&nbsp;{}</p>"),
        *("<p>một<br>{}<br>{}</p>", "<font>{}</font>", "<div class='caption'>{}</div>", "<sup>{}</sup>"),
    ],
    "docx": [
        *("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", "<w:p><w:hyperlink><w:r><w:t>{}</w:t></w:r></w:hyperlink></w:p>"),
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p>"
        "</w:tc></w:tr></w:tbl></w:tc></w:tr></w:tbl>",
        "<w:sdt><w:sdtContent><w:p><w:ins><w:r><w:t>{}</w:t></w:r></w:ins></w:p></w:sdtContent></w:sdt>",
        '<w:p><w:fldSimple w:instr="TITLE"><w:r><w:t>{}</w:t></w:r></w:fldSimple></w:p>',
        '<w:p><w:r><w:drawing><wp:docPr xmlns:wp="x" descr="{}"/><w:txbxContent><w:p><w:r><w:t>{}</w:t></w:r></w:p>'
        "</w:txbxContent></w:drawing></w:r></w:p>",
        f"<w:p><w:r><w:drawing><a:p {DRAWN}><a:r><a:t>{{}}</a:t></a:r></a:p></w:drawing></w:r></w:p>",
        '<w:p><w:r><w:pict><v:textpath xmlns:v="v" string="{}"/></w:pict></w:r></w:p>',
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>{}</w:t></w:r></w:p>",
        '<w:p><m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>{}</m:t></m:r>'
        "</m:oMath></w:p>",
    ],
    "odt": [
        *("<text:h>{}</text:h>", "<text:p>{}<text:span>{}</text:span><text:a>{}</text:a></text:p>"),
        "<text:p>Một<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>{}</text:p>"
        "</text:note-body></text:note></text:p>",
        "<text:p>Một<office:annotation><text:p>{}</text:p></office:annotation></text:p>",
        "<text:list><text:list-item><text:p>{}</text:p><text:list><text:list-item><text:p>{}</text:p></text:list-item>"
        "</text:list></text:list-item></text:list>",
        "<table:table><table:table-row><table:table-cell><text:p>{}</text:p><table:table><table:table-row>"
        "<table:table-cell><text:p>{}</text:p></table:table-cell></table:table-row></table:table></table:table-cell>"
        "<table:covered-table-cell><text:p>{}</text:p></table:covered-table-cell></table:table-row></table:table>",
        '<text:p><d:f xmlns:d="d"><d:text-box><text:p>{}</text:p></d:text-box><d:desc>{}</d:desc></d:f></text:p>',
        "<text:section><text:p>{}</text:p></text:section>",
        "<text:table-of-content><text:index-body><text:p>{}</text:p></text:index-body></text:table-of-content>",
    ],
    "rtf": [
        *(r"{}\par ", r"{{\footnote {}}}", r"{{\header {}\par}}", r"{{\footerf {}\par}}", r"{{\b {}}}\line {}\par "),
        *(r"{{\*\annotation {}}}", r"\trowd {}\cell {}\cell\row ", r"{{\v {}}}", r"{{\field{{\fldrslt {}}}}}"),
        r"{{\shp{{\*\shpinst{{\sp{{\sn wzDescription}}{{\sv {}}}}}{{\shptxt {}\par}}}}}}",
        r"{{\object{{\*\objclass {}}}{{\result {}}}}}",
    ],
}


class Marks:
    """Words that stand nowhere else, one after the other."""

    def __init__(self) -> None:
        self.used: list[str] = []

    def fill(self, place: str) -> str:
        """Return a place with a new word in each of its gaps."""
        return place.format(*(self.word() for _ in range(place.count("{}"))))

    def word(self) -> str:
        number = len(self.used)
        self.used.append("zq" + "".join(chr(97 + int(digit)) for digit in f"{number:03}"))
        return self.used[-1]

    def sentence(self) -> str:
        return SENTENCE.format(self.word())


def searchable(files: Mapping[str, bytes]) -> str:
    """Return everything that is known of some files after reading and extraction, problems and skips included."""
    with TemporaryDirectory() as made:
        folder = Path(made)
        found: list[RawArticle | Skipped] = []
        for name, data in files.items():
            (folder / name).write_bytes(data)
            found += read(folder, name)
    articles = extract([each for each in found if isinstance(each, RawArticle)])
    known = [
        (a.title, a.body, a.aside, a.author, a.source, a.url, a.date, *(p.text for p in a.problems)) for a in articles
    ]
    skips = [f"{each.path} {each.reason}" for each in found if isinstance(each, Skipped)]
    return "\n".join([*(str(value) for values in known for value in values if value), *skips])


def written(format: str, made: Marks, places: Sequence[str]) -> bytes:
    return WRITERS[format](made, [made.fill(place) for place in places])


def _text(made: Marks, filled: Sequence[str]) -> bytes:
    return "\n".join([made.sentence(), *filled, made.sentence()]).encode()


def _markdown(made: Marks, filled: Sequence[str]) -> bytes:
    head = f"---\ntitle: {made.word()}\nsummary: {made.word()}\ntags: [{made.word()}]\n---\n"
    return (head + "\n\n".join([made.sentence(), *filled]) + "\n\n[1]: https://vi.example\n").encode()


def _page(made: Marks, filled: Sequence[str]) -> bytes:
    content = "".join(f"<p>{made.sentence()}</p>{each}" for each in filled)
    lead, end = made.sentence(), made.sentence()
    article = f"<h1>{made.word()}</h1><p class='sapo'>{lead}</p><div class='content'>{content}<p>{end}</p></div>"
    head, menu = '<meta charset="utf-8">', '<nav><a href="/">Trang đầu</a></nav>'
    return f"<html><head>{head}</head><body>{menu}<div>{article}</div></body></html>".encode()


def _docx(made: Marks, filled: Sequence[str]) -> bytes:
    kinds = {"header": "hdr", "footer": "ftr", "comments": "comments", "footnotes": "footnotes", "endnotes": "endnotes"}
    paragraph = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    parts: dict[str, str | bytes] = {}
    for kind, tag in kinds.items():
        inner = made.fill(paragraph if tag in ("hdr", "ftr") else f"<w:note>{paragraph}</w:note>")
        parts[f"word/{kind}.xml"] = f"<w:{tag} {WORD}>{inner}</w:{tag}>"
    parts["word/chart.xml"] = made.fill(f"<c {DRAWN}><a:p><a:r><a:t>{{}}</a:t></a:r></a:p></c>")
    embedded = made.word()
    targets = {**dict.fromkeys(kinds, "{}.xml"), "chart": "chart.xml", "package": f"embeddings/{embedded}.xlsx"}
    links = (
        f'<Relationship Id="{kind}" Type="{RELATED}/{kind}" Target="{target.format(kind)}"/>'
        for kind, target in targets.items()
    )
    parts["word/_rels/document.xml.rels"] = f"<Relationships>{''.join(links)}</Relationships>"
    return docx(made.sentence(), body="".join(filled), parts=parts)


def _odt(made: Marks, filled: Sequence[str]) -> bytes:
    return odt(f"<text:p>{made.sentence()}</text:p>{''.join(filled)}")


def _rtf(made: Marks, filled: Sequence[str]) -> bytes:
    return rf"{{\rtf1\ansi{{\fonttbl{{\f0 Arial;}}}}{made.word()} mot hai ba\par {''.join(filled)}}}".encode("ascii")


WRITERS: Mapping[str, Callable[[Marks, Sequence[str]], bytes]] = {
    "txt": _text,
    "md": _markdown,
    "html": _page,
    "docx": _docx,
    "odt": _odt,
    "rtf": _rtf,
}


@pytest.mark.parametrize("format", PLACES)
@given(data=st.data())
@settings(max_examples=25)
def test_every_word_of_a_document_is_found(format: str, data: st.DataObject) -> None:
    made = Marks()
    places = data.draw(st.lists(st.sampled_from(PLACES[format]), min_size=1, max_size=8))
    file = written(format, made, places)
    found = searchable({f"a.{format}": file})
    assert [word for word in made.used if word not in found] == []


@pytest.mark.parametrize(
    ("format", "place"), [(format, place) for format, places in PLACES.items() for place in places]
)
def test_every_place_is_read(format: str, place: str) -> None:
    made = Marks()
    file = written(format, made, [place])
    found = searchable({f"a.{format}": file})
    assert [word for word in made.used if word not in found] == []


@given(st.lists(st.lists(st.integers(0, 30), max_size=5), min_size=1, max_size=4))
@settings(max_examples=25)
def test_every_line_of_a_pdf_is_found(pages: list[list[int]]) -> None:
    made, file = Marks(), FPDF()
    file.set_font("Helvetica", size=11)
    header, name = made.word(), made.word()
    for lines in pages:
        file.add_page()
        file.cell(text=header, new_x="LMARGIN", new_y="NEXT")
        for length in lines:
            file.cell(text=" ".join(["mot"] * length + [made.word()]), new_x="LMARGIN", new_y="NEXT")
    file.text_annotation(50, 50, made.word())
    file.embed_file(bytes=b"x", basename=f"{name}.csv")
    found = searchable({"a.pdf": bytes(file.output())})
    assert [word for word in made.used if word not in found] == []


texts = st.sampled_from(["plain", "html", "both", "differing", "forwarded", "text file", "picture"])


@given(st.lists(texts, min_size=1, max_size=5))
@settings(max_examples=40)
def test_every_part_of_an_email_is_found(parts: list[str]) -> None:
    made, message = Marks(), EmailMessage()
    message["Subject"], message["From"] = made.word(), f"{made.word()} <lan@vi.example>"
    message.set_content(made.sentence())
    message.make_mixed()
    for kind in parts:
        _attach(message, kind, made)
    found = searchable({"a.eml": message.as_bytes()})
    assert [word for word in made.used if word not in found] == []


def _attach(message: EmailMessage, kind: str, made: Marks) -> None:
    inner = EmailMessage()
    if kind in ("both", "differing"):
        said = made.sentence()
        inner.set_content(f"{said}\n{made.sentence() if kind == 'both' else ''}")
        inner.add_alternative(f"<p>{said}</p>{_html(made)}", subtype="html")
        message.attach(inner)
    elif kind == "forwarded":
        inner["Subject"], inner["From"] = made.word(), f"{made.word()} <tu@vi.example>"
        inner.set_content(_html(made), subtype="html")
        message.add_attachment(inner)
    elif kind == "text file":
        message.add_attachment("một", filename=f"{made.word()}.txt")
    elif kind == "picture":
        message.add_attachment(b"PNG", maintype="image", subtype="png", filename=f"{made.word()}.png")
    elif kind == "html":
        message.add_attachment(_html(made), subtype="html", disposition="inline")
    else:
        message.add_attachment(made.sentence(), disposition="inline")


def _html(made: Marks) -> str:
    return f"<table><tr><td>{made.word()}</td></tr></table><p>{made.sentence()}</p><div>{made.word()}</div>"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.just("{}"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=6,
)


@given(st.lists(st.dictionaries(st.sampled_from(["sapo", "tags", "x"]), json_values), min_size=1, max_size=4))
@settings(max_examples=40)
def test_every_text_of_a_record_is_found(extras: list[dict[str, object]]) -> None:
    made = Marks()
    records = [
        {
            "title": made.word(),
            "body": made.sentence(),
            "author": made.word(),
            **{key: _marked(each[key], made) for key in each},
        }
        for each in extras
    ]
    found = searchable({"a.jsonl": "".join(json.dumps(record) + "\n" for record in records).encode()})
    assert [word for word in made.used if word not in found] == []


def _marked(value: object, made: Marks) -> object:
    """Return a value with a new word for each text."""
    if isinstance(value, dict):
        return {key: _marked(each, made) for key, each in value.items()}
    if isinstance(value, list):
        return [_marked(each, made) for each in value]
    return made.word() if isinstance(value, str) else value


@given(st.lists(st.sampled_from(["body", "title", "sapo", "", "tác giả"]), max_size=5), st.integers(1, 4))
@settings(max_examples=40)
def test_every_cell_of_a_table_is_found(columns: list[str], rows: int) -> None:
    made, table = Marks(), io.StringIO()
    header = ["body", *columns]
    csv.writer(table).writerows([header, *([made.word() for _ in header] for _ in range(rows))])
    found = searchable({"a.csv": table.getvalue().encode()})
    assert [word for word in made.used if word not in found] == []


COMPRESSED: Mapping[str, Callable[[bytes], bytes]] = {"gz": gzip.compress, "xz": lzma.compress, "bz2": bz2.compress}


@given(st.lists(st.sampled_from([*PLACES, "jpg", "README", ".git/x", "zip", "~"]), min_size=1, max_size=6))
@settings(max_examples=15)
def test_every_member_of_an_archive_is_read_or_named(kinds: list[str]) -> None:
    made, members = Marks(), dict[str, bytes]()
    for kind in kinds:
        if kind in PLACES:
            members[f"{len(members)}.{kind}"] = written(kind, made, PLACES[kind][:2])
        elif kind in ("jpg", "zip", "~"):
            members[f"{made.word()}.{kind}"] = b"x"
        elif kind == "README":
            members[f"README-{made.word()}"] = b"x"
        else:
            members[f".{made.word()}/a.txt"] = b"x"
    found = searchable({"a.zip": zipped(members)})
    assert [word for word in made.used if word not in found] == []


@pytest.mark.parametrize("compression", COMPRESSED)
def test_compressed_files_are_read_whole_even_in_several_pieces(compression: str) -> None:
    made = Marks()
    pieces = [_text(made, [made.word()]), b"\n", _text(made, [made.word()])]
    found = searchable({f"a.txt.{compression}": b"".join(map(COMPRESSED[compression], pieces))})
    assert [word for word in made.used if word not in found] == []
