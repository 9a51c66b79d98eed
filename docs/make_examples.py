"""Writes docs/examples.md: what was published for each example and what the planner makes of it.

Run by `make docs`; a test keeps the page true.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flapplanner.case import Case
from flapplanner.planning import Plan, Ranked, plan

FOLDER = Path(__file__).parent
EXAMPLES = FOLDER.parent / "examples"


@dataclass(frozen=True)
class Published:
    """What was published for one example, and where the planner differs, in words.

    `flaps` are the options of it, `composed` what makes up its reconstruction: the flaps, and what
    bridges the gap where that is no flap.
    """

    chosen: str
    flaps: tuple[str, ...]
    composed: frozenset[str]
    remark: str


PUBLISHED = {
    "palliative_s1_metastasis": Published(
        "no flap; percutaneous L4-S2AI fixation",
        (),
        frozenset(),
        "Agrees: no flap is needed, and percutaneous S2AI screws are what was published for a "
        "pelvis that gives way where nothing is resected.",
    ),
    "low_sacrectomy": Published(
        "bilateral V-Y gluteal advancement",
        ("gluteal_vy",),
        frozenset({"gluteal_vy"}),
        "Among the first three: the V-Y pair comes after the superior gluteal perforator flap and "
        "the free latissimus, which have more reach to spare.",
    ),
    "total_sacrectomy": Published(
        "transpelvic VRAM; free fibula of two struts on its distal end",
        ("vram", "fibula_free"),
        frozenset({"vram", "fibula_free"}),
        "Among the first two, within a point: fibulas from a donor spare the leg and an "
        "anastomosis. Both have the VRAM, which by its reach alone would come later; the patients "
        "reported with it in this setting bring it forward.",
    ),
    "hemisacrectomy_right": Published(
        "omentum; printed implant; skin closed directly",
        ("omentum",),
        frozenset({"omentum", "printed_implant"}),
        "Among the first three: the omentum comes first for the soft tissue, as the abdomen is "
        "open and nothing else is cut; a bone graft comes before the implant, which is bridged by "
        "bone in none that was reported.",
    ),
    "hemipelvectomy_right": Published(
        "pedicled femur and pedicled fillet of the leg",
        ("fillet_pedicled", "femur_pedicled"),
        frozenset({"fillet_pedicled", "femur_pedicled"}),
        "Agrees: fillet and femur are one flap on the femoral vessels, without an anastomosis. An "
        "omentum in the hollow is added, for what little it fills. Ligating the right internal "
        "iliac artery rules out every right gluteal flap.",
    ),
    "femur_composite_left": Published(
        "pedicled femur and fibula with the skin of the thigh",
        ("fillet_pedicled", "femur_pedicled"),
        frozenset({"fillet_pedicled", "femur_pedicled"}),
        "Agrees in the bone and in that all of it is one flap on the femoral vessels. The skin was "
        "that of the whole front of the thigh, which the planner has as the anterior "
        "hemipelvectomy flap and names further down with the same femur. The fibula along the "
        "spine is not counted as a strut.",
    ),
    "free_femur_fibula_fillet": Published(
        "free femur, fibula and fillet on the common iliac vessels",
        ("fillet_free", "femur_fibula_fillet"),
        frozenset({"fillet_free", "femur_fibula_fillet"}),
        "Agrees in all parts, in one anastomosis for all of them and in the recipient, but for "
        "another reason: the paper names the arc of "
        "rotation, the planner the resected external iliac artery, which was filled in. Without "
        "that event the planner finds the pedicled arc long enough, as it measures the length of "
        "the vessels and not how they would kink. The fibula of the chimera moves with the femur "
        "and is not counted as a second strut yet, so the femur and fillet without it score alike.",
    ),
}

HEAD = """# Cases from the literature and what the planner makes of them

Made by `make docs` from the files in `examples/`; every figure follows from the atlas as it stands.
Each example file states what was published and what had to be filled in. Agreement on seven cases,
some of which shaped the atlas and count among the patients reported, proves little; it shows that
the parts work together. [reconstructions.md](reconstructions.md) says how they are put together.
"""


def page() -> str:
    """The whole page."""
    return HEAD + "".join(_section(name, found) for name, found in PUBLISHED.items())


def _section(name: str, published: Published) -> str:
    case = Case.load(EXAMPLES / f"{name}.yaml")
    made = plan(case)
    rows = [
        ("published", published.chosen),
        ("reconstructions", "<br>".join(_reconstructions(made))),
        ("published one", _place(published, made)),
        ("fixation", made.fixation.title),
        ("soft tissue and bone alone", made.headline),
        *((f"rank of {_name(flap, made)}", _rank(flap, made)) for flap in published.flaps),
        ("filled in", " ".join(case.notes.filled_in)),
        ("agreement", published.remark),
    ]
    table = "\n".join(f"| {left} | {right} |" for left, right in rows)
    return f"\n## {case.label}\n\n`examples/{name}.yaml`\n\n| | |\n|---|---|\n{table}\n"


def _reconstructions(made: Plan) -> Iterator[str]:
    for one in made.reconstructions.found[:3]:
        yield f"{one.rank}. {one.name} ({one.score:.0f})"


def _place(published: Published, made: Plan) -> str:
    rank = rank_of(published, made)
    assert rank is not None, "say in words which published fact prevents it"
    return f"{rank} of {len(made.reconstructions.found)} that differ in kind"


def rank_of(published: Published, made: Plan) -> int | None:
    """The rank of the published reconstruction; None where it is not among those found.

    A flap that is only buried beside it makes no difference.
    """
    for one in made.reconstructions.found:
        parts = {share.flap for share in one.shares if not share.buried}
        if one.built is not None and not one.built.living:
            parts.add(one.built.material)
        if parts == published.composed:
            return one.rank
    return None


def _lists(made: Plan) -> tuple[tuple[Ranked, ...], ...]:
    return (made.soft_tissue, made.bone)


def _name(flap: str, made: Plan) -> str:
    names = [choice.option.name for choices in _lists(made) for choice in choices]
    keys = [choice.option.flap for choices in _lists(made) for choice in choices]
    if flap not in keys:
        raise ValueError(f"{flap} is ruled out; say so in words")
    return names[keys.index(flap)]


def _rank(flap: str, made: Plan) -> str:
    for choices in _lists(made):
        for choice in choices:
            if choice.option.flap == flap:
                option = choice.option
                assert option.reach is not None
                covered = option.coverage_fraction
                covers = "" if covered is None else f"covers {covered:.0%}, "
                return (
                    f"{choice.rank} of {len(choices)}: {covers}"
                    f"{option.reach.margin_mm:.0f} mm to spare, score {choice.score:.0f}"
                )
    raise AssertionError("a flap with a name has a rank")


if __name__ == "__main__":
    (FOLDER / "examples.md").write_text(page(), encoding="utf-8")
