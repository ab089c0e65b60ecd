"""Elements around stretches of text: however they overlap, the text stays the same and the elements nest."""

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from webui.markup import Wrap, paragraphs, wrapped

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
    """Collects the text and the position of each id; fails if elements do not nest."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.open: list[str] = []
        self.positions: dict[str, int] = {}
        self.feed(str(markup))
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        for name, value in attrs:
            if name == "id" and value:
                assert value not in self.positions
                self.positions[value] = len(self.text)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@given(_texts, _wraps)
def test_elements_nest_keep_the_text_and_start_where_they_should(text: str, wraps: list[Wrap]) -> None:
    read = Reader(wrapped(text, wraps))
    assert read.text == text
    assert read.positions == {wrap.id: wrap.start for wrap in wraps if wrap.start < min(wrap.end, len(text))}


@given(_texts, _wraps)
def test_paragraphs_are_the_lines_that_are_not_blank(text: str, wraps: list[Wrap]) -> None:
    lines = [line for line in text.split("\n") if line.strip()]
    assert [Reader(line).text for line in paragraphs(text, wraps)] == lines


@given(_texts, _wraps, st.integers(0, 30))
def test_each_line_has_its_part_of_every_wrap(text: str, wraps: list[Wrap], start: int) -> None:
    start = min(start, len(text))
    lines, at = [], start
    for line in text[start:].split("\n"):
        if line.strip():
            lines.append(wrapped(text, wraps, start=at, end=at + len(line)))
        at += len(line) + 1
    assert list(paragraphs(text, wraps, start=start)) == lines


def test_crossing_wraps_are_cut_in_two_and_what_follows_one_appears_once() -> None:
    match = Wrap(0, 3, "mark", id="a", after=Markup("<i></i>"))
    evidence = Wrap(2, 5, "span", id="b", css="evidence")
    assert wrapped("abcde", [evidence, match]) == (
        '<mark id="a">ab<span id="b" class="evidence">c</span></mark><i></i><span class="evidence">de</span>'
    )


def test_what_follows_a_wrap_follows_its_first_part_which_has_the_id() -> None:
    match = Wrap(1, 5, "mark", id="a", after=Markup("<i></i>"))
    assert paragraphs("abc\nde", [match]) == ('a<mark id="a">bc</mark><i></i>', "<mark>d</mark>e")
