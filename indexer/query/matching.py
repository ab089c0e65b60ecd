"""How closely a word leaf matches a word of a text: the same for every engine and for highlighting."""

import re
from collections.abc import Callable
from fnmatch import translate

from indexer.analysis import Word, compare_accents, pattern, within_one_edit, word
from indexer.model import TIERS
from indexer.query.nodes import FuzzyTerm, PatternNode, Respelling, Term, pattern_text

FULLER = TIERS.index("fuller")
SingleWordNode = Term | PatternNode | FuzzyTerm


def tier_of(leaf: SingleWordNode) -> Callable[[Word], int | None]:
    """Return the function from a word to its tier (an index into `TIERS`), None if the letters do not match.

    >>> tier = tier_of(Term("text", "đuong"))
    >>> [tier(word(found)) for found in ("đường", "duong", "đương", "đàn")]
    [1, 2, 1, None]
    """
    if isinstance(leaf, Respelling):
        tier = tier_of(Term(leaf.fieldname, leaf.text))
        return lambda found: None if (found_tier := tier(found)) is None else max(found_tier, FULLER)
    if isinstance(leaf, Term):
        typed = word(leaf.text)
        return lambda found: compare_accents(typed.accents, found.accents) if found.folded == typed.folded else None
    if isinstance(leaf, FuzzyTerm):
        folded = word(leaf.text).folded
        low, high = len(folded) - 1, len(folded) + 1
        return lambda found: 0 if low <= len(found.folded) <= high and within_one_edit(folded, found.folded) else None
    return _tier_of_pattern(leaf)


def _tier_of_pattern(leaf: PatternNode) -> Callable[[Word], int | None]:
    """Return the function that compares accents letter by letter, which is slow, only where letters and accents are."""
    wildcard = pattern(pattern_text(leaf))
    letters = "".join(letter for letter, _ in wildcard.letters).replace("[", "[[]")
    fits = re.compile(translate(letters)).match
    bare = 2 if wildcard.has_accents else 0

    def tier(found: Word) -> int | None:
        if fits(found.folded) is None:
            return None
        return wildcard.tier(found) if found.accents else bare

    return tier
