"""The colours of a drawing: after Okabe and Ito, so that every common colour vision tells them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal

Scheme = Literal["light", "dark", "either"]


@dataclass(frozen=True)
class Ink:
    """One colour for each kind of thing in a drawing."""

    paper: str
    body: str
    outline: str
    words: str
    faint: str
    missing: str
    paddle: str
    pedicle: str
    bare: str


LIGHT = Ink(
    paper="#FFFFFF",
    body="#EEF1F4",
    outline="#97A4B0",
    words="#1B2430",
    faint="#4D5A66",
    missing="#A8518A",
    paddle="#0072B2",
    pedicle="#00664B",
    bare="#D55E00",
)
DARK = Ink(
    paper="#12181F",
    body="#202A35",
    outline="#64748A",
    words="#ECF0F3",
    faint="#B4C0CB",
    missing="#DD9CC0",
    paddle="#56B4E9",
    pedicle="#2FC49A",
    bare="#F08A45",
)


def ink(scheme: Scheme) -> Ink:
    """The colours for a light or a dark page; `either` leaves it to the page that shows it.

    >>> ink("either").paper
    'light-dark(#FFFFFF,#12181F)'
    """
    if scheme == "either":
        pairs = {f.name: (getattr(LIGHT, f.name), getattr(DARK, f.name)) for f in fields(Ink)}
        return Ink(**{name: f"light-dark({one},{other})" for name, (one, other) in pairs.items()})
    return LIGHT if scheme == "light" else DARK
