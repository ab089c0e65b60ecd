"""The list of mutants fits the code: `make mutants` can try every one of them."""

import pytest

from tests.mutants.run import ROOT, Mutant, mutants


@pytest.mark.parametrize("mutant", mutants(), ids=lambda mutant: mutant.name)
def test_a_mutant_can_be_tried(mutant: Mutant) -> None:
    assert mutant.applied(ROOT) != (ROOT / mutant.file).read_text("utf-8")
    assert mutant.tests
    for test in mutant.tests:
        file, _, function = test.partition("::")
        assert f"def {function}" in (ROOT / file).read_text("utf-8")


def test_names_of_mutants_are_unique() -> None:
    names = [mutant.name for mutant in mutants()]
    assert sorted(set(names)) == sorted(names)
