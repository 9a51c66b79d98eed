"""Bone constructs: the struts a vascularised bone flap can give."""

from flapplanner.bone.struts import StrutFit, strut_fit

__all__ = ["StrutFit", "strut_fit"]
