"""A loop of checks passes over what it should check, or has nothing to go over.

Seen where "every region has two covered cells" is asked only of regions that have a covered cell.
"""

import ast
from collections.abc import Iterator

from resyn.audit.mutations.program import Change, Program

PART = "verify"


def changes(program: Program) -> Iterator[Change]:
    """Yield each `all`, each `any` and each loop of checks over nothing."""
    for call in program.nodes(ast.Call, program.checking):
        if not isinstance(call.func, ast.Name) or call.func.id not in ("all", "any") or len(call.args) != 1:
            continue
        inner = call.args[0]
        if isinstance(inner, ast.GeneratorExp | ast.ListComp):
            items = inner.generators[0].iter
            description = f"{call.func.id} goes over nothing instead of {program.text(items)}"
            yield program.replace(items, "()", description)
    for loop in program.nodes(ast.For, program.checking):
        if any(_refuses(node) for node in ast.walk(loop)):
            description = f"the loop of checks goes over nothing instead of {program.text(loop.iter)}"
            yield program.replace(loop.iter, "()", description)


def _refuses(node: ast.AST) -> bool:
    return isinstance(node, ast.Return) and isinstance(node.value, ast.Constant) and node.value.value in (False, None)
