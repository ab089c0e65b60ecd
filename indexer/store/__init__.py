"""The index folder: one live generation at a time, replaced as a whole; the same for every engine.

    index/
      manifest.json        the live generation, and size and SHA-256 of each of its files
      generation-000007/   engine/ (the engine's own files), catalog.sqlite (what was read, and from where),
                           words.json (the words of its articles),
                           manifest.json (a copy from when this generation became live, for rollbacks)
      generation-000006/   the previous generation
      writer.lock          held by the run that writes

Readers open the generation that the manifest names and look nowhere else. Replacing the manifest is the only moment
at which anything changes, so a run that dies leaves the old state.

The files, in the order in which a run uses them:

- `failure`: errors of the disk and of SQLite → ours, with the way out
- `lock`: the index folder → held for writing, or `IndexLocked`
- `manifest`: the index folder → its live generation; a generation → live
- `verify`: a generation → is it still what was written?
- `generation`: the live generation → a draft, linked to it; a draft → the live generation
- `rows`: the rows of the catalog, and their states during a run
- `word_table`: the words of all articles → a file; half-typed words → the words they start
- `diagnostics`: a file or an article → what was skipped in it, and its problems
- `catalog`: a file, article or moved id → what is known of it; what has to be read again
- `ingest_report`: a generation → how well its archive was read, in numbers and article by article
- `temporary`: a folder for a dry run; those of killed runs → gone
- `rollback`: the live generation → the one before
"""
