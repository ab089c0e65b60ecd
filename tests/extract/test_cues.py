import re

import pytest

from indexer.extract.dates.cues import any_cue


@pytest.mark.parametrize(
    ("table", "word"),
    [("bygone", "so với"), ("bygone", "Kỷ niệm"), ("planned_day", "dự kiến"), ("year_of_a_name", "tầm nhìn")],
)
def test_the_words_of_a_table_in_any_case(table: str, word: str) -> None:
    assert re.fullmatch(any_cue(table), word, re.IGNORECASE)
    assert re.fullmatch(any_cue(table), word.replace(" ", "\n"), re.IGNORECASE | re.VERBOSE)


def test_the_longest_word_comes_first() -> None:
    found = re.match(any_cue("bygone"), "trước đây")
    assert found is not None
    assert found[0] == "trước đây"
