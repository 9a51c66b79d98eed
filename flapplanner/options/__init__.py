"""Assessed options: one flap on one side each, with reach, coverage, donor site and gates."""

from flapplanner.options.assess import all_options, assess, assess_buried
from flapplanner.options.option import (
    Blood,
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
    Way,
)
from flapplanner.options.reach_chance import ReachChance, reach_chances
from flapplanner.options.reach_map import ReachMap, reach_map
from flapplanner.options.setting import Setting, setting_for

__all__ = [
    "Blood",
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
    "Way",
    "all_options",
    "assess",
    "assess_buried",
    "reach_chances",
    "reach_map",
    "setting_for",
]
