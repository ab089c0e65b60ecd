"""What is planted anywhere in a text is extracted from it, and texts of a batch do not influence each other.

Extraction takes shortcuts: texts are tokenised together, and expensive rules run only if a cheap test lets them. None
of that may show.
"""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.analysis.syllables import tone_placements
from indexer.extract import extract
from indexer.extract.boilerplate import repeated_lines
from indexer.extract.byline import body_ending, find_author, find_source, is_stamp
from indexer.extract.dates.cues import CuePattern, cue_words, left_context
from indexer.extract.dates.written_dates import Day, find_days
from indexer.extract.dates.year_inference import infer_year
from indexer.extract.dates.year_mentions import YearMention, find_years
from indexer.extract.labels.phrase_matcher import Phrase, PhraseMatcher
from indexer.extract.labels.token_hashes import TokenBatch
from indexer.extract.person_names import are_persons
from indexer.vocabulary import forums
from tests.extract.articles import record
from tests.extract.generated import written

WORDS = ["hội", "HỘI", "nghị", "lần", "thứ", "14", "ΑΣ", "Σ", "ſ", "İ", "đường", "xe"]
DATED = [
    "ngày",
    "tháng",
    "năm",
    "sẽ",
    "dự kiến",
    "từ",
    "March",
    "SOM",
    "ARF",
    "2019",
    "1987",
    "7",
    "31",
    "٣",
    "quý",
    "II",
]
NAMED = ["và", "Nguyễn", "Văn", "An", "TTXVN", "BKTO", "Theo", "VN", "họp", "xong"]
PLAIN = ["Đoàn", "đã", "lên", "đường", "thăm", "bà", "con", "ở", "miền", "núi"]
CASES: tuple[Callable[[str], str], ...] = (str, str.upper, str.title, str.lower)


def plain(words: list[str] = PLAIN) -> st.SearchStrategy[str]:
    """Words without signs and figures."""
    return st.lists(st.sampled_from(words), max_size=12).map(" ".join)


@given(st.lists(written([*WORDS, *DATED, *NAMED]), max_size=4))
def test_articles_of_a_batch_do_not_influence_each_other(texts: list[str]) -> None:
    raws = [record(f"Bài {text}\n\n{text}") for text in texts]
    assert extract(raws) == [article for raw in raws for article in extract([raw])]


@given(
    st.lists(st.sampled_from(["hội", "nghị", "hòa", "bình", "thuỷ"]), min_size=1, max_size=5),
    st.sampled_from([" ", " – ", "\n", "-", " “"]),
    st.sampled_from(CASES),
    plain(),
    plain(),
    st.sampled_from(["", " lần thứ 14"]),
)
def test_a_phrase_is_found_wherever_it_is_planted(
    phrase: list[str], joined: str, case: Callable[[str], str], before: str, after: str, ordinal: str
) -> None:
    matcher = PhraseMatcher([Phrase(" ".join(phrase), "id", "alias")])
    spelled = [case(sorted(tone_placements(word))[0]) for word in phrase]
    planted = joined.join([joined.join(spelled[:2]) + ordinal, *spelled[2:]]) if spelled[2:] else joined.join(spelled)
    text = f"{before} {planted} {after}"
    batch = TokenBatch([text, before, text])
    for tokens, (found,) in zip(batch.texts, matcher.find_all(batch), strict=True):
        at = [tokens.span(match.start, match.end) for match in found]
        assert at == ([(len(before) + 1, len(before) + 1 + len(planted))] if tokens.text == text else [])


def test_every_name_of_a_forum_labels_an_article_about_it() -> None:
    cases = [
        (entry.id, name)
        for entry in forums().entries.values()
        if not entry.common
        for name in (*entry.labels.values(), *entry.aliases)
    ]
    text = "{0}\n\nHôm qua, {0} khai mạc tại Hà Nội. Phát biểu tại {0}, đại biểu các nước hoan nghênh {0}."
    articles = extract([record(text.format(name)) for _, name in cases])
    missed = [
        (id, name)
        for (id, name), article in zip(cases, articles, strict=True)
        if id not in forums().closure(label.id for label in article.forums)
    ]
    assert (missed, len(cases) > 700) == ([], True)


