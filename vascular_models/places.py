"""What a data file may say of the body: places, ways through it, charts, gaps in the bone."""

from __future__ import annotations

from math import hypot
from typing import Literal, Self

from pydantic import Field, model_validator

from vascular_models.figures import Sourced

Point = tuple[float, float, float]
Side = Literal["right", "left", "midline"]


class Place(Sourced):
    """A point of the reference body [mm, RAS, origin midway between the two PSIS]."""

    point_mm: Point
    side: Literal["right", "midline"]


class Corridor(Sourced):
    """A way through the body between two named places, open under stated conditions."""

    start: str
    end: str
    side: Literal["paired", "midline"] = "paired"
    opens_with: tuple[
        Literal["always", "anterior_approach", "sacral_window", "limb_sacrificed"], ...
    ] = Field(description="all of these must hold")
    runs: Literal["straight", "along_skin"] = Field(
        default="straight", description="through the body, or over its surface under the skin"
    )
    opening: bool = Field(default=False, description="the end lies in a defect, on the chart")


class Region(Sourced):
    """Where a region's flat chart lies: centre on the skin, outward normal, which way is up."""

    title: str
    view: Literal["posterior", "posterolateral", "perineal"]
    centre_mm: Point
    normal: Point
    up: Point
    openings: tuple[str, ...] = Field(description="corridor ends that open into this region")

    @model_validator(mode="after")
    def _spans_a_plane(self) -> Self:
        (a, b, c), (d, e, f) = self.normal, self.up
        lengths = (hypot(a, b, c), hypot(d, e, f))
        if any(abs(length - 1) > 1e-6 for length in lengths) or abs(a * d + b * e + c * f) > 1e-6:
            raise ValueError("has a normal and an up that are not at right angles and of length 1")
        return self
