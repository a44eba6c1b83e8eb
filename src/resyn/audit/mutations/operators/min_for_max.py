"""The least is taken for the greatest, or the greatest for the least."""

import ast
from collections.abc import Iterator

from resyn.audit.mutations.program import Change, Program

PART = "verify"

_OTHER = {"min": "max", "max": "min"}


def changes(program: Program) -> Iterator[Change]:
    """Yield each use of min as max, and of max as min."""
    for node in program.nodes(ast.Name, program.checking):
        if node.id in _OTHER and isinstance(node.ctx, ast.Load):
            yield program.replace(node, _OTHER[node.id], f"{node.id} became {_OTHER[node.id]}")
