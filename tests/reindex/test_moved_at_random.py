"""Whatever is moved and removed, in whichever order, every link leads to the same text or nowhere."""

import shutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.store.catalog import Catalog
from indexer.store.manifest import catalog_path, read_manifest
from tests.reindex.archive import Archive

NAMES = ("a.txt", "b.txt", "c.txt", "s/a.txt", "x.jsonl", "s/y.jsonl")
MOVES = st.tuples(st.sampled_from(NAMES), st.sampled_from([*NAMES, None]))
TEXT, BATCH = "Bài của {}", '{{"body": "Bản ghi của {}"}}\n'


@settings(max_examples=15)
@given(rounds=st.lists(st.lists(MOVES, min_size=1, max_size=3), min_size=1, max_size=4))
def test_every_link_leads_to_the_same_text_or_nowhere(
    tmp_path_factory: pytest.TempPathFactory, rounds: list[list[tuple[str, str | None]]]
) -> None:
    archive = Archive(tmp_path_factory.mktemp("moves"))
    for name in NAMES:
        archive.write(name, (TEXT if name.endswith("txt") else BATCH).format(name))
    archive.run()
    texts = archive.bodies()
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
        links = {old: new for old in texts if (new := catalog.moves.target(old))}
        catalog.close()
        assert not links.keys() & now.keys()
        assert {old: now[new] for old, new in links.items()} == {old: texts[old] for old in links}
        texts |= now
    shutil.rmtree(archive.folder)
