"""What one picture of a bone drawing shows, before it becomes text."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from flapplanner.bone.built import Built, Docking
from flapplanner.report.bone.frame import Panel
from flapplanner.report.bone.scene import Bar, Fold, bars, folds
from flapplanner.report.bone.taken import Part
from flapplanner.report.bone.view import Flat
from flapplanner.report.drawing_ink import Ink

# How far from the place where two bars meet the arc of their fold is drawn [mm].
ARC_MM = 30.0
BEND_MM = 24.0
# From here on the bone lies doubled, and its fold is a bend rather than an arc [deg].
DOUBLED_DEG = 150.0


@dataclass(frozen=True)
class Shown:
    """One picture before it becomes text."""

    panel: Panel
    parts: tuple[Part, ...]
    built: Built | None
    colours: Ink

    @property
    def bars(self) -> tuple[Bar, ...]:
        """All bars, the farthest from the eye first."""
        found = bars(self.built) if self.built else ()
        eye = np.array([0.0, -1.0, 0.0])
        if self.panel.view.name == "lateral":
            eye = np.array([self.panel.view.across[1], 0.0, 0.0])
        return tuple(sorted(found, key=lambda bar: round(float((bar.start + bar.end) @ eye), 6)))

    @property
    def near(self) -> tuple[Bar, ...]:
        """The bars that get words: seen from one side, not those of the other."""
        return tuple(bar for bar in self.bars if self.is_near(bar))

    def is_near(self, bar: Bar) -> bool:
        """Whether a bar is on the side one looks from, or in the midline."""
        if self.panel.view.name == "posterior":
            return True
        return bar.strut.side != ("left" if self.panel.view.across[1] > 0 else "right")

    @property
    def dockings(self) -> tuple[Docking, ...]:
        """Every docking face once, where two bars share one too."""
        ends = (end for bar in self.bars for end in (bar.strut.start, bar.strut.end))
        return tuple({end.point_mm: end for end in ends}.values())

    @property
    def folds(self) -> tuple[Fold, ...]:
        """The folds, from behind only: from the side two bars of a frame hide each other."""
        if self.built is None or self.panel.view.name != "posterior":
            return ()
        return tuple(folds(self.built))

    def fold_line(self, fold: Fold) -> list[Flat]:
        """An arc where two bars meet, or a bend round the ends of two bars side by side."""
        panel, scale = self.panel, self.panel.units_per_mm
        at = panel.xy
        (p, inward), (q, other) = (
            (np.array(at(panel.view.flat(bar.ends[end]))),
             np.array(at(panel.view.flat(bar.ends[1 - end]))))
            for bar, end in ((fold.one, fold.at_one), (fold.other, fold.at_other))
        )  # fmt: skip
        ways = [
            (far - near) / max(1e-6, np.linalg.norm(far - near))
            for near, far in ((p, inward), (q, other))
        ]
        t = np.linspace(0, 1, 13)[:, None]
        if fold.fold_deg < DOUBLED_DEG:
            one, two = p + ARC_MM * scale * ways[0], q + ARC_MM * scale * ways[1]
            middle = (p + q) / 2
            turned = [one - middle, two - middle]
            lines = (1 - t) * turned[0] + t * turned[1]
            lengths = np.linalg.norm(lines, axis=1, keepdims=True)
            curve = middle + lines / np.maximum(lengths, 1e-6) * ARC_MM * scale
        else:
            b, c = p - BEND_MM * scale * ways[0], q - BEND_MM * scale * ways[1]
            curve = (1 - t) ** 3 * p + 3 * t * (1 - t) ** 2 * b + 3 * t**2 * (1 - t) * c + t**3 * q
        return [(float(x), float(y)) for x, y in curve]


def bar_colour(built: Built | None, colours: Ink) -> str:
    """Living bone has the colour of a flap; what has no blood of its own is grey."""
    return colours.paddle if built is None or built.living else colours.faint
