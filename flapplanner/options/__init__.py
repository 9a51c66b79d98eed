"""Assessed options: one flap on one side each, with reach, coverage, donor site and gates."""

from flapplanner.options.assess import all_options, assess
from flapplanner.options.option import (
    Blood,
    Bone,
    DonorSite,
    Gate,
    Hanging,
    Joined,
    Laying,
    Lost,
    Option,
    Part,
    PerforatorMark,
    PivotChoice,
    Proof,
    Reach,
    Ring,
    Value,
)
from flapplanner.options.reach_chance import ReachChance, reach_chances
from flapplanner.options.reach_map import ReachMap, reach_map
from flapplanner.options.setting import Setting, setting_for

__all__ = [
    "Blood",
    "Bone",
    "DonorSite",
    "Gate",
    "Hanging",
    "Joined",
    "Laying",
    "Lost",
    "Option",
    "Part",
    "PerforatorMark",
    "PivotChoice",
    "Proof",
    "Reach",
    "ReachChance",
    "ReachMap",
    "Ring",
    "Setting",
    "Value",
    "all_options",
    "assess",
    "reach_chances",
    "reach_map",
    "setting_for",
]
