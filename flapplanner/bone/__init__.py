"""Bone: what a resection leaves of the ring, and what may be built into the gap."""

from flapplanner.bone.built import Built, Cut, Docking, Strength, Strut
from flapplanner.bone.constructs import built, suited
from flapplanner.bone.cutting import too_little, what_gives_way
from flapplanner.bone.experience import reported_count
from flapplanner.bone.fixation import FixationAdvice, FixationClass, fixation_of
from flapplanner.bone.missing import Missing, Site, missing_of
from flapplanner.bone.ring import RingState, ring_of
from flapplanner.bone.roots import RootsLost, roots_of

__all__ = [
    "Built",
    "Cut",
    "Docking",
    "FixationAdvice",
    "FixationClass",
    "Missing",
    "RingState",
    "RootsLost",
    "Site",
    "Strength",
    "Strut",
    "built",
    "fixation_of",
    "missing_of",
    "reported_count",
    "ring_of",
    "roots_of",
    "suited",
    "too_little",
    "what_gives_way",
]
