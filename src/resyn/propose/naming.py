"""Name a proposed environment after what is asked."""

import ast
import keyword as python
import re

from resyn.core.environment import parse_source

_PLANNED = re.compile(r"^[\s*#>\d.)-]*name[\s*]*:[\s*`\"']*([A-Za-z][\w -]*)", re.IGNORECASE | re.MULTILINE)
_FILLERS = "a an and for from given in is of on or so such that the this to with you your"
_MOST_WORDS = 6


def name_environment(keyword: str, plan: str, source: str) -> str:
    """Return a lower-case identifier: the plan's name, else words of the file's docstring, else the keyword."""
    planned = _PLANNED.search(plan)
    name = _identifier(planned[1].removesuffix(".py")) if planned else ""
    return name or _identifier(_docstring(source)) or _identifier(keyword) or "environment"


def _docstring(source: str) -> str:
    try:
        first = (ast.get_docstring(parse_source(source)) or "").strip().split("\n")[0]
    except SyntaxError:
        return ""
    fillers = _FILLERS.split()
    return " ".join(word for word in first.split() if word.lower().strip(",.") not in fillers)


def _identifier(text: str) -> str:
    words = re.findall(r"[a-z0-9]+", text.lower().replace("_", " "))
    while words and not words[0][0].isalpha():
        words.pop(0)
    name = "_".join(words[:_MOST_WORDS])[:80].rstrip("_")
    return f"{name}_task" if python.iskeyword(name) else name
