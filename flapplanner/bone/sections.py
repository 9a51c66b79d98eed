"""Hollow round sections: what one strut bears along its axis, before anything has healed."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, pi, sqrt

from flapplanner.bone.built import Strength
from flapplanner.errors import GeometryError

MPA_PER_GPA = 1000.0  # 1 MPa is 1 N/mm²: with lengths in mm every force below is in N


@dataclass(frozen=True)
class Section:
    """A round bone with a round canal in its middle: both diameters [mm].

    Raises GeometryError where the canal is not thinner than the bone.

    >>> fibula = Section(11.5, 5.1)
    >>> round(fibula.area_mm2), round(fibula.second_moment_mm4), round(fibula.gyration_mm, 2)
    (83, 825, 3.15)
    """

    outer_mm: float
    canal_mm: float

    def __post_init__(self) -> None:
        _require_positive(self.outer_mm, "the bone's diameter", "mm")
        if not 0 <= self.canal_mm < self.outer_mm:
            raise GeometryError(
                f"the canal is {self.canal_mm:g} mm wide in a bone of {self.outer_mm:g} mm; "
                "allowed is 0 or more, and less than the bone."
            )

    @property
    def area_mm2(self) -> float:
        """The cortex of the section: A = π/4 (D² − d²) [mm²]."""
        return pi / 4 * (self.outer_mm**2 - self.canal_mm**2)

    @property
    def second_moment_mm4(self) -> float:
        """The second moment of its area about any diameter: I = π/64 (D⁴ − d⁴) [mm⁴]."""
        return pi / 64 * (self.outer_mm**4 - self.canal_mm**4)

    @property
    def gyration_mm(self) -> float:
        """The radius of gyration: r = √(I/A) = √(D² + d²)/4 [mm]."""
        return sqrt(self.outer_mm**2 + self.canal_mm**2) / 4


def slenderness(section: Section, free_length_mm: float, end_factor: float = 1.0) -> float:
    """Return the slenderness λ = K L / r of a strut.

    L is its free length [mm], K the factor of its ends: 1 for two pins, 0.5 for two that are held
    fast, 2 for one held fast and one free. Raises GeometryError for a length or a factor that is
    not positive.

    >>> round(slenderness(Section(11.5, 5.1), 94), 1)
    29.9
    """
    _require_positive(free_length_mm, "the free length", "mm")
    _require_positive(end_factor, "the factor of the ends", "")
    return end_factor * free_length_mm / section.gyration_mm


def euler_load_n(
    section: Section, free_length_mm: float, modulus_gpa: float, end_factor: float = 1.0
) -> float:
    """Return the load at which a slender strut bows out [N]: P = π² E I / (K L)².

    Euler's column: straight, loaded along its axis, elastic up to that load. E is the modulus
    along the bone [GPa]. Raises GeometryError for a value that is not positive.

    >>> round(euler_load_n(Section(11.5, 5.1), 94, modulus_gpa=15))
    13828
    """
    _require_positive(modulus_gpa, "the modulus", "GPa")
    ratio = slenderness(section, free_length_mm, end_factor)
    return pi**2 * modulus_gpa * MPA_PER_GPA * section.area_mm2 / ratio**2


def buckling_load_n(
    section: Section,
    free_length_mm: float,
    modulus_gpa: float,
    strength_mpa: float,
    end_factor: float = 1.0,
) -> float:
    """Return the load at which a strut fails, from short and crushed to slender and bowed [N].

    Above the slenderness λ₁ = √(2 π² E/σ) that is Euler's load. Below it Euler's stress would
    exceed σ/2 and in the end σ itself; there stands Johnson's parabola

        P = A σ (1 − σ λ² / (4 π² E))

    which is the only parabola in λ that starts level at the crushing stress σ and runs into
    Euler's curve without a bend; they touch at λ₁, where both are σ/2. It lies below the lesser of
    Euler's load and A σ, by up to a quarter. σ is the strength along the bone [MPa].

    Raises
    ------
    GeometryError
        A value is not positive and finite.

    >>> round(buckling_load_n(Section(11.5, 5.1), 94, modulus_gpa=15, strength_mpa=150))
    9684
    """
    _require_positive(strength_mpa, "the strength", "MPa")
    euler_n = euler_load_n(section, free_length_mm, modulus_gpa, end_factor)
    crushing_n = strength_mpa * section.area_mm2
    # With Pᴱ = π² E A / λ² the parabola is A σ (1 − A σ / 4 Pᴱ), and λ₁ is where Pᴱ = A σ / 2.
    if euler_n <= crushing_n / 2:
        return euler_n
    return crushing_n * (1 - crushing_n / (4 * euler_n))


def strength(
    *,
    outer_mm: float,
    canal_mm: float,
    free_length_mm: float,
    axial_load_n: float,
    modulus_gpa: float,
    strength_mpa: float,
    end_factor: float = 1.0,
    parallel: int = 1,
) -> Strength:
    """Return how many body weights struts side by side would bear along their axis.

    The struts share the load equally and each bends by itself: two are twice one, and no more
    for the distance between them.

    Parameters
    ----------
    outer_mm, canal_mm
        Diameters of one strut [mm].
    free_length_mm
        Its length between the faces it docks on [mm].
    axial_load_n
        The load along the axis of all `parallel` struts together at one body weight [N].
    modulus_gpa, strength_mpa
        Of the cortex along the bone.
    end_factor
        K of `slenderness`; 1, two pins, is on the safe side of plated ends.

    Raises
    ------
    GeometryError
        A value is not positive and finite, or the canal is not thinner than the bone.

    >>> strut = {"outer_mm": 11.5, "canal_mm": 5.1, "modulus_gpa": 15, "strength_mpa": 150}
    >>> one = strength(**strut, free_length_mm=94, axial_load_n=700)
    >>> two = strength(**strut, free_length_mm=94, axial_load_n=700, parallel=2)
    >>> round(one.axial_stress_mpa, 1), round(one.body_weights, 1), round(two.body_weights, 1)
    (8.4, 13.8, 27.7)
    """
    _require_positive(axial_load_n, "the axial load", "N")
    if parallel < 1:
        raise GeometryError(f"{parallel} struts stand side by side; allowed is 1 or more.")
    section = Section(outer_mm, canal_mm)
    load_n = axial_load_n / parallel
    buckling_n = buckling_load_n(section, free_length_mm, modulus_gpa, strength_mpa, end_factor)
    return Strength(
        area_mm2=section.area_mm2,
        second_moment_mm4=section.second_moment_mm4,
        axial_load_n=load_n,
        axial_stress_mpa=load_n / section.area_mm2,
        buckling_load_n=buckling_n,
        crushing_body_weights=strength_mpa * section.area_mm2 / load_n,
        buckling_body_weights=buckling_n / load_n,
    )


def _require_positive(value: float, name: str, unit: str) -> None:
    if not (isfinite(value) and value > 0):
        found = f"{value:g} {unit}".strip()
        raise GeometryError(f"{name} is {found}; allowed is a finite value above 0.")
