"""The best of many candidates, exactly, without making all of them.

Each candidate has a bound that its value cannot exceed. They are made in the order of their bounds,
and one that was made is kept until no bound of those still waiting is higher (best-first branch and
bound). What is found is what making all of them would find.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from typing import Generic, TypeVar

Made = TypeVar("Made")


@dataclass(frozen=True)
class Best(Generic[Made]):
    """What was found, the best first, and how many candidates were made for it.

    Each of `found` stands with those alike that came next. `complete` is False where making was
    stopped before the wanted number was certain.
    """

    found: tuple[tuple[Made, ...], ...]
    made: int
    complete: bool


def best(
    bounds: Sequence[float],
    make: Callable[[int], tuple[float, Made] | None],
    count: int,
    most: int,
    alike: Callable[[Made], Hashable] = id,
) -> Best[Made]:
    """The `count` candidates of highest value; of equal values the one with the lower number.

    `make(i)` gives the value of the i-th candidate, at most `bounds[i]`, and what it makes, or None
    where it cannot be. At most `most` candidates are made. Those that are `alike` count as one.

    >>> values = [3.0, 5.0, 4.0, 1.0]
    >>> done = best([5.0, 5.0, 4.5, 2.0], lambda i: (values[i], f"candidate {i}"), 2, 100)
    >>> done.found, done.made
    ((('candidate 1',), ('candidate 2',)), 3)
    """
    waiting: list[tuple[float, int, Made | None]] = [(-b, i, None) for i, b in enumerate(bounds)]
    heapify(waiting)
    found: dict[Hashable, list[Made]] = {}
    made = 0
    while waiting and len(found) < count:
        _, number, ready = heappop(waiting)
        if ready is not None:
            found.setdefault(alike(ready), []).append(ready)
            continue
        if made == most:
            return Best(_groups(found), made, complete=False)
        made += 1
        if (result := make(number)) is not None:
            heappush(waiting, (-result[0], number, result[1]))
    return Best(_groups(found), made, complete=True)


def _groups(found: Mapping[Hashable, Sequence[Made]]) -> tuple[tuple[Made, ...], ...]:
    return tuple(tuple(group) for group in found.values())
