"""Short words, figures and columns that the sections of the plain-text plan share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from textwrap import fill

from flapplanner.planning import Criterion

WIDTH = 100
SHORT = {
    "coverage": "cover",
    "reach_margin": "margin",
    "dead_space": "fill",
    "structure": "strength",
    "bone_healing": "bridged",
    "donor_site": "donor complications",
    "complexity": "effort",
    "published_outcome": "complications",
    "experience": "experience",
}
UNITS = {"percent": "%", "points": "points", "mm2": "mm²"}


def figure_text(figure: float, unit: str) -> str:
    """A criterion's figure with its unit.

    >>> figure_text(23.4, "percent"), figure_text(1.5, "points"), figure_text(1, "patients")
    ('23 %', '1.5 points', '1 patient')
    """
    if unit == "patients" and figure == 1:
        return "1 patient"
    small = unit == "points" or (unit == "body weights" and figure < 20)
    return f"{figure:.{1 if small else 0}f} {UNITS.get(unit, unit)}"


def percent(fraction: float | None) -> str:
    """A share as a table shows it.

    >>> percent(0.456), percent(None)
    ('46 %', '-')
    """
    return "-" if fraction is None else f"{100 * fraction:.0f} %"


def titled(title: str, lines: Sequence[str]) -> str:
    """Lines under their title; nothing without lines."""
    return "\n".join([title, *(f"  {line}" for line in lines)]) if lines else ""


def sentences(title: str, lines: Iterable[str], indent: int = 2) -> str:
    """Sentences under their title, each from a new line and broken where it grows long.

    >>> print(sentences("1. Flap", ["It covers all."], indent=3))
    1. Flap
       It covers all.
    """
    margin = " " * indent
    broken = (
        fill(
            line,
            WIDTH,
            initial_indent=margin,
            subsequent_indent=margin + "  ",
            break_long_words=False,
            break_on_hyphens=False,
        )
        for line in lines
    )
    return "\n".join([title, *broken])


def criterion_text(criterion: Criterion) -> str:
    """What was found of a criterion, or how it counts where nothing was."""
    if criterion.stands_in:
        return "counts in full" if criterion.worth == 1 else "not known"
    return figure_text(criterion.figure, criterion.unit)


def used_columns(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """The rows of a table without the columns in which nothing is said below the header.

    >>> used_columns([("a", "b"), ("1", "-"), ("2", "-")])
    [['a'], ['1'], ['2']]
    """
    said = [i for i in range(len(rows[0])) if any(row[i] != "-" for row in rows[1:])]
    return [[row[i] for i in said] for row in rows]


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows in columns as wide as they need to be; the first row is the header.

    >>> print(table([("a", "bc"), ("def", "g")]))
      a    bc
      def  g
    """
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return "\n".join(
        "  " + "  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )
