"""Random texts of given words."""

from hypothesis import strategies as st

SIGNS = [*" \n.,:;!?…/()-–”“\"'+%&•", "  ", ". ", "\u0301", "\u00a0"]
WORDS = ["hội", "HỘI", "nghị", "hoà", "hòa", "HOÀ", "bình", "lần", "thứ", "14", "ΑΣ", "Σ"]


def written(words: list[str]) -> st.SearchStrategy[str]:
    """Draw texts of these words and of signs."""
    return st.lists(st.sampled_from([*words, *SIGNS, " ", " "]), max_size=24).map("".join)
