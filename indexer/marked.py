"""Text with spans as HTML: the one place that writes `<mark>`."""

from collections.abc import Iterable
from html import escape


def marked_html(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return the text escaped, each span in `<mark>`. Spans come in order and do not overlap.

    >>> marked_html("a < b", [(4, 5)])
    'a &lt; <mark>b</mark>'
    """
    pieces, at = [], 0
    for start, end in spans:
        pieces += [escape(text[at:start], quote=False), "<mark>", escape(text[start:end], quote=False), "</mark>"]
        at = end
    return "".join([*pieces, escape(text[at:], quote=False)])
