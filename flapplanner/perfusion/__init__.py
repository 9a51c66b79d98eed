"""Blood on a graph: which territories the heart still reaches, and through what."""

from flapplanner.perfusion.supply import (
    Supply,
    interruptions_of,
    single_points_of_failure,
    supplies,
)

__all__ = ["Supply", "interruptions_of", "single_points_of_failure", "supplies"]
