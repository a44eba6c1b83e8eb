"""One condition of the question is not checked.

Seen where the numbers used are never compared with the numbers given, and where an item may be used twice.
"""

import ast
from collections.abc import Iterator

from resyn.audit.mutations.program import Change, Edit, Program

PART = "verify"


def changes(program: Program) -> Iterator[Change]:
    """Yield each guard that refuses, left out, and each operand of a condition, left out."""
    for statement, block in program.statements(program.checking):
        if isinstance(statement, ast.If) and not statement.orelse and _only_refuses(statement.body):
            test = program.text(statement.test)
            yield program.without_statement(statement, block, f"the guard is gone: {test}")
    for node in program.nodes(ast.BoolOp, program.checking):
        spans = [program.enclosed(value, node) for value in node.values]
        for index, value in enumerate(node.values):
            edit = Edit(spans[index - 1][1], spans[index][1], "") if index else Edit(spans[0][0], spans[1][0], "")
            yield Change((edit,), value.lineno, f"the condition is gone: {program.text(value)}")


def _only_refuses(body: list[ast.stmt]) -> bool:
    return (
        len(body) == 1
        and isinstance(body[0], ast.Return)
        and (body[0].value is None or (isinstance(body[0].value, ast.Constant) and not body[0].value.value))
    )
