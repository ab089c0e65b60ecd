"""JSON is text that any reader of JSON understands, whatever an archive has in it."""

import json
from dataclasses import dataclass

import pytest

from indexer import json_text


@dataclass(frozen=True, slots=True)
class Shelf:
    name: str
    at: tuple[int, int] | None = None


@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize(
    "text", ["Biển Đông", "kệ sách 📚", "dòng\nkhác\t\x00\u2028", 'ngoặc " và \\', "bai-\udcff.txt"]
)
def test_every_text_survives(text: str, ascii_only: bool) -> None:
    written = json_text({"shelves": (Shelf(text, (0, 2)), Shelf(text))}, ascii_only=ascii_only)
    expected = {"shelves": [{"name": text, "at": [0, 2]}, {"name": text, "at": None}]}
    assert json.loads(written) == expected
    assert "\n" not in written
    assert written.isascii() or not ascii_only


def test_numbers_and_order_stay() -> None:
    assert json_text({"b": 1.5, "a": [True, None, 10**15]}) == '{"b":1.5,"a":[true,null,1000000000000000]}'
