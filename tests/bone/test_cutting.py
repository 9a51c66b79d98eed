"""How one bone is cut into pieces: sums by hand, laws, and the sentences that are said of it."""

from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from flapplanner.bone.built import Cut
from flapplanner.bone.cutting import cut_bone, too_little, what_gives_way
from flapplanner.errors import GeometryError

UNHURRIED = settings(deadline=None)  # a busy machine is no failure
lengths = st.floats(20, 200)
pieces = st.lists(lengths, min_size=1, max_size=5)


def fibula(*pieces_mm: float, **changed: Any) -> Cut:
    """A man's fibula of 375 mm, 40 and 60 mm protected, of which up to 260 mm were taken."""
    values: dict[str, Any] = {
        "bone": "fibula",
        "whole_mm": 375.0,
        "protected_proximal_mm": 40.0,
        "protected_distal_mm": 60.0,
        "pieces_mm": pieces_mm,
        "fold_deg": (180.0,) * (len(pieces_mm) - 1),
        "most_harvested_mm": 260.0,
        "least_piece_mm": 20.0,
    }
    return cut_bone(**(values | changed))


# Sums by hand


def test_a_double_barrelled_fibula_for_a_gap_of_94_mm() -> None:
    cut = fibula(112, 112, release_mm=20)
    assert cut.available_mm == 260  # 375 − 100 = 275, more than was ever taken
    assert cut.needed_mm == 244
    assert cut.spare_mm == 16
    assert list(cut.released_mm) == [20]
    assert cut.osteotomies == 4
    assert too_little(cut) == ()
    assert what_gives_way(cut) is None


def test_the_protected_ends_bind_where_less_lies_between_them_than_was_ever_taken() -> None:
    assert fibula(100, whole_mm=345).available_mm == 245
    assert fibula(100, whole_mm=345, most_harvested_mm=None).available_mm == 245
    assert fibula(100, most_harvested_mm=None).available_mm == 275


def test_a_bone_shorter_than_its_protected_ends_gives_nothing() -> None:
    assert fibula(30, whole_mm=90).available_mm == 0


def test_a_wedge_takes_nothing_and_a_fold_over_takes_its_release() -> None:
    cut = fibula(60, 50, 40, 30, fold_deg=(40, 90, 89.9), release_mm=15)
    assert list(cut.released_mm) == [0, 15, 0]
    assert cut.needed_mm == 195
    assert cut.fold_deg == (40, 90, 89.9)


def test_one_piece_is_cut_twice() -> None:
    assert fibula(112).osteotomies == 2
    assert fibula(112).released_mm == ()


# Sentences


def test_too_little_bone_is_told_in_whole_millimetres_that_add_up() -> None:
    cut = fibula(120, 120, whole_mm=347, release_mm=20)
    assert too_little(cut) == ("Too little bone: 13 mm short (247 mm available, 260 mm needed).",)
    rounded = fibula(259.3, whole_mm=346.7)
    assert too_little(rounded) == (
        "Too little bone: 12 mm short (247 mm available, 259 mm needed).",
    )


def test_a_hair_too_little_is_told_as_such() -> None:
    assert too_little(fibula(247.3, whole_mm=347)) == (
        "Too little bone: less than 1 mm short (247 mm available, 247 mm needed).",
    )


def test_a_sum_that_is_off_by_rounding_is_long_enough() -> None:
    cut = fibula(*[0.1] * 3, whole_mm=0.3, protected_proximal_mm=0, protected_distal_mm=0)
    assert cut.spare_mm < 0  # 0.1 + 0.1 + 0.1 > 0.3
    assert what_gives_way(cut) is None
    assert not any("Too little bone" in sentence for sentence in too_little(cut))


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ((90, 17), "A piece of 17 mm is shorter than the 20 mm that keep their periosteal blood."),
        (
            (17, 90, 15),
            "Pieces of 17 and 15 mm are shorter than the 20 mm that keep their periosteal blood.",
        ),
        (
            (17, 16, 15),
            "Pieces of 17, 16 and 15 mm are shorter than the 20 mm that keep their periosteal "
            "blood.",
        ),
        (
            (19.8,),
            "A piece of just under 20 mm is shorter than the 20 mm that keep their periosteal "
            "blood.",
        ),
    ],
)
def test_pieces_that_are_too_short_are_told(wanted: tuple[float, ...], sentence: str) -> None:
    assert too_little(fibula(*wanted)) == (sentence,)


def test_a_piece_just_long_enough_and_a_bone_without_a_least_piece_are_no_matter() -> None:
    assert too_little(fibula(90, 20)) == ()
    assert too_little(fibula(90, 5, least_piece_mm=None)) == ()


def test_both_shortages_are_told_the_bone_first() -> None:
    sentences = too_little(fibula(300, 10))
    assert [sentence.split()[0] for sentence in sentences] == ["Too", "A"]


