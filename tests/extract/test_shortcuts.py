"""What is asked before a dear rule never says no where the rule says yes."""

import re
from itertools import chain, permutations, product
from typing import get_args

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.analysis.syllables import canonical_tone, tone_placements
from indexer.extract import byline, persons
from indexer.extract.dates import cues, dates, reckoning, years
from indexer.extract.dates.anniversaries import find_anniversaries
from indexer.extract.furniture import said_again
from indexer.extract.labels import points
from indexer.extract.labels.matcher import Match, Matcher, Phrase
from indexer.extract.labels.openings import Openings
from indexer.extract.labels.phrases import names, phrases
from indexer.extract.labels.words import Texts, number, printed_words, spelled_numbers
from indexer.extract.persons import are_persons, is_person
from indexer.vocabulary import forums, topics

SIGNS = [*" \n.,:;!?…/()-–”“\"'+%&•", "  ", ". ", "\u0301", "\u00a0"]
DATED = ["ngày", "tháng", "năm", "Tháng", "March", "May", "SOM", "19", "20", "2019", "1987", "7", "12", "31", "٣"]
CUED = ["sẽ", "Sẽ", "dự kiến", "từ", "từng", "kể từ", "HẾT", "đến", "sn", "İ", "năm", "2019"]
REPORTED = ["tháng", "THÁNG", "quý", "Quí", "nửa", "đầu", "cuối", "của", "năm", "3", "II", "/", "ASEM", "G20", "ſ"]
SENSES, WEIGHTS, WRITTEN = st.sampled_from(get_args(years.Sense)), st.integers(0, 8), st.integers(2015, 2020)
NAMED = ["và", "Nguyễn", "Văn", "An", "TTXVN", "BKTO", "Theo", "VN", "họp", "xong"]
WORD = r"\w+|[^\w\s\-‐‑–—\"'“”‘’«»]"
WORDS = ["hội", "HỘI", "nghị", "hoà", "hòa", "HOÀ", "bình", "lần", "thứ", "14", "ΑΣ", "Σ"]


def folded_word(word: str) -> str:
    return canonical_tone(word.lower())


def by_place(match: Match) -> int:
    return match.start


def written(words: list[str]) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from([*words, *SIGNS, " ", " "]), max_size=24).map("".join)


@given(st.lists(st.text() | written(WORDS), max_size=4))
def test_words_are_those_of_their_rule(texts: list[str]) -> None:
    together = Texts(texts)
    assert len(together.words) == len(texts)
    for words, text in zip(together.words, texts, strict=True):
        assert printed_words(text) == re.findall(WORD, text)
        assert len(words) == len(printed_words(text))
        assert words.printed(0, len(words)) == printed_words(text)
        assert list(words.numbers) == list(map(number, printed_words(text)))


@given(st.text() | written(WORDS), st.text() | written(WORDS))
def test_words_of_the_same_letters_have_the_same_number(left: str, right: str) -> None:
    of: dict[str, int] = {}
    for text in (left, left.upper(), left.lower(), right):
        for word in printed_words(text):
            alike = "".join(
                small if len(small := letter.casefold()) == 1 and letter.isalnum() else letter for letter in word
            )
            assert of.setdefault(alike, number(word)) == number(word)


def test_words_have_numbers_of_their_own() -> None:
    entries = chain(forums().entries.values(), topics().entries.values())
    spelled = (phrase.spelling for entry in entries for phrase in (*names(entry), *phrases(entry)))
    known = {word.casefold() for each in spelled for word in printed_words(each)}
    known.update(map("".join, chain.from_iterable(permutations(letters) for letters in ("nga", "biên", "2021"))))
    assert len({number(word) for word in known}) == len(known) > 1000


@given(st.lists(st.sampled_from("hoàaòqúuýuâầnǹgieếêễ"), max_size=6).map("".join))
def test_a_word_is_among_the_placements_of_what_it_is_folded_to(word: str) -> None:
    assert word in tone_placements(canonical_tone(word)) == tone_placements(word)
    assert {canonical_tone(placed) for placed in tone_placements(word)} == {canonical_tone(word)}


@given(written(WORDS), written(WORDS), st.integers(0, 60))
def test_where_words_stand(other: str, text: str, place: int) -> None:
    _, words, _ = Texts([other, text, other]).words
    spans = [match.span() for match in re.finditer(WORD, text)]
    assert [words.span(index, index + 1) for index in range(len(words))] == spans
    assert words.before(place) == sum(start < place for start, _ in spans)


@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3), max_size=6), written(WORDS))
def test_every_phrase_is_found_where_one_may_begin(phrases: list[list[str]], text: str) -> None:
    spelled = [list(map(folded_word, phrase)) for phrase in phrases]
    folded = list(map(folded_word, printed_words(text)))
    rows = [row for phrase in spelled for row in product(*(spelled_numbers(word) for word in phrase))]
    texts = Texts([text, text])
    places, same = texts.by_text(Openings(rows).places(texts.numbers))
    assert places == same == sorted(set(places))
    assert set(places) >= {
        index
        for index in range(len(folded))
        if any(folded[index : index + len(phrase)] == phrase for phrase in spelled)
    }
    matcher = Matcher([Phrase(" ".join(phrase), "id", "alias") for phrase in phrases])
    assert matcher.find_all(texts) == [matcher.find(words, range(len(words))) for words in texts.words]


