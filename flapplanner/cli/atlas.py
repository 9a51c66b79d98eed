"""The commands that look after the atlas: check, list, show, gaps, export."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

import typer

from flapplanner.files import write_whole
from flapplanner.report.atlas_text import entry_text, gaps_text
from flapplanner.report.graph_file import graph_text
from vascular_models import Atlas, Vessel, load_atlas, vein_name

atlas_app = typer.Typer(help="The atlas of donor territories.", no_args_is_help=True)


@atlas_app.command("check")
def atlas_check() -> None:
    """Reads the whole atlas strictly and counts."""
    atlas = load_atlas()
    figures = [figure for _, figure in atlas.figures()]
    kinds = Counter("gap" if figure.gap else "sourced" for figure in figures)
    cited = {key for figure in figures for key in figure.source}
    veins = len({vein for vein, _ in _veins(atlas)})
    typer.echo(f"edition {atlas.edition}, sha256 {atlas.digest[:12]}")
    typer.echo(
        f"{len(atlas.flaps)} flaps, {len(atlas.vessels)} vessels and {veins} named veins with "
        f"them, {len(atlas.variants)} variants, {len(atlas.perforators)} groups of perforators, "
        f"{len(atlas.recipients)} recipients, {len(atlas.landmarks)} landmarks"
    )
    typer.echo(
        f"{len(figures)} figures: {kinds['sourced']} with a source, "
        f"{kinds['gap']} gaps with an estimate"
    )
    typer.echo(f"{len(cited)} sources cited of {len(atlas.references)} listed")


@atlas_app.command("list")
def atlas_list() -> None:
    """Prints the names of all entries."""
    for kind, name, words in _entries(load_atlas()):
        typer.echo(f"{kind:<10}  {name}: {words}")


@atlas_app.command("show")
def atlas_show(
    name: Annotated[str, typer.Argument(help="A vessel, flap, variant, ...", metavar="NAME")],
) -> None:
    """Prints what is known of one entry, with sources."""
    typer.echo(entry_text(name, load_atlas()), nl=False)


@atlas_app.command("gaps")
def atlas_gaps() -> None:
    """Prints all estimates and how they were made."""
    typer.echo(gaps_text(load_atlas()), nl=False)


@atlas_app.command("export")
def atlas_export(
    form: Annotated[
        Literal["graphml", "json"], typer.Option("--format", help="The format of the file.")
    ] = "graphml",
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="File to write to, else to standard output."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace an existing file.")] = False,
) -> None:
    """Writes the vascular graph, both sides, with sources."""
    text = graph_text(load_atlas(), form)
    if output is None:
        typer.echo(text, nl=False)
    else:
        write_whole(output, text, overwrite=force)
        typer.echo(f"Written: {output}")


def _entries(atlas: Atlas) -> Iterator[tuple[str, str, str]]:
    for name, flap in sorted(atlas.flaps.items()):
        yield "flap", name, flap.title
    for name, vessel in sorted(_every_vessel(atlas).items()):
        usual = "" if name in atlas.vessels else ", in some people"
        yield "vessel", name, f"{vessel.start} to {vessel.end}{usual}".replace("_", " ")
    for name, artery in _veins(atlas):
        yield "vein", name, f"with the {artery.replace('_', ' ')}"
    for name, variant in sorted(atlas.variants.items()):
        yield "variant", name, f"{variant.title}, {variant.frequency_percent.in_words()}"
    for name, perforator in sorted(atlas.perforators.items()):
        yield "perforator", name, perforator.title
    for name, recipient in sorted(atlas.recipients.items()):
        yield "recipient", name, recipient.title


def _veins(atlas: Atlas) -> list[tuple[str, str]]:
    """The veins that run with the arteries, by name, each with its artery."""
    layouts = (variant.vessels for variant in atlas.variants.values())
    every = ((name, v) for vessels in (atlas.vessels, *layouts) for name, v in vessels.items())
    return sorted({(vein_name(name, v), name) for name, v in every if v.kind == "axial"})


def _every_vessel(atlas: Atlas) -> dict[str, Vessel]:
    """The usual vessels, and those that only a variant has."""
    layouts = (variant.vessels for variant in atlas.variants.values())
    return {name: v for vessels in (*layouts, atlas.vessels) for name, v in vessels.items()}
