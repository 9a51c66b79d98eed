"""A plan seen in a mirror: left for right in all that the drawing looks at."""

from flapplanner.options import Laying, Option
from flapplanner.planning import Plan

OTHER = {"left": "right", "right": "left"}


def mirrored(plan: Plan) -> Plan:
    side = plan.case.defect.side
    defect = plan.case.defect.model_copy(update={"side": OTHER.get(side, side)})
    return plan.model_copy(
        update={
            "case": plan.case.model_copy(update={"defect": defect}),
            "defect": _ring(plan.defect) if plan.defect else None,
            "target": _ring(plan.target) if plan.target else None,
            "landmarks": {_renamed(name): (-u, v) for name, (u, v) in plan.landmarks.items()},
        }
    )


def mirrored_option(option: Option) -> Option:
    return option.model_copy(
        update={
            "layings": tuple(_laying(one) for one in option.layings),
            "bare": tuple(_ring(ring) for ring in option.bare),
        }
    )


def _laying(one: Laying) -> Laying:
    return one.model_copy(
        update={
            "paddle": _ring(one.paddle),
            "arc": _ring(one.arc),
            "cut": _ring(one.cut),
            "pivot_mm": (-one.pivot_mm[0], one.pivot_mm[1]),
            "hilum_mm": (-one.hilum_mm[0], one.hilum_mm[1]),
        }
    )


def _ring(ring: tuple[tuple[float, float], ...]) -> tuple[tuple[float, float], ...]:
    return tuple((-u, v) for u, v in ring)


def _renamed(name: str) -> str:
    stem, _, side = name.rpartition("_")
    return f"{stem}_{OTHER[side]}" if side in OTHER else name
