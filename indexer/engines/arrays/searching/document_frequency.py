"""How many documents of a segment have a word, or two words next to each other, whatever their accents?"""

from indexer.analysis import word
from indexer.engines.arrays.segments.segment import Segment
from indexer.engines.arrays.segments.term_dictionary import FoldedTerm
from indexer.query.nodes import Phrase, Term


def document_frequency(segment: Segment, leaf: Term | Phrase) -> int:
    """Return the number of postings of a folded term, or of the surface bigrams of two; they are not read."""
    words = leaf.words if isinstance(leaf, Phrase) else [leaf.text]
    numbers = [segment.terms.find(FoldedTerm.of(leaf.fieldname, word(each).folded)) for each in words]
    if min(numbers) < 0:
        return 0
    if len(numbers) == 1:
        return segment.postings.of_term(numbers[0]).size
    first, second = numbers
    return segment.bigrams.posting_count(segment.bigrams.of_terms(first, second))
