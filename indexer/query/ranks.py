"""What a word leaf makes of a word of a text: the same for engines and for lighting."""

from collections.abc import Callable

from whoosh.query import FuzzyTerm, Term

from indexer.analysis import Word, compare_marks, pattern, within_one_edit, word
from indexer.query.nodes import Pattern, pattern_text

WordLeaf = Term | Pattern | FuzzyTerm


def rank_of(leaf: WordLeaf) -> Callable[[Word], int | None]:
    """Return the function from a word to its rank in `TIERS` for a leaf, None where its letters do not fit.

    >>> rank = rank_of(Term("text", "đuong"))
    >>> [rank(word(found)) for found in ("đường", "duong", "đương", "đàn")]
    [1, 2, 1, None]
    """
    if isinstance(leaf, Term):
        typed = word(leaf.text)
        return lambda found: compare_marks(typed.marks, found.marks) if found.key == typed.key else None
    if isinstance(leaf, FuzzyTerm):
        key = word(leaf.text).key
        return lambda found: 0 if within_one_edit(key, found.key) else None
    return pattern(pattern_text(leaf)).rank
