"""Judging whole reconstructions: the figures of the parts put together, and a bound before that.

The bound of a composition takes for granted all that putting it together could save (one
anastomosis for all, no further donor site, the recipient vessel with most reach), so that no
composition can be worth more than its bound.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from flapplanner.bone import Built
from flapplanner.case import Weights
from flapplanner.options import Option, Setting
from flapplanner.planning.candidates import Skeleton, SoftTissue
from flapplanner.planning.course import Course
from flapplanner.planning.criteria import Criterion, CriterionRule, experience_of, rules
from flapplanner.planning.units import Unit

Figures = NDArray[np.float64]
FULL = 100.0


@dataclass(frozen=True)
class Scale:
    """What counts in this case, how much, and what each figure is worth."""

    rules: Mapping[str, CriterionRule]
    weights: Mapping[str, float]
    points: Mapping[str, float]
    metal_body_weights: float

    @property
    def spare_mm(self) -> float:
        """The reach to spare that counts in full: where nothing has to reach [mm]."""
        return self.rules["reach_margin"].best

    @property
    def known(self) -> float:
        """The experience that counts in full: where nothing is done, nothing has to be known."""
        return self.rules["experience"].best

    def score(self, figures: Mapping[str, Figures]) -> Figures:
        """100 sum(weight x worth) / sum(weight) of figures given as arrays of one shape."""
        total = sum(self.weights.values())
        parts = [
            weight * _worth(self.rules[name], figures[name])
            for name, weight in self.weights.items()
        ]
        summed: Figures = 100 * np.sum(np.broadcast_arrays(*parts), axis=0) / total
        return summed

    def criteria(
        self, figures: Mapping[str, float], standing_in: Container[str] = ()
    ) -> tuple[Criterion, ...]:
        """The same of one reconstruction, with what each criterion adds."""
        total = sum(self.weights.values())
        return tuple(
            Criterion(
                name=name,
                title=self.rules[name].title,
                figure=figures[name],
                unit=self.rules[name].unit,
                worth=self.rules[name].worth(figures[name]),
                weight=weight,
                contribution=100 * weight * self.rules[name].worth(figures[name]) / total,
                stands_in=name in standing_in,
            )
            for name, weight in self.weights.items()
        )


def scale_of(setting: Setting, gap: bool, weights: Weights) -> Scale:
    """The criteria that apply to every reconstruction of a case; all are judged by the same."""
    book, defect = rules(), setting.case.defect
    applies = {
        "coverage": setting.target is not None,
        "reach_margin": True,
        "dead_space": bool(defect.cavity_ml),
        "structure": gap,
        "bone_healing": gap,
        "donor_site": True,
        "complexity": True,
        "published_outcome": True,
        "experience": True,
    }
    if _short_life(setting):
        # No bone is rebuilt that has to unite, or that costs more than it could give back.
        applies |= {"structure": False, "bone_healing": False}
    wanted = {name: float(getattr(weights, name)) for name, used in applies.items() if used}
    if not any(wanted.values()):
        wanted = dict.fromkeys(wanted, 1.0)  # none of the weights applies: all count alike
    return Scale(
        book.together, wanted, book.complexity_points, book.metal_strength_body_weights.value
    )


def _short_life(setting: Setting) -> bool:
    months = setting.case.patient.life_expectancy_months
    limit = setting.atlas.body["short_life_expectancy_months"].central
    return months is not None and months < limit


def bounds(soft: Sequence[SoftTissue], bone: Sequence[Skeleton], scale: Scale) -> Figures:
    """The most that each pair of soft tissue and bone could score, shape (soft, bone)."""
    rows = [covering(one, scale) | _least(one.options, scale) for one in soft]
    columns = [bearing(one, scale) | _least((one.option,), scale, one.implant) for one in bone]

    def row(name: str) -> Figures:
        return np.array([one[name] for one in rows])[:, None]

    def column(name: str) -> Figures:
        return np.array([one[name] for one in columns])[None, :]

    shared = np.maximum(row("shared_points"), column("shared_points"))
    return scale.score(
        {
            "coverage": row("coverage"),
            "dead_space": row("dead_space"),
            "structure": column("structure"),
            "bone_healing": column("bone_healing"),
            "reach_margin": np.minimum(row("reach_margin"), column("reach_margin")),
            "donor_site": row("donor_site") + column("donor_site"),
            "published_outcome": np.maximum(row("published_outcome"), column("published_outcome")),
            "experience": np.minimum(row("experience"), column("experience")),
            "complexity": row("own_points") + column("own_points") + shared,
        }
    )


def figures_together(
    soft: SoftTissue, bone: Skeleton, units: Sequence[Unit], course: Course, scale: Scale
) -> dict[str, float]:
    """The figures of a reconstruction as it is put together, by criterion."""
    options = [option for unit in units for option in unit.options]
    points = scale.points
    close, hold = covering(soft, scale), bearing(bone, scale)
    return {
        **close,
        **hold,
        "experience": min(_known(soft, bone, close, hold), default=scale.known),
        "reach_margin": min((_margin(option) for option in options), default=scale.spare_mm),
        **_cost(options, bone.implant),
        "complexity": sum(_own_points(option, points) for option in options)
        + points["microsurgery"] * course.anastomoses
        + points["further_flap"] * max(0, len(soft.options) - 1)
        + points["extra_stage"] * (course.stages - 1)
        + points["extra_position"] * len(course.added_positions)
        + points["extra_site"] * len(course.sites)
        + points["vein_graft"]
        * sum(any(o.recipient and o.recipient.graft_mm for o in unit.options) for unit in units),
    }


def _known(
    soft: SoftTissue, bone: Skeleton, close: Mapping[str, float], hold: Mapping[str, float]
) -> list[float]:
    """Patients reported with the flaps, and with what bridges; nothing where nothing is done."""
    return [close["experience"]] * bool(soft.options) + [hold["experience"]] * bool(bone.built)


def _cost(options: Sequence[Option], implant: Built | None) -> dict[str, float]:
    """Reported complications [percent]: of all donor sites added up, and the worst of the parts."""
    donors = [one.donor.complication_percent for one in options]
    parts = [one.complication_percent for one in options]
    if implant is not None:
        donors += [one for one in (implant.donor_complication_percent,) if one]
        parts += [one for one in (implant.complication_percent,) if one]
    return {
        "donor_site": sum(one.central for one in donors),
        "published_outcome": max((one.central for one in parts), default=0.0),
    }


def standing_in(soft: SoftTissue, bone: Skeleton) -> tuple[str, ...]:
    """The criteria whose figure says only how they count, as nothing was found."""
    made = bone.built
    names = []
    if not soft.options:
        names += ["coverage", "dead_space"]
    if not soft.options and bone.option is None:
        names.append("reach_margin")
    if not soft.options and made is None:
        names.append("experience")
    if made is not None and made.strength is None:
        names.append("structure")
    return tuple(names)


def covering(soft: SoftTissue, scale: Scale) -> dict[str, float]:
    """How much skin is covered and cavity filled [percent]; all, where no flap is needed."""
    if not soft.options:
        return {"coverage": FULL, "dead_space": FULL, "experience": scale.known}
    return {
        # A flap that is buried takes nothing from what is known of the one that covers.
        "experience": max(one.experience_count for one in soft.options if not one.buried),
        "coverage": FULL * (soft.coverage_fraction or 0.0),
        "dead_space": FULL * (soft.fill_fraction or 0.0),
    }


def bearing(bone: Skeleton, scale: Scale) -> dict[str, float]:
    """How strong what bridges the gap is, and how often bone bridged it; 0 where nothing does."""
    made = bone.built
    if made is None:
        return {"structure": 0.0, "bone_healing": 0.0, "experience": scale.known}
    # What is neither metal nor of a known section is not taken for strong.
    unknown = scale.metal_body_weights if made.metal else 0.0
    return {
        "structure": made.strength.body_weights if made.strength else unknown,
        "bone_healing": made.union_percent.central if made.union_percent else 0.0,
        "experience": experience_of(bone.option) if bone.option else made.experience_count,
    }


def _least(
    options: Sequence[Option | None], scale: Scale, implant: Built | None = None
) -> dict[str, float]:
    """The most favourable figures that options could have in any reconstruction."""
    had, points = [one for one in options if one is not None], scale.points
    shared = points["microsurgery"] * any(one.microsurgery for one in had)
    return {
        "reach_margin": min((_most_margin(one) for one in had), default=scale.spare_mm),
        **_cost(had, implant),
        "own_points": sum(_own_points(one, points) for one in had),
        "shared_points": shared,
    }


def _own_points(option: Option, points: Mapping[str, float]) -> float:
    """Points that no putting together can save [points]."""
    return (
        points["dissection_through_muscle"] * option.through_muscle
        + points["donor_not_closed"] * (option.donor.closure == "not direct")
        + points["added_anterior_stage"] * option.anterior_stage
        + points["stoma_in_the_way"] * option.crosses_stoma
        + points["skin_graft"] * (option.surface_grafted and not option.buried)
    )


def _margin(option: Option) -> float:
    """Reach to spare [mm]; none for one of a pair, which alone does not reach all of the defect."""
    return max(0.0, option.reach.margin_mm) if option.reach else 0.0


def _most_margin(option: Option) -> float:
    return max((_margin(option), *(way.reach.margin_mm for way in option.ways)))


def _worth(rule: CriterionRule, figures: Figures) -> Figures:
    return np.clip((figures - rule.worst) / (rule.best - rule.worst), 0.0, 1.0)
