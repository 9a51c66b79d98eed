"""Best-first branch and bound finds what making and sorting everything finds, and makes no more."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from flapplanner.planning.search import Best, best

UNHURRIED = settings(deadline=None)  # a busy machine is no failure
# Whole numbers, so that values are often equal to each other and to bounds.
VALUES = st.integers(0, 6).map(float)


@dataclass(frozen=True)
class Candidate:
    """One that could be made: its bound, its value (None: it cannot be), and whom it is like."""

    bound: float
    value: float | None
    group: int


@st.composite
def candidates(draw: st.DrawFn) -> list[Candidate]:
    found = []
    for value in draw(st.lists(st.none() | VALUES, max_size=14)):
        spare = draw(st.integers(0, 3))
        bound = draw(VALUES) if value is None else value + spare
        found.append(Candidate(bound, value, draw(st.integers(0, 3))))
    return found


def searched(
    given_: Sequence[Candidate],
    count: int,
    most: int,
    alike: Callable[[int], Hashable],
) -> tuple[Best[int], list[int]]:
    """What the search found, and the candidates it made in their order."""
    order: list[int] = []

    def make(number: int) -> tuple[float, int] | None:
        order.append(number)
        value = given_[number].value
        return None if value is None else (value, number)

    return best([one.bound for one in given_], make, count, most, alike), order


def everything(
    given_: Sequence[Candidate], count: int, alike: Callable[[int], Hashable]
) -> list[list[int]]:
    """All that can be made, sorted, in groups of alike, as many groups as are wanted."""
    there = [number for number, one in enumerate(given_) if one.value is not None]
    there.sort(key=lambda number: (-(given_[number].value or 0.0), number))
    groups: dict[Hashable, list[int]] = {}
    for number in there:
        groups.setdefault(alike(number), []).append(number)
    return list(groups.values())[:count]


def itself(number: int) -> int:
    return number


@UNHURRIED
@given(candidates(), st.integers(1, 6))
def test_it_finds_what_sorting_everything_finds(given_: list[Candidate], count: int) -> None:
    done, _ = searched(given_, count, len(given_), itself)
    assert [list(group) for group in done.found] == everything(given_, count, itself)
    assert done.complete


@UNHURRIED
@given(candidates(), st.integers(1, 4))
def test_each_found_stands_first_among_those_alike(given_: list[Candidate], count: int) -> None:
    done, _ = searched(given_, count, len(given_), lambda number: given_[number].group)
    expected = everything(given_, count, lambda number: given_[number].group)
    assert [group[0] for group in done.found] == [group[0] for group in expected]
    for group, whole in zip(done.found, expected, strict=True):
        # The others came before the last group was found; they are the next best of their kind.
        assert list(group) == whole[: len(group)]
    assert done.complete


@UNHURRIED
@given(candidates(), st.integers(1, 6), st.booleans())
def test_nothing_is_made_whose_bound_lies_below_the_last_value_found(
    given_: list[Candidate], count: int, grouped: bool
) -> None:
    done, order = searched(
        given_, count, len(given_), lambda number: given_[number].group if grouped else number
    )
    assert len(set(order)) == len(order) == done.made
    if len(done.found) == count:
        last = given_[done.found[-1][0]].value
        assert last is not None
        assert all(given_[number].bound >= last for number in order)
    else:
        assert sorted(order) == list(range(len(given_)))


@UNHURRIED
@given(candidates())
def test_they_are_made_in_the_order_of_their_bounds(given_: list[Candidate]) -> None:
    _, order = searched(given_, len(given_), len(given_), itself)
    assert order == sorted(order, key=lambda number: (-given_[number].bound, number))


@UNHURRIED
@given(candidates(), st.integers(1, 6), st.integers(0, 14))
def test_a_search_that_is_stopped_says_so_and_what_it_found_stands(
    given_: list[Candidate], count: int, most: int
) -> None:
    done, order = searched(given_, count, most, itself)
    whole, _ = searched(given_, count, len(given_), itself)
    assert len(order) == done.made <= most
    assert done.found == whole.found[: len(done.found)]
    assert done.complete == (whole.made <= most)
    if done.complete:
        assert done == whole


def test_nothing_to_choose_from_is_a_whole_answer() -> None:
    done, order = searched([], 3, 10, itself)
    assert (done.found, done.made, done.complete, order) == ((), 0, True, [])


def test_of_equal_values_the_lower_number_comes_first_whatever_the_bounds() -> None:
    given_ = [Candidate(3.0, 3.0, 0), Candidate(9.0, 3.0, 0), Candidate(5.0, 3.0, 0)]
    done, _ = searched(given_, 3, 3, itself)
    assert done.found == ((0,), (1,), (2,))
