"""Experience: how many patients were reported in a setting like this one."""

from __future__ import annotations

from collections.abc import Mapping

from flapplanner.case import Case
from vascular_models import Experience


def reported_count(series: Mapping[str, Experience], case: Case) -> int:
    """Patients reported in the series whose region and resection are those of the case."""
    defect = case.defect
    where = (defect.region, defect.resection.level, defect.resection.ilium)
    return round(sum(one.patients_count.central for one in series.values() if one.fits(*where)))
