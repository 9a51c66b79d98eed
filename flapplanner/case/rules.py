"""The rules of estimation, read from ``estimates.yaml``.

A figure with neither a source nor a stated gap is refused, and so is an unknown key or source.
"""

from functools import cache
from importlib.resources import files
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from flapplanner.case.document import parsed
from flapplanner.case.parts import AsTuple, Finite, Name, Part

Value = Finite | str | bool | Annotated[tuple[str, ...], AsTuple]
Formula = Literal["mass_of_body_mass_index", "depth_of_cavity", "cavity_under_outline"]


class Citation(Part):
    """Where a figure was published."""

    title: str
    year: int | None = None
    doi: str | None = None
    url: str | None = None


class Figure(Part):
    """One figure or word of a rule, with its source or the reason why there is none."""

    value: Value
    unit: str = ""
    low: Finite | None = None
    high: Finite | None = None
    sd: Finite | None = None
    n: int | None = None
    source: str | None = None
    gap: str | None = None
    see: Annotated[tuple[str, ...], AsTuple] = ()

    @model_validator(mode="after")
    def _has_source_or_gap(self) -> Self:
        if bool(self.source) == bool(self.gap):
            raise ValueError("a figure has either a source or a gap that says how it was made")
        if isinstance(self.value, float) and not self.unit:
            raise ValueError("a number has a unit")
        return self


class Rule(Part):
    """How one field is estimated: a figure by the value of another field, or a formula of it.

    A rule does not apply where the field named under `unless` is true.
    """

    rule: Name
    field: str
    unit: str = ""
    by: Literal["patient.sex", "defect.resection.level", "surgery.approach"] | None = None
    unless: Literal["defect.resection.ilium"] | None = None
    formula: Formula | None = None
    sentence: str
    values: dict[str, Figure]


class Rules(Part):
    """All rules in the order of their use, and what they cite."""

    format: Literal["flapplanner-estimates/1"] = Field(alias="schema")
    sources: dict[str, Citation]
    rules: Annotated[tuple[Rule, ...], AsTuple]

    @model_validator(mode="after")
    def _cites_what_it_lists(self) -> Self:
        figures = [figure for rule in self.rules for figure in rule.values.values()]
        cited = {key for figure in figures for key in (figure.source, *figure.see) if key}
        if cited != set(self.sources):
            raise ValueError(f"cited or listed only: {sorted(cited ^ set(self.sources))}")
        return self


def rules_from_text(text: str) -> Rules:
    """The rules in the text of ``estimates.yaml``; pydantic's ValidationError names a fault."""
    return Rules.model_validate(parsed(text, "estimates.yaml", ".yaml").data)


@cache
def all_rules() -> Rules:
    """The rules that come with this version."""
    return rules_from_text(
        files("flapplanner.case").joinpath("estimates.yaml").read_text(encoding="utf-8")
    )


def estimate_citations() -> dict[str, Citation]:
    """What the source keys of estimates stand for: key to title, year, DOI and address.

    >>> estimate_citations()["ansur2_male"].year
    2012
    """
    return dict(all_rules().sources)
