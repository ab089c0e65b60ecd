"""Benchmarks: speed next to other engines, and the quality of ranking and extraction.

`python -m bench` (`make bench`) compares engines; its files, in the order of their use:

- `corpus`: real articles if they are there, else synthetic ones → records
- `synthetic`: statistics of real articles (`synthetic.toml`) → records
- `corpus_files`: records → the files that all peers index
- `queries`: articles → the fixed set of queries
- `peers/`: one engine per file, set up as its documentation advises
- `options`: values of options, a folder to keep, messages
- `process`: a peer in its own process, timed from inside
- `memory`: a process → its memory, private and mapped
- `rounds`: corpus, queries and peers → figures
- `figures`: the raw figures of a run, and their JSON file
- `measure`: times and totals → medians, percentiles, ratios
- `result_tables`: figures → tables in Markdown
- `picture`: figures → bars as SVG

Each of these runs alone:

- `python -m bench.relevance`: how well results are ranked, next to other engines
  - `known_items`: queries, ranks and their figures
  - `joining`: totals with words joined and apart
- `python -m bench.tune`: which constants of ranking do best, out of those in `tune.toml`
- `python -m bench.damage`: what a damaged index answers
- `python -m bench.query_costs`: what searches cost at worst
- `python -m bench.page_load`: how long the page of results takes at a constant rate of requests
- `python -m bench.type_ahead`: what completing a half-typed text costs, and the table of words
- `python -m bench.extraction_quality`: how well labels and years are extracted, and how long that takes
- `python -m bench.lost_words FOLDER`: how many words of real files are lost, by format
- `python -m bench.real_tables FROM TO`: real tables → tables that can be read, for `bench.lost_words`
- `python -m bench.hostile_inputs`: what hostile inputs cost, in seconds and megabytes
- `python -m bench.did_you_mean INDEX`: how often wrong and right corrections are offered; the queries are in
  `did_you_mean.toml`, and `mistyping` makes the mistakes
- `python -m bench.folds`: how much labelling depends on the articles its weights were tuned to
"""