FORMS = (
    ("ngày {d}/{m}/{y}", "ngày "),
    ("{d}-{m}-{y}", ""),
    ("{d}/{m}/{y}", ""),
    ("{y}-{m:02}-{d:02}", ""),
    ("ngày {d} tháng {m} năm {y}", "ngày "),
    ("{month} {d}, {y}", ""),
    ("{d} {month} {y}", ""),
    ("{month:.3} {d}, {y}", ""),
)


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.sampled_from(FORMS), plain(), plain(["thăm", "rồi", "về"]))
def test_a_date_is_found_wherever_it_is_planted(day: date, form: tuple[str, str], before: str, after: str) -> None:
    planted = form[0].format(d=day.day, m=day.month, y=day.year, month=day.strftime("%B"))
    start = len(before) + 1 + len(form[1])
    text = f"{before} {planted} {after}"
    assert [(each.date, each.at) for each in find_days(text)] == [(day, (start, len(before) + 1 + len(planted)))]


@given(written(DATED))
@example("7 May 2019 May 2019, June 31 2019, March 7th 2019, 7nd March, 2019, 12 March 12 2019")
def test_dates_exist_and_are_never_cut_out_of_a_number(text: str) -> None:
    for day in find_days(text):
        start, end = day.at
        assert day.year is None or day.date is not None
        assert not text[start - 1 : start].isdigit() or not text[start].isdigit()
        assert not text[end : end + 1].isdigit() or not text[end - 1].isdigit()


@given(st.integers(1900, 2099), plain(), plain(["thăm", "rồi", "về"]))
def test_a_year_is_found_wherever_it_is_planted(year: int, before: str, after: str) -> None:
    (found,) = find_years(f"{before} năm {year} {after}", 0)
    assert (found.year, found.at[0]) == (year, len(before) + len(" năm "))


@given(st.lists(st.integers(1900, 2099), min_size=1, max_size=6))
def test_years_come_latest_first(years: list[int]) -> None:
    found = [mention.year for mention in find_years("".join(f"Năm {year} qua đi. " for year in years), 0)]
    assert found == sorted(found, reverse=True)
    assert found[0] == max(years)


@pytest.mark.parametrize("table", ["planned_year", "past_year", "limit_day", "counted_until"])
@given(data=st.data())
def test_a_cue_is_found_in_any_case_as_a_whole_word(table: str, data: st.DataObject) -> None:
    cue = CuePattern(table, r"\s$")
    word = data.draw(st.sampled_from(cue_words(table)))
    planted = data.draw(st.sampled_from(CASES))(word)
    before = data.draw(plain())
    for text in (f"{before} {planted} ", f"({planted} ", f"İ, {word} "):
        assert cue.search(left_context(text, len(text), len(text))) is not None
    for text in (f"x{planted} ", f"{word.split()[0]}, x{planted} ", f"{planted}x "):
        assert cue.search(left_context(text, len(text), len(text))) is None or any(
            f" {other} " in text.lower() for other in cue_words(table)
        )


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize(
    "period",
    [
        "trong 6 tháng đầu năm ",
        "trong tháng đầu năm ",
        "trong quý cuối của năm ",
        "trong nửa đầu năm ",
        "trong 9 tháng ",
        "trong quý II/",
        "trong quí 3 năm ",
    ],
)
def test_a_report_of_a_part_of_a_year_is_of_that_year(case: Callable[[str], str], period: str) -> None:
    (found,) = find_years(f"Kim ngạch tăng {case(period)}2019 so với kế hoạch.", 0)
    assert (found.sense, found.weight >= 2) == ("own", True)


