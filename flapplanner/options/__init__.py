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
    Reach,
    Ring,
    Value,
)
from flapplanner.options.setting import Setting, setting_for, skin_outline

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
    "Reach",
    "Ring",
    "Setting",
    "Value",
    "all_options",
    "assess",
    "setting_for",
    "skin_outline",
]
