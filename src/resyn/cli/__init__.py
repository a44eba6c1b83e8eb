"""The command line: one console script, commands loaded only when called."""

from resyn.cli.main import main

__all__ = ["main"]
