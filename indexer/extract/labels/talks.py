"""Talks between two parties, recognised by pattern: a kind of meeting near two countries, or one and its officials."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain

from indexer.extract.labels.phrase_matcher import Phrase, PhraseMatch, PhraseMatcher
from indexer.extract.labels.token_hashes import TextTokens, printed_tokens
from indexer.vocabulary import forums, parties

_REACH = 25
"""How many words before and after a kind of meeting its parties may be named: about a sentence."""
_SIDES, _OFFICES = "sides", "offices"


def between_two(matches: Sequence[PhraseMatch], text: TextTokens) -> list[PhraseMatch]:
    """Return the matches, those of ids that need two parties only if two are named nearby.

    If the two are those of a narrower id, the match goes to that id.
    """
    entries = forums().entries
    meetings = [match for match in matches if entries[match.id].two_parties]
    if not meetings:
        return list(matches)
    before = _REACH + _longest_name()  # a name may begin farther away, and its tail is not a name
    near = {position for match in meetings for position in range(match.start - before, match.end + _REACH)}
    named = list(_named(text, sorted(near.intersection(range(len(text))))))
    checked = (_checked(match, named) if entries[match.id].two_parties else match for match in matches)
    return [match for match in checked if match]


def _checked(match: PhraseMatch, named: Iterable[PhraseMatch]) -> PhraseMatch | None:
    near = [each for each in named if match.start - _REACH <= each.start < match.end + _REACH]
    near.sort(key=lambda each: max(match.start - each.end, each.start - match.end))
    countries = list(dict.fromkeys(each.id for each in near if each.id not in (_SIDES, _OFFICES)))
    kinds = {each.id for each in near} & {_SIDES, _OFFICES}
    foreign = any(country != parties().home for country in countries)
    if not (len(countries) > 1 or (foreign and kinds) or len(kinds) > 1):
        return None
    narrower = _pairs().get((match.id, frozenset(countries[:2])))
    return match._replace(id=narrower) if narrower else match


def _named(text: TextTokens, candidates: Iterable[int]) -> Iterator[PhraseMatch]:
    """Yield the countries, sides and offices that start at these positions.

    A country of one word counts only if it is not part of another name.
    """
    (found,) = _matcher().find(text, candidates)
    end = 0
    for match in found:
        is_part = match.end == match.start + 1 and end < match.start and _is_capital(text, match.start - 1)
        if not is_part or match.id in (_SIDES, _OFFICES):
            end = match.end
            yield match


def _is_capital(text: TextTokens, index: int) -> bool:
    (word,) = text.printed(index, index + 1)
    return word[:1].isupper() and not word.isupper()


@cache
def _pairs() -> Mapping[tuple[str, frozenset[str]], str]:
    """Return the ids of talks between two particular countries, by broader id and countries."""
    return {
        (entry.broader, frozenset(entry.parties)): entry.id
        for entry in forums().entries.values()
        if entry.broader and entry.parties
    }


@cache
def _longest_name() -> int:
    """Return the number of words in the longest name."""
    countries = chain.from_iterable(parties().countries.values())
    return max(len(printed_tokens(name)) for name in chain(countries, parties().sides, parties().offices))


@cache
def _matcher() -> PhraseMatcher:
    countries = (Phrase(name, id, "alias", exact=True) for id, names in parties().countries.items() for name in names)
    rest = {_SIDES: parties().sides, _OFFICES: parties().offices}
    return PhraseMatcher([*countries, *(Phrase(name, id, "alias") for id, names in rest.items() for name in names)])
