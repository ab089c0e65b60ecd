"""Two addresses are the same page as a reader would say, and share a word exactly then."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import tokenise
from indexer.page_address import own_address_words, typed_address_words

HOSTS, PATHS = ("vi-du.vn", "bao.vi-du.vn", "Vi-Du.vn"), ("", "/", "/tin", "/tin/", "/tin/7", "/Tin%20dài", "/tin dài")
QUERIES, FRAGMENTS = ("", "?id=7", "?id=8", "?ID=7"), ("", "#cuoi", "#dau?id=9")
BEGINNINGS = ("", "//", "http://", "https://", "https://www.", "www.", "HTTPS://WWW.")


@st.composite
def addresses(draw: st.DrawFn) -> tuple[str, str, str]:
    """Draw an address, with its host and path and its query string as they are compared."""
    host, path, query = draw(st.sampled_from(HOSTS)), draw(st.sampled_from(PATHS)), draw(st.sampled_from(QUERIES))
    address = draw(st.sampled_from(BEGINNINGS)) + host + path + query + draw(st.sampled_from(FRAGMENTS))
    return address.replace(" ", "%20"), (host + path).replace("%20", " ").rstrip("/").lower(), query.lower()


@given(addresses(), addresses())
def test_addresses_of_one_page_share_a_word_and_no_others_do(
    typed: tuple[str, str, str], own: tuple[str, str, str]
) -> None:
    same = typed[1] == own[1] and (typed[2] == own[2] or not (typed[2] and own[2]))
    shared = set(typed_address_words(typed[0])) & set(own_address_words(own[0]))
    assert bool(shared) == same


@pytest.mark.parametrize("text", ["", " ", "không có", "tin", "https://", "www.", "/tin/7", "#", "?"])
def test_what_is_not_an_address_has_no_words(text: str) -> None:
    assert own_address_words(text) == typed_address_words(text) == ()


@given(st.text())
def test_words_of_any_text_are_indexed_whole(text: str) -> None:
    words = [*own_address_words(f"vi-du.vn/{text}"), *typed_address_words(text)]
    assert [token.word.surface for token in tokenise(" ".join(words))] == words
