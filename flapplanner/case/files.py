"""The only place where a case is read from the disc: one bounded read."""

import stat
from pathlib import Path

from flapplanner.case.document import SUFFIXES
from flapplanner.errors import CaseError, quoted
from flapplanner.files import reason

SIZE_LIMIT_BYTES = 1_000_000


def case_bytes(path: Path) -> bytes:
    """The content of a case file, judged by its size before a byte of it is read.

    Raises CaseError when the file is missing, unreadable, too large or no regular file.
    """
    name = quoted(path.name)
    try:
        found = path.stat()
        # Asked before opening: opening a pipe would wait for a writer.
        if not stat.S_ISREG(found.st_mode):
            raise CaseError(f"{name} is not a regular file; allowed is a case file.")
        check_size(found.st_size, name)
        with path.open("rb") as file:
            content = file.read(SIZE_LIMIT_BYTES + 1)
    except (OSError, ValueError) as error:
        raise CaseError(f"{name} cannot be read ({reason(error)}).") from None
    check_size(len(content), name)  # the file may have grown since it was judged
    return content


def check_size(size_bytes: int, origin: str) -> None:
    """Raises CaseError when a case is larger than any case can be.

    >>> check_size(900, "case.yaml")
    """
    if size_bytes > SIZE_LIMIT_BYTES:
        found, allowed = size_bytes / 1e6, SIZE_LIMIT_BYTES / 1e6
        raise CaseError(f"{origin} has {found:.1f} MB; allowed is at most {allowed:g} MB.")


def case_suffix(origin: str) -> str:
    """The suffix of a file name, when it is one a case may have; CaseError otherwise.

    >>> case_suffix("Case.YAML")
    '.yaml'
    """
    suffix = Path(origin).suffix.lower()
    if suffix not in SUFFIXES:
        found = f"the suffix {suffix}" if suffix else "no suffix"
        raise CaseError(f"{quoted(origin)} has {found}; allowed is {' or '.join(SUFFIXES)}.")
    return suffix
