"""How prominently a name is mentioned, by the words around it: in a report on the forum, or only in passing?"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Set
from enum import Enum
from functools import cache
from itertools import islice, takewhile
from typing import NamedTuple

from indexer.extract.labels.phrase_matcher import PhraseMatch
from indexer.extract.labels.token_hashes import TextTokens, TokenSet, fold_token
from indexer.vocabulary import Context, contexts

_SHORTEST_LIST = 3
_BETWEEN = 3
"""How many words may come between a name and a word of meeting: “dự Hội nghị Cấp cao ‹APEC›”."""


class Salience(Enum):
    """How prominently a name is mentioned."""

    PLAIN = "plain"
    STRESSED = "stressed"
    PASSING = "passing"


class _ContextPhrases(NamedTuple):
    """Folded phrases before a name, by their last token, and after it, by their first."""

    before: Mapping[str, Set[tuple[str, ...]]]
    after: Mapping[str, Set[tuple[str, ...]]]
    longest: int


class _Cues(NamedTuple):
    """What `contexts.toml` holds, ready to be looked for."""

    meeting: _ContextPhrases
    passing: _ContextPhrases
    about: TokenSet
    joining: TokenSet


def salience(match: PhraseMatch, text: TextTokens) -> Salience:
    """Return how a name is mentioned, by the phrases next to it."""
    cues = _cues()
    reach = max(cues.passing.longest, _BETWEEN + cues.meeting.longest)
    before = text.folded(max(match.start - reach, 0), match.start)
    after = text.folded(match.end, match.end + reach)
    if _is_next_to(before, after, cues.passing, 0):
        return Salience.PASSING
    return Salience.STRESSED if _is_next_to(before, after, cues.meeting, _BETWEEN) else Salience.PLAIN


def _is_next_to(before: tuple[str, ...], after: tuple[str, ...], phrases: _ContextPhrases, between: int) -> bool:
    """Return whether a phrase ends `before` or begins `after`, at most `between` words away and no sign."""
    for end in range(len(before), max(len(before) - _reach(reversed(before), between), 0), -1):
        ending = phrases.before.get(before[end - 1])
        if ending and any(before[start:end] in ending for start in range(end)):
            return True
    for start in range(min(_reach(after, between), len(after))):
        beginning = phrases.after.get(after[start])
        if beginning and any(after[start:end] in beginning for end in range(start + 1, len(after) + 1)):
            return True
    return False


def _reach(tokens: Iterable[str], between: int) -> int:
    """Return at how many of the tokens next to a name a phrase may begin or end: up to the first sign."""
    return 1 + sum(1 for _ in takewhile(str.isalnum, islice(tokens, between)))


def is_spoken_of(match: PhraseMatch, text: TextTokens) -> bool:
    """Return whether a phrase is what something is about: “bàn về ‹chống khủng bố›”."""
    return match.start > 0 and _cues().about.holds(text, match.start - 1)


def lists(matches: Iterable[PhraseMatch], text: TextTokens) -> list[list[PhraseMatch]]:
    """Group matches into lists: those with nothing but commas and the like between them."""
    found: list[list[PhraseMatch]] = []
    joining = _cues().joining
    for match in matches:
        if found and joining.holds_all(text, found[-1][-1].end, match.start):
            found[-1].append(match)
        else:
            found.append([match])
    return found


def is_bare_list(matches: Collection[PhraseMatch]) -> bool:
    """Return whether a list names at least three different ids in three places."""
    if len(matches) < _SHORTEST_LIST:
        return False
    starts, ids = {match.start for match in matches}, {match.id for match in matches}
    return min(len(starts), len(ids)) >= _SHORTEST_LIST


@cache
def _cues() -> _Cues:
    found = contexts()
    return _Cues(
        _context_phrases(found.meeting),
        _context_phrases(found.passing),
        TokenSet(found.about),
        TokenSet(found.joining),
    )


def _context_phrases(context: Context) -> _ContextPhrases:
    before, after = _folded(context.before), _folded(context.after)
    longest = max(map(len, (*before, *after)))
    return _ContextPhrases(_by_token(before, -1), _by_token(after, 0), longest)


def _folded(phrases: Iterable[str]) -> list[tuple[str, ...]]:
    return [tuple(map(fold_token, phrase.split())) for phrase in phrases]


def _by_token(phrases: Iterable[tuple[str, ...]], position: int) -> Mapping[str, Set[tuple[str, ...]]]:
    found = defaultdict[str, set[tuple[str, ...]]](set)
    for phrase in phrases:
        found[phrase[position]].add(phrase)
    return dict(found)
