"""How long the reach of all options of a plan under variation takes, and one map over the body."""

from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from flapplanner.case import Case, complete
from flapplanner.options import Setting, all_options, assess, setting_for
from flapplanner.options.reach_chance import reach_chances
from flapplanner.options.reach_map import ReachMap, reach_map
from flapplanner.report.ply import ply_text
from vascular_models import load_atlas

EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*.yaml"))


def setting(file: Path) -> Setting:
    return setting_for(complete(Case.load(file)).case, load_atlas())


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_the_chances_of_all_options(benchmark: BenchmarkFixture, file: Path) -> None:
    place = setting(file)
    options = all_options(place)

    def fresh() -> tuple[tuple[object, ...], dict[str, object]]:
        return (options, setting(file)), {}  # nothing searched for already

    found = benchmark.pedantic(  # type: ignore[no-untyped-call]
        reach_chances, setup=fresh, rounds=3
    )
    print(f"\n{file.stem}: {len(found)} options of {len(options)} have a reach")


def test_one_map_and_its_file(benchmark: BenchmarkFixture) -> None:
    place = setting(EXAMPLES[0].with_name("low_sacrectomy.yaml"))
    option = assess("sgap", "right", place)

    def written() -> int:
        found = reach_map(option, place)
        assert isinstance(found, ReachMap)
        return len(ply_text(found))

    print(f"\n{benchmark(written)} characters")