MATCHES = st.lists(
    st.builds(
        lambda id, kind, start: Match(id, kind, start, start + 1),
        st.sampled_from(topics().ids[:6]),
        st.sampled_from(list(points.TOPIC_WEIGHTS.points)),
        st.integers(0, 39),
    ),
    max_size=12,
)


@given(st.lists(st.sampled_from([*WORDS, "về", ","]), min_size=40, max_size=40), MATCHES, st.integers(0, 5))
def test_ids_without_hope_would_not_be_kept(words: list[str], matches: list[Match], title_words: int) -> None:
    def kept() -> dict[str, points.Total]:
        found = points.totals(sorted(matches, key=by_place), text, title_words, topics(), points.TOPIC_WEIGHTS)
        return {id: total for id, total in found.items() if total.share >= 1}

    (text,) = Texts([" ".join(words)]).words
    shortened = kept()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(points, "_hopeful", lambda given, *_: {match.id for match, _, _ in given})
        assert shortened == kept()


@given(written(DATED))
def test_no_full_date_stands_where_no_year_can(text: str) -> None:
    days = [*dates._numeric_days(text), *dates._worded_days(text)]
    assert dates.may_name_year(text) or all(day.year is None for day in days)
    assert dates.may_name_year(text) or not [*years.years_from_latest(text), *find_anniversaries(text)]


@given(written(DATED))
@example("7 May 2019 May 2019, June 31 2019, March 7th 2019, 7nd March, 2019, 12 March 12 2019")
def test_days_with_the_names_of_months_are_those_of_their_rule(text: str) -> None:
    day, year = r"(?P<d{}>\d{{1,2}})(?:st|nd|rd|th)?", r",?\s+(?:19|20)\d\d\b"
    months = rf"(?:{dates._MONTHS})\.?"
    rule = rf"(?:{months}\s+{day.format(1)}|(?<!\d){day.format(2)}\s{{1,8}}{months}){year}"
    matches = [match for match in re.finditer(rule, text) if int(match["d1"] or match["d2"]) < 30]
    found = [each for each in dates._worded_days(text) if each.day < 30]
    assert [(each.day, each.at) for each in found] == [(int(m["d1"] or m["d2"]), m.span()) for m in matches]


@given(written(DATED))
def test_numbers_of_days_are_found_wherever_figures_begin_and_never_cut(text: str) -> None:
    giving_back = re.compile(dates._NUMERIC.pattern.replace("{1,4}+", "{1,4}"), dates._NUMERIC.flags)
    assert [match.span() for match in dates._in_figures(text)] == [m.span() for m in giving_back.finditer(text)]


@given(written(DATED))
def test_years_are_those_of_their_rule(text: str) -> None:
    rule = re.compile("|".join(f"(?:{century.pattern})" for century in years._LATEST_FIRST), re.VERBOSE)
    matches = sorted(rule.finditer(text), key=lambda match: int(match[0]), reverse=True)
    assert [match.span() for match in years.years_from_latest(text)] == [match.span() for match in matches]


@given(written(CUED), st.sampled_from(["planned_year", "past_year", "limit_day"]))
def test_words_of_a_cue_are_found_as_by_an_expression(text: str, table: str) -> None:
    rule = re.compile(rf"\b(?i:{cues.any_cue(table)})\b[^.]*$")
    found = cues.Cue(table, r"[^.]*$").search(cues.words_before(text, len(text), len(text)))
    assert (found is None) == (rule.search(text) is None)


@given(written(REPORTED))
@example("tính đến hết 6 tháng năm ")
@example("Hội nghị ASEM ")
@example("khoá G20 ")
def test_what_a_year_is_reported_of_is_not_missed(text: str) -> None:
    before = cues.words_before(text, len(text), len(text))
    near = text[-years._NEAR :]
    if years._OF_ACRONYM.search(near):
        assert not near[-2:-1].islower()
    elif years._OF_REPORT.search(near):
        assert any(part in before.small for part in years._PARTS)


@given(
    st.lists(st.builds(years.Mention, WRITTEN, st.none() | st.integers(1, 12), st.just((0, 4)), SENSES, WEIGHTS)),
    st.none() | st.builds(dates.Day, st.none(), st.integers(1, 12), st.just(7), st.just((0, 3))),
)
def test_mentions_that_weigh_too_little_together_are_never_enough(
    mentions: list[years.Mention], day: dates.Day | None
) -> None:
    assert reckoning._weight(mentions, day) <= sum(each.weight for each in mentions)


@given(written(NAMED))
def test_several_persons_are_persons_each(text: str) -> None:
    assert are_persons(text) == (len(text) <= 90 and all(map(is_person, persons._JOINED.split(text))))


@given(st.lists(written(["Họp xong tại Hà Nội hôm qua", "ASEAN"]), max_size=6))
def test_lines_said_again_are_those_before_or_within_a_longer_one(lines: list[str]) -> None:
    lines = [line.replace("\n", " ") for line in lines]
    again = {
        index
        for index, line in enumerate(lines)
        if len(line) >= 25 and (line in lines[:index] or any(line in other for other in lines if other != line))
    }
    assert said_again(lines) == again


@given(written(NAMED))
@example("Họp xong. Nguyễn Văn An")
@example("Họp xong.\n(TTXVN) ")
@example("Họp xong. Nguyễn Văn An/TTXVN xong")
def test_nobody_is_named_behind_a_body_that_cannot_be_signed(body: str) -> None:
    name, agency = byline._NAME_BEHIND.search(body), byline._AGENCY_BEHIND.search(body)
    if (name and are_persons(name["name"])) or agency:
        assert byline._may_be_signed(body)
