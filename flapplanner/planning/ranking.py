"""Ranking: gates first, then a weighted score whose parts are kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from flapplanner.case import Weights
from flapplanner.options import Gate, Option, Value
from flapplanner.planning.criteria import Criterion, figures_of, rules

# Left and right of a symmetric defect differ only by rounding of the search.
SAME_SCORE = 0.2
SAME_MARGIN_MM = 1.0


class Ranked(Value):
    """An option with its rank and score (0 to 100), the parts of it, and who dominates it."""

    rank: int
    score: float
    criteria: tuple[Criterion, ...]
    dominated_by: tuple[str, ...] = ()
    option: Option


def ranked(options: Iterable[Option], weights: Weights) -> tuple[Ranked, ...]:
    """The feasible options, best first; of equal scores the one with more reach to spare.

    score = 100 sum(weight x worth) / sum(weight), over the criteria that apply to this case. No
    weight can bring back a gated option, as it is never judged.
    """
    judged = [(option, judge(option, weights)) for option in options if option.feasible]
    best_first = sorted(judged, key=_order)
    return tuple(
        Ranked(
            rank=rank,
            score=score(criteria),
            criteria=criteria,
            dominated_by=tuple(
                other.name for other, theirs in judged if _dominates(theirs, criteria)
            ),
            option=option,
        )
        for rank, (option, criteria) in enumerate(_either_side(best_first), start=1)
    )


def _order(pair: tuple[Option, tuple[Criterion, ...]]) -> tuple[float, float, str]:
    option, criteria = pair
    spare = option.reach.margin_mm if option.reach else 0.0
    return (-round(score(criteria), 6), -spare, option.key)


def judge(option: Option, weights: Weights) -> tuple[Criterion, ...]:
    """The criteria of one feasible option with their contributions to its score."""
    book = rules()
    figures = figures_of(option, book.complexity_points)
    applying = {
        name: rule
        for name, rule in book.criteria.items()
        if name in figures and option.kind in rule.applies_to
    }
    total = sum(getattr(weights, name) for name in applying)
    return tuple(
        Criterion(
            name=name,
            title=rule.title,
            figure=figures[name],
            unit=rule.unit,
            worth=rule.worth(figures[name]),
            weight=getattr(weights, name),
            contribution=100 * getattr(weights, name) * rule.worth(figures[name]) / total
            if total
            else 0.0,
        )
        for name, rule in applying.items()
    )


def score(criteria: Sequence[Criterion]) -> float:
    """The sum of the contributions, 0 to 100."""
    return sum(criterion.contribution for criterion in criteria)


def _dominates(theirs: Sequence[Criterion], ours: Sequence[Criterion]) -> bool:
    pairs = list(zip((c.worth for c in theirs), (c.worth for c in ours), strict=True))
    return all(a >= b for a, b in pairs) and any(a > b for a, b in pairs)


def _either_side(
    pairs: Sequence[tuple[Option, tuple[Criterion, ...]]],
) -> Iterable[tuple[Option, tuple[Criterion, ...]]]:
    """One line for a flap that is as good on the right as on the left."""
    kept: dict[str, tuple[Option, tuple[Criterion, ...]]] = {}
    for option, criteria in pairs:
        twin = kept.get(_twin_key(option))
        if twin is None or not _same(twin, (option, criteria)):
            kept[option.key] = (option, criteria)
        else:
            first, its = twin
            kept[first.key] = (first.model_copy(update={"either_side": True}), its)
    return kept.values()


def _same(
    one: tuple[Option, tuple[Criterion, ...]], other: tuple[Option, tuple[Criterion, ...]]
) -> bool:
    margins = [pair[0].reach.margin_mm for pair in (one, other) if pair[0].reach]
    cautions = (one[0].cautions, tuple(map(swapped, other[0].cautions)))
    return (
        cautions[0] == cautions[1]
        and abs(score(one[1]) - score(other[1])) <= SAME_SCORE
        and abs(margins[0] - margins[-1]) <= SAME_MARGIN_MM
    )


def gated(options: Iterable[Option]) -> tuple[Option, ...]:
    """The options with a gate; left and right in one line where the sentences are alike."""
    every, kept = list(options), dict[str, Option]()
    # Bone that is out before anything is built of it is out whatever it were built into.
    unbuilt = {(o.flap, o.side): o for o in reversed(every) if not o.bone}
    for option in every:
        if option.feasible or unbuilt.get((option.flap, option.side), option) is not option:
            continue
        twin = kept.get(_twin_key(option))
        if twin is not None and _mirrored(twin) == _sentences(option):
            kept[twin.key] = twin.model_copy(
                update={"either_side": True, "gates": tuple(map(_gate_on_either_side, twin.gates))}
            )
        else:
            kept[option.key] = option
    return tuple(kept.values())


def _twin_key(option: Option) -> str:
    other = OTHER.get(option.side, "")
    return f"{option.key.removesuffix(option.side)}{other}"


def _sentences(option: Option) -> tuple[str, ...]:
    return tuple(gate.sentence for gate in option.gates)


def _gate_on_either_side(gate: Gate) -> Gate:
    return gate.model_copy(update={"sentence": on_either_side(gate.sentence)})


def on_either_side(sentence: str) -> str:
    """A sentence that holds of the right and of the left alike.

    >>> on_either_side("SGAP, right: the right artery is ligated.")
    'SGAP, same side: the same-side artery is ligated.'
    """
    named = re.sub(r"\b(right|left)(?=:)", "same side", sentence)
    return re.sub(r"\b(right|left)\b", "same-side", named)


def _mirrored(option: Option) -> tuple[str, ...]:
    return tuple(map(swapped, _sentences(option)))


def swapped(sentence: str) -> str:
    """A sentence with right for left."""
    return re.sub(r"\b(right|left)\b", lambda found: OTHER[found[0]], sentence)


OTHER = {"right": "left", "left": "right"}
