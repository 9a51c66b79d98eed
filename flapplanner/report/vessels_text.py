"""What a plan says of vessels, in sentences: pedicles, harvest, variants, vessels to spare."""

from __future__ import annotations

from collections.abc import Iterator

from flapplanner.anatomy import listed
from flapplanner.options import Option
from flapplanner.planning import Plan
from flapplanner.planning.criticality import VesselAtStake

# What is listed of the vessels: those that matter most come first.
MOST_VESSELS = 6


def vessel_facts(option: Option) -> Iterator[str]:
    """What the graph says of one option, a sentence each."""
    yield from _pedicle(option)
    yield from _blood(option)
    yield from _harvest(option)
    yield from _joined(option)


def _pedicle(option: Option) -> Iterator[str]:
    pedicle = option.pedicle
    if pedicle.length_mm:
        yield (
            f"Pedicle: {', '.join(pedicle.vessels)}; {pedicle.length_mm:.0f} mm long, artery "
            f"{pedicle.start_diameter_mm:.1f} mm and vein {pedicle.vein_diameter_mm:.1f} mm wide "
            "at its start."
        )
    if pedicle.branches_divided:
        yield f"Branches divided: {', '.join(pedicle.branches_divided)}."
    ways = [
        f"{one.length_mm:.0f} mm from the {one.pivot}" + _tied(len(one.branches_divided))
        for one in pedicle.by_pivot
    ]
    if len(ways) > 1:
        yield f"Pedicle by pivot: {'; '.join(ways)}."
    if pedicle.parts:
        leashes = ", ".join(f"{p.territory} {p.leash_mm:.0f} mm" for p in pedicle.parts)
        yield f"Its parts share the vessel at the {pedicle.shared_at}; leashes: {leashes}."


def _tied(count: int) -> str:
    return f" ({count} branch{'es' if count > 1 else ''} tied)" if count else ""


def _blood(option: Option) -> Iterator[str]:
    blood = option.blood
    if blood is None:
        return
    yield f"Blood: {100 * blood.flow_fraction:.0f} % of its flow in the intact body (model)."
    if blood.perfused_fraction is not None:
        low, high = blood.perfused_low_fraction or 0.0, blood.perfused_high_fraction or 0.0
        yield (
            f"Skin above the critical perfusion: {100 * blood.perfused_fraction:.0f} % "
            f"({100 * low:.0f} to {100 * high:.0f}), by a model fitted to the abdominal flap alone."
        )


def _harvest(option: Option) -> Iterator[str]:
    lost = [one.territory for one in option.pedicle.loses if one.supply == "none"]
    linked = [one.territory for one in option.pedicle.loses if one.supply == "choke_only"]
    if lost:
        yield f"Raising it leaves without blood: {', '.join(lost)}."
    if linked:
        yield f"Raising it leaves on anastomoses alone: {', '.join(linked)}."
    undrained = [one.territory for one in option.pedicle.loses if not one.drained]
    if undrained:
        yield f"Raising it leaves without venous outflow: {', '.join(undrained)}."


def _joined(option: Option) -> Iterator[str]:
    joined = option.recipient
    if joined is None:
        return
    loop = " by an arteriovenous loop, a stage before" if joined.extra_stages else ""
    graft = f", with {joined.graft_mm:.0f} mm of vein graft" if joined.graft_mm else ""
    yield (
        f"Joined to the {joined.title}{loop}{graft}: {joined.diameter_mm:.1f} mm wide, "
        f"{joined.calibre_ratio:.1f} times the pedicle's artery; vein "
        f"{joined.vein_calibre_ratio:.1f} times."
    )


def vessels_to_spare(plan: Plan) -> tuple[str, ...]:
    """The vessels of the sides with what would be lost with each, the dearest first."""
    lines = [_at_stake(one) for one in plan.vessels_at_stake[:MOST_VESSELS]]
    more = len(plan.vessels_at_stake) - MOST_VESSELS
    return (*lines, f"and {more} more.") if more > 0 else tuple(lines)


def _at_stake(one: VesselAtStake) -> str:
    if one.first_without is None:
        then = "no soft-tissue flap is left"
    else:
        elsewhere = ", if another recipient vessel serves it" if one.joined_elsewhere else ""
        then = f"then {one.first_without} first{elsewhere}"
    rejoined = (
        f"; {listed(one.without_recipient)} would need another recipient vessel"
        if one.without_recipient
        else ""
    )
    return f"{one.vessel}: without it {listed(one.lost)} would be lost{rejoined}; {then}."


def conflicts_text(plan: Plan) -> tuple[str, ...]:
    """The pairs of first choices that cannot both be had, with the reason."""
    return tuple(f"{one.one} and {one.other}: {one.reasons[0]}" for one in plan.conflicts)


def variants_text(plan: Plan) -> tuple[str, ...]:
    """The variants that would change the plan, the commonest first."""
    return tuple(one.sentence for one in plan.variants)
