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
    kinds = [kind for kind in weights.points if kind != "ambiguous"]
    drawn = st.builds(
        lambda id, kind, start: PhraseMatch(id, kind, start, start + 1),
        st.sampled_from(ids),
        st.sampled_from(kinds),
        st.integers(0, 119),
    )
    return st.lists(drawn, max_size=12, unique_by=lambda match: match.start).map(sorted_by_start)


def sorted_by_start(matches: list[PhraseMatch]) -> list[PhraseMatch]:
    return sorted(matches, key=lambda match: match.start)


TEXTS = st.lists(st.sampled_from([*WORDS, "về", ",", "họp", "theo"]), min_size=120, max_size=120).map(" ".join)


@given(TEXTS, matches_of(("nuclear", "energy", "drugs", "terrorism"), TOPIC_WEIGHTS))
def test_scores_of_topics(text: str, matches: list[PhraseMatch]) -> None:
    check(text, matches, topics(), TOPIC_WEIGHTS)


@given(TEXTS, matches_of(("un", "asean", "apec", "npt"), FORUM_WEIGHTS))
def test_scores_of_forums(text: str, matches: list[PhraseMatch]) -> None:
    check(text, matches, forums(), FORUM_WEIGHTS)


def check(text: str, matches: list[PhraseMatch], vocabulary: Vocabulary, weights: LabelWeights) -> None:
    (tokens,) = TokenBatch([text]).texts
    scores = label_scores(matches, tokens, TITLE_WORDS, vocabulary, weights)
    expected = plain_shares(matches, tokens, vocabulary, weights)
    found = {id: round(score.share, 9) for id, score in scores.items() if score.share >= 1}
    assert found == {id: round(share, 9) for id, share in expected.items() if share >= 1}
