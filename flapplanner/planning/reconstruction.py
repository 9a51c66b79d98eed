"""A whole reconstruction: what would really be done, as frozen values."""

from __future__ import annotations

from typing import Literal

from flapplanner.bone import Built
from flapplanner.options import Joined, Reach, Ring, Value
from flapplanner.planning.course import Course
from flapplanner.planning.criteria import Criterion


class Share(Value):
    """One option in a reconstruction: what it does there, from which recipient, with what reach.

    `hilum` is the part of the body that it mainly moves; `buried`: it fills beneath another.
    """

    key: str
    flap: str
    hilum: str
    name: str
    role: Literal["covers", "fills", "bridges"]
    buried: bool = False
    recipient: Joined | None = None
    reach: Reach | None = None


class Fallback(Value):
    """What is left should the soft tissue fail with all its vessels.

    `lifeboat` is the best option left, `lifeboats` how many are; `lost_with_it` are the other
    parts that would go with it, `hangs_on` the vessels whose loss alone would take every living
    part.
    """

    lifeboat: str | None = None
    lifeboats: int
    lost_with_it: tuple[str, ...] = ()
    hangs_on: tuple[str, ...] = ()


class Reconstruction(Value):
    """Soft tissue, bone and fixation that can be had together, with its course and its lifeboat.

    `laid` are the paddles of two flaps that cover together, on the chart [mm]. `donor_side` says
    why the bone is taken from the side it is taken from.
    """

    rank: int
    score: float
    name: str
    shares: tuple[Share, ...]
    built: Built | None = None
    donor_side: str | None = None
    coverage_fraction: float | None = None
    fill_fraction: float | None = None
    laid: tuple[Ring, ...] = ()
    joins: tuple[str, ...] = ()
    course: Course
    fallback: Fallback | None = None
    fixation: str
    criteria: tuple[Criterion, ...]
    cautions: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


class GapFound(Value):
    """The gap that is to be bridged: between what, on which sides, how long [mm], and how known."""

    title: str
    sides: tuple[str, ...]
    length_mm: float
    measured_mm: float
    stated: bool

    @property
    def sentence(self) -> str:
        """The gap in one sentence."""
        on = "" if len(self.sides) > 1 else f", {self.sides[0]}"
        if self.stated:
            return (
                f"{self.title}{on}: {self.length_mm:.0f} mm as stated; on a body of this stature "
                f"it measures {self.measured_mm:.0f} mm."
            )
        return (
            f"{self.title}{on}: {self.length_mm:.0f} mm, as it follows from the resection on a "
            "body of this stature."
        )


class Refused(Value):
    """Two parts that would each pass alone, and why they cannot be had together."""

    one: str
    other: str
    reasons: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """The same as one line."""
        return f"{self.one} with {self.other}: {' '.join(self.reasons)}"


class Reconstructions(Value):
    """The reconstructions of a plan, the best first; those refused that would have come before.

    `complete` is False where the search was stopped before it was certain that none is better.
    """

    found: tuple[Reconstruction, ...]
    refused: tuple[Refused, ...] = ()
    considered: int
    made: int
    complete: bool
