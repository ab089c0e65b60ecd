"""Sidecars and metadata tables of ordinary articles."""

from collections.abc import Callable, Iterator

from tests.hostile.inputs.hostile_input import INDEXED, WORD, HostileInput, flood, many_files

_LARGEST = 1_000_000


def _article(name: str) -> bytes:
    return f"Hội nghị cấp cao\n\nCác nước bàn về hợp tác, {WORD} {name}.\n".encode()


def _sidecar(name: str, make: Callable[[int], bytes], *ends: str) -> HostileInput:
    """Return articles with sidecars, each as large as it may be."""

    def files(size: int) -> Iterator[tuple[str, bytes]]:
        for number in range(max(1, size // _LARGEST)):
            yield f"{number}.txt", _article(f"{name} {number}")
            yield f"{number}.txt.meta.toml", make(min(size, _LARGEST))

    return many_files(f"sidecar-{name}", files, INDEXED, *ends)


def _table(name: str, make: Callable[[int], bytes], *ends: str) -> HostileInput:
    def files(size: int) -> Iterator[tuple[str, bytes]]:
        yield "a.txt", _article(name)
        yield "metadata.csv", make(size)

    return many_files(f"table-{name}", files, INDEXED, *ends)


def _keys(size: int) -> bytes:
    return "".join(f"k{number} = 1\n" for number in range(size // 12)).encode()


INPUTS: tuple[HostileInput, ...] = (
    _sidecar("dotted-key", flood("a.", after="a = 1\n"), "bad-sidecar"),
    _sidecar("dotted-table", flood("a.", "[", "a]\n"), "bad-sidecar"),
    _sidecar("deep-arrays", flood("[", "title = ", "\n"), "bad-sidecar"),
    _sidecar("deep-tables", flood("{a=", "title = ", "\n"), "bad-sidecar"),
    _sidecar("integer", flood("1", "year = ", "\n"), "bad-sidecar"),
    _sidecar("hexadecimal", flood("f", "year = 0x", "\n"), "bad-value"),
    _sidecar("long-key", flood("a", after=" = 1\n"), "unknown-key"),
    _sidecar("keys", _keys, "unknown-key"),
    _sidecar("tables", flood("[[a]]\n", after=""), "unknown-key"),
    _sidecar("title", flood("a ", 'title = "', '"\n')),
    _sidecar("labels", flood("'x', ", "forums = [", "]\n"), "unknown-forum"),
    _sidecar("open-quote", flood("a", 'title = """', "\n"), "bad-sidecar"),
    _table("columns", flood("a,", "file,", "\na.txt\n"), "unknown-column"),
    _table("same-columns", flood("title,", "file,", "\na.txt\n"), "unknown-column"),
    _table("rows", flood("b.txt,b\n", "file,title\n", "a.txt,a\n"), "bad-row", "stray-row"),
    _table(
        "stray-rows",
        lambda size: ("file,title\n" + "".join(f"{number}.txt,a\n" for number in range(size // 12))).encode(),
        "stray-row",
    ),
    _table("cells", flood("a,", "file,title\na.txt,", "\n"), "bad-row"),
    _table("cell", flood("a ", "file,title\na.txt,", "\n")),
    _table("open-quote", flood("b.txt,b\n", 'file,title\n"'), "bad-table"),
    _table("labels", flood("x|", "file,forums\na.txt,", "\n"), "unknown-forum"),
    _table("nulls", flood("\0", "file,title\n"), "bad-table"),
)
