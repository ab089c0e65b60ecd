"""An open segment: what is in it, and what can be asked of it; on disk as in `docs/index-format.md`.

- `segment_infos.py`: which segments does the index have?
- `container.py`: I have a file: which named arrays are in it?
- `segment.py`: I have a segment: where do I ask?
- `term_dictionary.py`: I have a word, prefix or pattern: which terms are that?
- `accents.py`: I have the accents of a word: which spellings of the term match it?
- `postings.py`: I have terms: which documents have them, and what do they add to scores?
- `bigrams.py`: I have two words: where are they next to each other?
- `word_totals.py`: how often does each word occur, and each frequent pair of words, in all segments?
- `leads.py`: I have documents: which words do their leads have, and where?
- `tiers.py`: I have how documents match each clause: how do they match all or any of them?
- `columns.py`: I have documents: which facet values and dates do they have, and in which order do they come?
- `docstore.py`: I have a document, or an id: which article is that?
- `numeric.py`: helpers for NumPy arrays
"""
