"""How long the search for whole reconstructions takes, beside all the rest of a plan."""

from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from flapplanner.bone import fixation_of, ring_of
from flapplanner.case import Case, complete
from flapplanner.options import all_options, setting_for
from flapplanner.planning.need import need_of
from flapplanner.planning.ranking import ranked
from flapplanner.planning.reconstruction import Reconstructions
from flapplanner.planning.reconstructions import reconstructions
from vascular_models import load_atlas

EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*.yaml"))


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_search(benchmark: BenchmarkFixture, file: Path) -> None:
    """The search alone, each time on options that were just assessed, with nothing kept."""
    atlas, case = load_atlas(), complete(Case.load(file)).case
    fixation = fixation_of(case, ring_of(case, atlas), atlas)

    def assessed() -> tuple[tuple[object, ...], dict[str, object]]:
        setting = setting_for(case, atlas)
        options = all_options(setting)
        soft = [one for one in options if one.kind == "soft_tissue"]
        choices = ranked(soft, case.preferences.weights)
        return (options, choices, need_of(setting), fixation, setting), {}

    run = benchmark.pedantic(reconstructions, setup=assessed, rounds=7)  # type: ignore[no-untyped-call]
    found: Reconstructions = run
    assert found.complete
    benchmark.extra_info.update(considered=found.considered, made=found.made)
