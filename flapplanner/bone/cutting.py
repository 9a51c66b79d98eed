"""Cutting one donor bone into the pieces of a construct: what is needed, and what there is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite

from flapplanner.bone.built import Cut
from flapplanner.errors import GeometryError

# A bone that folds by less than this closes on a wedge; one that folds by more is taken apart.
WEDGE_BELOW_DEG = 90.0
ROUNDING_MM = 1e-6  # sums of lengths are no closer than this


def cut_bone(
    *,
    bone: str,
    whole_mm: float,
    protected_proximal_mm: float,
    protected_distal_mm: float,
    pieces_mm: Sequence[float],
    fold_deg: Sequence[float] = (),
    release_mm: float = 0.0,
    apart_mm: Sequence[float] = (),
    most_harvested_mm: float | None = None,
    least_piece_mm: float | None = None,
) -> Cut:
    """Return how a bone is cut into pieces, in the order in which they lie on it [mm].

        needed    = Σ pieces + Σ released
        available = whole − protected ends, at most what was ever harvested, at least 0

    Between two pieces that fold by 90 degrees or more the length `release_mm` is taken out under
    the periosteum, so that pedicle and periosteum turn the corner. Below that a closing wedge
    (`flapplanner.geometry.closing_wedge`) is enough and nothing is added where pieces are
    given with their longer side, along the cortex that stays.

    Parameters
    ----------
    bone
        Its name.
    whole_mm, protected_proximal_mm, protected_distal_mm
        Its length and what of it stays at either end [mm].
    pieces_mm
        The pieces wanted, the first proximal, docking included [mm].
    fold_deg
        The folds between them, one less than pieces [degrees, 0 to 180].
    release_mm
        What is taken out where it folds over [mm].
    apart_mm
        How far the ends of neighbouring pieces stand apart, which the pedicle has to cross; at
        least that much is taken out there. Empty: they meet.
    most_harvested_mm
        The longest that was ever taken, where that is known [mm].
    least_piece_mm
        The shortest piece that keeps its periosteal blood, where that is known [mm]. A shorter one
        is not refused here: `too_little` tells it.

    Raises
    ------
    GeometryError
        There is no piece, a length or an angle is not in its range, or folds and pieces do not
        match.

    >>> cut = cut_bone(
    ...     bone="fibula",
    ...     whole_mm=375,
    ...     protected_proximal_mm=40,
    ...     protected_distal_mm=60,
    ...     pieces_mm=(112, 112),
    ...     fold_deg=(180,),
    ...     release_mm=20,
    ...     most_harvested_mm=260,
    ... )
    >>> cut.available_mm, cut.needed_mm, cut.spare_mm, cut.osteotomies
    (260.0, 244.0, 16.0, 4)
    """
    _require_lengths(
        {"the whole bone": whole_mm}
        | {f"piece {number}": piece for number, piece in enumerate(pieces_mm, 1)},
        positive=True,
    )
    _require_lengths(
        {
            "the protected proximal end": protected_proximal_mm,
            "the protected distal end": protected_distal_mm,
            "the release": release_mm,
            "the most ever harvested": most_harvested_mm or 0.0,
            "the least piece": least_piece_mm or 0.0,
        }
    )
    if len(fold_deg) != len(pieces_mm) - 1:
        raise GeometryError(
            f"{len(pieces_mm)} pieces have {len(fold_deg)} folds between them; allowed are one or "
            "more pieces with one fold less."
        )
    for fold in fold_deg:
        if not 0 <= fold <= 180:
            raise GeometryError(f"a fold is {fold:g} degrees; allowed is 0 to 180.")

    released = tuple(
        max(apart, release_mm if fold >= WEDGE_BELOW_DEG else 0.0)
        for fold, apart in zip(fold_deg, apart_mm or (0.0,) * len(fold_deg), strict=True)
    )
    available_mm = max(0.0, whole_mm - protected_proximal_mm - protected_distal_mm)
    if most_harvested_mm is not None:
        available_mm = min(available_mm, most_harvested_mm)
    return Cut(
        bone=bone,
        whole_mm=whole_mm,
        protected_proximal_mm=protected_proximal_mm,
        protected_distal_mm=protected_distal_mm,
        available_mm=available_mm,
        needed_mm=sum(pieces_mm) + sum(released),
        pieces_mm=tuple(pieces_mm),
        released_mm=released,
        fold_deg=tuple(fold_deg),
        least_piece_mm=least_piece_mm,
    )


def too_little(cut: Cut) -> tuple[str, ...]:
    """Say what is too short for a cut, the bone or pieces of it, in one sentence each.

    Lengths are shown in whole millimetres, and what is short is the difference of those shown.
    Empty where all is long enough.

    >>> short = cut_bone(
    ...     bone="fibula",
    ...     whole_mm=347,
    ...     protected_proximal_mm=40,
    ...     protected_distal_mm=60,
    ...     pieces_mm=(243, 17),
    ...     fold_deg=(40,),
    ...     least_piece_mm=20,
    ... )
    >>> for sentence in too_little(short):
    ...     print(sentence)
    Too little bone: 13 mm short (247 mm available, 260 mm needed).
    A piece of 17 mm is shorter than the 20 mm that keep their periosteal blood.
    """
    return tuple(one for one in (_too_little_bone(cut), _too_short_pieces(cut)) if one)


def _too_little_bone(cut: Cut) -> str | None:
    if cut.spare_mm >= -ROUNDING_MM:
        return None
    short = round(cut.needed_mm) - round(cut.available_mm)
    missing = f"{short} mm" if short else "less than 1 mm"
    return (
        f"Too little bone: {missing} short ({cut.available_mm:.0f} mm available, "
        f"{cut.needed_mm:.0f} mm needed)."
    )


def _too_short_pieces(cut: Cut) -> str | None:
    least_mm = cut.least_piece_mm or 0.0
    short = [_below(piece, least_mm) for piece in cut.pieces_mm if piece < least_mm - ROUNDING_MM]
    if not short:
        return None
    than = f"shorter than the {least_mm:g} mm that keep their periosteal blood."
    if len(short) == 1:
        return f"A piece of {short[0]} mm is {than}"
    return f"Pieces of {', '.join(short[:-1])} and {short[-1]} mm are {than}"


def _below(piece_mm: float, least_mm: float) -> str:
    """A length in whole millimetres, or where these do not tell it from the least: just under."""
    return f"{piece_mm:.0f}" if round(piece_mm) < least_mm else f"just under {least_mm:g}"


def what_gives_way(cut: Cut) -> str | None:
    """Say where the missing bone could come from, in one sentence; None where none is missing.

    Bone between the protected ends that is held back only because no one was found to have taken
    so much comes first; for the rest, what would be left of either protected end if it alone gave
    way. Which of the two matters more is not said.

    >>> short = cut_bone(
    ...     bone="fibula",
    ...     whole_mm=347,
    ...     protected_proximal_mm=40,
    ...     protected_distal_mm=60,
    ...     pieces_mm=(260,),
    ... )
    >>> what_gives_way(short)
    'The missing bone would leave 27 mm of the protected 40 proximally, or 47 of 60 distally.'
    """
    if cut.spare_mm >= -ROUNDING_MM:
        return None
    if cut.needed_mm > cut.whole_mm + ROUNDING_MM:
        return f"The whole {cut.bone} of {cut.whole_mm:.0f} mm is not enough."
    proximal_mm, distal_mm = cut.protected_proximal_mm, cut.protected_distal_mm
    between_mm = cut.whole_mm - proximal_mm - distal_mm
    missing_mm = cut.needed_mm - between_mm
    if missing_mm <= ROUNDING_MM:
        return (
            f"Between the protected ends lie {between_mm:.0f} mm, but no more than "
            f"{cut.available_mm:.0f} mm are known to have been harvested."
        )
    left = [
        (f"{max(0.0, end_mm - missing_mm):.0f}", f"{end_mm:g} {where}")
        for end_mm, where in ((proximal_mm, "proximally"), (distal_mm, "distally"))
        if missing_mm <= end_mm + ROUNDING_MM
    ]
    if not left:
        return "Neither protected end alone is long enough to give the missing bone."
    (rest, end), *others = left
    other = "".join(f", or {rest} of {end}" for rest, end in others)
    return f"The missing bone would leave {rest} mm of the protected {end}{other}."


def _require_lengths(lengths_mm: Mapping[str, float], positive: bool = False) -> None:
    for name, length_mm in lengths_mm.items():
        if not (isfinite(length_mm) and (length_mm > 0 if positive else length_mm >= 0)):
            allowed = "a length above 0" if positive else "a length of 0 or more"
            raise GeometryError(f"{name} is {length_mm:g} mm; allowed is {allowed}.")
