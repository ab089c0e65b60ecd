"""Batches: JSON Lines and CSV."""

import json
from collections.abc import Callable

from tests.hostile.inputs.hostile_input import INDEXED, WORD, HostileInput, flood, one_file, repeated

_LAST = json.dumps({"body": WORD}) + "\n"


def _record(before: str, unit: str, after: str) -> Callable[[int], bytes]:
    """Return a batch of one long record and a short one."""
    return flood(unit, before, f"{after}\n{_LAST}")


def _distinct_keys(size: int) -> bytes:
    record = {"body": "a", **{str(number): 1 for number in range(size // 12)}}
    return f"{json.dumps(record)}\n{_LAST}".encode()


def _lines(name: str, line: str, *ends: str) -> HostileInput:
    return one_file(f"jsonl-{name}", "a.jsonl", flood(f"{line}\n", after=_LAST), *ends)


def _ids(size: int) -> bytes:
    """Return records with ids as long as they may be, each of them another one."""
    number = max(1, size // 5000)
    rows = (json.dumps({"id": f"jsonl-long-ids/{'a' * 4900}{each}", "body": "hội nghị"}) for each in range(number))
    return ("\n".join(rows) + "\n" + _LAST).encode()


def _wide(name: str, unit: str, before: str, after: str, *ends: str) -> HostileInput:
    return one_file(f"csv-{name}", "a.csv", flood(unit, before, after), *ends)


INPUTS: tuple[HostileInput, ...] = (
    one_file("jsonl-deep", "a.jsonl", _record('{"body":', "[", "1"), INDEXED, "bad-record"),
    one_file("jsonl-deep-objects", "a.jsonl", _record("", '{"a":', "1"), INDEXED, "bad-record"),
    one_file(
        "jsonl-closed-deep",
        "a.jsonl",
        lambda size: f'{{"body":"a","x":{"[" * (size // 2)}{"]" * (size // 2)}}}\n{_LAST}'.encode(),
        INDEXED,
        "bad-record",
    ),
    one_file("jsonl-integer", "a.jsonl", _record('{"body":"a","year":', "1", "}"), INDEXED, "bad-record"),
    one_file("jsonl-float", "a.jsonl", _record('{"body":"a","id":1e', "9", "}"), INDEXED),
    one_file("jsonl-key", "a.jsonl", _record('{"body":"a","', "k", '":1}'), INDEXED),
    one_file("jsonl-keys", "a.jsonl", _record('{"body":"a"', ',"a":1', "}"), INDEXED),
    one_file(
        "jsonl-distinct-keys",
        "a.jsonl",
        _distinct_keys,
        INDEXED,
    ),
    one_file("jsonl-one-line", "a.jsonl", _record('{"body":"', "hội nghị ", '"}'), INDEXED),
    one_file("jsonl-escapes", "a.jsonl", _record('{"body":"a', "\\u1ed9", '"}'), INDEXED),
    one_file("jsonl-surrogates", "a.jsonl", _record('{"body":"a', "\\ud800", '"}'), INDEXED),
    one_file("jsonl-labels", "a.jsonl", _record('{"body":"a","forums":["arf"', ',"x"', "]}"), INDEXED, "unknown-forum"),
    one_file("jsonl-id", "a.jsonl", _record('{"body":"a","id":"jsonl-id/', "i", '"}'), INDEXED),
    one_file("jsonl-title", "a.jsonl", _record('{"body":"a","title":"', "t ", '"}'), INDEXED),
    one_file("jsonl-author", "a.jsonl", _record('{"body":"a","author":"', "t ", '"}'), INDEXED),
    one_file("jsonl-url", "a.jsonl", _record('{"body":"a","url":"http://', "t", '"}'), INDEXED),
    one_file("jsonl-date", "a.jsonl", _record('{"body":"a","date":"', "2012-", '"}'), INDEXED, "bad-value"),
    one_file("jsonl-long-ids", "a.jsonl", _ids, INDEXED),
    _lines("records", '{"body":"a"}', INDEXED),
    _lines("same-id", '{"body":"a","id":"jsonl-same-id/1"}', INDEXED, "duplicate-id"),
    _lines("numbers", "1", INDEXED, "bad-record"),
    _lines("empty-bodies", '{"body":""}', INDEXED, "empty"),
    _lines("blank", " ", INDEXED),
    _lines("control-characters", '{"body":"a\\u0000"}', INDEXED, "binary"),
    _wide("open-quote", "a,b\n", 'body,title\n"', f"{WORD},a\n", "bad-record"),
    _wide("open-quotes", 'a,"b\n', "body,title\n", f'"{WORD},a\n', "bad-record"),
    _wide("quotes-within", 'a"b""c,', "body,title\n", f"\n{WORD},a\n", INDEXED, "bad-record"),
    _wide("columns", "a,", "body,", f"\n{WORD},a\n", INDEXED),
    _wide("cells", "a,", "body,title\n", f"\n{WORD},a\n", INDEXED, "bad-record"),
    _wide("same-columns", "body,", "body,", f"\n{WORD},a\n", INDEXED),
    _wide("empty-rows", ",\n", "body,title\n", f"{WORD},a\n", INDEXED),
    _wide("blank-rows", "\n", "body,title\n", f"{WORD},a\n", INDEXED),
    _wide("rows", "a,b\n", "body,title\n", f"{WORD},a\n", INDEXED),
    _wide("rows-without-body", ",b\n", "body,title\n", f"{WORD},a\n", INDEXED, "empty"),
    _wide("cell", "hội nghị ", 'body,title\n"', f'",a\n{WORD},b\n', INDEXED),
    _wide("separators", "sep=;\n", "", f"body;title\n{WORD};a\n", "bad-record"),
    _wide("ids", "a|", "body,forums\nb,", f"\n{WORD},\n", INDEXED, "unknown-forum"),
    one_file("csv-without-body", "a.csv", lambda size: repeated("a,b\n", size).encode(), "bad-record"),
)
