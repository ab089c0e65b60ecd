"""Markdown that nests without end, and front matter that stands for more than it says."""

from tests.hostile.inputs.hostile_input import INDEXED, WORD, HostileInput, flood, nested, one_file, repeated

_TEXT = f"\n\n{WORD}\n"
_REPEATED = {
    "quotes": "> ",
    "items": "- ",
    "open-links": "[",
    "open-images": "![",
    "half-links": "[a](",
    "half-references": "[a][",
    "emphasis": "*a **a ",
    "underscores": "_a __a ",
    "backticks": "`a``",
    "backslashes": "\\",
    "entities": "&amp;&#x1ea1;",
    "half-entities": "&",
    "open-addresses": "<http://a",
    "open-tags": "<a ",
    "open-instructions": "<?",
    "open-sections": "<![CDATA[",
    "html-blocks": "<div>\n\n",
    "headings": "# a\n",
    "underlines": "a\n=\n",
    "fences": "```\na\n",
    "tables": "|a|b|\n|-|-|\n|c|d|\n\n",
    "references": "[a]: b\n",
}


def _indented_items(size: int) -> bytes:
    """Return a list in which each item is one level deeper than the one before."""
    depth = int(size**0.5)
    return ("".join(f"{'  ' * level}- a\n" for level in range(depth)) + _TEXT).encode()


def _backtick_runs(size: int) -> bytes:
    lengths = range(1, int((2 * size) ** 0.5))
    return (" ".join("`" * length for length in lengths) + _TEXT).encode()


def _wide_table(size: int) -> bytes:
    columns = size // 5
    return f"{'|a' * columns}|\n{'|-' * columns}|\n|b|{_TEXT}".encode()


def _references(size: int) -> bytes:
    numbers = range(size // 24)
    return "\n".join(
        [*(f"[r{number}]: b" for number in numbers), "", *(f"[r{number}]" for number in numbers), _TEXT]
    ).encode()


def _aliases(size: int) -> bytes:
    levels = [f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]" for level in range(1, 30)]
    front = "\n".join(["a0: &a0 [x]", *levels])
    return f"---\n{front}\n---\n{repeated('văn bản ', size)}{_TEXT}".encode()


def _front(name: str, make: str, *ends: str, fence: str = "---", key: str = "title: ", end: str = "") -> HostileInput:
    return one_file(
        name,
        "a.md",
        flood(make, f"{fence}\n{key}", f"{end}\n{fence}\n{_TEXT}"),
        INDEXED,
        *ends,
    )


INPUTS: tuple[HostileInput, ...] = (
    *(one_file(f"md-{name}", "a.md", flood(unit), INDEXED) for name, unit in _REPEATED.items()),
    one_file("md-nested-brackets", "a.md", nested("[", "](a)", after=_TEXT), INDEXED),
    one_file("md-open-comments", "a.md", flood("<!--"), "empty"),
    one_file("md-indented-items", "a.md", _indented_items, INDEXED),
    one_file("md-backtick-runs", "a.md", _backtick_runs, INDEXED),
    one_file("md-wide-table", "a.md", _wide_table, INDEXED),
    one_file("md-many-references", "a.md", _references, INDEXED),
    one_file("yaml-aliases", "a.md", _aliases, INDEXED, "bad-front-matter"),
    _front("yaml-deep-flow", "[", "bad-front-matter"),
    _front("yaml-deep-keys", "? ", key="title: a\n"),
    _front("yaml-open-quote", "a ", "bad-front-matter", key='title: "'),
    _front("yaml-anchors", "&a ", "bad-front-matter", key="title: "),
    _front("yaml-tags", "a: !!python/name:os.system\n", "bad-front-matter", key=""),
    _front("yaml-number", "1", "bad-front-matter", "bad-value", key="year: "),
    _front("yaml-hexadecimal", "f", "bad-value", key="year: 0x"),
    _front("yaml-sexagesimal", "1:", "bad-value", key="year: 1:", end="1"),
    _front("yaml-keys", "a: 1\n", key="title: a\n"),
    _front("yaml-bad-keys", "a: b: c\n", "bad-front-matter", key=""),
    _front("toml-dotted-key", "a.", fence="+++", key="", end="a = 1"),
    _front("toml-deep-arrays", "[", "bad-front-matter", fence="+++", key="title = "),
    _front("toml-hexadecimal", "f", "bad-value", fence="+++", key="year = 0x"),
    _front("toml-number", "1", "bad-front-matter", "bad-value", fence="+++", key="year = "),
    one_file("yaml-without-end", "a.md", flood("a: b\n", "---\n"), INDEXED),
)
