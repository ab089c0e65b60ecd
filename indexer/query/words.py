"""From a typed word or phrase to the node that searches it."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, product

from indexer.analysis import (
    PLAIN_SIGNS,
    SIGNS,
    ChunkPart,
    analyse_chunk,
    chunk_spans,
    compose,
    equal_spellings,
    fold_case,
    is_name_with_apostrophe,
    whole,
    with_grouped_numbers,
)
from indexer.fields import TEXT, URL
from indexer.page_address import typed_address_words
from indexer.query.nodes import (
    FuzzyTerm,
    Or,
    Phrase,
    Prefix,
    Query,
    RespelledPhrase,
    Respelling,
    Spellings,
    Term,
    Wildcard,
    fuzzy_term,
    is_word,
)

_ADDRESS = re.compile(r"(?:(?:https?://|www\.)+|(?=(?:[\w-]+\.)+[a-z]{2,}/))(\S+)", re.IGNORECASE)
_QUESTION_MARKS = re.compile(r"\?+[^\w*+]*$")
MAX_SPELLINGS = 64
"""The most spellings in which a phrase is searched, as they multiply from word to word."""
_LONGEST_IN_ACRONYM = 4
_OPEN_END = re.compile(rf"[{re.escape(SIGNS)}][*?]|[*?][{re.escape(SIGNS)}]")


@lru_cache(maxsize=1 << 12)
def word_query(field: str, text: str) -> tuple[Query, ...]:
    """Return the nodes for letters and signs, or digits grouped by spaces: usually one, none for signs alone.

    Nodes are never changed, so queries share those of a word that many of them have.

    >>> word_query("text", "ADMM+"), word_query("text", "vắc-xin")
    ((Term('text', 'admm+'),), (Phrase('text', ['vắc', 'xin'], slop=1, boost=1.000000),))
    >>> word_query("text", "Covid-19")
    (Spellings([Term('text', 'covid-19'), Respelling('text', 'covid19')]),)
    """
    if len(text.split()) > 1:
        return (phrase_query(field, phrase_words(text)),)
    return tuple([_run_query(field, run) for run in _runs(text)])


def is_address(text: str) -> bool:
    """Return whether a word is the address of a page, such as https://vi-du.vn/tin?id=7."""
    return _ADDRESS.fullmatch(text) is not None


def address_query(field: str, text: str) -> list[Query]:
    """Return the node for an address: its words side by side, and in the text also the article whose own it is.

    Neither `https://` and `www.` nor the fragment count.

    >>> address_query("title", "https://www.vi-du.vn/tin?id=7#cuoi")
    [Phrase('title', ['vi', 'du', 'vn', 'tin', 'id', '7'], slop=1, boost=1.000000)]
    """
    address = _ADDRESS.fullmatch(text)
    words = phrase_words(address[1].partition("#")[0]) if address else []
    if not words:
        return []
    own = [Term(URL, each) for each in typed_address_words(text)] if field == TEXT else []
    return [_one_of([_as_typed(field, words), *own])]


def without_question_mark(text: str) -> str:
    """Return a word without question marks at its end, which are punctuation; those inside stand for a letter.

    >>> without_question_mark("gì?!"), without_question_mark("h?i?")
    ('gì', 'h?i')
    """
    return _QUESTION_MARKS.sub("", text)


def pattern_query(field: str, text: str) -> list[Query]:
    """Return the nodes for a word with `*` or `?`; letters joined by signs become separate words."""
    joined = _tidy(text)
    if any(c.isdigit() or c == "+" for c in joined) or _OPEN_END.search(joined):
        return [_pattern_node(field, joined)]
    pieces = "".join(c if c.isalnum() or c in "*?" else " " for c in joined).split()
    return [node for piece in pieces for node in _piece_query(field, piece)]


def phrase_words(text: str) -> list[str]:
    """Return the surface forms of the words of a phrase: compounds whole, everything else by syllable."""
    return [form for run in _runs(text) for form in _forms(run)]


def phrase_query(field: str, words: list[str]) -> Query:
    """Return the node for words side by side in this order, in all their spellings."""
    return _one_of(_spelled(field, words))


def _one_of(spellings: list[Query]) -> Query:
    return Spellings(spellings) if len(spellings) > 1 else spellings[0]


def _spelled(field: str, words: list[str]) -> list[Query]:
    """Return the nodes for words side by side in all their spellings, the typed one first."""
    return [_as_typed(field, words), *_respelled(field, words)]


def _as_typed(field: str, words: list[str]) -> Query:
    return Phrase(field, words) if len(words) > 1 else Term(field, words[0])


def _respelled(field: str, words: list[str]) -> list[Query]:
    """Return the nodes for the other spellings of words side by side, at most `MAX_SPELLINGS`."""
    spelled = product(*([each, *equal_spellings(each)] for each in with_grouped_numbers(words)))
    others = (" ".join(each).split(" ") for each in islice(spelled, 1, MAX_SPELLINGS))
    return [RespelledPhrase(field, each) if len(each) > 1 else Respelling(field, each[0]) for each in others]


def fuzzy_query(node: Query) -> FuzzyTerm | None:
    """Return the fuzzy word that replaces a word, None if the node is not a word."""
    if isinstance(node, Or):
        node = node.subqueries[0]
    if not is_word(node) or not isinstance(node, Term):
        return None
    return fuzzy_term(node.fieldname, node.text, node.boost)


def _tidy(text: str) -> str:
    """Return a pattern as the index spells words: case-folded, with one kind of dash, without surrounding signs."""
    folded = fold_case(compose(text)).translate(PLAIN_SIGNS)
    kept = "".join(c for c in folded if c.isalnum() or c in "*?" + SIGNS or "\u0300" <= c <= "\u036f")
    return kept.strip(SIGNS.replace("+", ""))


def _pattern_node(field: str, text: str) -> Query:
    if text.endswith("*") and not any(c in "*?" for c in text[:-1]):
        return Prefix(field, text[:-1])
    return Wildcard(field, text)


def _piece_query(field: str, piece: str) -> list[Query]:
    if any(c in "*?" for c in piece):
        return [_pattern_node(field, piece)]
    return [*word_query(field, piece)]


def _runs(text: str) -> Iterator[tuple[ChunkPart, ...]]:
    """Yield the runs of joined parts of a text."""
    return (run for start, end in chunk_spans(text) for run in analyse_chunk(text[start:end]).runs)


def _run_query(field: str, run: tuple[ChunkPart, ...]) -> Query:
    forms = _forms(run)
    if _is_acronym(run) or is_name_with_apostrophe(run):
        return _one_of([*_spelled(field, forms), Respelling(field, "".join(forms))])
    if len(forms) == 1 or len(run) > 1:
        return phrase_query(field, forms)
    return Or([Term(field, run[0].whole.word.surface), phrase_query(field, forms)])


def _is_acronym(run: tuple[ChunkPart, ...]) -> bool:
    """Return whether a run may be an acronym with dots, such as TP.HCM."""
    pieces = [part.whole.word.surface for part in run]
    dotted = len(run) > 1 and all(part.joiner == "." for part in run[:-1])
    return dotted and all(piece.isalpha() and len(piece) <= _LONGEST_IN_ACRONYM for piece in pieces)


def _forms(run: tuple[ChunkPart, ...]) -> list[str]:
    """Return the surface forms that search a run: the compound if it is one, else its syllables."""
    compound = whole(run) if len(run) > 1 or run[0].pluses else None
    return [token.word.surface for part in run for token in part.syllables] if compound is None else [compound.surface]
