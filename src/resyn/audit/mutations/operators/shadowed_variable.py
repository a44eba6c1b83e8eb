"""A variable takes the name of an earlier one, so that later uses of the earlier one read the wrong value.

Seen where the target of an arithmetic puzzle is overwritten by the result that is to be compared with it.
"""

import ast
from collections.abc import Iterator

from resyn.audit.mutations.program import Change, Edit, Program

PART = "verify"


def changes(program: Program) -> Iterator[Change]:
    """Yield each pair of variables that one statement reads together, the later renamed to the earlier."""
    for function in program.checking:
        if not isinstance(function, ast.FunctionDef) or any(
            isinstance(node, ast.JoinedStr) for node in ast.walk(function)
        ):
            continue  # a name in an f-string could not be renamed with the others
        names = list(program.nodes(ast.Name, [function]))
        stores: dict[str, ast.Name] = {}
        for name in names:
            if isinstance(name.ctx, ast.Store):
                stores.setdefault(name.id, name)
        together = [_loaded(statement) for statement in program.nodes(ast.stmt, function.body)]
        for later, stored in stores.items():
            for earlier, first in stores.items():
                if _place(first) < _place(stored) and any({earlier, later} <= loaded for loaded in together):
                    edits = tuple(Edit(*program.span(name), earlier) for name in names if name.id == later)
                    yield Change(edits, stored.lineno, f"{later!r} overwrites {earlier!r}")


def _loaded(statement: ast.stmt) -> set[str]:
    """Return the names that a statement reads, without those of statements inside it."""
    parts = (part for part in ast.iter_child_nodes(statement) if not isinstance(part, ast.stmt))
    found = (node for part in parts for node in ast.walk(part))
    return {node.id for node in found if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}


def _place(node: ast.Name) -> tuple[int, int]:
    return node.lineno, node.col_offset
