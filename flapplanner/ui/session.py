"""What one browser tab is at; it lives in this tab's session and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import streamlit as st

import flapplanner
from flapplanner.case import Case, PresentVariant, VesselEvent, case_from_text
from flapplanner.errors import CaseError
from flapplanner.planning import Plan, plan

EXAMPLES = Path(flapplanner.__file__).resolve().parents[1] / "examples"
FIRST_EXAMPLE = "low_sacrectomy"
_SLOT = "planner"


@dataclass(frozen=True)
class Session:
    """The case that was opened, what the fields cannot hold of it, and its last plan.

    `chosen` is the key of the option that is shown; None follows the ranking's first.
    `opened` counts the cases opened so far: the fields carry it in their keys, and so start afresh
    from each case. `trouble` is the sentence about a file that could not be opened.
    """

    case: Case
    example: str | None
    vessels: tuple[VesselEvent, ...]
    variants: tuple[PresentVariant, ...]
    chosen: str | None = None
    opened: int = 0
    trouble: str | None = None
    planned: Plan | None = None

    def key(self, name: str) -> str:
        """The key of a field, new with each opened case."""
        return f"{name}_{self.opened}"

    def estimated(self, field: str) -> float | None:
        """The number that the last plan took for a field that is not stated."""
        estimates = self.planned.estimates if self.planned else ()
        found = (one.value for one in estimates if one.field == field)
        return next((value for value in found if isinstance(value, float | int)), None)


def session() -> Session:
    """This tab's session; a new one starts with the first example."""
    if _SLOT not in st.session_state:
        case = Case.load(examples()[FIRST_EXAMPLE])
        keep(Session(case, FIRST_EXAMPLE, case.vessels, case.variants))
    found: Session = st.session_state[_SLOT]
    return found


def keep(changed: Session) -> None:
    """Makes `changed` this tab's session."""
    st.session_state[_SLOT] = changed


def examples() -> dict[str, Path]:
    """The example cases beside the program, by name."""
    files = sorted(EXAMPLES.glob("*.yaml"))
    return {file.stem: file for file in files}


def open_example(name: str) -> None:
    """Opens an example in place of the present case."""
    _open(Case.load(examples()[name]), name)


def open_text(text: bytes, origin: str) -> None:
    """Opens the case in a file's text; one that holds none only leaves a sentence."""
    try:
        case = case_from_text(text, origin)
    except CaseError as error:
        keep(replace(session(), trouble=str(error)))
    else:
        _open(case, None)


def choose(option: str) -> None:
    """Shows another option from now on."""
    keep(replace(session(), chosen=option))


def _open(case: Case, example: str | None) -> None:
    now = session()
    keep(Session(case, example, case.vessels, case.variants, opened=now.opened + 1))


def planned(case: Case) -> Plan:
    """The plan for a case: the last one when it was made for this very case.

    Raises CaseError where the case cannot be planned.
    """
    now = session()
    if now.planned is None or now.planned.case != case:
        now = replace(now, planned=plan(case))
        keep(now)
    assert now.planned is not None
    return now.planned
