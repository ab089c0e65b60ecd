"""From folders to articles as they were read, before anything is extracted from them.

scope.py            I have paths: which docs folders do they belong to, and what does a run cover?
walk.py             I have a docs folder: which files are articles, and why are the others not? (walk.toml)
read.py             I have a file: which articles are in it?
sidecar.py          what `NAME.meta.toml` states about an article
metadata_table.py   what `metadata.csv` states about the articles of its folder
metadata_fields.py  the keys under which metadata is stated, and which values they may have
encodings/          bytes to text
formats/            a reader for each file format, and the table of them
original_part.py    I have a batch or an archive and an id: which record or member is that?
content_hash.py     the hash by which a moved or changed file is recognised
limits.py           how readers call what parses
bounded.py          documents and sidecars parsed in a child process, within limits of time and memory
source.py           the values handed on: `SourceFile`, `RawArticle`, and `Given`, the metadata stated for it
"""
