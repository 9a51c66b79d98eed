"""Writes docs/examples.md: what was published for each example and what the planner makes of it.

Run by `make docs`; a test keeps the page true.
"""

from __future__ import annotations

from pathlib import Path

from flapplanner.case import Case
from flapplanner.planning import Plan, Ranked, plan

FOLDER = Path(__file__).parent
EXAMPLES = FOLDER.parent / "examples"

# What was chosen, by flap, and where the planner differs: in words, as nothing can compute them.
PUBLISHED: dict[str, tuple[str, tuple[str, ...], str]] = {
    "palliative_s1_metastasis": (
        "no flap; percutaneous L4-S2AI fixation",
        (),
        "Agrees: the planner says that no flap is needed. It knows nothing of screws yet.",
    ),
    "low_sacrectomy": (
        "bilateral V-Y gluteal advancement",
        ("gluteal_vy",),
        "Differs in the order: the V-Y pair comes third, within a point of the perforator flaps, "
        "which have more reach to spare. The criteria give no credit for the ease and the record "
        "of the V-Y flap, for which it is chosen in practice.",
    ),
    "total_sacrectomy": (
        "transpelvic VRAM; free fibula of two struts on its distal end",
        ("vram", "fibula_double"),
        "Differs in the order of the soft tissue: VRAM comes fourth, after a transverse lumbar "
        "perforator flap and free DIEP and posterior thigh flaps. Its margin is small once the "
        "way through the pelvis is taken off, and its paddle is wider than what closes directly. "
        "The lumbar flap stands on outcomes of sores, not of sacrectomies, and the criteria do not "
        "tell the two apart; "
        "that VRAM carries the fibula counts for nothing while flap and bone are ranked apart. "
        "Agrees in the bone and in its recipient.",
    ),
    "hemisacrectomy_right": (
        "omentum; printed implant; skin closed directly",
        ("omentum",),
        "Differs in the order: buried lumbar and gluteal perforator flaps come before the omentum "
        "because they fill more. That the abdomen was open and the omentum at hand, and that the "
        "region had been irradiated, carries no weight yet. The implant is outside this edition.",
    ),
    "hemipelvectomy_right": (
        "pedicled femur and pedicled fillet of the leg",
        ("fillet_pedicled", "femur_pedicled"),
        "Agrees in the bone; the fillet comes second, after the anterior hemipelvectomy flap, for "
        "which fewer complications were reported. All three hang on the femoral vessels and could "
        "be raised as one; but flap and bone are ranked apart, so that this counts for nothing. "
        "Ligating the right internal iliac artery rules out every right gluteal flap.",
    ),
    "free_femur_fibula_fillet": (
        "free femur, fibula and fillet on the common iliac vessels",
        ("fillet_free", "femur_fibula_fillet"),
        "Agrees in both and in the recipient, but for another reason: the paper names the arc of "
        "rotation, the planner the resected external iliac artery, which was filled in. Without "
        "that event the planner finds the pedicled arc long enough, as it measures the length of "
        "the vessels and not how they would kink. The fibula of the chimera moves with the femur "
        "and is not counted as a second strut yet.",
    ),
}

HEAD = """# Cases from the literature and what the planner makes of them

Made by `make docs` from the files in `examples/`; every figure follows from the atlas as it stands.
Each example file states what was published and what had to be filled in. Agreement on six cases,
some of which shaped the atlas, proves little; it shows that the parts work together.
"""


def page() -> str:
    """The whole page."""
    return HEAD + "".join(_section(name, *words) for name, words in PUBLISHED.items())


def _section(name: str, chosen: str, flaps: tuple[str, ...], remark: str) -> str:
    case = Case.load(EXAMPLES / f"{name}.yaml")
    made = plan(case)
    rows = [
        ("published", chosen),
        ("planner", made.headline),
        *((f"rank of {_name(flap, made)}", _rank(flap, made)) for flap in flaps),
        ("filled in", " ".join(case.notes.filled_in)),
        ("agreement", remark),
    ]
    table = "\n".join(f"| {left} | {right} |" for left, right in rows)
    return f"\n## {case.label}\n\n`examples/{name}.yaml`\n\n| | |\n|---|---|\n{table}\n"


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
