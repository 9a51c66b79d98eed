"""Roots that go with a resection, and what was published of bladder, bowel and gait after it."""

from __future__ import annotations

from typing import Literal

from flapplanner.bone.ring import resected_side
from flapplanner.case import Case
from vascular_models import Atlas, Frozen, Measure, RootLoss
from vascular_models.stability import Root

Sides = Literal["both sides", "right", "left", "one side"]


class RootsLost(Frozen):
    """The roots a resection takes and the reported shares of patients who kept a function [%].

    A share is None where none was read. It is what was published of such patients, with the range
    where sources disagree; it is no forecast for this one.
    """

    title: str
    roots: tuple[Root, ...]
    on: Sides
    bladder_percent: Measure | None = None
    bowel_percent: Measure | None = None
    gait_percent: Measure | None = None
    walking_percent: Measure | None = None
    sentences: tuple[str, ...]
    sources: tuple[str, ...]


def roots_of(case: Case, atlas: Atlas) -> RootsLost:
    """The roots that the level of a case takes, those of L5 where L5 is resected.

    >>> from flapplanner.case import case_from_text
    >>> from vascular_models import load_atlas
    >>> case = case_from_text(
    ...     "{schema: flapplanner-case/1, label: a, defect: {region: sacral, side: right, "
    ...     "resection: {level: hemisacrectomy, l5: true}, skin: {shape: none}}}",
    ...     "a.yaml",
    ... )
    >>> roots_of(case, load_atlas()).sentences[0]
    'The resection takes the roots L5 to S5 on the right.'
    """
    level, l5 = case.defect.resection.level, case.defect.resection.l5
    loss = next(entry for entry in atlas.root_losses.values() if level in entry.levels)
    l5_root = l5 and loss.l5_root_goes
    roots: tuple[Root, ...] = ("L5", *loss.roots) if l5_root else loss.roots
    on: Sides = (resected_side(case) or "one side") if loss.one_side else "both sides"
    leg_lost = case.surgery.limb_sacrificed != "none"
    gait = None if leg_lost else loss.gait_percent
    # Those who walked again had kept L5 on one side at least.
    walking = None if leg_lost or (l5_root and on == "both sides") else loss.walking_percent
    return RootsLost(
        title=loss.title,
        roots=roots,
        on=on,
        bladder_percent=loss.bladder_percent,
        bowel_percent=loss.bowel_percent,
        gait_percent=gait,
        walking_percent=walking,
        sentences=(
            _taken(roots, on),
            *_kept(loss, gait, walking),
            *([loss.advice] if loss.roots else []),
            *([loss.with_l5] if l5 else []),
            *(["The leg on one side goes, so no share is given of gait."] if leg_lost else []),
        ),
        sources=loss.source,
    )


def _taken(roots: tuple[Root, ...], on: Sides) -> str:
    if not roots:
        return "The resection takes no sacral root."
    return f"The resection takes the roots {roots[0]} to {roots[-1]} on {_where(on)}."


def _where(on: Sides) -> str:
    return f"the {on}" if on in ("right", "left") else on


def _kept(loss: RootLoss, gait: Measure | None, walking: Measure | None) -> tuple[str, ...]:
    """The reported shares in one sentence; none where no root goes."""
    shares = [
        f"{words} in {share.in_words()}"
        for words, share in (
            ("normal bladder function", loss.bladder_percent),
            ("normal bowel function", loss.bowel_percent),
            ("a normal gait", gait),
            ("walking with aids or without", walking),
        )
        if share is not None
    ]
    if not shares:
        return ()
    listed = " and ".join(part for part in (", ".join(shares[:-1]), shares[-1]) if part)
    return (f"Kept in published series: {listed}.",)
