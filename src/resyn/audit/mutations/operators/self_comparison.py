"""A value is compared with itself, so the comparison says nothing of the answer.

Seen where the result of an expression is compared with that same result instead of the target.
"""

import ast
from collections.abc import Iterator

from resyn.audit.mutations.program import Change, Program

PART = "verify"


def changes(program: Program) -> Iterator[Change]:
    """Yield each comparison of two values with one side written on both."""
    for node in program.nodes(ast.Compare, program.checking):
        if len(node.ops) != 1 or not isinstance(node.ops[0], ast.Eq | ast.NotEq | ast.LtE | ast.GtE):
            continue
        left, right = node.left, node.comparators[0]
        if not isinstance(right, ast.Constant):
            yield program.replace(left, program.text(right), f"{program.text(right)} is compared with itself")
