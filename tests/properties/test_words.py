"""Tone placement, tiers and tokens, against the twin."""

import itertools
import re
import unicodedata
from pathlib import Path

from hypothesis import assume, given
from hypothesis import strategies as st
from icu import BreakIterator, Locale

from indexer.analysis import (
    analyse_chunk,
    canonical_tone,
    compare_accents,
    core,
    equal_spellings,
    is_syllable,
    normalise,
    pattern,
    tokenise,
    within_one_edit,
    word,
)
from tests import naive, naive_spellings, naive_syllables, naive_words
from tests.strategies import FAMILIES, Draw

TEXT_WORDS = [spot.word for family in FAMILIES for spot in naive_words.tokenise(family.texts)]
TYPED_WORDS = [typed for family in FAMILIES for typed in naive_words.typed_words(family.typed)]
PATTERNS = " ".join(family.patterns for family in FAMILIES).split()
MISSPELLED = " ".join(family.misspelled for family in FAMILIES).split()
COMPLETE = sorted(naive_syllables.COMPLETE)
TYPABLE = sorted(naive_syllables.TYPABLE)
LATIN = [*map(chr, (*range(0x21, 0x250), *range(0x300, 0x370), *range(0x1E00, 0x1F00), *range(0x2000, 0x2070)))]
OTHER_SCRIPTS = "αЖяא文日カタひกขไทยកខक्ष한ᄀ½²①ⅷ\ufeff\ufe0f"
ACCENTS = ["", "", "", *naive_syllables.TONES, "\u0302", "\u0306", "\u031b", "\u031b\u0323", "\u0302\u0301"]


@st.composite
def accented_words(draw: st.DrawFn, written: tuple[str, ...] = ("hoa", "duong", "quy", "cua", "cafe", "tien")) -> str:
    """Draw one of a few words with accents on any of its vowels: many are not syllables."""
    letters = draw(st.sampled_from(written))
    accented = [letter + draw(st.sampled_from(ACCENTS)) if letter in "aeiouy" else letter for letter in letters]
    text = unicodedata.normalize("NFC", "".join(accented))
    return draw(st.sampled_from([text, text.upper(), text.replace("d", "đ")]))


@st.composite
def placed_anywhere(draw: st.DrawFn, syllables: list[str] = TYPABLE) -> tuple[str, str]:
    """Draw a syllable twice, its tone on two of its vowels."""
    syllable = draw(st.sampled_from(syllables))
    stopped = syllable.endswith(("c", "ch", "k", "p", "t"))
    tone = draw(st.sampled_from("\u0301\u0323" if stopped else naive_syllables.TONES))
    vowels = [i for i, letter in enumerate(syllable) if letter in naive_syllables.VOWELS]
    first, second = draw(st.sampled_from(vowels)), draw(st.sampled_from(vowels))
    placed = [unicodedata.normalize("NFC", syllable[: i + 1] + tone + syllable[i + 1 :]) for i in (first, second)]
    return placed[0], placed[1]


def test_grammars_agree_on_everything_short() -> None:
    alphabet = "aăâeêioôơuưybcdđghklmnpqrstvx"
    for size in (1, 2, 3):
        for letters in itertools.product(alphabet, repeat=size):
            assert is_syllable("".join(letters)) == naive_syllables.is_syllable("".join(letters)), letters


def test_grammars_agree_on_every_syllable_with_every_tone() -> None:
    for syllable in TYPABLE:
        for tone in ("", *naive_syllables.TONES):
            toned = naive_syllables.placed(syllable) if not tone else on_some_vowel(syllable, tone)
            assert is_syllable(toned) == naive_syllables.is_syllable(toned), toned


def on_some_vowel(syllable: str, tone: str) -> str:
    at = max(i for i, letter in enumerate(syllable) if letter in naive_syllables.VOWELS)
    return unicodedata.normalize("NFC", syllable[: at + 1] + tone + syllable[at + 1 :])


@given(placed_anywhere(COMPLETE))
def test_tone_is_where_the_twin_puts_it(pair: tuple[str, str]) -> None:
    assert canonical_tone(pair[0]) == naive_syllables.placed(pair[0])


@given(placed_anywhere())
def test_moving_the_tone_never_changes_the_word(pair: tuple[str, str]) -> None:
    assert word(pair[0]) == word(pair[1])
    assert canonical_tone(canonical_tone(pair[0])) == canonical_tone(pair[0])
    assert naive_syllables.tones_of(canonical_tone(pair[0])) == naive_syllables.tones_of(pair[0])


