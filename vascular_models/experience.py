"""What a data file may say of experience: how many patients were reported, in which setting."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from vascular_models.figures import Measure, Sourced

Level = Literal["none", "below_s3", "s2_s3", "s1_s2", "total", "hemisacrectomy"]
RegionName = Literal["lumbosacral", "sacral", "iliosacral", "hemipelvis", "gluteal", "perineal"]


class Experience(Sourced):
    """How many patients were reported in one setting; no region or level named: any.

    `ilium`: with the ilium resected, without, or either.
    """

    regions: tuple[RegionName, ...] = ()
    levels: tuple[Level, ...] = ()
    ilium: bool | None = None
    patients_count: Measure = Field(description="patients that no other entry counts")

    def fits(self, region: str, level: str, ilium: bool) -> bool:
        """Whether a defect of this region and resection is such a setting."""
        return (
            (not self.regions or region in self.regions)
            and (not self.levels or level in self.levels)
            and self.ilium in (None, ilium)
        )
