"""The figures of the atlas in words: with spread and sample size, and their sources numbered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from textwrap import wrap

from pydantic import BaseModel

from vascular_models import Measure, Position, Reference, Sourced
from vascular_models.checks import UNIT_OF_SUFFIX

WIDTH = 100
WIDEST_LABEL = 36
MOST_AUTHORS = 3
Row = tuple[str, str]

# Fields that stand in the heading of an entry, or below it as what the entry stands on.
HEADED = ("title", *Sourced.model_fields)


@dataclass(frozen=True)
class Part:
    """A heading and what stands under it: a label and its words a row."""

    title: str
    rows: tuple[Row, ...]

    def text(self) -> str:
        """The part in lines of 100 columns; an address that is longer is not broken."""
        widths = [len(label) for label, _ in self.rows]
        width = max((width for width in widths if width <= WIDEST_LABEL), default=2)
        lines = wrapped(self.title, "", "  ")
        for label, words in self.rows:
            if len(label) > width:
                lines += wrapped(label, "  ", "    ")
                label = ""
            lines += wrapped(words, f"  {label:<{width}}  ", " " * (width + 4))
        return "\n".join(lines)


def wrapped(words: str, first: str, then: str) -> list[str]:
    """Words in lines of 100 columns, with what the first line and the others begin with."""
    return wrap(
        words,
        WIDTH,
        initial_indent=first,
        subsequent_indent=then,
        break_long_words=False,
        break_on_hyphens=False,
    )


class Citations:
    """Numbers the sources in the order in which they are first cited."""

    def __init__(self, references: Mapping[str, Reference]) -> None:
        self._references = references
        self._numbers: dict[str, int] = {}

    def mark(self, keys: Iterable[str]) -> str:
        """The numbers of some sources: ` [1, 3]`, or nothing without a source."""
        numbers = [self._numbers.setdefault(key, len(self._numbers) + 1) for key in keys]
        return f" [{', '.join(map(str, numbers))}]" if numbers else ""

    def part(self) -> Part:
        """All sources that were cited, in words."""
        cited = self._numbers.items()
        rows = tuple((f"[{n}]", reference_in_words(self._references[key])) for key, n in cited)
        return Part("Sources", rows)


def reference_in_words(reference: Reference) -> str:
    """Authors, title, journal, year, kind of study, and where to find it.

    >>> reference_in_words(
    ...     Reference(
    ...         key="a",
    ...         title="A flap",
    ...         authors="Ada B; Cid D; Eve F; Gil H",
    ...         year="1995",
    ...         journal="Ann Flaps 3:5",
    ...         doi="10.1/x",
    ...         url="",
    ...         kind="series",
    ...     )
    ... )
    'Ada B et al. A flap. Ann Flaps 3:5, 1995 (series). https://doi.org/10.1/x'
    """
    names = [name.strip() for name in reference.authors.split(";")]
    authors = "; ".join(names) if len(names) <= MOST_AUTHORS else f"{names[0]} et al."
    where = ", ".join(filter(None, (reference.journal, reference.year)))
    study = words(reference.kind)
    kind = f"{where} ({study})" if where and study else where or study
    said = [part.strip().rstrip(".") for part in (authors, reference.title, kind)]
    address = f"https://doi.org/{reference.doi}" if reference.doi else reference.url
    return " ".join([*(f"{part}." for part in said if part), address]).strip()


def words(name: str) -> str:
    """A name of the atlas in words.

    >>> words("superior_gluteal_artery")
    'superior gluteal artery'
    """
    return name.replace("_", " ")


def named(name: str) -> str:
    """A name in words and as it is written.

    >>> named("superior_gluteal_artery")
    'superior gluteal artery (superior_gluteal_artery)'
    """
    return f"{words(name)} ({name})"


def listed(names: Iterable[str]) -> str:
    """Names in words, one after the other."""
    return ", ".join(words(name) for name in names)


def quantity(field: str) -> str:
    """The name of a quantity without the unit that its figure shows.

    >>> quantity("max_length_mm"), quantity("number_count"), quantity("hilum_fraction")
    ('max length', 'number', 'hilum fraction')
    """
    for suffix in sorted(UNIT_OF_SUFFIX, key=len, reverse=True):
        if field.endswith(suffix) and UNIT_OF_SUFFIX[suffix] != "ratio":
            return words(field.removesuffix(suffix))
    return words(field)


def spread(measure: Measure) -> str:
    """The figure with its range, standard deviation and sample size.

    >>> spread(Measure(value=6.9, sd=1.4, n=200, unit="mm", source="some_paper"))
    '6.9 mm, sd 1.4, n 200'
    >>> spread(Measure(value=7.5, high=10.3, unit="mm", source="some_paper"))
    '7.5 mm (up to 10.3)'
    """
    text = measure.in_words()
    if measure.sd is not None:
        text += f", sd {measure.sd:g}"
    return text + (f", n {measure.n}" if measure.n else "")


def standing(figure: Sourced, cited: Citations) -> str:
    """What a figure stands on: the numbers of its sources, how it was estimated, remarks."""
    gap = f"; estimated: {figure.gap}" if figure.gap else ""
    note = f"; {figure.note}" if figure.note else ""
    return cited.mark(figure.source) + gap + note


def figure(measure: Measure, cited: Citations) -> str:
    """A figure with its spread and what it stands on."""
    return spread(measure) + standing(measure, cited)


def position_in_words(position: Position, cited: Citations) -> str:
    """Where something lies, as surgeons mark it."""
    start = f"the {words(position.start)}"
    if position.towards and position.along_fraction:
        share = position.along_fraction
        way = f"at {spread(share)} of the way{standing(share, cited)}"
        said = [f"from {start} towards the {words(position.towards)}, {way}"]
    else:
        said = [f"from {start}"]
    for field in ("lateral_mm", "medial_mm", "cranial_mm", "caudal_mm"):
        distance: Measure | None = getattr(position, field)
        if distance:
            said.append(f"{quantity(field)} {figure(distance, cited)}")
    return "; ".join(said)


def rows_of(entry: BaseModel, cited: Citations, within: str = "") -> Iterator[Row]:
    """Everything an entry of the atlas holds, field by field, and what it stands on itself."""
    for field in type(entry).model_fields:
        value = getattr(entry, field)
        if field in HEADED or value in (None, (), False) or isinstance(value, dict):
            continue
        if isinstance(value, Measure):
            yield within + quantity(field), figure(value, cited)
        elif isinstance(value, Position):
            yield within + words(field), position_in_words(value, cited)
        elif isinstance(value, BaseModel):
            yield from rows_of(value, cited, f"{within}{words(field)}: ")
        else:
            yield within + quantity(field), _plain(field, value)
    if isinstance(entry, Sourced):
        yield "stands on", standing(entry, cited).lstrip(" ;")


def _plain(field: str, value: object) -> str:
    if isinstance(value, tuple):
        text = ", ".join(_plain("", item) for item in value)
        return f"{text} mm" if field.endswith("_mm") else text
    if isinstance(value, float):
        return f"{value:g}"
    return "yes" if value is True else words(str(value))
