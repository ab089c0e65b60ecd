"""Which column of a real table becomes the text, and what else is left as it is."""

import pytest

from bench.real_tables import with_body


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("mã,nội dung\n1,Nước đã rút\n", "mã,body\n1,Nước đã rút\n"),
        ("mã;nội dung\r\n1;Nước, đã rút\r\n", "mã;body\r\n1;Nước, đã rút\r\n"),
        ('"mã"\t"nội dung"\n"1"\t"Nước ""đã"" rút"\n', '"mã"\tbody\n"1"\t"Nước ""đã"" rút"\n'),
        ("Body,ghi chú\nmột,một hai ba\n", "Body,ghi chú\nmột,một hai ba\n"),
        ("tên,tên\nmột,hai\n", None),
        ("chỉ một dòng\n", None),
    ],
)
def test_the_longest_column_is_called_body(table: str, expected: str | None) -> None:
    found = with_body(table.encode())
    assert (found and found.decode()) == expected
