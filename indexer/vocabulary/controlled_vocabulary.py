"""A controlled vocabulary: a forest of ids with names."""

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from indexer.languages import DEFAULT_LANGUAGE, FALLBACKS, LANGUAGES, Language
from indexer.vocabulary.spellings import name_key
from indexer.vocabulary.vocabulary_files import Entry

_ALIKE = 0.8
"""The share of letters that a text has in common with a name that it may mean."""
_REMARK = re.compile(r"\s*\([^()]*\)$")


@dataclass(frozen=True)
class Vocabulary:
    """The forums or the topics. Methods that take an id raise KeyError for one that is not in `ids`."""

    entries: Mapping[str, Entry]
    _shown: Mapping[Language, Mapping[str, str]] = field(init=False, repr=False, compare=False)
    parents: Mapping[str, str | None] = field(init=False, repr=False, compare=False)
    """Id → the next broader id, if any."""
    alphabetical: Mapping[str, int] = field(init=False, repr=False, compare=False)
    """Id → its position in the order of the labels in the default language."""

    def __post_init__(self) -> None:
        shown = {lang: {entry.id: _shown_label(entry, lang) for entry in self.entries.values()} for lang in LANGUAGES}
        object.__setattr__(self, "_shown", shown)
        object.__setattr__(self, "parents", {entry.id: entry.broader for entry in self.entries.values()})
        ordered = sorted(self.entries, key=shown[DEFAULT_LANGUAGE].__getitem__)
        object.__setattr__(self, "alphabetical", {id: position for position, id in enumerate(ordered)})

    @cached_property
    def _main_names(self) -> Mapping[str, str]:
        """The ids by their names, aliases aside."""
        return self._with_names({}, _ids, _labels, _abbreviations)

    @cached_property
    def _by_name(self) -> Mapping[str, str]:
        """The ids by all their names."""
        return self._with_names(self._main_names, _aliases)

    def _with_names(self, known: Mapping[str, str], *kinds: Callable[[Entry], Iterable[str]]) -> Mapping[str, str]:
        """Return names with their ids, and those of further kinds; of equal names the first one counts."""
        every = dict(known)
        for names in kinds:
            for entry in self.entries.values():
                for name in names(entry):
                    every.setdefault(name_key(name), entry.id)
        return every

    @property
    def ids(self) -> tuple[str, ...]:
        """All ids, in the order of the file: broader ones before their narrower ones."""
        return tuple(self.entries)

    def label(self, id: str, lang: Language = DEFAULT_LANGUAGE) -> str:
        """Return the name for readers, followed by the usual abbreviation: “Diễn đàn khu vực ASEAN (ARF)”.

        An entry without a label in the language has that in a fallback.
        """
        return self._shown[lang][id]

    def labels(self, lang: Language) -> Mapping[str, str]:
        """Return the name for readers of every id."""
        return self._shown[lang]

    def names(self, id: str) -> tuple[str, ...]:
        """Return the names that mean exactly this id: labels without remarks in brackets, abbreviation, synonyms."""
        entry = self.entries[id]
        labels = (_REMARK.sub("", label) for label in entry.labels.values())
        return tuple(dict.fromkeys((*labels, *((entry.short,) if entry.short else ()), *entry.synonyms)))

    def parent(self, id: str) -> str | None:
        """Return the next broader id, if any."""
        return self.parents[id]

    def ancestors(self, id: str) -> tuple[str, ...]:
        """Return the broader ids, nearest first, without the id itself."""
        found: list[str] = []
        broader = self.parent(id)
        while broader is not None:
            found.append(broader)
            broader = self.parent(broader)
        return tuple(found)

    def closure(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Return the ids with all their broader ones, each once, in the order of the file."""
        found = {broader for id in ids for broader in (id, *self.ancestors(id))}
        return tuple(id for id in self.entries if id in found)

    def narrowest_first(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Return the ids, each once: in the order of the file, but those broader than another of them last."""
        given = set(ids)
        broader = set[str]().union(*map(self.ancestors, given))
        return tuple(sorted((id for id in self.entries if id in given), key=broader.__contains__))

    def resolve(self, text: str) -> str | None:
        """Return the id that a reader means by an id, a label in any language, an abbreviation, a synonym or an alias.

        Case, accents and punctuation do not matter. If several ids share a name, ids win over labels, labels over
        abbreviations, and these over synonyms and aliases.
        """
        return self._by_name.get(name_key(text))

    def nearest(self, text: str) -> str | None:
        """Return the id whose id, label or abbreviation is most similar to the text; None if nothing is similar."""
        alike = difflib.get_close_matches(name_key(text), self._main_names, n=1, cutoff=_ALIKE)
        return self._main_names[alike[0]] if alike else None


def _shown_label(entry: Entry, lang: Language) -> str:
    name = next(entry.labels[code] for code in (lang, *FALLBACKS) if code in entry.labels)
    return f"{name} ({entry.short})" if entry.short else name


def _ids(entry: Entry) -> tuple[str, ...]:
    return (entry.id,)


def _labels(entry: Entry) -> tuple[str, ...]:
    labels = tuple(entry.labels.values())
    return labels + tuple(f"{label} ({entry.short})" for label in labels) if entry.short else labels


def _abbreviations(entry: Entry) -> tuple[str, ...]:
    return (*((entry.short,) if entry.short else ()), *entry.abbreviations, *entry.ambiguous)


def _aliases(entry: Entry) -> tuple[str, ...]:
    return entry.synonyms + entry.aliases
