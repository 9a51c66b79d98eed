"""How long a plan takes: warm in one process, and cold on the command line."""

import subprocess
import sys
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from flapplanner.case import Case
from flapplanner.planning import plan

EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*.yaml"))


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_warm_plan(benchmark: BenchmarkFixture, file: Path) -> None:
    case = Case.load(file)
    planned = benchmark(plan, case)
    assert planned.headline


def test_cold_command(benchmark: BenchmarkFixture) -> None:
    file = str(EXAMPLES[0].with_name("hemipelvectomy_right.yaml"))
    words = [sys.executable, "-c", "from flapplanner.cli import main; main()", "plan", file]
    done = benchmark(subprocess.run, words, capture_output=True)
    assert done.returncode == 0
