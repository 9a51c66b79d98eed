"""Figures: a measure with its spread and its source, and nothing without one."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

Unit = Literal[
    "mm",
    "mm2",
    "ml",
    "deg",
    "percent",
    "ratio",
    "count",
    "month",
    "g",
    "kg",
    "kg_per_m2",
    "g_per_ml",
    "mmhg",
    "mpa_s",
    "ml_per_min",
    "ml_per_min_per_100g",
    "n",
    "n_per_mm",
    "mpa",
    "gpa",
]


_UNIT_WORDS = {
    "percent": "%",
    "ratio": "",
    "count": "",
    "mm2": "mm²",
    "mmhg": "mmHg",
    "mpa_s": "mPa s",
    "ml_per_min": "ml/min",
    "ml_per_min_per_100g": "ml/min per 100 g",
    "kg_per_m2": "kg/m²",
    "g_per_ml": "g/ml",
    "month": "months",
    "deg": "degrees",
    "n": "N",
    "n_per_mm": "N/mm",
    "mpa": "MPa",
    "gpa": "GPa",
}


def _as_tuple(value: object) -> object:
    return (value,) if isinstance(value, str) else value


Keys = Annotated[tuple[str, ...], BeforeValidator(_as_tuple)]


class Frozen(BaseModel):
    """Base of every value in the atlas: immutable, and unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Sourced(Frozen):
    """Something that stands on a source, or says that there is none (`gap`) and how it was made."""

    source: Keys = ()
    gap: str | None = None
    note: str | None = None

    @model_validator(mode="after")
    def _stands_on_something(self) -> Self:
        if not self.source and not (self.gap or "").strip():
            raise ValueError("has neither a source nor a gap saying how it was estimated")
        return self


class Measure(Sourced):
    """A figure with its spread [unit]: central value, range, standard deviation, sample size.

    >>> Measure(low=90, high=130, unit="mm", source="some_paper").central
    110.0
    """

    value: float | None = None
    low: float | None = None
    high: float | None = None
    sd: float | None = Field(default=None, ge=0)
    n: int | None = Field(default=None, ge=1)
    unit: Unit

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        if self.value is None and (self.low is None or self.high is None):
            raise ValueError("has neither a value nor both ends of a range")
        ends = [x for x in (self.low, self.value, self.high) if x is not None]
        if min(ends) < 0:
            raise ValueError(f"is negative: low, value, high are {ends}")
        if ends != sorted(ends):
            raise ValueError(f"is out of order: low, value, high are {ends}")
        return self

    @property
    def central(self) -> float:
        """The central value [unit]; the middle of the range where only a range was published."""
        if self.value is not None:
            return self.value
        assert self.low is not None and self.high is not None
        return (self.low + self.high) / 2

    @property
    def spread(self) -> float | None:
        """Its standard deviation [unit], else a quarter of its range; None where neither is known.

        >>> Measure(value=98, low=60, high=156, unit="mm", source="some_paper").spread
        24.0
        """
        if self.sd is not None:
            return self.sd
        if self.low is None or self.high is None:
            return None
        return (self.high - self.low) / 4

    def in_words(self) -> str:
        """The figure with its range and unit, as it is shown.

        >>> Measure(value=98, low=60, high=155, unit="mm", source="some_paper").in_words()
        '98 mm (60 to 155)'
        """
        unit = _UNIT_WORDS.get(self.unit, self.unit)
        ends = [f"{end:g}" for end in (self.low, self.high) if end is not None]
        shown = f"{self.value:g} {unit}".strip() if self.value is not None else ""
        if len(ends) == 2:
            span = " to ".join(ends)
            return f"{shown} ({span})" if shown else f"{span} {unit}".strip()
        if ends:
            return f"{shown} ({'from' if self.low is not None else 'up to'} {ends[0]})"
        return shown


class Relation(Sourced):
    """How a measure of the body depends on the person, for one sex or both.

        y = intercept + per_mm_of_stature * stature [mm] + per_kg_per_m2 * BMI + per_year * age

    >>> fat = Relation(unit="mm", intercept=-33.56, per_kg_per_m2=3.042, per_year=0.078, gap="-")
    >>> round(fat.at(stature_mm=1750, bmi_kg_per_m2=25, age_years=50), 2)
    46.39
    """

    sex: Literal["male", "female", "both"] = "both"
    unit: Unit
    intercept: float = 0.0
    per_mm_of_stature: float = 0.0
    per_kg_per_m2: float = 0.0
    per_year: float = 0.0

    def at(self, stature_mm: float, bmi_kg_per_m2: float, age_years: float) -> float:
        """The measure of one person [unit]."""
        return (
            self.intercept
            + self.per_mm_of_stature * stature_mm
            + self.per_kg_per_m2 * bmi_kg_per_m2
            + self.per_year * age_years
        )


class Reference(Frozen):
    """A publication the figures were read from."""

    key: str
    title: str
    authors: str
    year: str
    journal: str
    doi: str
    url: str
    kind: str
