"""What is drawn: a plan, the option laid on it, the window it is seen through, and its colours."""

from __future__ import annotations

from dataclasses import dataclass

from flapplanner.options import Laying, Option, PerforatorMark, Ring
from flapplanner.planning import Plan
from flapplanner.report.drawing_body import Landmark, landmarks_felt
from flapplanner.report.drawing_ink import Ink
from flapplanner.report.drawing_window import Point, Window, window_round

SEEN = {
    "posterior": "seen from behind",
    "posterolateral": "seen from behind and the {side}",
    "perineal": "seen from below",
}


@dataclass(frozen=True)
class Scene:
    """One drawing before it becomes text."""

    plan: Plan
    choice: Option | None
    felt: tuple[Landmark, ...]
    window: Window
    colours: Ink

    @property
    def layings(self) -> tuple[Laying, ...]:
        """The paddles that are laid on; none without a choice, or where a gate stood before."""
        return self.choice.layings if self.choice else ()

    @property
    def perforators(self) -> tuple[PerforatorMark, ...]:
        """Where the perforators of a flap that is laid on are looked for, as far as it shows."""
        marks = self.choice.perforators if self.choice and self.layings else ()
        return tuple(mark for mark in marks if self.window.shows(mark.at_mm))

    @property
    def bare(self) -> tuple[Ring, ...]:
        """What stays bare of the missing skin and its margin."""
        return self.choice.bare if self.choice else ()

    @property
    def seen(self) -> str:
        """From where the body is seen, in words."""
        return SEEN[self.plan.view].format(side=self.plan.case.defect.side)


def scene(plan: Plan, choice: Option | None, colours: Ink) -> Scene:
    """A plan with `choice` laid on it, seen through a window round all that matters.

    The arc of rotation does not count, as it may be huge.
    """
    felt = landmarks_felt(plan)
    points: list[Point] = [point for landmark in felt for point in landmark.points]
    points += [*(plan.defect or ()), *(plan.target or ())]
    for laying in choice.layings if choice else ():
        points += [*laying.paddle, *laying.cut, laying.pivot_mm, laying.hilum_mm]
    return Scene(plan, choice, felt, window_round(points), colours)
