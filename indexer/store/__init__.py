"""The index folder: one generation at a time, swapped in whole, whatever the engine.

    index/
      manifest.json        which generation is live, and every file of it with size and SHA-256
      generation-000007/   engine/ (the engine's own files), catalog.sqlite (what was read, from where),
                           manifest.json (as it was when this generation became live, for a rollback)
      generation-000006/   the one before
      writer.lock          held by the run that writes

Readers ask the manifest and open that generation; they never look anywhere else. Replacing the manifest is
the one moment at which anything changes, so a run that dies leaves what was there before.
"""
