"""The outline of the skin a case says is missing."""

from __future__ import annotations

from shapely.geometry import Polygon

from flapplanner.case import Case, EllipseSkin, PolygonSkin, RectangleSkin
from flapplanner.errors import CaseError, GeometryError
from flapplanner.geometry import ellipse, polygon, rectangle


def skin_outline(case: Case) -> Polygon | None:
    """The missing skin with the defect's centre at the origin [mm]; None where none is missing.

    Raises CaseError for an outline that crosses itself, naming the place.
    """
    skin = case.defect.skin
    if isinstance(skin, EllipseSkin):
        return ellipse(skin.length_mm, skin.width_mm, skin.turn_deg)
    if isinstance(skin, RectangleSkin):
        return rectangle(skin.length_mm, skin.width_mm, skin.turn_deg)
    if isinstance(skin, PolygonSkin):
        try:
            return polygon(skin.points_mm)
        except GeometryError as error:
            raise CaseError(f"defect.skin.points_mm: {str(error).rstrip('.')}.") from error
    return None
