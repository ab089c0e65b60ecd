"""What entries of the vocabularies are recognised by, as phrases to be found in a text."""

from collections.abc import Iterable, Iterator

from indexer.extract.labels.matcher import Kind, Phrase
from indexer.vocabulary import Entry


def names(entry: Entry) -> Iterator[Phrase]:
    """A forum is called by its label; a topic's label may be a word too common to tell anything."""
    for label in entry.labels.values():
        yield Phrase(label, entry.id, "alias")


def phrases(entry: Entry) -> Iterator[Phrase]:
    """All that the lists of an entry hold; a name in capitals is one only in capitals (SOM, but not som)."""
    short = (entry.short,) if entry.short and entry.short not in entry.ambiguous else ()
    yield from _spelled(entry.id, "exclusion", entry.exclusions)
    yield from _spelled(entry.id, "alias", entry.aliases)
    yield from _spelled(entry.id, "abbreviation", (*short, *entry.abbreviations), exact=True)
    for spelling in entry.ambiguous:
        yield Phrase(spelling, entry.id, "ambiguous", exact=spelling.isupper())
    yield from _spelled(entry.id, "cue", entry.cues)


def _spelled(id: str, kind: Kind, spellings: Iterable[str], *, exact: bool = False) -> Iterator[Phrase]:
    return (Phrase(spelling, id, kind, exact) for spelling in spellings)
