"""One case that fits suffices where every case has to, or every case is asked where one suffices."""

import ast
from collections.abc import Iterator

from resyn.audit.mutations.program import Change, Program

PART = "verify"

_OTHER = {"any": "all", "all": "any"}


def changes(program: Program) -> Iterator[Change]:
    """Yield each use of all as any, and of any as all."""
    for node in program.nodes(ast.Name, program.checking):
        if node.id in _OTHER and isinstance(node.ctx, ast.Load):
            yield program.replace(node, _OTHER[node.id], f"{node.id} became {_OTHER[node.id]}")
