"""Talks between two parties, by pattern: a kind of meeting, and two countries, or one and those who speak for it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain

from indexer.extract.labels.matcher import Match, Matcher, Phrase
from indexer.extract.labels.words import Words, printed_words
from indexer.vocabulary import forums, parties

_REACH = 25
"""How many words before and behind a kind of meeting its parties stand: about a sentence."""
_SIDES, _OFFICES = "sides", "offices"


def between_two(matches: Sequence[Match], words: Words) -> list[Match]:
    """The matches, those of ids that need two parties only where two stand beside them.

    Where the two are those of a narrower id, the match is one of that id.
    """
    entries = forums().entries
    meetings = [match for match in matches if entries[match.id].two_parties]
    if not meetings:
        return list(matches)
    before = _REACH + _longest_name()  # a name may begin farther off, and its end is no name
    near = {place for match in meetings for place in range(match.start - before, match.end + _REACH)}
    named = list(_named(words, sorted(near.intersection(range(len(words))))))
    checked = (_checked(match, named) if entries[match.id].two_parties else match for match in matches)
    return [match for match in checked if match]


def _checked(match: Match, named: Iterable[Match]) -> Match | None:
    near = [each for each in named if match.start - _REACH <= each.start < match.end + _REACH]
    near.sort(key=lambda each: max(match.start - each.end, each.start - match.end))
    countries = list(dict.fromkeys(each.id for each in near if each.id not in (_SIDES, _OFFICES)))
    kinds = {each.id for each in near} & {_SIDES, _OFFICES}
    foreign = any(country != parties().home for country in countries)
    if not (len(countries) > 1 or (foreign and kinds) or len(kinds) > 1):
        return None
    narrower = _pairs().get((match.id, frozenset(countries[:2])))
    return match._replace(id=narrower) if narrower else match


def _named(words: Words, places: Iterable[int]) -> Iterator[Match]:
    """The countries, sides and offices that begin at places; names of one word only if they are no part of another."""
    (found,) = _matcher().find(words, places)
    end = 0
    for match in found:
        is_part = match.end == match.start + 1 and end < match.start and _is_capital(words, match.start - 1)
        if not is_part or match.id in (_SIDES, _OFFICES):
            end = match.end
            yield match


def _is_capital(words: Words, index: int) -> bool:
    (word,) = words.printed(index, index + 1)
    return word[:1].isupper() and not word.isupper()


@cache
def _pairs() -> Mapping[tuple[str, frozenset[str]], str]:
    """The ids of talks between two certain countries, by their broader id and the countries."""
    return {
        (entry.broader, frozenset(entry.parties)): entry.id
        for entry in forums().entries.values()
        if entry.broader and entry.parties
    }


@cache
def _longest_name() -> int:
    """How many words the longest of all names has."""
    countries = chain.from_iterable(parties().countries.values())
    return max(len(printed_words(name)) for name in chain(countries, parties().sides, parties().offices))


@cache
def _matcher() -> Matcher:
    countries = (Phrase(name, id, "alias", exact=True) for id, names in parties().countries.items() for name in names)
    rest = {_SIDES: parties().sides, _OFFICES: parties().offices}
    return Matcher([*countries, *(Phrase(name, id, "alias") for id, names in rest.items() for name in names)])
