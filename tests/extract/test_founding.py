"""The founding articles of the shared folder, checked against the table of the vocabulary page."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from indexer.model import Label
from indexer.vocabulary import Vocabulary, forums, topics
from tests.extract.articles import extracted, file

FOLDER = Path(__file__).parents[3] / "shared" / "seeds"
SEEDS = sorted(FOLDER.glob("*.txt"))
EXPECTED: list[tuple[int | None, str, str]] = [
    (
        2012,
        "cscap cscap-wmd neeg arf psi ctbt nuclear-security-summit",
        "nonproliferation nuclear-security korean-peninsula",
    ),
    (2021, "arf arf-som", "preventive-diplomacy public-health regional-order"),
    (
        2022,
        "asean asean-plus-1 asean-russia-security doc-coc seanwfz",
        "transnational-crime drugs terrorism cyber-security south-china-sea",
    ),
    (2020, "adsom-wg adsom-plus-wg adsom adsom-plus admm admm-plus", "defence-cooperation"),
    (
        None,  # its year is not printed
        "bilateral strategic-dialogue vn-uk-strategic-dialogue doc-coc nuclear-security-summit gicnt",
        "bilateral-relations defence-cooperation nonproliferation nuclear-security south-china-sea"
        " transnational-crime terrorism cyber-security",
    ),
]

# Labels that the table does not list but that a good part of the text is about.
ALLOWED: list[tuple[str, str]] = [
    ("", ""),
    ("", ""),
    ("", "regional-order"),  # ASEAN centrality and the order in the Asia-Pacific
    ("", ""),
    ("", "regional-order"),  # ASEAN-led mechanisms
]

pytestmark = pytest.mark.skipif(not FOLDER.exists(), reason="needs the founding articles of the shared folder")


def test_all_articles_are_present() -> None:
    assert len(SEEDS) == len(EXPECTED) == len(ALLOWED)


@pytest.mark.parametrize("number", range(len(EXPECTED)))
def test_forums_topics_and_year(number: int) -> None:
    article = extracted(file(SEEDS[number].read_text("utf-8")))
    year, expected_forums, expected_topics = EXPECTED[number]
    more_forums, more_topics = ALLOWED[number]
    assert article.year == year
    assert _closure(forums(), article.forums) == forums().closure(f"{expected_forums} {more_forums}".split())
    assert _closure(topics(), article.topics) == topics().closure(f"{expected_topics} {more_topics}".split())


def test_titles_dates_and_bylines() -> None:
    articles = [extracted(file(path.read_text("utf-8"))) for path in SEEDS]
    assert [article.title is None for article in articles] == [True, False, False, False, False]
    assert [article.date for article in articles] == ["2012-11-07", "2021-06-29", "2022-08-23", "2020-01-10", None]
    assert [article.year_basis for article in articles] == ["explicit", "inferred", "explicit", "explicit", "none"]
    assert [article.source for article in articles] == [None, "BKTO", "TTXVN", None, "TTXVN"]
    assert [article.author for article in articles] == [None, "THIỆN TRẦN", "Kim Dung", "Công Khanh", None]
    assert articles[4].title is not None
    assert articles[4].title.endswith("lần đầu tiên")


def _closure(vocabulary: Vocabulary, labels: Iterable[Label]) -> tuple[str, ...]:
    return vocabulary.closure(label.id for label in labels)
