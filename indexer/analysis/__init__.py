"""One chain from text to words, the same for indexing, searching and highlighting.

- `tokenise.py`: I have a text: which words are in it, compounds and run-together ones too, and where?
- `sieve.py`: where in a text may words with certain letters be?
- `normalise.py`: I have a text: what is it in NFC, and in lower case?
- `indexed_word.py`: I have a word: what are its surface, its folded form and its accents, and how close are two words?
- `syllables.py`: is this a Vietnamese syllable, and where does its tone belong? The grammar is `syllables.toml`
- `keystrokes.py`: which syllables do keystrokes of Telex, VNI or VIQR mean? The keys are in `keystrokes.toml`
- `equal_spellings.py`: I have a word: how else is it written?
- `fold.py`: I have a letter: what is it without its accents, in any script?
- `patterns.py`: does a prefix, wildcard or fuzzy word match a word?
- `analyzers.py`: the chain as a Whoosh analyzer
"""

from indexer.analysis.equal_spellings import equal_spellings, with_grouped_numbers
from indexer.analysis.indexed_word import PLAIN_SIGNS, SIGNS, Word, compare_accents, word
from indexer.analysis.keystrokes import TYPING_METHODS, TypingMethod, decode_keystrokes
from indexer.analysis.normalise import Normalised, compose, fold_case, normalise
from indexer.analysis.patterns import Pattern, pattern, within_one_edit
from indexer.analysis.sieve import Sieve
from indexer.analysis.syllables import canonical_tone, is_syllable, syllable_letters
from indexer.analysis.tokenise import (
    EDGE_SIGNS,
    MAX_CHUNK,
    MAX_EXCESS,
    ChunkPart,
    PrintedWord,
    Token,
    analyse_chunk,
    chunk_matches,
    chunk_spans,
    chunk_words,
    core,
    is_name_with_apostrophe,
    tokenise,
    whole,
)

__all__ = [
    "EDGE_SIGNS",
    "MAX_CHUNK",
    "MAX_EXCESS",
    "PLAIN_SIGNS",
    "SIGNS",
    "TYPING_METHODS",
    "ChunkPart",
    "Normalised",
    "Pattern",
    "PrintedWord",
    "Sieve",
    "Token",
    "TypingMethod",
    "Word",
    "analyse_chunk",
    "canonical_tone",
    "chunk_matches",
    "chunk_spans",
    "chunk_words",
    "compare_accents",
    "compose",
    "core",
    "decode_keystrokes",
    "equal_spellings",
    "fold_case",
    "is_name_with_apostrophe",
    "is_syllable",
    "normalise",
    "pattern",
    "syllable_letters",
    "tokenise",
    "whole",
    "with_grouped_numbers",
    "within_one_edit",
    "word",
]
