"""The shipped environments as a corpus of somebody else's: a module that is imported in the jail alone."""

import functools
import runpy
from pathlib import Path

from resyn import catalogue

FILES = {path.stem: path for folder in catalogue.__path__ for path in sorted(Path(folder).glob("*/[a-z]*.py"))}


@functools.cache
def functions(name):
    """Return the functions of an environment, by name."""
    return runpy.run_path(str(FILES[name]))
