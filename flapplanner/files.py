"""Writing to the disc: a file is whole or it is not there."""

import os
import secrets
from pathlib import Path

from flapplanner.errors import TargetError, quoted


def write_whole(path: Path, text: str, *, overwrite: bool) -> None:
    """Writes a text file whole or not at all, by way of a temporary file in the same folder.

    Raises TargetError when the file exists and may not be replaced, or cannot be written.
    """
    name = quoted(path.name)
    if not overwrite and os.path.lexists(path):
        raise TargetError(
            f"{name} exists already and was left as it is; it can be replaced on request."
        )
    if os.path.lexists(path) and (path.is_symlink() or not path.is_file()):
        raise TargetError(f"{name} is not a plain file and was left as it is.")
    try:
        temporary = path.with_name(f".{secrets.token_hex(8)}.tmp")
        try:
            with temporary.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, path)
        finally:
            temporary.unlink(missing_ok=True)
    except (OSError, ValueError) as error:
        raise TargetError(
            f"{name} cannot be written ({reason(error)}); nothing was left behind."
        ) from None


def reason(error: OSError | ValueError) -> str:
    """What the system says went wrong, to stand within a sentence."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror[:1].lower() + error.strerror[1:]
    return "its name is not one a file can have"
