"""Scores of labels are those of the rules, computed step by step with nothing skipped."""

from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from indexer.extract.labels.phrase_matcher import PhraseMatch
from indexer.extract.labels.points import FORUM_WEIGHTS, TOPIC_WEIGHTS, LabelWeights, label_scores
from indexer.extract.labels.salience import Salience, is_bare_list, is_spoken_of, lists, salience
from indexer.extract.labels.token_hashes import TextTokens, TokenBatch
from indexer.vocabulary import Vocabulary, forums, topics
from tests.extract.generated import WORDS

TITLE_WORDS = 5


def plain_shares(
    matches: list[PhraseMatch], text: TextTokens, vocabulary: Vocabulary, weights: LabelWeights
) -> dict[str, float]:
    """Return the points of each id as a share of those it needs."""
    sums, times = defaultdict[str, float](float), defaultdict[tuple[str, tuple[str, ...]], int](int)
    for group in lists(matches, text):
        for match in group:
            how = salience(match, text) if weights.in_context else Salience.PLAIN
            passing = is_bare_list(group) or how is Salience.PASSING
            stressed = how is Salience.STRESSED or is_spoken_of(match, text)
            wording = match.id, tuple(word.casefold() for word in text.printed(match.start, match.end))
            times[wording] += 1
            sums[match.id] += (
                weights.points[match.kind]
                * (3.0 if match.start < TITLE_WORDS else 1.5 if match.start < TITLE_WORDS + 80 else 1.0)
                * (0.3 if passing else 1.3 if stressed else 1.0)
                / (times[wording] if match.kind == "cue" else times[wording] ** 0.5)
            )
    return {id: points / weights.needed(vocabulary.entries[id], len(text)) for id, points in sums.items()}


def matches_of(ids: tuple[str, ...], weights: LabelWeights) -> st.SearchStrategy[list[PhraseMatch]]:
    """Draw matches of one word each, never two next to each other."""
    kinds = [kind for kind in weights.points if kind != "ambiguous"]
    drawn = st.builds(
        lambda id, kind, position: PhraseMatch(id, kind, 2 * position, 2 * position + 1),
        st.sampled_from(ids),
        st.sampled_from(kinds),
        st.integers(0, 59),
    )
    return st.lists(drawn, max_size=12, unique_by=lambda match: match.start).map(sorted_by_start)


def sorted_by_start(matches: list[PhraseMatch]) -> list[PhraseMatch]:
    return sorted(matches, key=lambda match: match.start)


def texts(words: list[str]) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(words), min_size=120, max_size=120).map(" ".join)


@given(texts([*WORDS, "về", ","]), matches_of(("nuclear", "energy", "drugs", "terrorism"), TOPIC_WEIGHTS))
def test_scores_of_topics(text: str, matches: list[PhraseMatch]) -> None:
    check(text, matches, topics(), TOPIC_WEIGHTS)


@given(texts([*WORDS, "họp", "theo"]), matches_of(("un", "asean", "apec", "npt"), FORUM_WEIGHTS))
def test_scores_of_forums(text: str, matches: list[PhraseMatch]) -> None:
    check(text, matches, forums(), FORUM_WEIGHTS)


@given(
    texts([*WORDS, "về", ","]),
    matches_of(("nuclear", "nonproliferation", "korean-peninsula", "drugs"), TOPIC_WEIGHTS),
    st.sets(st.integers(0, 59)),
)
def test_words_of_a_narrower_id_do_not_count_for_a_broader_one(
    text: str, matches: list[PhraseMatch], shared: set[int]
) -> None:
    """Matches at `shared` positions also name the broader id."""
    (tokens,) = TokenBatch([text]).texts
    both = [match._replace(id="nuclear") for match in matches if match.start // 2 in shared and match.id != "nuclear"]
    every = sorted_by_start([*matches, *both])
    shares = plain_shares(every, tokens, topics(), TOPIC_WEIGHTS)
    taken = {
        match.start
        for match in matches
        if match.id in ("nonproliferation", "korean-peninsula") and shares[match.id] >= 1
    }
    scores = label_scores(every, tokens, TITLE_WORDS, topics(), TOPIC_WEIGHTS)
    reached = {id for id, share in shares.items() if share >= 1}
    assert scores.keys() - {"nuclear"} == reached - {"nuclear"}
    assert topics().closure(scores) == topics().closure(reached)
    if "nuclear" in scores:
        assert scores["nuclear"].best.start not in taken
    if not taken:
        assert ("nuclear" in scores) == ("nuclear" in reached)


def check(text: str, matches: list[PhraseMatch], vocabulary: Vocabulary, weights: LabelWeights) -> None:
    (tokens,) = TokenBatch([text]).texts
    scores = label_scores(matches, tokens, TITLE_WORDS, vocabulary, weights)
    expected = plain_shares(matches, tokens, vocabulary, weights)
    found = {id: round(score.share, 9) for id, score in scores.items()}
    assert found == {id: round(share, 9) for id, share in expected.items() if share >= 1}
