"""Requests over open segments: from a query tree to hits, counts and their order.

- `search.py`: I have a request: what does it find?
- `evaluate.py`: I have a query tree: which documents of a segment match it, and in which tier?
- `segment_matcher.py`: I have a leaf: what does it match in a segment?
- `term_expansion.py`: I have a word, pattern or fuzzy word: for which terms does it stand?
- `phrases.py`: I have words in order: where do they occur so?
- `matched_postings.py`: I have the postings of a leaf: which documents, tiers and saturations are those?
- `document_frequency.py`: how many documents have a word or pair, whatever its accents?
- `word_list.py`: I have no request: which words and joined words are there, and how often do they occur?
- `newest_named.py`: I have the start of a word: which are the newest articles with it in their title or file name?
- `facet_counts.py`: I have the documents found: which pass the choices, and how many have each facet value?
- `word_counts.py`: how often do words and pairs of words occur?
- `nearness.py`: I have a few documents: how near to each other do they have the words of a query?
- `closest.py`: which documents come closest to a query that does not find them?
- `scorer.py`: I have documents: what are their scores, and what do these consist of?
- `kernel_plan.py`: I have a query tree: what is the kernel asked?
- `kernel_match.py`: what does the kernel find and score, in the place of the modules above?
- `topk.py`: I have hits: which come first, in a segment and across segments?
"""
