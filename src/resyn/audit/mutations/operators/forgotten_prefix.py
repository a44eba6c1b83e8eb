"""The question shows the name of a field in braces in place of its value."""

import ast
import re
from collections.abc import Iterator

from resyn.audit.mutations.program import Change, Edit, Program

PART = "observe"


def changes(program: Program) -> Iterator[Change]:
    """Yield each text of the question that has fields without the letter that fills them in."""
    for node in program.nodes(ast.JoinedStr, program.asking):
        start, end = program.span(node)
        text = program.source[start:end]
        if re.match(r"f[\"'](?!\"\"|'')", text) and any(isinstance(part, ast.FormattedValue) for part in node.values):
            yield Change((Edit(start, start + 1, ""),), node.lineno, "a text in braces without its f")
