"""The founding articles of the shared folder, against the table of the vocabulary page."""

from pathlib import Path

import pytest

from indexer.extract import extract
from indexer.vocabulary import forums, topics
from tests.extract.articles import file

SEEDS = sorted((Path(__file__).parents[3] / "shared" / "seeds").glob("*.txt"))
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

pytestmark = pytest.mark.skipif(len(SEEDS) != len(EXPECTED), reason="the founding articles are not beside the project")


@pytest.mark.parametrize("number", range(len(EXPECTED)))
def test_forums_topics_and_year(number: int) -> None:
    article = extract(file(SEEDS[number].read_text("utf-8")))
    year, expected_forums, expected_topics = EXPECTED[number]
    assert article.year == year
    assert set(forums().closure(label.id for label in article.forums)) >= set(expected_forums.split())
    assert set(topics().closure(label.id for label in article.topics)) >= set(expected_topics.split())


def test_titles_dates_and_bylines() -> None:
    articles = [extract(file(path.read_text("utf-8"))) for path in SEEDS]
    assert [article.title is None for article in articles] == [True, False, False, False, False]
    assert [article.date for article in articles] == ["2012-11-07", "2021-06-29", "2022-08-23", "2020-01-10", None]
    assert [article.year_basis for article in articles] == ["explicit", "inferred", "explicit", "explicit", "none"]
    assert [article.source for article in articles] == [None, "BKTO", "TTXVN", None, "TTXVN"]
    assert [article.author is not None for article in articles] == [False, True, True, True, False]
    assert articles[4].title is not None
    assert articles[4].title.endswith("lần đầu tiên")
