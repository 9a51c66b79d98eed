"""One small family of errors; each message is a sentence for the person at the screen."""

import json


class FlapPlannerError(Exception):
    """Anything the user can mend: the message says where, what was found, what is allowed."""


class CaseError(FlapPlannerError):
    """A case file or a value in it cannot be used."""


class GeometryError(FlapPlannerError):
    """An outline or a length cannot be used; the message names the place."""


class TargetError(FlapPlannerError):
    """A result cannot be written where it was asked for; nothing was left half-written."""


def quoted(text: str) -> str:
    """A text as it stands when it is short, plain and printable, else quoted and cut.

    >>> quoted("femal"), quoted("two\\nlines"), quoted("")
    ('femal', '"two\\\\nlines"', '""')
    """
    short = text if len(text) <= 60 else text[:57] + "..."
    plain = short.isprintable() and short == short.strip() != ""
    return short if plain else json.dumps(short)
