"""Compiles the few functions that are called ten thousand times a plan, and keeps the result."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., Any])

_NEWEST = max(file.stat().st_mtime for file in Path(__file__).parent.glob("*.py"))


def compiled(function: Function) -> Function:
    """The function as machine code, kept on disk so that it is compiled once a machine.

    It lets go of the interpreter's lock, and keeps to IEEE arithmetic, so that the same input
    gives the same bits. Where no folder can be written the code is compiled anew each time.
    """
    if numba.config.DISABLE_JIT:  # type: ignore[attr-defined]  # made from the environment
        return function
    try:
        made: Any = numba.njit(cache=True, nogil=True)(function)
    except RuntimeError:  # no folder to keep it in
        made = numba.njit(nogil=True)(function)
    else:
        _forget_stale(made, function)
    return cast(Function, made)  # it is called just like the function


def _forget_stale(made: Any, function: Callable[..., Any]) -> None:
    """Drop what was kept before any module here changed; numba looks at one file alone."""
    kept = Path(made.stats.cache_path).glob(f"{Path(function.__code__.co_filename).stem}.*.nbi")
    for index in kept:
        if index.stat().st_mtime < _NEWEST:
            index.unlink(missing_ok=True)
