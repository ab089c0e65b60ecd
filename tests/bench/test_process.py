"""A peer that fails raises an error instead of hanging, and its process ends."""

import pytest

from bench.peers import CONTENDERS, Contender
from bench.peers.contract import Query
from bench.process import PeerFailed, Remote


def test_an_unknown_peer_is_named_in_the_error() -> None:
    with Remote("nobody") as remote, pytest.raises(PeerFailed, match="KeyError: 'nobody'"):
        remote.round([Query("bare", ("hoi",))])


def test_a_failed_peer_fails_again_instead_of_hanging() -> None:
    with Remote("nobody") as remote:
        for _ in range(2):
            with pytest.raises(PeerFailed):
                remote.round([])


@pytest.mark.parametrize("contender", CONTENDERS.values(), ids=CONTENDERS)
def test_every_contender_has_a_title_and_an_index(contender: Contender) -> None:
    assert contender.title
    assert contender.index in CONTENDERS
