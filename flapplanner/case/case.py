"""The case: what the surgeon states about one patient, read, checked and saved."""

import os
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from flapplanner.case.document import parsed, written
from flapplanner.case.files import case_bytes, case_suffix, check_size
from flapplanner.case.parts import (
    AsTuple,
    Defect,
    History,
    Label,
    Notes,
    Part,
    Patient,
    Preferences,
    PresentVariant,
    Surgery,
    VesselEvent,
)
from flapplanner.case.sentences import sentence
from flapplanner.errors import CaseError, quoted
from flapplanner.files import write_whole


class Case(Part):
    """One patient's case as stated; the label names the case, never the patient.

    In files and when a case is made in Python the version is called ``schema``:

    >>> from flapplanner.case import Case, Defect, NoSkin, Resection
    >>> case = Case(
    ...     schema="flapplanner-case/1",
    ...     label="teaching case 1",
    ...     defect=Defect(
    ...         region="sacral", resection=Resection(level="total"), skin=NoSkin(shape="none")
    ...     ),
    ... )
    >>> case.surgery.limb_sacrificed
    'none'
    """

    schema_version: Literal["flapplanner-case/1"] = Field(alias="schema")
    label: Label
    patient: Patient = Patient()
    defect: Defect
    vessels: Annotated[tuple[VesselEvent, ...], AsTuple] = ()
    variants: Annotated[tuple[PresentVariant, ...], AsTuple] = ()
    history: History = History()
    surgery: Surgery = Surgery()
    preferences: Preferences = Preferences()
    notes: Notes = Notes()

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> "Case":
        """The case in a YAML or JSON file (by suffix); the file is not touched.

        Raises CaseError: one sentence with file, line, field, what was found, what is allowed.
        """
        file = Path(path)
        case_suffix(file.name)  # another kind of file is refused unread
        return case_from_text(case_bytes(file), file.name)

    def save(self, path: str | os.PathLike[str], *, overwrite: bool = False) -> None:
        """Writes what is stated, and only that, as YAML or JSON by suffix: whole or not at all.

        Raises CaseError for another suffix or a text too large to be read again, TargetError when
        the file exists (unless `overwrite`) or cannot be written.
        """
        file = Path(path)
        text = self.text(case_suffix(file.name))
        check_size(len(text.encode()), quoted(file.name))
        write_whole(file, text, overwrite=overwrite)

    def text(self, suffix: str) -> str:
        """The text of the case file, YAML or JSON by suffix, in the order of the fields.

        >>> from flapplanner.case import case_from_text
        >>> line = "{schema: flapplanner-case/1, label: a, defect: {region: gluteal, "
        >>> line += "resection: {level: none}, skin: {shape: none}}}"
        >>> print(case_from_text(line, "a.yaml").text(".yaml"), end="")
        schema: flapplanner-case/1
        label: a
        defect:
          region: gluteal
          resection:
            level: none
          skin:
            shape: none
        """
        stated = self.model_dump(
            mode="json", by_alias=True, exclude_none=True, exclude_defaults=True
        )
        return written(stated, suffix)


def case_from_text(text: str | bytes, origin: str) -> Case:
    """The case in the text of a file called `origin`, YAML or JSON by its suffix.

    Raises CaseError as `Case.load` does; `origin` is the file name it speaks of.
    """
    suffix = case_suffix(origin)
    name = quoted(origin)
    content = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    check_size(len(content), name)
    try:
        decoded = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise CaseError(f"{name}, line {line}: this is not text; allowed is UTF-8.") from None
    document = parsed(decoded, name, suffix)
    if not isinstance(document.data, dict):
        raise CaseError(f"{name} holds no fields; allowed is a case with schema, label, defect.")
    try:
        return Case.model_validate(document.data)
    except ValidationError as error:
        found = error.errors(include_url=False)
        raise CaseError(sentence(found, _json_schema(), name, document.lines)) from None


@cache
def _json_schema() -> dict[str, Any]:
    return Case.model_json_schema(by_alias=True)