@pytest.mark.parametrize(
    ("needed", "sentence"),
    [
        (
            270,
            "Between the protected ends lie 275 mm, but no more than 260 mm are known to have "
            "been harvested.",
        ),
        (
            288,
            "The missing bone would leave 27 mm of the protected 40 proximally, or 47 of 60 "
            "distally.",
        ),
        (
            315,
            "The missing bone would leave 0 mm of the protected 40 proximally, or 20 of 60 "
            "distally.",
        ),
        (325, "The missing bone would leave 10 mm of the protected 60 distally."),
        (350, "Neither protected end alone is long enough to give the missing bone."),
        (380, "The whole fibula of 375 mm is not enough."),
    ],
)
def test_what_would_have_to_give_way(needed: float, sentence: str) -> None:
    assert what_gives_way(fibula(needed)) == sentence


# Laws


@UNHURRIED
@given(wanted=pieces, release=st.floats(0, 40), split=st.floats(0.1, 0.9))
def test_a_piece_cut_in_two_without_a_fold_needs_the_same_bone(
    wanted: list[float], release: float, split: float
) -> None:
    cut = fibula(*wanted, release_mm=release)
    first, *others = wanted
    apart = fibula(
        split * first,
        (1 - split) * first,
        *others,
        release_mm=release,
        fold_deg=(0.0, *cut.fold_deg),
    )
    assert apart.needed_mm == pytest.approx(cut.needed_mm)
    assert apart.osteotomies == cut.osteotomies + 1


@UNHURRIED
@given(wanted=pieces, release=st.floats(0, 40), folds=st.data())
def test_the_order_of_pieces_and_the_end_they_are_counted_from_change_no_sum(
    wanted: list[float], release: float, folds: st.DataObject
) -> None:
    angles = [folds.draw(st.floats(0, 180)) for _ in wanted[1:]]
    cut = fibula(*wanted, release_mm=release, fold_deg=angles)
    back = fibula(*wanted[::-1], release_mm=release, fold_deg=angles[::-1])
    assert back.needed_mm == pytest.approx(cut.needed_mm)
    assert back.osteotomies == cut.osteotomies
    assert back.released_mm == cut.released_mm[::-1]


@UNHURRIED
@given(wanted=pieces, whole=st.floats(100, 500), more=st.floats(0, 100))
def test_a_longer_bone_and_thinner_protection_give_no_less(
    wanted: list[float], whole: float, more: float
) -> None:
    spare = fibula(*wanted, whole_mm=whole).spare_mm
    assert fibula(*wanted, whole_mm=whole + more).spare_mm >= spare
    assert fibula(*wanted, whole_mm=whole, protected_distal_mm=60 + more).spare_mm <= spare
    assert fibula(*wanted, whole_mm=whole, protected_proximal_mm=40 + more).spare_mm <= spare
    assert fibula(*wanted, whole_mm=whole, most_harvested_mm=260 + more).spare_mm >= spare
    assert fibula(*wanted, whole_mm=whole, release_mm=more).spare_mm <= spare


@UNHURRIED
@given(wanted=pieces, whole=st.floats(100, 500))
def test_a_sentence_is_said_exactly_where_something_is_short(
    wanted: list[float], whole: float
) -> None:
    cut = fibula(*wanted, whole_mm=whole, least_piece_mm=None)
    assume(abs(cut.spare_mm) > 1e-3)
    assert (too_little(cut) != ()) == (cut.spare_mm < 0) == (what_gives_way(cut) is not None)


# What cannot be answered


@pytest.mark.parametrize(
    ("wanted", "changed", "sentence"),
    [
        ((), {"fold_deg": ()}, "0 pieces have 0 folds"),
        ((100, 100), {"fold_deg": ()}, "2 pieces have 0 folds"),
        ((100, 0), {}, "piece 2 is 0 mm"),
        ((100, float("nan")), {}, "piece 2 is nan mm"),
        ((100, 100), {"fold_deg": (181,)}, "a fold is 181 degrees"),
        ((100,), {"whole_mm": 0}, "the whole bone is 0 mm"),
        ((100,), {"protected_proximal_mm": -1}, "the protected proximal end is -1 mm"),
        ((100,), {"protected_distal_mm": float("inf")}, "the protected distal end is inf mm"),
        ((100,), {"release_mm": -1}, "the release is -1 mm"),
        ((100,), {"most_harvested_mm": -1}, "the most ever harvested is -1 mm"),
        ((100,), {"least_piece_mm": -1}, "the least piece is -1 mm"),
    ],
)
def test_a_length_that_cannot_be_is_named(
    wanted: tuple[float, ...], changed: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(GeometryError, match=sentence):
        fibula(*wanted, **changed)
