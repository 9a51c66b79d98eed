"""The pelvic ring after the resection: whether it holds, what it bore in cadavers, and advice."""

from __future__ import annotations

from typing import Literal

from flapplanner.bone.constructs import GRAVITY_M_PER_S2
from flapplanner.case import Case
from vascular_models import Atlas, Frozen, Instability, Measure
from vascular_models.stability import Broken, Ring

Kept = Literal["on both sides", "on one side", "on neither side"]


class RingState(Frozen):
    """What a resection leaves of the pelvic ring of this patient, with the published figures.

    `load_to_failure_n` and `stiffness_ratio` are those of cadavers cut at such a level, None where
    nothing is left to load; `body_weight_n` is this patient's weight. `side` is the broken side,
    where there is one and the case states it.
    """

    name: str
    title: str
    ring: Ring
    broken: Broken
    side: Literal["right", "left"] | None = None
    unstable: bool
    rebuild: Literal["not needed", "contested", "worth considering"]
    joints_resected_percent: Measure
    load_to_failure_n: Measure | None = None
    intact_load_to_failure_n: Measure
    stiffness_ratio: Measure | None = None
    body_weight_n: float
    iliolumbar_ligaments: Kept
    sentences: tuple[str, ...]
    sources: tuple[str, ...]

    def body_weights(self, load_n: float) -> float:
        """A load [N] in body weights of this patient."""
        return load_n / self.body_weight_n


def ring_of(case: Case, atlas: Atlas) -> RingState:
    """The ring of a completed case; what is stated of its instability stands beside it.

    Body weight [N] = mass [kg] x 9.81 m/s2. The loads were borne once, by cadavers, until they
    failed (hugate_2006); walking loads a pelvis many times.

    >>> from flapplanner.case import case_from_text, complete
    >>> from vascular_models import load_atlas
    >>> stated = case_from_text(
    ...     "{schema: flapplanner-case/1, label: a, defect: {region: sacral, "
    ...     "resection: {level: total}, skin: {shape: none}}}",
    ...     "a.yaml",
    ... )
    >>> found = ring_of(complete(stated).case, load_atlas())
    >>> found.ring, found.broken, found.rebuild
    ('broken', 'on both sides', 'worth considering')
    """
    name, state = _state(case, atlas)
    mass_kg = case.patient.mass_kg
    assert mass_kg is not None, "a completed case has a mass"
    found = RingState(
        name=name,
        title=state.title,
        ring=state.ring,
        broken=state.broken,
        side=resected_side(case) if state.broken == "on one side" else None,
        unstable=case.defect.unstable is True,
        rebuild=state.rebuild,
        joints_resected_percent=state.joints_resected_percent,
        load_to_failure_n=state.load_to_failure_n,
        intact_load_to_failure_n=atlas.body["intact_pelvis_load_to_failure_n"],
        stiffness_ratio=state.stiffness_ratio,
        body_weight_n=mass_kg * GRAVITY_M_PER_S2,
        iliolumbar_ligaments=_ligaments(case),
        sentences=(),
        sources=state.source,
    )
    sentences = (state.effect, *_figures(found, atlas), state.advice, *_besides(found, case, atlas))
    return found.model_copy(update={"sentences": sentences})


def resected_side(case: Case) -> Literal["right", "left"] | None:
    """The side of a one-sided resection: the sacrificed limb's, else the defect's, if stated."""
    if case.surgery.limb_sacrificed != "none":
        return case.surgery.limb_sacrificed
    return None if case.defect.side == "midline" else case.defect.side


def _state(case: Case, atlas: Atlas) -> tuple[str, Instability]:
    """The one entry of the atlas for this resection."""
    resection, leg_lost = case.defect.resection, case.surgery.limb_sacrificed != "none"
    return next(
        (name, state)
        for name, state in atlas.ring_states.items()
        if resection.level in state.levels
        and state.with_ilium in (None, resection.ilium)
        and state.leg_lost in (None, leg_lost)
    )


def _ligaments(case: Case) -> Kept:
    """Where the iliolumbar ligaments can stay, which run from L5 to the iliac crest of a side."""
    resection = case.defect.resection
    if resection.l5 and resection.level != "hemisacrectomy":
        return "on neither side"
    return "on one side" if resection.l5 or resection.ilium else "on both sides"


def _figures(found: RingState, atlas: Atlas) -> tuple[str, ...]:
    """What cadavers bore after such a cut, and the share of the joints that goes."""
    sentences = []
    intact, left = found.intact_load_to_failure_n, found.load_to_failure_n
    if left is not None and left.central < intact.central:
        sentences.append(
            f"By cadavers such a pelvis fails at {left.in_words()}, an intact one at "
            f"{intact.in_words()}: {_weights(left, found)} against {_weights(intact, found)} "
            "body weights of this patient, borne once."
        )
    if (share := found.joints_resected_percent).central > 0 and found.ring != "holds":
        limit = atlas.body["continuity_lost_joints_resected_percent"]
        sentences.append(
            f"Of both sacroiliac joints together {share.in_words()} are resected; continuity "
            f"counts as lost beyond {limit.in_words()}."
        )
    return tuple(sentences)


def _weights(load_n: Measure, found: RingState) -> str:
    ends = [f"{found.body_weights(n):.1f}" for n in (load_n.low, load_n.high) if n is not None]
    value = "" if load_n.value is None else f"{found.body_weights(load_n.value):.1f}"
    span = " to ".join(ends)
    return f"{value} ({span})" if value and span else value or span


def _besides(found: RingState, case: Case, atlas: Atlas) -> tuple[str, ...]:
    """What else bears on it: the ligaments of L5, L5 itself, and what the case states."""
    sentences = []
    if found.ring != "holds" or found.iliolumbar_ligaments != "on both sides":
        share = atlas.body["iliolumbar_share_of_torsional_energy_percent"]
        sentences.append(
            f"The iliolumbar ligaments can stay {found.iliolumbar_ligaments}; they took up "
            f"{share.in_words()} of the twisting energy between L5 and S1."
        )
    if case.defect.resection.l5:
        sentences.append("L5 goes as well, so the front of the spine is lost above the sacrum.")
    if found.unstable:
        sentences.append("The case states that spine or pelvis give way, whatever is resected.")
    return tuple(sentences)
