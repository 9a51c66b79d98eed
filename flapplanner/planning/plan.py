"""The plan: everything that was computed for one case, ready to be saved and shown."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError

from flapplanner.bone import (
    Built,
    FixationAdvice,
    RingState,
    RootsLost,
    fixation_of,
    ring_of,
    roots_of,
)
from flapplanner.case import Case, Estimate, complete
from flapplanner.errors import CaseError
from flapplanner.files import reason, write_whole
from flapplanner.options import Option, Ring, Setting, Value, all_options, setting_for
from flapplanner.options.assess import rings
from flapplanner.planning.candidates import implants
from flapplanner.planning.chart_used import ChartUsed, chart_used
from flapplanner.planning.criticality import VesselAtStake, vessels_at_stake
from flapplanner.planning.headline import headline
from flapplanner.planning.lifeboat import OptionConflict, conflicts, lifeboat
from flapplanner.planning.need import Need, cautions_of, need_of
from flapplanner.planning.ranking import Ranked, gated, ranked
from flapplanner.planning.reconstruction import GapFound, Reconstructions
from flapplanner.planning.reconstructions import gap_found, reconstructions
from flapplanner.planning.variants import VariantEffect, variants_that_matter
from flapplanner.version import VERSION
from vascular_models import Atlas, Reference, load_atlas

DECIMALS = 3
FORM = "flapplanner-plan/3"
EARLIER_FORMS = ("flapplanner-plan/1", "flapplanner-plan/2")


class AtlasStamp(Value):
    """Which atlas a plan was made from."""

    edition: str
    digest: str


class Plan(Value):
    """One case, planned: ranked options, gated options with their reasons, and what was assumed.

    Outlines lie on the chart: u to the patient's right, v up, origin at the defect's centre [mm].
    """

    schema_version: Literal["flapplanner-plan/3"] = Field(alias="schema")
    version: str
    atlas: AtlasStamp
    case: Case
    estimates: tuple[Estimate, ...]
    view: str
    chart: ChartUsed | None = None  # plans saved earlier do not say
    defect: Ring | None = None
    target: Ring | None = None
    landmarks: dict[str, tuple[float, float]]
    need: Need
    headline: str
    cautions: tuple[str, ...]
    soft_tissue: tuple[Ranked, ...]
    bone: tuple[Ranked, ...]
    gated: tuple[Option, ...]
    ring: RingState
    fixation: FixationAdvice
    roots: RootsLost
    gap: GapFound | None = None
    implants: tuple[Built, ...] = ()
    reconstructions: Reconstructions
    lifeboat: str | None = None
    conflicts: tuple[OptionConflict, ...] = ()
    vessels_at_stake: tuple[VesselAtStake, ...] = ()
    variants: tuple[VariantEffect, ...] = ()
    references: dict[str, Reference]

    def text(self) -> str:
        """The plan as JSON, lengths to a micrometre; the same plan gives the same bytes."""
        data = self.model_dump(mode="json", by_alias=True, exclude_none=True)
        stated = data["case"]  # stays as it was stated, to the last digit
        return json.dumps(_rounded(data) | {"case": stated}, indent=1, ensure_ascii=False) + "\n"

    def save(self, path: str | os.PathLike[str], *, overwrite: bool = False) -> None:
        """Writes the plan as JSON, whole or not at all; raises TargetError where it cannot."""
        write_whole(Path(path), self.text(), overwrite=overwrite)

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Plan:
        """A saved plan; raises CaseError when the file is not one, or one of an earlier form."""
        file = Path(path)
        try:
            content = file.read_bytes()
            return cls.model_validate_json(content)
        except OSError as error:
            raise CaseError(f"{file.name} cannot be read ({reason(error)}).") from error
        except ValidationError as error:
            for earlier in EARLIER_FORMS:
                if f'"{earlier}"'.encode() in content[:200]:
                    raise CaseError(
                        f"{file.name} is of the form {earlier}, which holds less than {FORM} "
                        "shows; the case in it can be planned again."
                    ) from error
            raise CaseError(f"{file.name} is not a plan of schema {FORM}.") from error


def plan(case: Case, atlas: Atlas | None = None, *, proof_boxes: int = 0) -> Plan:
    """Plans a case: completes it, assesses every flap of the atlas, ranks what is feasible.

    A placement that does not cover all is held against the best possible by a search of up to
    `proof_boxes` boxes of poses; 0 leaves that out.

    Raises CaseError where the case and the atlas do not fit together. The case is not changed.

    >>> from flapplanner import Case, plan
    >>> case = Case.model_validate_json('''{"schema": "flapplanner-case/1", "label": "a",
    ...   "defect": {"region": "sacral", "resection": {"level": "below_s3"},
    ...              "skin": {"shape": "ellipse", "length_mm": 90, "width_mm": 60}}}''')
    >>> plan(case).soft_tissue[0].rank
    1
    """
    used = atlas or load_atlas()
    completed = complete(case)
    setting = setting_for(completed.case, used, proof_boxes)
    options = all_options(setting)
    weights = completed.case.preferences.weights
    soft = ranked((o for o in options if o.kind == "soft_tissue"), weights)
    bone = ranked((o for o in options if o.kind == "bone"), weights)
    need = need_of(setting)
    out = gated(options)
    ring = ring_of(completed.case, used)
    fixation = fixation_of(completed.case, ring, used)
    roots, implanted = roots_of(completed.case, used), implants(setting)
    told = (*(ranked_.option for ranked_ in (*soft, *bone)), *out)
    gap = gap_found(setting)
    whole = reconstructions(options, soft, need, fixation, setting)
    return Plan(
        schema="flapplanner-plan/3",
        version=VERSION,
        atlas=AtlasStamp(edition=used.edition, digest=used.digest),
        case=case,
        estimates=completed.estimates,
        view=setting.anatomy.chart.view,
        chart=chart_used(setting.anatomy.chart),
        defect=None if setting.skin is None else rings(setting.skin)[0],
        target=None if setting.target is None else rings(setting.target)[0],
        landmarks=_landmarks(setting),
        need=need,
        headline=headline(need, soft, whole.found),
        cautions=(*cautions_of(setting), *_without_construct(ring, gap, completed.case)),
        soft_tissue=soft,
        bone=bone,
        gated=out,
        ring=ring,
        fixation=fixation,
        roots=roots,
        gap=gap,
        implants=implanted,
        reconstructions=whole,
        lifeboat=_lifeboat(whole, soft, setting),
        conflicts=conflicts(soft, bone, setting),
        vessels_at_stake=vessels_at_stake(soft, bone, setting),
        variants=variants_that_matter(soft, bone, setting, weights),
        references=_references(_cited(told, implanted, ring, fixation, roots), used),
    )


def _without_construct(ring: RingState, gap: GapFound | None, case: Case) -> Iterator[str]:
    """Why nothing bridges a ring that is worth rebuilding."""
    if gap is not None or ring.rebuild != "worth considering":
        return
    if case.defect.bone_gap_mm == 0 or case.surgery.bone_reconstruction is False:
        yield "No bone is bridged, as the case states; the ring stays open in this plan."
    else:
        yield (
            "Nothing bridges the ring in this plan: the atlas has no construct for this resection, "
            "or its side is not stated."
        )


def _lifeboat(whole: Reconstructions, soft: tuple[Ranked, ...], setting: Setting) -> str | None:
    """The lifeboat of the first reconstruction; where none can be had, of the first flap."""
    if whole.found and whole.found[0].fallback:
        return whole.found[0].fallback.lifeboat
    return lifeboat(soft, setting)


def _landmarks(setting: Setting) -> dict[str, tuple[float, float]]:
    anatomy = setting.anatomy
    return {name: anatomy.chart.over(point) for name, point in sorted(anatomy.places.items())}


def _cited(
    options: tuple[Option, ...],
    implanted: tuple[Built, ...],
    ring: RingState,
    fixation: FixationAdvice,
    roots: RootsLost,
) -> Iterator[str]:
    """The keys of all that the plan stands on."""
    for option in options:
        yield from option.sources
        yield from option.bone.sources if option.bone else ()
    for implant in implanted:
        yield from implant.sources
    for fixed in (fixation.advised, *fixation.others):
        yield from fixed.sources
    yield from (*ring.sources, *roots.sources)


def _references(keys: Iterable[str], atlas: Atlas) -> dict[str, Reference]:
    return {key: atlas.references[key] for key in sorted(set(keys))}


def _rounded(data: Any) -> Any:
    if isinstance(data, float):
        return round(data, DECIMALS) + 0.0  # no minus zero
    if isinstance(data, dict):
        return {key: _rounded(value) for key, value in data.items()}
    return [_rounded(value) for value in data] if isinstance(data, list) else data
