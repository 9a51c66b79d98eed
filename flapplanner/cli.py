"""The command line: plan a case, look after the atlas.

Errors are one sentence on stderr and exit code 2; no file is touched then.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from flapplanner.errors import CaseError, FlapPlannerError, TargetError
from flapplanner.files import reason
from vascular_models import AtlasError, load_atlas

app = typer.Typer(
    help="Microsurgical flap planning for sacral and pelvic reconstruction.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
atlas_app = typer.Typer(help="The atlas of donor territories.", no_args_is_help=True)
app.add_typer(atlas_app, name="atlas")


@app.command("plan")
def plan_command(
    case_file: Annotated[Path, typer.Argument(help="A case, as YAML or JSON.", metavar="CASE")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Folder to write plan.json to.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace an existing plan.json.")] = False,
) -> None:
    """Ranks the flaps for a case and says why the others are ruled out."""
    # Imported here so that the other commands start without the geometry.
    from flapplanner.case import Case
    from flapplanner.planning import plan
    from flapplanner.report import plan_text

    case = Case.load(case_file)
    try:
        planned = plan(case)
    except CaseError as error:
        raise CaseError(f"{case_file.name}: {error}") from error
    if output is not None:
        _make_folder(output)
        planned.save(output / "plan.json", overwrite=force)
    typer.echo(plan_text(planned), nl=False)
    if output is not None:
        typer.echo(f"\nWritten: {output / 'plan.json'}")


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise TargetError(f"The folder {folder.name} cannot be made: {reason}.") from error


@atlas_app.command("check")
def atlas_check() -> None:
    """Reads the whole atlas strictly and counts figures, sources and gaps."""
    atlas = load_atlas()
    figures = [figure for _, figure in atlas.figures()]
    kinds = Counter("gap" if figure.gap else "sourced" for figure in figures)
    cited = {key for figure in figures for key in figure.source}
    typer.echo(f"edition {atlas.edition}, sha256 {atlas.digest[:12]}")
    typer.echo(
        f"{len(atlas.flaps)} flaps, {len(atlas.vessels)} vessels, {len(atlas.landmarks)} landmarks"
    )
    typer.echo(
        f"{len(figures)} figures: {kinds['sourced']} with a source, "
        f"{kinds['gap']} gaps with an estimate"
    )
    typer.echo(f"{len(cited)} sources cited of {len(atlas.references)} listed")


@atlas_app.command("list")
def atlas_list() -> None:
    """Prints the names of the flaps and of the vessels, as a case states them."""
    atlas = load_atlas()
    for name, flap in sorted(atlas.flaps.items()):
        typer.echo(f"flap    {name}: {flap.title}")
    for name, vessel in sorted(atlas.vessels.items()):
        way = f"{vessel.start} to {vessel.end}".replace("_", " ")
        typer.echo(f"vessel  {name}: {way}")


def main() -> None:
    """Runs the command line; what the user can mend ends in one sentence and exit code 2."""
    try:
        app()
    except (FlapPlannerError, AtlasError) as error:
        typer.echo(str(error), err=True)
        sys.exit(2)
    except OSError as error:
        typer.echo(f"The output cannot be written ({reason(error)}).", err=True)
        sys.exit(2)
