"""Reading the atlas: every file, strictly."""

from __future__ import annotations

import csv
import hashlib
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from types import MappingProxyType

import yaml
from pydantic import ValidationError

from vascular_models.atlas import Atlas, AtlasError
from vascular_models.checks import check
from vascular_models.figures import Reference
from vascular_models.schema import Territories

EDITION = "2"

WORD = "tag:yaml.org,2002:str"


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
    check(atlas)
    return atlas


def _territories(name: str, raw: bytes) -> Territories:
    if not raw.strip():
        raise AtlasError(f"{name}: is empty.")
    try:
        data = yaml.load(raw, Loader=_StrictLoader)  # safe, and stricter
    except (yaml.YAMLError, ValueError) as error:
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

    def construct_document(self, node: yaml.Node) -> object:
        return self._plain(node)

    def _plain(self, node: yaml.Node) -> object:
        """Mappings, lists and words; what else a scalar may be, PyYAML says.

        PyYAML's own way through a file is three times as long, for what the atlas never holds.
        """
        if isinstance(node, yaml.MappingNode):
            data: dict[object, object] = {}
            for key, value in node.value:
                if key.value in data:
                    raise yaml.constructor.ConstructorError(
                        None, None, f"{key.value} stands twice", node.start_mark
                    )
                data[key.value] = self._plain(value)
            return data
        if isinstance(node, yaml.SequenceNode):
            return [self._plain(value) for value in node.value]
        return node.value if node.tag == WORD else self.construct_object(node)


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
