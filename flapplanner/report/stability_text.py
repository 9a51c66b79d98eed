"""The ring, its fixation and the roots in sentences, as a plan shows them."""

from __future__ import annotations

from collections.abc import Iterator

from flapplanner.bone.fixation import FixationAdvice, FixationClass
from flapplanner.planning import Plan
from flapplanner.report.built_text import NO_FORECAST, reported_figure
from flapplanner.report.plan_words import sentences
from vascular_models.stability import Reported


def stability_text(plan: Plan) -> Iterator[str]:
    """The sections of the report: the ring, its fixation, and function without the roots."""
    yield sentences("Pelvic ring", ring_facts(plan))
    yield sentences("Fixation", fixation_facts(plan.fixation))
    for name, lines in reported_facts(plan.fixation):
        yield sentences(f"Reported of {name}", lines)
    yield sentences("Why not another fixation", not_advised(plan.fixation))
    yield sentences("Function", function_facts(plan))


def ring_facts(plan: Plan) -> tuple[str, ...]:
    """What the resection leaves of the pelvic ring, a sentence each."""
    title = plan.ring.title
    return (f"{title[0].upper()}{title[1:]}.", *plan.ring.sentences)


def fixation_facts(advice: FixationAdvice) -> Iterator[str]:
    """The class that is worth considering, why, how it did, and what speaks for caution."""
    yield advice_sentence(advice)
    yield from advice.advised.sentences
    yield from advice.cautions


def advice_sentence(advice: FixationAdvice) -> str:
    """Which fixation is worth considering."""
    if advice.advised.name == "none":
        return "None: nothing that was published asks for metal here."
    return f"Worth considering: {advice.title}."


def reported_facts(advice: FixationAdvice) -> Iterator[tuple[str, tuple[str, ...]]]:
    """How the advised metal and what it is built on did in published series, by its class."""
    for one in (advice.advised, *built_on(advice)):
        if one.reported:
            yield one.short, tuple(f"{reported_words(figure)}." for figure in one.reported)


def reported_words(figure: Reported) -> str:
    """What a published figure counts, and the figure; how many it stands on is said once.

    >>> reported_words(Reported(value=5, n=20, unit="percent", what="rods broken", gap="-"))
    'Rods broken: 5 %, n = 20'
    """
    told = f"of {figure.n})" in figure.what
    what = figure.what[:1].upper() + figure.what[1:]
    return f"{what}: {figure.in_words() if told else reported_figure(figure)}"


def built_on(advice: FixationAdvice) -> Iterator[FixationClass]:
    """The classes that the advised one is built on."""
    return (one for one in advice.others if one.short in advice.built_on)


def not_advised(advice: FixationAdvice) -> Iterator[str]:
    """The other classes and why each is not what is advised."""
    for one in advice.others:
        if one.short not in advice.built_on:
            yield f"{one.title}: {' '.join(one.sentences)}"


def function_facts(plan: Plan) -> tuple[str, ...]:
    """The roots that go and what was published of function without them."""
    said = plan.roots.sentences
    return (*said, NO_FORECAST) if plan.roots.roots else said
