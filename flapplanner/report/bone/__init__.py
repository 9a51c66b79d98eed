"""Bone constructs drawn: from behind and from the side, as the bone is cut, and in space."""

from flapplanner.report.bone.drawing import bone_svg
from flapplanner.report.bone.page import bone_page
from flapplanner.report.bone.space import bone_space

__all__ = ["bone_page", "bone_space", "bone_svg"]
