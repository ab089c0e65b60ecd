"""Web pages that nest, repeat or hide more than a reader can follow."""

from tests.hostile.inputs.hostile_input import INDEXED, WORD, HostileInput, flood, nested, one_file

_TEXT = f"<p>Hội nghị cấp cao bàn về hợp tác kinh tế và an ninh trong khu vực, {WORD}.</p>"
_HEAD, _TAIL = f"<html><head><title>Hội nghị</title></head><body><h1>Hội nghị</h1>{_TEXT}", f"{_TEXT}</body></html>"
_REPEATED = {
    "open-paragraphs": "<p>a",
    "open-links": "<a href=b>a",
    "empty-cells": "<tr><td></td></tr>",
    "entities": "&amp;",
    "half-entities": "&#x",
    "comments": "<!-- a -->",
    "headings": "<h1>a</h1>",
    "captions": "<figcaption>Ảnh của một hội nghị</figcaption>",
    "blocks": "<div>Một câu dài hơn sáu từ đứng ở đây</div>",
    "spans": "<span>a</span>",
    "line-breaks": "a<br>",
    "times": "<time datetime='2012-11-12'>a</time>",
    "scripts": "<script>a</script>",
    "json-ld": '<script type="application/ld+json">{"@type":"NewsArticle"}</script>',
}
_NESTED = {
    "divs": "<div>",
    "open-inline-tags": "<b><i><font>a",
    "open-tables": "<table><tr><td>",
    "options": "<select><option>a",
    "lists": "<ul><li>a",
    "definitions": "<dl><dt>a<dd>b",
}
_JSON = '<script type="application/ld+json">'


def _in_head(name: str, unit: str, before: str = "", after: str = "") -> HostileInput:
    head = f"<html><head><title>Hội nghị</title>{before}"
    return one_file(name, "a.html", flood(unit, head, f"{after}</head><body>{_TEXT * 3}</body></html>"), INDEXED)


INPUTS: tuple[HostileInput, ...] = (
    *(one_file(f"html-{name}", "a.html", flood(unit, _HEAD, _TAIL), INDEXED) for name, unit in _REPEATED.items()),
    *(
        one_file(f"html-{name}", "a.html", flood(unit, _HEAD, _TAIL), INDEXED, "nested-too-deeply")
        for name, unit in _NESTED.items()
    ),
    one_file("html-nested-divs", "a.html", nested("<div>", "</div>", _HEAD, _TEXT, "</body></html>"), INDEXED),
    one_file("html-nested-spans", "a.html", nested("<span>", "</span>", _HEAD, _TEXT, "</body></html>"), INDEXED),
    one_file(
        "html-nested-tables",
        "a.html",
        nested("<table><tr><td>", "</td></tr></table>", _HEAD, _TEXT, "</body></html>"),
        INDEXED,
    ),
    one_file("html-attributes", "a.html", flood("a=b ", f"{_HEAD}<div ", f">{_TAIL}"), INDEXED),
    one_file("html-one-attribute", "a.html", flood("a", f"{_HEAD}<div class='", f"'>{_TAIL}"), INDEXED),
    one_file(
        "html-image-data", "a.html", flood("QUFB", f"{_HEAD}<img src='data:image/png;base64,", f"'>{_TAIL}"), INDEXED
    ),
    one_file("html-open-comment", "a.html", flood("a ", f"{_HEAD}<!-- "), INDEXED),
    one_file("html-open-script", "a.html", flood("a ", f"{_HEAD}<script>"), INDEXED),
    one_file("html-open-attribute", "a.html", flood("a ", f"{_HEAD}<a href='"), INDEXED),
    one_file("html-one-paragraph", "a.html", flood("hội nghị ", f"{_HEAD}<p>", f"</p>{_TAIL}"), INDEXED),
    one_file("html-wide-table", "a.html", flood("<td>a", f"{_HEAD}<table><tr>", f"</table>{_TAIL}"), INDEXED),
    _in_head("html-metas", "<meta name=author content=a>"),
    _in_head("html-title", "a ", "</title><title>"),
    _in_head("html-deep-json-ld", "[", _JSON, "</script>"),
    _in_head("html-number-json-ld", "1", f'{_JSON}{{"@type":"NewsArticle","datePublished":', "}</script>"),
    _in_head("html-nested-graphs", '{"@graph":', _JSON, "</script>"),
)
