"""Reading the atlas: every file, strictly, and the checks that hold it together."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property, lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from types import MappingProxyType

import networkx as nx
import yaml
from pydantic import ValidationError

from vascular_models.schema import (
    BoneGap,
    Corridor,
    Flap,
    Frozen,
    Measure,
    Node,
    Place,
    Recipient,
    Reference,
    Region,
    Sourced,
    Territories,
    Vessel,
)

EDITION = "1"

UNIT_OF_SUFFIX = {
    "_mm": "mm",
    "_mm2": "mm2",
    "_ml": "ml",
    "_deg": "deg",
    "_percent": "percent",
    "_ratio": "ratio",
    "_fraction": "ratio",
    "_months": "month",
}


class AtlasError(Exception):
    """A data file of the atlas cannot be used; the message says where and why."""


@dataclass(frozen=True)
class Atlas:
    """All territories together, with their references and a digest of the files they came from."""

    nodes: Mapping[str, Node]
    vessels: Mapping[str, Vessel]
    flaps: Mapping[str, Flap]
    recipients: Mapping[str, Recipient]
    landmarks: Mapping[str, Place]
    corridors: Mapping[str, Corridor]
    regions: Mapping[str, Region]
    bone_gaps: Mapping[str, BoneGap]
    body: Mapping[str, Measure]
    references: Mapping[str, Reference]
    edition: str
    digest: str

    def figures(self) -> Iterator[tuple[str, Sourced]]:
        """Everything that stands on a source or a gap, with its place in the atlas."""
        for figures in self._figures.values():
            yield from figures

    def figures_of(self, entry: str) -> tuple[tuple[str, Sourced], ...]:
        """The figures of one entry, such as `flaps.sgap` or `vessels.axillary_artery`."""
        return self._figures[entry]

    @cached_property
    def _figures(self) -> dict[str, tuple[tuple[str, Sourced], ...]]:
        return {
            f"{section}.{name}": tuple(_figures_in(f"{section}.{name}", entry))
            for section in Territories.model_fields
            for name, entry in getattr(self, section).items()
        }


def _figures_in(place: str, value: object) -> Iterator[tuple[str, Sourced]]:
    if isinstance(value, Sourced):
        yield place, value
    if isinstance(value, Frozen):
        for name in type(value).model_fields:
            yield from _figures_in(f"{place}.{name}", getattr(value, name))


@lru_cache(maxsize=1)
def load_atlas() -> Atlas:
    """The atlas that ships with this package; read once a process.

    >>> "superior_gluteal_artery" in load_atlas().vessels
    True
    """
    return read_atlas(resources.files("vascular_models"))


def read_atlas(folder: Traversable) -> Atlas:
    """The atlas in `folder`: all its .yaml files and its sources.csv.

    Raises AtlasError on an unknown key, a name given twice, a figure without a source, a source
    without a reference, or a vessel, flap or corridor that leads nowhere.
    """
    try:
        return _read(folder)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise AtlasError(f"The atlas cannot be read: {error}.") from error


def _read(folder: Traversable) -> Atlas:
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".yaml")), key=lambda f: f.name)
    digest = hashlib.sha256()
    merged: dict[str, dict[str, object]] = {name: {} for name in Territories.model_fields}
    for file in files:
        raw = file.read_bytes()
        digest.update(file.name.encode() + b"\0" + raw)
        part = _territories(file.name, raw)
        for section, entries in merged.items():
            for name, entry in getattr(part, section).items():
                if name in entries:
                    raise AtlasError(f"{file.name}: {section}.{name} is given a second time.")
                entries[name] = entry
    sources = folder / "sources.csv"
    digest.update(sources.read_bytes())
    references = _references(sources)
    frozen = {name: MappingProxyType(entries) for name, entries in merged.items()}
    atlas = Atlas(
        **frozen,  # type: ignore[arg-type]  # each section was typed by Territories
        references=MappingProxyType(references),
        edition=EDITION,
        digest=digest.hexdigest(),
    )
    _check(atlas)
    return atlas


BODY = (
    "reference_stature_mm",
    "mean_stature_male_mm",
    "mean_stature_female_mm",
    "docking_total_mm",
    "muscle_volume_remaining_ratio",
    "fat_volume_remaining_ratio",
    "direct_closure_width_mm",
    "small_defect_volume_ml",
    "radiation_complication_odds_ratio",
)


def _territories(name: str, raw: bytes) -> Territories:
    if not raw.strip():
        raise AtlasError(f"{name}: is empty.")
    try:
        data = yaml.load(raw, Loader=_StrictLoader)  # safe, and stricter
    except yaml.YAMLError as error:
        raise AtlasError(f"{name}: is not YAML: {' '.join(str(error).split())}.") from error
    try:
        return Territories.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        found = first["msg"].removeprefix("Value error, ")
        raise AtlasError(f"{name}: {place}: {found}.") from error


class _StrictLoader(yaml.CSafeLoader):
    """Refuses a key that stands twice in one mapping, which YAML would silently let win."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[object, object]:
        keys = [key.value for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.constructor.ConstructorError(
                    None, None, f"{key} stands twice", node.start_mark
                )
        return super().construct_mapping(node, deep)


_COLUMNS = ", ".join(Reference.model_fields)


def _references(file: Traversable) -> dict[str, Reference]:
    lines = file.read_text(encoding="utf-8").splitlines()
    try:
        rows = [Reference.model_validate(row) for row in csv.DictReader(lines)]
    except ValidationError as error:
        raise AtlasError(f"sources.csv: a row is not of the form {_COLUMNS}.") from error
    references = {row.key: row for row in rows}
    if len(references) != len(rows):
        raise AtlasError("sources.csv: a key stands twice.")
    return references


def _check(atlas: Atlas) -> None:
    for place, figure in atlas.figures():
        for key in figure.source:
            _must_know(key, atlas.references, f"{place}: source")
        if isinstance(figure, Measure):
            _check_unit(place, figure)
    for name, node in atlas.nodes.items():
        if node.landmark:
            _must_know(node.landmark, atlas.landmarks, f"nodes.{name}: landmark")
    for name in BODY:
        _must_know(name, atlas.body, "body")
    ends: dict[tuple[str, str], str] = {}
    for name, vessel in atlas.vessels.items():
        for end in (vessel.start, vessel.end):
            _must_know(end, atlas.nodes, f"vessels.{name}: end")
        twin = ends.setdefault((vessel.start, vessel.end), name)
        if twin != name:
            raise AtlasError(f"vessels.{name}: joins the same two nodes as {twin}.")
    for section in ("corridors", "bone_gaps"):
        for name, span in getattr(atlas, section).items():
            for end in (span.start, span.end):
                _must_know(end, atlas.landmarks, f"{section}.{name}: end")
    for name, region in atlas.regions.items():
        for opening in region.openings:
            _must_know(opening, atlas.landmarks, f"regions.{name}: opening")
    for name, recipient in atlas.recipients.items():
        for place in (recipient.node, recipient.cut or recipient.node):
            _must_know(place, atlas.nodes, f"recipients.{name}: node")
        if recipient.carried_by:
            _must_know(recipient.carried_by, atlas.flaps, f"recipients.{name}: carried_by")
    _check_flaps(atlas)


def _check_flaps(atlas: Atlas) -> None:
    axial = nx.DiGraph(
        (vessel.start, vessel.end) for vessel in atlas.vessels.values() if vessel.kind == "axial"
    )
    if not nx.is_directed_acyclic_graph(axial):
        raise AtlasError("vessels: some lead in a circle; each runs away from the heart.")
    for name, flap in atlas.flaps.items():
        for end in (flap.start, flap.hilum, *flap.also):
            _must_know(end, atlas.nodes, f"flaps.{name}: node")
        if flap.mechanism in ("island", "tunnelled") and not atlas.nodes[flap.start].landmark:
            raise AtlasError(f"flaps.{name}: its start {flap.start} has no landmark to pivot on.")
        if flap.bone:
            lengths = [f"{flap.bone.bone}_length{sex}_mm" for sex in ("", "_male", "_female")]
            if lengths[0] not in atlas.body:
                for length in lengths[1:]:
                    _must_know(length, atlas.body, f"flaps.{name}: bone")
        if flap.rotation:
            _must_know(flap.rotation.base, atlas.landmarks, f"flaps.{name}: rotation.base")
        for start, end in (("heart", flap.start), (flap.start, flap.hilum)):
            if start not in axial or end not in axial or not nx.has_path(axial, start, end):
                raise AtlasError(f"flaps.{name}: no vessels lead from {start} to {end}.")


def _check_unit(place: str, figure: Measure) -> None:
    for suffix, unit in UNIT_OF_SUFFIX.items():
        if place.endswith(suffix) and figure.unit != unit:
            raise AtlasError(f"{place}: is in {figure.unit}; its name says {unit}.")


def _must_know(name: str, known: Mapping[str, object], place: str) -> None:
    if name not in known:
        near = get_close_matches(name, known, n=1)
        hint = f"; did you mean {near[0]}?" if near else "."
        raise AtlasError(f"{place} {name} is not in the atlas{hint}")
