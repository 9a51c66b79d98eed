"""The course of an operation: in which positions and stages what is done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from flapplanner.anatomy import conditions_met, listed
from flapplanner.bone import Built
from flapplanner.case import Case
from flapplanner.options import Option, Setting, Value
from flapplanner.planning.units import Unit

SUPINE = "supine"
POSITIONS = ("supine", "lateral", "prone")


class Step(Value):
    """One position of the patient and what is done in it."""

    position: str
    done: tuple[str, ...]


class Course(Value):
    """What a reconstruction takes: steps, stages, turns, anastomoses, donor sites.

    `added_positions` are positions that the resection itself does not take, `sites` the donor
    sites beyond the wound and what the resection opens or loses anyway.
    """

    steps: tuple[Step, ...]
    stages: int
    added_positions: tuple[str, ...]
    anastomoses: int
    sites: tuple[str, ...]

    @property
    def turns(self) -> int:
        """How often the patient is turned."""
        return len(self.steps) - 1


def course_of(units: Sequence[Unit], implant: Built | None, setting: Setting) -> Course:
    """The course of a reconstruction in the positions that are planned, with as few more as can be.

    A flap is raised in the first planned position that allows it, else in one that is added before
    the last; everything is set in, joined and fixed in the last.
    """
    case = setting.case
    options = [option for unit in units for option in unit.options]
    planned = list(case.surgery.positions or ("prone",))
    added = _added(options, planned, setting)
    order = [*planned[:-1], *added, planned[-1]]
    new = range(len(planned) - 1, len(order) - 1)
    first = [*(at for at in range(len(order)) if at not in new), *new]  # those planned, then others
    raised = [
        next(at for at in first if order[at] in _allowed(option, setting)) for option in options
    ]
    resection = case.defect.resection
    resected = resection.level != "none" or resection.ilium or resection.l5
    planned_work = "resection" if resected else "operation at the defect"
    opened = order.index(SUPINE) if any(one.anterior_stage for one in options) else None
    steps = tuple(
        Step(
            position=position,
            done=(
                *((planned_work,) if position in planned else ()),
                *(("abdomen opened",) if number == opened else ()),
                *(
                    f"{option.name} raised"
                    for option, at in zip(options, raised, strict=True)
                    if at == number
                ),
                *(_set_in(units, implant) if number == len(order) - 1 else ()),
            ),
        )
        for number, position in enumerate(order)
    )
    return Course(
        steps=steps,
        stages=1 + (opened is not None) + sum(_further_stages(unit, setting) for unit in units),
        added_positions=tuple(added),
        anastomoses=sum(unit.free for unit in units),
        sites=tuple(dict.fromkeys([*_all_sites(options, case), *_graft_site(implant)])),
    )


def _added(options: Sequence[Option], planned: Sequence[str], setting: Setting) -> tuple[str, ...]:
    """The fewest positions beyond those planned in which every flap can be raised."""
    wanted = [_allowed(option, setting) for option in options]
    open_ = [one for one in wanted if not one & set(planned)]
    for count in range(len(POSITIONS) + 1):
        for added in combinations(POSITIONS, count):
            if all(one & set(added) for one in open_):
                return added
    raise AssertionError("every flap can be raised in some position")


def _allowed(option: Option, setting: Setting) -> set[str]:
    if option.anterior_stage:
        return {SUPINE}
    return set(setting.atlas.flaps[option.flap].harvest_positions)


def _further_stages(unit: Unit, setting: Setting) -> int:
    """Operations before the main one; what serves several parts of a unit is done once."""
    own = (setting.atlas.flaps[option.flap].stages - 1 for option in unit.options)
    joined = (option.recipient.extra_stages for option in unit.options if option.recipient)
    return sum(own) + max(joined, default=0)


def _set_in(units: Sequence[Unit], implant: Built | None) -> Iterator[str]:
    for unit in units:
        for option in unit.options:
            if option.bone is not None:
                yield f"{option.bone.short} of {option.bone.material_title} docked and fixed"
        joined = next((o.recipient.title for o in unit.options if o.recipient), None)
        if joined:
            names = listed([option.name for option in unit.options])
            yield f"{names} joined to the {joined}"
    if implant:
        yield f"{implant.material_title} ({implant.short}) fixed"
    soft = [o.name for unit in units for o in unit.options if o.kind == "soft_tissue"]
    yield f"{listed(soft)} set in" if soft else "skin closed"


def _all_sites(options: Sequence[Option], case: Case) -> Iterator[str]:
    for option in options:
        yield from _sites(option, case)


def _graft_site(implant: Built | None) -> Iterator[str]:
    """Where a graft of the patient's own comes from."""
    if implant is not None and implant.donor_complication_percent is not None:
        yield f"site of the {implant.material_title.partition(' ')[0]}"


def _sites(option: Option, case: Case) -> Iterator[str]:
    """Donor sites that the patient would not have without the flap."""
    opened = "anterior_approach" in conditions_met(case)
    if option.through_abdomen and opened and set(option.tissue) == {"omentum"}:
        return  # nothing of the abdominal wall is taken
    if option.donor.closure == "none needed":
        return  # the limb is lost in any case
    for side in option.sides:
        yield option.donor.site if side == "midline" else f"{side} {option.donor.site}"