@given(accented_words())
def test_placing_the_tone_is_idempotent_for_any_word(text: str) -> None:
    once = canonical_tone(text.lower())
    assert canonical_tone(once) == once
    assert naive_syllables.skeleton(once) == naive_syllables.skeleton(text)


@given(st.sampled_from(["hoa", "duong", "thuy", "cua"]).flatmap(lambda w: st.tuples(*[accented_words((w,))] * 2)))
def test_tiers_are_those_of_the_twin(pair: tuple[str, str]) -> None:
    typed, found = pair
    assume(naive_words.width(typed) == naive_words.width(found) == 1)
    expected = naive_words.classify(typed, found)
    assert expected is not None
    assert word(typed).folded == word(found).folded
    assert compare_accents(word(typed).accents, word(found).accents) == expected


def test_tiers_of_all_drawn_words_are_those_of_the_twin() -> None:
    for typed, found in itertools.product(TYPED_WORDS, TEXT_WORDS):
        expected = naive_words.classify(typed, found)
        assert (word(typed).folded == word(found).folded) == (expected is not None)
        assert expected is None or compare_accents(word(typed).accents, word(found).accents) == expected, (typed, found)


@given(st.sampled_from(PATTERNS), accented_words())
def test_patterns_match_accented_words_as_in_the_twin(typed: str, found: str) -> None:
    assert pattern(typed).tier(word(found)) == naive_words.match_pattern(typed, found)


@given(st.text("ahoơ?*", min_size=1, max_size=7), st.text("ahoơ", min_size=1, max_size=8))
def test_any_run_of_signs_matches_as_in_the_twin(typed: str, found: str) -> None:
    assert pattern(typed).tier(word(found)) == naive_words.match_pattern(typed, found)


def test_patterns_match_all_drawn_words_as_in_the_twin() -> None:
    for typed, text in itertools.product(PATTERNS, TEXT_WORDS):
        assert pattern(typed).tier(word(text)) == naive_words.match_pattern(typed, text), (typed, text)


@given(
    st.sampled_from(MISSPELLED) | st.text("aens", max_size=6), st.sampled_from(MISSPELLED) | st.text("aens", max_size=6)
)
def test_one_edit_is_the_same_as_in_the_twin(typed: str, found: str) -> None:
    folded = naive_syllables.skeleton(typed), naive_syllables.skeleton(found)
    assert within_one_edit(*folded) == naive_words.one_edit_apart(typed, found)


def test_tokens_are_those_of_the_twin() -> None:
    for seed in range(500):
        text = Draw(seed).marked_text(12)
        found = {(token.word.surface, token.position, token.width) for token in tokenise(text)}
        expected = {(word(spot.word).surface, spot.at, spot.parts) for spot in naive_words.tokenise(text)}
        assert found == expected, text


def test_tokens_have_the_offsets_of_their_letters() -> None:
    for seed in range(500):
        text = Draw(seed).marked_text(12)
        for token in tokenise(text):
            printed = naive_syllables.skeleton(naive_words.without_marks(text[token.start : token.end]))
            assert token.word.folded in (printed, printed.replace(".", ""), printed.replace("'", "")), text


MIXED_SPELLINGS = """
kỹ kĩ ky ki Mỹ mĩ quý quí quy thúy thúi hy hi tỷ tỉ tỵ bi vi ly lì nghi nghỉ đi
1000000 1.000.000 1,000,000 1\u00a0000\u00a0000 1000 1.000 1,000 999 0123 50.000đ 50000đ 50,000đ 1.5 1,50
12.345.678,9 100.00 7/11/2012 07/11/2012 7-11-2012 07.11.2012 2012-11-07 11/7/2012 31/12/2012 32/12/2012
7/11 07/11 7/13 7-11
covid19 covid-19 f16 f-16 h5n1 h5-n1 h-5n1 s400 5km 5-km vắc-xin vắc-xin-2 a1b2c3 2020-2025
"""
SPELLED = [each.replace("\u00a0", " ") for each in re.split(r"[ \n]+", MIXED_SPELLINGS.strip())]


@given(
    st.sampled_from(SPELLED) | st.from_regex(r"[bfhkqlu]{0,2}[iy\u0301]?[-/., ]?\d{0,4}[-/., ]?\d{0,4}", fullmatch=True)
)
def test_other_spellings_are_those_of_the_twin(typed: str) -> None:
    typed = word(typed).surface
    for other in equal_spellings(typed):
        assert naive_spellings.standard(other) == naive_spellings.standard(typed), other
        assert word(other).surface == other != typed


