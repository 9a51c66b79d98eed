"""The command that says how far an option reaches over the skin, and in how many bodies."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flapplanner.case import Case, complete
from flapplanner.errors import CaseError, quoted
from flapplanner.files import write_whole
from flapplanner.options import Setting, assess, setting_for
from flapplanner.options.reach_chance import reach_chance
from flapplanner.options.reach_map import NoReachMap, reach_map
from flapplanner.options.skeletal import constructs_for
from flapplanner.report.ply import ply_text
from flapplanner.report.reach_text import reach_text
from vascular_models import load_atlas


def reach_command(
    case_file: Annotated[Path, typer.Argument(help="A case, as YAML or JSON.", metavar="CASE")],
    flap: Annotated[str, typer.Option(help="A flap of the atlas, such as vram.", metavar="KEY")],
    side: Annotated[
        str | None, typer.Option(help="The side it is raised on: right, left, both or midline.")
    ] = None,
    save: Annotated[
        Path | None, typer.Option(help="PLY file to write the map to.", metavar="FILE.ply")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace an existing file.")] = False,
) -> None:
    """Says how far a flap reaches over the skin, in bodies that vary as published."""
    if save is not None and save.suffix.lower() != ".ply":
        raise CaseError(f"--save is {quoted(save.name)}; allowed is a name that ends in .ply.")
    case = Case.load(case_file)
    try:
        setting = setting_for(complete(case).case, load_atlas())
        option = assess(flap, _side(flap, side, setting), setting)
    except CaseError as error:
        raise CaseError(f"{case_file.name}: {error}") from error
    found = reach_map(option, setting)
    if save is not None:
        if isinstance(found, NoReachMap):
            raise CaseError(found.reason)
        write_whole(save, ply_text(found), overwrite=force)
    typer.echo(reach_text(option, found, reach_chance(option, setting)), nl=False)
    if save is not None:
        typer.echo(f"Written: {save}")


def _side(flap: str, stated: str | None, setting: Setting) -> str:
    """The side that is meant; where none is stated the defect's, else the first that there is."""
    atlas = setting.atlas
    if flap not in atlas.flaps:
        known = ", ".join(sorted(atlas.flaps))
        raise CaseError(f"--flap is {quoted(flap)}; allowed are {known}.")
    entry = atlas.flaps[flap]
    if entry.bone is not None and not constructs_for(entry, setting):
        raise CaseError(f"--flap is {flap}, which bridges bone; this case has no gap to bridge.")
    sides = entry.sides
    if stated is None:
        return setting.case.defect.side if setting.case.defect.side in sides else sides[0]
    if stated not in sides:
        raise CaseError(f"--side is {quoted(stated)}; for {flap} allowed is {' or '.join(sides)}.")
    return stated
