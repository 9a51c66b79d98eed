"""The command line: plan a case, map a reach, look things up in the atlas.

Errors are one sentence on stderr and exit code 2; no file is touched then.
"""

from __future__ import annotations

import gc
import sys

import typer

from flapplanner.cli.atlas import atlas_app
from flapplanner.cli.plan import plan_command
from flapplanner.cli.reach import reach_command
from flapplanner.errors import FlapPlannerError
from flapplanner.files import reason
from vascular_models import AtlasError

app = typer.Typer(
    help="Microsurgical flap planning for sacral and pelvic reconstruction.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("plan")(plan_command)
app.command("reach")(reach_command)
app.add_typer(atlas_app, name="atlas")


def main() -> None:
    """Runs the command line; what the user can mend ends in one sentence and exit code 2."""
    gc.disable()  # one command, and the process ends: nothing has to be given back before
    try:
        sys.exit(app(standalone_mode=False))
    except (FlapPlannerError, AtlasError) as error:
        message = str(error)
    except typer.TyperException as error:  # the words themselves were wrong
        message = _usage(error)
    except OSError as error:
        message = f"The output cannot be written ({reason(error)})."
    typer.echo(message, err=True)
    sys.exit(2)


def _usage(error: typer.TyperException) -> str:
    """What was wrong with the words of a command, in one sentence; the help where there were none.

    >>> _usage(typer.BadParameter("No such\\noption: --fast."))
    'Invalid value: No such option: --fast; `flapplanner --help` tells what is allowed.'
    """
    said = error.format_message()
    if said.startswith("Usage:"):
        return said
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "flapplanner"
    sentence = " ".join(said.split()).replace("Value error, ", "").rstrip(".")
    return f"{sentence}; `{command} --help` tells what is allowed."
