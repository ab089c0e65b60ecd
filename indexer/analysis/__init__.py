"""One chain from text to words, for indexing, searching and lighting alike."""

from indexer.analysis.normalise import Normalised, compose, fold_case, normalise
from indexer.analysis.patterns import Pattern, pattern, within_one_edit
from indexer.analysis.syllables import canonical_tone, is_syllable
from indexer.analysis.tokenise import Part, Token, analyse_chunk, analyse_once, core, tokenise, whole
from indexer.analysis.words import PLAIN_SIGNS, SIGNS, Word, compare_accents, word

ANALYSIS_VERSION = 2
"""Raised with every change after which a text gives other words: indexes are then brought up to date."""

__all__ = [
    "ANALYSIS_VERSION",
    "PLAIN_SIGNS",
    "SIGNS",
    "Normalised",
    "Part",
    "Pattern",
    "Token",
    "Word",
    "analyse_chunk",
    "analyse_once",
    "canonical_tone",
    "compare_accents",
    "compose",
    "core",
    "fold_case",
    "is_syllable",
    "normalise",
    "pattern",
    "tokenise",
    "whole",
    "within_one_edit",
    "word",
]