@pytest.mark.parametrize("meeting", ["ASEM", "G20", "ADMM+", "SOM"])
def test_a_year_after_an_abbreviation_is_that_of_the_meeting(meeting: str) -> None:
    (found,) = find_years(f"Đoàn dự {meeting} 2019.", 0)
    assert (found.sense, found.weight >= 2) == ("own", True)


MENTIONS = st.builds(
    YearMention,
    st.integers(2015, 2020),
    st.none() | st.integers(1, 12),
    st.just((0, 4)),
    st.sampled_from(["own", "plain", "planned", "counted", "past", "name"]),
    st.integers(0, 8),
)


@given(st.lists(MENTIONS), st.none() | st.builds(Day, st.none(), st.integers(1, 12), st.just(7), st.just((0, 3))))
def test_a_year_of_writing_has_enough_evidence(mentions: list[YearMention], day: Day | None) -> None:
    found = infer_year(mentions, 0, day)
    if found is not None:
        assert sum(mention.weight for mention in mentions) >= (3 if day else 6)
        assert found.strongest.weight > 0


@given(st.lists(st.integers(1, 4), min_size=1, max_size=6), st.booleans())
def test_mentions_of_one_year_count_together(weights: list[int], with_day: bool) -> None:
    day = Day(None, 6, 7, (0, 3)) if with_day else None
    mentions = [YearMention(2019, None, (0, 4), "own", weight) for weight in weights]
    enough = sum(weights) >= (3 if with_day else 6) and max(weights) > 1
    found = infer_year(mentions, 0, day)
    assert (found is not None and found.year == 2019) is enough


PEOPLE = st.sampled_from(["Lê Hà", "MINH TUỆ", "Nguyễn Văn An", "Thuý Hoà"])


@given(st.lists(PEOPLE, min_size=1, max_size=4), st.sampled_from([" - ", " – ", " & ", ", ", " và "]))
def test_several_names_of_persons_are_persons_however_they_are_joined(people: list[str], joined: str) -> None:
    assert are_persons(joined.join(people))
    for other in ("Việt Nam", "họp xong", "Hà Nội hôm nay"):
        assert not are_persons(joined.join([*people, other]))
        assert not are_persons(joined.join([other, *people]))


LINES = st.lists(st.text("abc xyz", min_size=25, max_size=30), unique=True, max_size=6)


@given(LINES, st.data())
def test_lines_that_repeat_others_are_found_and_no_others(lines: list[str], data: st.DataObject) -> None:
    lines = [f"{number} {line} {number}" for number, line in enumerate(lines)]
    assert repeated_lines(lines) == set()
    if lines:
        line = data.draw(st.sampled_from(lines))
        assert repeated_lines([*lines, line]) == {len(lines)}
        assert repeated_lines([*lines, f"Dòng dài hơn: {line}, rồi hết"]) == {lines.index(line)}
        assert repeated_lines([*lines, line[:20]]) == set()


@given(plain(), PEOPLE)
def test_a_body_is_signed_whatever_its_last_sentence_says(text: str, person: str) -> None:
    body = f"Đoàn đã về.\nĐoàn {text} họp xong."
    for ending, author, source in (
        (f" {person}", person, None),
        (f"\n{person}", person, None),
        (f" {person} (TTXVN)", person, "TTXVN"),
        (f"/. {person}/VOV", person, "VOV"),
        (f" {person}/Tin tức", person, None),
        (" (TTXVN)", None, "TTXVN"),
        ("", None, None),
    ):
        at_end = body_ending(body + ending)
        found = find_author([], at_end), find_source([], at_end)
        assert [each and each.value for each in found] == [author, source]


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.sampled_from(["{}", "10:30 {}", "Hà Nội, {}", "{} | 14:21"]))
def test_a_line_with_nothing_but_a_date_is_a_stamp_in_any_year(day: date, line: str) -> None:
    stamp = line.format(f"{day.day}/{day.month}/{day.year}")
    assert is_stamp(stamp)
    assert not is_stamp(f"{stamp} đoàn lên đường")
