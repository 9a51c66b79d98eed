"""The case as the sidebar asks for it: every field starts from the case that was opened.

What the fields do not ask for (most of the history, age, notes, a traced outline) stays as it was
opened.
"""

from __future__ import annotations

import streamlit as st
from pydantic import ValidationError

from flapplanner.case import Case
from flapplanner.case.sentences import sentence
from flapplanner.errors import CaseError
from flapplanner.planning import rules
from flapplanner.ui import words
from flapplanner.ui.defect_entry import defect_entered
from flapplanner.ui.fields import (
    Changes,
    Slots,
    choice,
    maybe_answer,
    maybe_choice,
    maybe_figure,
    maybe_length,
)
from flapplanner.ui.session import Session
from flapplanner.ui.vessel_list import variant_list, vessel_list

MARGIN_MM = (0.0, 30.0)
COVERAGE_SHARE = (0.5, 1.0)


def entered(now: Session) -> tuple[Case, Slots]:
    """The case as the fields have it, and the slots that wait for estimates.

    Raises CaseError, in one sentence, for a combination that no case may have.
    """
    slots: Slots = {}
    changes = {
        "label": _label(now),
        "defect": defect_entered(now, slots),
        "vessels": [event.model_dump() for event in vessel_list(now)],
        "variants": [present.model_dump() for present in variant_list(now)],
        "surgery": _surgery(now),
        "patient": _patient(now),
        "history": _history(now),
        "preferences": _preferences(now, slots),
    }
    return edited(now.case, changes), slots


def edited(case: Case, changes: Changes) -> Case:
    """The case with some parts replaced, checked as a file would be; raises CaseError.

    >>> from flapplanner.case import Defect, NoSkin, Resection
    >>> skin, resection = NoSkin(shape="none"), Resection(level="total")
    >>> defect = Defect(region="sacral", resection=resection, skin=skin)
    >>> case = Case(schema="flapplanner-case/1", label="one", defect=defect)
    >>> edited(case, {"label": "two"}).label
    'two'
    """
    data = case.model_dump(by_alias=True)
    for part, values in changes.items():
        data[part] = {**data[part], **values} if isinstance(values, dict) else values
    try:
        return Case.model_validate(data)
    except ValidationError as error:
        schema = Case.model_json_schema(by_alias=True)
        found = sentence(error.errors(include_url=False), schema, "The case", {})
        raise CaseError(found) from None


def _label(now: Session) -> str:
    return st.text_input(
        "Label",
        now.case.label,
        max_chars=80,
        key=now.key("label"),
        help="Names the case, never the patient.",
    )


def _surgery(now: Session) -> Changes:
    surgery = now.case.surgery
    st.subheader("Surgery")
    approach = maybe_choice(now, "Approach", "approach", words.APPROACHES, surgery.approach)
    positions = st.multiselect(
        "Positions in theatre",
        ["prone", "supine", "lateral"],
        list(surgery.positions or ()),
        key=now.key("positions"),
        placeholder="not stated",
    )
    microsurgery = maybe_answer(
        now, "Microsurgery", "microsurgery", words.MICROSURGERY, surgery.microsurgery
    )
    bone = maybe_answer(
        now,
        "Bone reconstruction",
        "bone_reconstruction",
        words.BONE_RECONSTRUCTION,
        surgery.bone_reconstruction,
    )
    limb = choice(now, "Limb sacrificed", "limb", words.LIMBS, surgery.limb_sacrificed)
    return {
        "approach": approach,
        "positions": positions or None,
        "microsurgery": microsurgery,
        "bone_reconstruction": bone,
        "limb_sacrificed": limb,
    }


def _patient(now: Session) -> Changes:
    patient = now.case.patient
    st.subheader("Patient")
    sex = maybe_choice(now, "Sex", "sex", words.SEXES, patient.sex)
    stature = maybe_figure(
        now, "Stature [mm]", "stature", patient.stature_mm, (1200.0, 2200.0), 10.0
    )
    mass = maybe_figure(now, "Mass [kg]", "mass", patient.mass_kg, (25.0, 300.0), 1.0)
    life = maybe_figure(
        now,
        "Life expectancy [months]",
        "life_expectancy",
        patient.life_expectancy_months,
        (0.0, 1200.0),
        1.0,
    )
    quality = maybe_choice(
        now, "Bone quality", "bone_quality", words.BONE_QUALITIES, patient.bone_quality
    )
    return {
        "sex": sex,
        "stature_mm": stature,
        "mass_kg": mass,
        "life_expectancy_months": life,
        "bone_quality": quality,
    }


def _history(now: Session) -> Changes:
    stated = now.case.history.chemotherapy
    chosen = maybe_choice(now, "Chemotherapy", "chemotherapy", words.CHEMOTHERAPIES, stated)
    return {"chemotherapy": chosen}


def _preferences(now: Session, slots: Slots) -> Changes:
    wishes = now.case.preferences
    with st.expander("What counts as covered"):
        margin = maybe_length(
            now,
            slots,
            "Inset margin",
            "preferences.inset_margin_mm",
            wishes.inset_margin_mm,
            MARGIN_MM,
        )
        coverage = maybe_length(
            now,
            slots,
            "Target coverage",
            "preferences.target_coverage",
            wishes.target_coverage,
            COVERAGE_SHARE,
            "percent",
            0.01,
        )
    with st.expander("Weights"):
        st.caption("How much each criterion counts, 0 to 10; only their ratios matter.")
        weights = {name: _weight(now, name, value) for name, value in wishes.weights}
    return {
        "inset_margin_mm": margin,
        "target_coverage": coverage,
        "weights": weights,
    }


def _weight(now: Session, name: str, value: float) -> float:
    rule = rules().criteria[name]
    return st.slider(
        rule.title,
        0.0,
        10.0,
        float(value),
        0.5,
        format="%g",
        key=now.key(f"weight_{name}"),
        help=rule.sentence,
    )
