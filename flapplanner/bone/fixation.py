"""Fixation: which class of metal was published for such a ring, and why not the others."""

from __future__ import annotations

from collections.abc import Mapping

from flapplanner.bone.ring import RingState
from flapplanner.case import Case
from vascular_models import Atlas, Fixation, Frozen
from vascular_models.stability import Circumstance, Reported


class FixationClass(Frozen):
    """One class of fixation for this case: the reasons for or against it, and how it did."""

    name: str
    title: str
    short: str
    order: int
    takes_construct: bool
    sentences: tuple[str, ...]
    reported: tuple[Reported, ...]
    sources: tuple[str, ...]


class FixationAdvice(Frozen):
    """The class that is worth considering, what it is built on, and why not the others."""

    advised: FixationClass
    built_on: tuple[str, ...]
    others: tuple[FixationClass, ...]
    cautions: tuple[str, ...]

    def beside(self, construct: bool) -> str:
        """What is fixed in words, with or without a construct that bridges the gap."""
        if self.advised.takes_construct and not construct:
            return " and ".join(self.built_on)
        return self.title

    @property
    def title(self) -> str:
        """The advised class in words, with what it is built on.

        >>> from flapplanner.bone.ring import ring_of
        >>> from flapplanner.case import case_from_text, complete
        >>> from vascular_models import load_atlas
        >>> stated = case_from_text(
        ...     "{schema: flapplanner-case/1, label: a, defect: {region: sacral, "
        ...     "resection: {level: total}, skin: {shape: none}}}",
        ...     "a.yaml",
        ... )
        >>> case, atlas = complete(stated).case, load_atlas()
        >>> fixation_of(case, ring_of(case, atlas), atlas).title
        'anterior column, with four rods and posterior ring'
        """
        if not self.built_on:
            return self.advised.short
        return f"{self.advised.short}, with {' and '.join(self.built_on)}"


def fixation_of(case: Case, ring: RingState, atlas: Atlas) -> FixationAdvice:
    """The class of the highest order that something speaks for and nothing rules out.

    The circumstances and what follows from each are data (`fixations` of the atlas); the metal of
    a lower class that the advised one is built on is named with it.
    """
    facts = _facts(case, ring, atlas)
    classes = sorted(atlas.fixations.items(), key=lambda entry: entry[1].order)
    open_ = {name for name, one in classes if _fits(one.speaks_for, facts)} - {
        name for name, one in classes if _fits(one.rules_out, facts)
    }
    advised = next(name for name, _ in reversed(classes) if name in open_)
    built = tuple(
        atlas.fixations[name].short for name in atlas.fixations[advised].goes_with if name in open_
    )
    found = {name: _class(name, one, facts, atlas.fixations[advised]) for name, one in classes}
    return FixationAdvice(
        advised=found[advised],
        built_on=built,
        others=tuple(one for name, one in found.items() if name != advised),
        cautions=_cautions(case, advised, atlas),
    )


Facts = Mapping[str, object]


def _facts(case: Case, ring: RingState, atlas: Atlas) -> Facts:
    """The circumstances of a case, under the names that a rule may ask for."""
    months = case.patient.life_expectancy_months
    limit = atlas.body["short_life_expectancy_months"].central
    return {
        "rings": ring.ring,
        "broken": ring.broken,
        "levels": case.defect.resection.level,
        "bone_quality": case.patient.bone_quality,
        "short_life": months is not None and months < limit,
        "unstable": ring.unstable,
        "l5_taken": case.defect.resection.l5,
        "leg_lost": case.surgery.limb_sacrificed != "none",
        "bone_wanted": not _bone_unwanted(case, ring),
    }


def _bone_unwanted(case: Case, ring: RingState) -> bool:
    """Whether no bone is to be bridged: a gap of 0 says so where the ring is broken."""
    stated_closed = ring.ring == "broken" and case.defect.bone_gap_mm == 0
    return case.surgery.bone_reconstruction is False or stated_closed


def _fits(reasons: Mapping[str, Circumstance], facts: Facts) -> list[Circumstance]:
    """The circumstances that hold here."""
    return [reason for reason in reasons.values() if _holds(reason, facts)]


def _holds(reason: Circumstance, facts: Facts) -> bool:
    for name, found in facts.items():
        asked = getattr(reason, name)
        if isinstance(asked, tuple):
            if asked and found not in asked:
                return False
        elif asked is not None and asked != found:
            return False
    return True


def _class(name: str, one: Fixation, facts: Facts, advised: Fixation) -> FixationClass:
    speaking, against = _fits(one.speaks_for, facts), _fits(one.rules_out, facts)
    reasons = against if speaking and against else speaking
    sentences = [reason.because for reason in reasons]
    if not against and name in advised.goes_with and speaking:
        sentences.append("It is part of what is named here.")
    elif not against and speaking and one.order < advised.order:
        sentences.append("It does less than what is named here.")
    return FixationClass(
        name=name,
        title=one.title,
        short=one.short,
        order=one.order,
        takes_construct=one.takes_construct,
        sentences=tuple(sentences) or (one.otherwise,),
        reported=tuple(
            figure
            for figure in one.reported.values()
            if not figure.broken or facts["broken"] in figure.broken
        ),
        sources=tuple(dict.fromkeys((*one.source, *(s for r in reasons for s in r.source)))),
    )


def _cautions(case: Case, advised: str, atlas: Atlas) -> tuple[str, ...]:
    """What belongs in the discussion of any metal here."""
    if advised == "none":
        return ()
    cautions = []
    months = case.patient.life_expectancy_months
    least = atlas.body["shortest_life_expectancy_for_surgery_months"]
    if months is not None and months < least.central:
        cautions.append(
            f"The stated life expectancy is under {least.in_words()}, below which surgery for "
            "spinal metastases is generally not advised."
        )
    if case.patient.bone_quality in ("osteopenic", "osteoporotic"):
        sank, cemented = (
            atlas.body[f"{name}screw_subsidence_mm"].in_words() for name in ("", "cemented_")
        )
        cautions.append(
            f"The bone is {case.patient.bone_quality}: in osteoporotic cadavers sacroiliac screws "
            f"sank by {sank}, with cement round them by {cemented}."
        )
    return tuple(cautions)
