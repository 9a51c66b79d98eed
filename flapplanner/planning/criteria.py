"""Criteria: each turns one figure of an option into a worth from 0 to 1, and says how."""

from __future__ import annotations

from functools import cache, cached_property
from importlib import resources
from typing import Literal

import yaml
from pydantic import Field

from flapplanner.options import Option, Value
from vascular_models import Keys


class CriterionRule(Value):
    """How a figure becomes a worth: 0 at `worst`, 1 at `best`, straight in between."""

    title: str
    unit: str
    worst: float
    best: float
    applies_to: tuple[Literal["soft_tissue", "bone"], ...]
    sentence: str
    source: Keys = ()
    gap: str | None = None

    def worth(self, figure: float) -> float:
        """The worth of a figure [unit], held within 0 and 1.

        >>> rules().criteria["reach_margin"].worth(10.0)
        0.5
        """
        return min(1.0, max(0.0, (figure - self.worst) / (self.best - self.worst)))


class Ends(Value):
    """Where the worth of a figure begins and ends, for a whole reconstruction."""

    worst: float
    best: float
    source: Keys = ()
    gap: str | None = None


class Stated(Value):
    """A figure that stands in for one that no case has."""

    value: float
    source: Keys = ()
    note: str


class Rules(Value):
    """All criteria, the points that make up complexity, and what differs for a reconstruction."""

    criteria: dict[str, CriterionRule]
    complexity_points: dict[str, float]
    reconstruction: dict[str, Ends]
    metal_strength_body_weights: Stated

    @cached_property
    def together(self) -> dict[str, CriterionRule]:
        """The criteria by which a whole reconstruction is judged."""
        return {
            name: rule.model_copy(update=dict(self.reconstruction[name]))
            if name in self.reconstruction
            else rule
            for name, rule in self.criteria.items()
        }


class Criterion(Value):
    """One criterion of one option: figure, worth and what it adds to the score."""

    name: str
    title: str
    figure: float
    unit: str
    worth: float = Field(ge=0, le=1)
    weight: float = Field(ge=0)
    contribution: float
    stands_in: bool = Field(
        default=False, description="nothing was found; the figure says only how it counts"
    )


@cache
def rules() -> Rules:
    """The criteria as they stand in criteria.yaml beside this module."""
    text = resources.files("flapplanner.planning").joinpath("criteria.yaml").read_text("utf-8")
    return Rules.model_validate(yaml.safe_load(text))


def figures_of(option: Option, points: dict[str, float]) -> dict[str, float]:
    """The figures of a feasible option by criterion; one that does not apply is left out."""
    assert option.reach is not None, "only feasible options are judged"
    figures = {
        "reach_margin": option.reach.margin_mm,
        "donor_site": option.donor.complication_percent.central,
        "complexity": complexity_points(option, points),
        "published_outcome": option.complication_percent.central,
        "experience": experience_of(option),
    }
    if option.coverage_fraction is not None:
        figures["coverage"] = 100 * option.coverage_fraction
    if option.fill_fraction is not None:
        figures["dead_space"] = 100 * option.fill_fraction
    if option.bone is not None and option.bone.strength is not None:
        figures["structure"] = option.bone.strength.body_weights
    if option.bone is not None and option.bone.union_percent is not None:
        figures["bone_healing"] = option.bone.union_percent.central
    return figures


def experience_of(option: Option) -> int:
    """Patients reported with the flap in such a defect, or with what is built of its bone."""
    return max(option.experience_count, option.bone.experience_count if option.bone else 0)


def complexity_points(option: Option, points: dict[str, float]) -> float:
    """What makes the operation longer or more complicated [points]."""
    recipient = option.recipient
    return (
        points["microsurgery"] * option.microsurgery
        + points["extra_stage"] * (option.stages - 1)
        + points["extra_position"] * len(option.extra_positions)
        + points["dissection_through_muscle"] * option.through_muscle
        + points["donor_not_closed"] * (option.donor.closure == "not direct")
        + points["skin_graft"] * option.surface_grafted
        + points["stoma_in_the_way"] * option.crosses_stoma
        + points["vein_graft"] * bool(recipient and recipient.graft_mm)
        + points["second_flap_for_recipient"] * bool(recipient and recipient.carried_by)
    )
