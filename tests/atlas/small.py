"""Small atlases: the loaded one with most flaps left out, so that all that is left can be tried."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from types import MappingProxyType

from vascular_models import Atlas, load_atlas


def small(flaps: Iterable[str], constructs: Iterable[str] | None = None) -> Atlas:
    """The atlas with these flaps and constructs alone; no constructs named: all of them.

    A recipient vessel that a flap brings along goes where that flap does. The same names give the
    same atlas, so that what is kept for it is kept once.
    """
    return _small(frozenset(flaps), None if constructs is None else frozenset(constructs))


@cache
def _small(flaps: frozenset[str], constructs: frozenset[str] | None) -> Atlas:
    atlas = load_atlas()
    unknown = flaps - set(atlas.flaps) | (constructs or frozenset()) - set(atlas.constructs)
    assert not unknown, f"not in the atlas: {sorted(unknown)}"
    return replace(
        atlas,
        flaps=MappingProxyType({k: v for k, v in atlas.flaps.items() if k in flaps}),
        constructs=MappingProxyType(
            {k: v for k, v in atlas.constructs.items() if constructs is None or k in constructs}
        ),
        recipients=MappingProxyType(
            {k: v for k, v in atlas.recipients.items() if v.carried_by in {None, *flaps}}
        ),
    )
