"""One reconstruction opened: what is done, how it hangs together, and what is left."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from flapplanner.planning.course import Course
from flapplanner.planning.reconstruction import Reconstruction, Share
from flapplanner.report.built_text import NO_FORECAST, built_facts
from flapplanner.report.reconstruction_text import course_counts, fallback_facts, fixed_with
from flapplanner.ui.markup import items, number_cell, table
from flapplanner.ui.option_view import parts_table
from flapplanner.ui.reconstruction_view import capital, name_markup


def opened_markup(one: Reconstruction) -> str:
    """What is done, how the parts hang together, what is left; beside it the parts of the score."""
    words = [
        *(f'<p class="caution">Caution: {escape(text)}</p>' for text in one.cautions),
        _parts(one),
        f"<h3>Course</h3>{_course(one.course)}",
        f"<h3>How it hangs together</h3>{items(one.joins)}" if one.joins else "",
        f"<h3>Bone and fixation</h3>{items(_bone(one))}" if any(_bone(one)) else "",
        f"<h3>Lifeboat</h3>{items(fallback_facts(one, one.fallback))}" if one.fallback else "",
        f"<h3>Nearly the same</h3>{items(one.also)}" if one.also else "",
    ]
    criteria = parts_table(one.criteria, one.score, "whole-parts")
    return f'<div class="beside"><div>{"".join(words)}</div><div>{criteria}</div></div>'


def title_markup(one: Reconstruction) -> str:
    """The name of what is opened."""
    return f'<h2 data-testid="opened">{one.rank}. {name_markup(one)}</h2>'


def _bone(one: Reconstruction) -> Iterator[str]:
    """From which leg, and what holds it; the construct itself is told beside its drawing."""
    if one.donor_side:
        yield one.donor_side
    yield from fixed_with(one)


def _parts(one: Reconstruction) -> str:
    if not one.shares:
        return ""
    header = [("Flap", "third"), ("Does", ""), ("Joined to", ""), ("Pedicle to spare", "number")]
    return table("Parts", header, map(_share, one.shares), "shares")


def _share(share: Share) -> str:
    joined = share.recipient.title if share.recipient else "stays on its pedicle"
    spare = f"{share.reach.margin_mm:.0f} mm" if share.reach else "–"
    return (
        f"<tr><td><b>{escape(share.name)}</b></td><td>{share.role}</td>"
        f"<td>{escape(joined)}</td>{number_cell(spare)}</tr>"
    )


def _course(course: Course) -> str:
    steps = "".join(
        f"<li><b>{step.position.capitalize()}</b>{items(map(capital, step.done))}</li>"
        for step in course.steps
    )
    return f"<ol>{steps}</ol><p>{escape(capital(course_counts(course)))}.</p>"


def bone_markup(one: Reconstruction, picture: str) -> str:
    """The drawing of the bone, and below it what is said of it."""
    facts = items(built_facts(one.built)) if one.built else ""
    return f'<div class="broad">{picture}</div>{facts}<p class="small">{NO_FORECAST}</p>'
