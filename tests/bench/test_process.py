"""A peer that fails is told from one that answers, and its process ends."""

import pytest

from bench.peers import CONTENDERS, Contender
from bench.peers.base import Query
from bench.process import PeerFailed, Remote


def test_a_peer_whose_engine_is_not_there_says_so() -> None:
    with Remote("nobody") as remote, pytest.raises(PeerFailed, match="KeyError: 'nobody'"):
        remote.round([Query("bare", ("hoi",))])


def test_a_peer_that_has_failed_fails_again_instead_of_hanging() -> None:
    with Remote("nobody") as remote:
        for _ in range(2):
            with pytest.raises(PeerFailed):
                remote.round([])


@pytest.mark.parametrize("contender", CONTENDERS.values(), ids=CONTENDERS)
def test_every_contender_has_a_title_and_an_index(contender: Contender) -> None:
    assert contender.title
    assert contender.index in CONTENDERS
