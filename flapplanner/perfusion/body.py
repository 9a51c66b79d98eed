"""A body before any event: its vessels and its circulation, which follow from the atlas alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

from flapplanner.anatomy import BODIES, Layout, Scale, interruptions_of, usual_graph
from flapplanner.perfusion.circulation import Circulation, circulation
from flapplanner.perfusion.flows import Flows, flows
from flapplanner.perfusion.vasculature import Vasculature
from vascular_models import Atlas


@dataclass(frozen=True, eq=False)
class Body:
    """The vessels of a body as its variants lay them out.

    `usual` are its vessels with what a variant lacks still there, `vessels` those it has.
    """

    atlas: Atlas
    usual: Vasculature
    vessels: Vasculature

    @cached_property
    def circulation(self) -> Circulation:
        """The beds as they are in this body."""
        return circulation(self.vessels.graph, self.atlas.body)

    @cached_property
    def flows(self) -> Flows:
        """Its pressures and flows."""
        return flows(self.circulation, self.vessels.graph)


@lru_cache(maxsize=BODIES)
def body_of(atlas: Atlas, scale: Scale, variants: tuple[Layout, ...]) -> Body:
    """The body of a scale with some variants; remembered, as it holds nothing of any case.

    >>> from vascular_models import load_atlas
    >>> body = body_of(load_atlas(), Scale(), ())
    >>> body.vessels.supplies["upper_buttock_skin_right"]
    'axial'
    """
    graph = usual_graph(atlas, scale, variants)
    usual = Vasculature(graph)
    lacking = [(one.start, one.end) for one in interruptions_of(graph, (), atlas, variants)]
    return Body(atlas, usual, usual.without(lacking) if lacking else usual)
