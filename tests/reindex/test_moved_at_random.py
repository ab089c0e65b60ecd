"""After any moves and removals, an old id redirects to the article its text moved to, or nowhere."""

import shutil

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from indexer.store.catalog import Catalog
from indexer.store.manifest import catalog_path, read_manifest
from tests.reindex.archive import Archive

NAMES = ("a.txt", "b.txt", "c.txt", "s/a.txt", "x.jsonl", "s/y.jsonl")
MOVES = st.tuples(st.sampled_from(NAMES), st.sampled_from([*NAMES, None]))
TEXT, BATCH = "Bài của {}", '{{"body": "Bản ghi của {}"}}\n'


@settings(max_examples=15)
@example(rounds=[[("b.txt", "a.txt")], [("c.txt", "a.txt")]])
@given(rounds=st.lists(st.lists(MOVES, min_size=1, max_size=3), min_size=1, max_size=4))
def test_every_old_id_redirects_to_where_its_text_moved_or_nowhere(
    tmp_path_factory: pytest.TempPathFactory, rounds: list[list[tuple[str, str | None]]]
) -> None:
    archive = Archive(tmp_path_factory.mktemp("moves"))
    for name in NAMES:
        archive.write(name, (TEXT if name.endswith("txt") else BATCH).format(name))
    archive.run()
    texts, known = archive.bodies(), dict[str, str]()
    for moves in rounds:
        for old, new in moves:
            kind = old.rpartition(".")[2]
            if not (archive.docs / old).exists() or (new is not None and not new.endswith(kind)):
                continue
            if new is None:
                (archive.docs / old).unlink()
            elif old != new:
                archive.rename(old, new)
        archive.run(allow_empty=True)
        now = archive.bodies()
        catalog = Catalog(catalog_path(archive.index, read_manifest(archive.index)), read_only=True)
        redirects = {old: new for old in texts if (new := catalog.redirects.target(old))}
        catalog.close()
        assert not redirects.keys() & now.keys()
        for old, new in redirects.items():
            if known.get(old) == new:  # a file moved over its target rewrites that article, as an edit would
                texts[old] = now[new]
        assert {old: now[new] for old, new in redirects.items()} == {old: texts[old] for old in redirects}
        texts |= now
        known = redirects
    shutil.rmtree(archive.folder)