def test_spellings_that_the_twin_calls_equal_find_each_other() -> None:
    for typed, found in itertools.product(SPELLED, repeat=2):
        one, other = word(typed).surface, word(found).surface
        if one != other and naive_spellings.standard(one) == naive_spellings.standard(other):
            assert other in equal_spellings(one), (one, other)


def is_end_of_number(chunk: str, at: int) -> bool:
    return chunk[at - 1].isdecimal() and not chunk[at].isdecimal()


def assert_pieces_end_at_icu_word_boundaries(text: str) -> None:
    chunk = normalise(naive_words.without_marks("".join(text.split()))).text
    boundaries = BreakIterator.createWordInstance(Locale("vi"))
    boundaries.setText(chunk)
    spans = [(part.whole.start, part.whole.end) for run in analyse_chunk(chunk).runs for part in run]

    assert {i for i, char in enumerate(chunk) if char.isalnum()} <= {i for span in spans for i in range(*span)}, chunk
    touching = [start for (_, end), (start, _) in itertools.pairwise(spans) if end == start]
    assert all(boundaries.isBoundary(at) or is_end_of_number(chunk, at) for at in touching), chunk
    assert not [i for start, end in spans for i in range(start + 1, end) if boundaries.isBoundary(i)], chunk


def test_every_character_is_separated_from_letters_and_digits_where_icu_does() -> None:
    for char in (*LATIN, *OTHER_SCRIPTS):
        assert_pieces_end_at_icu_word_boundaries(f"ơ{char}1{char}{char}a{char}\u0301a")


@given(st.text(st.sampled_from("aơ1_.\u0301\u200b\u200d") | st.sampled_from(LATIN) | st.sampled_from(OTHER_SCRIPTS)))
def test_mixed_scripts_are_divided_where_icu_does(text: str) -> None:
    assert_pieces_end_at_icu_word_boundaries(text)


@given(
    st.text(".,;:!?()[]{}\"'“”‘’…–-/*", max_size=3),
    st.text(st.sampled_from("aơB1_+.\u0301\u200b") | st.sampled_from(LATIN) | st.sampled_from(OTHER_SCRIPTS)),
    st.text(".,;:!?()[]{}\"'“”‘’…–-/*+", max_size=3),
)
def test_the_core_of_a_chunk_has_the_same_words(before: str, text: str, after: str) -> None:
    chunk = before + text + after
    whole, bare = analyse_chunk(chunk), analyse_chunk(core(chunk))
    assert whole.width == bare.width
    assert [(t.word, t.position, t.width) for t in whole.tokens] == [(t.word, t.position, t.width) for t in bare.tokens]


def test_letters_and_digits_have_the_same_words_with_and_without_a_sign() -> None:
    for char in (*LATIN, *OTHER_SCRIPTS):
        for chunk in (char, f"ơ{char}1{char}", f"tới{char.title()}hứ", f"hội{char}ghị"):
            assert analyse_chunk(chunk).tokens == analyse_chunk(f"{chunk}…").tokens, chunk


@given(
    st.text(st.sampled_from("aeioưđh n.\u0300\u0301\u0302\u0323\u031b\u0338\u1100\u1161\uac00\U0001d15e"), max_size=12)
)
def test_origins_compose_to_the_normalised_characters(text: str) -> None:
    normalised = normalise(text)
    assert normalised.text == unicodedata.normalize("NFC", text)
    spans = [normalised.origin(i, i + 1) for i in range(len(normalised.text))]
    assert all(0 <= start <= end <= len(text) for start, end in spans)
    assert [start for start, _ in spans] == sorted(start for start, _ in spans)
    assert normalised.origin(0, len(normalised.text)) == (0, len(text))
    for start in range(len(normalised.text)):
        begin, end = normalised.origin(start, len(normalised.text))
        if start and begin > normalised.origin(start - 1, start)[0]:
            assert unicodedata.normalize("NFC", text[begin:end]) == normalised.text[start:]


def test_the_twin_imports_nothing_of_what_it_checks() -> None:
    twin = sorted(Path(naive.__file__).parent.glob("naive*.py"))
    assert len(twin) > 1
    for file in twin:
        lines = file.read_text("utf-8").splitlines()
        imports = [line for line in lines if line.startswith(("import ", "from "))]
        assert imports
        # Whoosh rounds lengths to a byte; how, the oracle of scores may ask it.
        imports = [line for line in imports if "whoosh.util.numeric" not in line]
        assert not [line for line in imports if "indexer" in line or "whoosh" in line], file.name
