"""Marks over text: whatever overlaps, the text stays the text and the elements nest."""

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from webui.markup import Wrap, marked_spans, paragraphs, wrapped

_texts = st.text(alphabet="aộd <&>\"'\n😀;", max_size=30)
_wraps = st.lists(
    st.builds(
        lambda start, length, tag: Wrap(start, start + length, tag, id=f"at-{start}-{length}-{tag}"),
        st.integers(0, 30),
        st.integers(0, 12),
        st.sampled_from(["mark", "span"]),
    ),
    max_size=6,
    unique_by=lambda wrap: wrap.id,
)


class Reader(HTMLParser):
    """Collects the text, the ids and the place of each id; fails where elements do not nest."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.open: list[str] = []
        self.places: dict[str, int] = {}
        self.feed(str(markup))
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        for name, value in attrs:
            if name == "id" and value:
                assert value not in self.places
                self.places[value] = len(self.text)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@given(_texts, _wraps)
def test_wraps_nest_keep_the_text_and_begin_where_they_should(text: str, wraps: list[Wrap]) -> None:
    read = Reader(wrapped(text, wraps))
    assert read.text == text
    assert read.places == {wrap.id: wrap.start for wrap in wraps if wrap.start < min(wrap.end, len(text))}


@given(_texts, _wraps)
def test_paragraphs_are_the_lines_that_are_not_blank(text: str, wraps: list[Wrap]) -> None:
    lines = [line for line in text.split("\n") if line.strip()]
    assert [Reader(line).text for line in paragraphs(text, wraps)] == lines


@given(_texts, st.lists(st.integers(0, 30), max_size=8, unique=True).map(sorted))
def test_spans_of_marks_are_read_back(text: str, edges: list[int]) -> None:
    inside = [edge for edge in edges if edge <= len(text)]
    spans = tuple(zip(inside[::2], inside[1::2], strict=False))
    pieces, at = Markup(), 0
    for start, end in spans:
        pieces += escape(text[at:start]) + Markup("<mark>{}</mark>").format(text[start:end])
        at = end
    assert marked_spans(pieces + escape(text[at:])) == spans


def test_crossing_wraps_are_cut_and_what_follows_an_element_comes_once() -> None:
    lit = Wrap(0, 3, "mark", id="a", after=Markup("<i></i>"))
    read = Wrap(2, 5, "span", id="b", css="evidence")
    assert wrapped("abcde", [read, lit]) == (
        '<mark id="a">ab<span id="b" class="evidence">c</span></mark><i></i><span class="evidence">de</span>'
    )
