"""Prompts are .md files in a folder `prompts` beside the code that uses them; here they are filled in."""

import functools
import string
from importlib import resources


def fill(package: str, prompt: str, **values: str) -> str:
    """Return a prompt of a package with its `$names` filled in; a name left over is a KeyError."""
    return string.Template(read_prompt(package, prompt)).substitute(values).strip()


@functools.cache
def read_prompt(package: str, prompt: str) -> str:
    """Return the text of a prompt as it lies in its file."""
    return (resources.files(package) / "prompts" / f"{prompt}.md").read_text(encoding="utf-8").rstrip("\n")


def shorten(text: str, chars: int) -> str:
    """Return at most so many characters of a text, and a mark where it goes on."""
    return text if len(text) <= chars else f"{text[:chars]} [...]"
