"""Entry point: finds the command, and turns errors into message, hint and exit code.

Exit codes: 0 done; 1 ran, and the answer is no; 2 usage or configuration; 3 an outside system failed; 130 interrupted.
"""

import importlib
import os
import sys
import threading
from typing import NoReturn

import click

from resyn.core.errors import ResynError

COMMANDS = {
    "run": "Let a model write environments, keep those that pass every stage, and pack a dataset.",
    "keywords": "Let a model name topics: of seed problems, or of a field; balanced against what there is.",
    "propose": "Let a model write environments, without checking them.",
    "check": "Run the rules on files or folders of environments.",
    "judge": "Ask two judges and a blind solver about environments.",
    "certify": "Put on record what environments passed; do it over and compare.",
    "sample": "Print questions of an environment; verify an answer.",
    "calibrate": "Let models answer questions of every level, and say what is learnable.",
    "dataset": "Draw a dataset of (question, verifier) pairs.",
    "train": "Train a model by DAPO on environments, or write the same as a configuration of verl.",
    "evaluate": "Measure a model on benchmarks and held-out environments.",
    "serve": "Answer requests for rewards over HTTP.",
    "rescore": "Score saved rollouts again, and compare with the rewards that were recorded.",
    "report": "Write a page that shows what a run did and why.",
    "solvers": "Let a model write solvers of somebody else's tasks, as second opinions for an audit.",
    "audit": "Run the rules on anybody's generators and scorers; score the rules on planted bugs.",
    "catalogue": "List, filter and show the shipped environments.",
    "doctor": "Say what this machine offers: isolation, extras, weights.",
}


class _LazyGroup(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"resyn.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="resyn")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def cli(debug: bool) -> None:
    """Reasoning environments that a language model writes, a jail runs, and rules prove sound."""


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with its code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        code = cli.main(arguments, standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        _tell("resyn: interrupted; what was committed is kept")
        _leave(130)
    except Exception as error:  # the boundary to the user: Python alone would exit with 1, which means "no"
        if "--debug" in arguments:
            raise
        _exit_with(error)
    sys.exit(code if isinstance(code, int) else 0)


def _exit_with(error: Exception) -> NoReturn:
    if isinstance(error, ResynError):
        message, hint, code = str(error), error.hint, error.exit_code
    elif isinstance(error, OSError):
        message, hint, code = str(error), "Check path, permissions and space.", 3
    else:
        message = f"this is a fault of resyn: {type(error).__name__}: {error}"
        hint, code = "Please report it with what `resyn --debug ...` shows.", 3
    _tell(f"resyn: {message}")
    if hint:
        _tell(f"  {hint}")
    sys.exit(code)


def _tell(line: str) -> None:
    from resyn.cli.console import note  # loads rich, which `--help` and `--version` do without

    note(line)


def _leave(code: int) -> NoReturn:
    """Exit without waiting for threads: one may be in a model call of minutes, and nobody will take its answer."""
    if any(not thread.daemon for thread in threading.enumerate() if thread is not threading.main_thread()):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)
