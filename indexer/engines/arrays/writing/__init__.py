"""From articles to segments: analysed in batches, inverted a segment at a time, merged when there are many.

- `batch.py`: I have articles: what is prepared of them before they are written?
- `tokens.py`: I have articles: which words occur where, and what follows each?
- `chunks.py`: I have texts: which chunks are in them, and which words are in each chunk?
- `writer.py`: I have batches and deletions: which segments are written?
- `segment_builder.py`: I have the batches of a segment: what is written to its file?
- `spill.py`: where are tokens and articles until then?
- `term_list.py`: I have all terms: what are their numbers, and what is in the term dictionary?
- `inverter.py`: I have all tokens: what are the postings of terms and bigrams?
- `inverted_block.py`: in which form do postings leave the inverter?
- `segment_arrays.py`: I have inverted blocks and columns: which arrays of the format are they?
- `merge_policy.py`: I have segments of some sizes: which are merged?
"""
