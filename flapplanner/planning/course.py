"""The course of an operation: in which positions and stages what is done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flapplanner.anatomy import listed
from flapplanner.bone import Built
from flapplanner.case import Case
from flapplanner.options import Option, Setting, Value
from flapplanner.planning.units import Unit

SUPINE = "supine"
OF_THE_LIMB = ("thigh", "leg")


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
    added: list[str] = []
    raised: dict[str, list[str]] = {}
    for option in options:
        allowed = setting.atlas.flaps[option.flap].harvest_positions
        if option.anterior_stage and SUPINE not in (*planned, *added):
            added.insert(0, SUPINE)
        position = next((one for one in (*planned, *added) if one in allowed), None)
        if position is None:
            position = allowed[0]
            added.append(position)
        raised.setdefault(position, []).append(f"{option.name} raised")
    order = [*planned[:-1], *added, planned[-1]]
    opened = any(option.anterior_stage for option in options)
    last = tuple(_set_in(units, implant))
    steps = tuple(
        Step(
            position=position,
            done=(
                *(("resection",) if position in planned else ()),
                *(("abdomen opened",) if opened and position == SUPINE else ()),
                *raised.get(position, ()),
                *(last if number == len(order) - 1 else ()),
            ),
        )
        for number, position in enumerate(order)
    )
    return Course(
        steps=steps,
        stages=1 + sum(_further_stages(option, setting) for option in options),
        added_positions=tuple(added),
        anastomoses=sum(unit.free for unit in units),
        sites=tuple(dict.fromkeys([*_all_sites(options, case), *_graft_site(implant)])),
    )


def _further_stages(option: Option, setting: Setting) -> int:
    joined = option.recipient.extra_stages if option.recipient else 0
    return setting.atlas.flaps[option.flap].stages - 1 + joined


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
    lost = case.surgery.limb_sacrificed
    opened = case.surgery.approach in ("anterior", "anterior_posterior")
    if option.through_abdomen and opened:
        return
    for side in option.sides:
        if option.donor.site in OF_THE_LIMB and side == lost:
            continue
        yield option.donor.site if side == "midline" else f"{side} {option.donor.site}"
