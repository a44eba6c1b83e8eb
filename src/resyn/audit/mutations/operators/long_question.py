"""The question is far too long."""

import ast
from collections.abc import Iterator

from resyn.audit.mutations.program import Change, Program

PART = "observe"


def changes(program: Program) -> Iterator[Change]:
    """Yield each returned question with 12,000 characters of data behind it that nobody needs."""
    observe = program.function("observe")
    if observe is None:
        return
    for node in program.nodes(ast.Return, [observe]):
        if node.value is not None:
            text = f'({program.text(node.value)}) + "\\n" + " ".join(str(n) for n in range(2600))'
            yield program.replace(node.value, text, "12,000 characters of numbers follow")
