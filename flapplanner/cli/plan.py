"""The command that plans a case."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from flapplanner.case import Case, PresentVariant
from flapplanner.errors import CaseError, TargetError, quoted
from flapplanner.files import reason
from flapplanner.planning import plan
from flapplanner.report import plan_text

# For the proof of each placement: it is cut short after about half a second.
MOST_BOXES = 50_000


def plan_command(
    case_file: Annotated[Path, typer.Argument(help="A case, as YAML or JSON.", metavar="CASE")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Folder to write plan.json to.")
    ] = None,
    variant: Annotated[
        list[str] | None,
        typer.Option(
            help="A variant of the vessels to plan under; may be given again.", metavar="NAME:SIDE"
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace an existing plan.json.")] = False,
) -> None:
    """Ranks the flaps for a case and says why the others are ruled out."""
    case = _under(Case.load(case_file), variant or [])
    try:
        planned = plan(case, proof_boxes=MOST_BOXES)
    except CaseError as error:
        raise CaseError(f"{case_file.name}: {error}") from error
    if output is not None:
        _make_folder(output)
        planned.save(output / "plan.json", overwrite=force)
    typer.echo(plan_text(planned), nl=False)
    if output is not None:
        typer.echo(f"\nWritten: {output / 'plan.json'}")


def _under(case: Case, stated: list[str]) -> Case:
    """The case with further variants present; raises CaseError for one without a side."""
    found = []
    for one in stated:
        name, _, side = one.partition(":")
        try:
            found.append(PresentVariant.model_validate({"variant": name, "side": side}))
        except ValidationError:
            raise CaseError(
                f"--variant is {quoted(one)}; allowed is the name of a variant and its side, such "
                "as peronea_arteria_magna:right (sides: left, right, both, midline)."
            ) from None
    return case.model_copy(update={"variants": (*case.variants, *found)})


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise TargetError(f"The folder {folder.name} cannot be made: {reason(error)}.") from error
