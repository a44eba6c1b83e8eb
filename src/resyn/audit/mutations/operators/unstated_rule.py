"""The question leaves out a rule or a fact that verify goes by."""

import ast
from collections.abc import Iterator

from resyn.audit.mutations.program import Change, Edit, Program

PART = "observe"


def changes(program: Program) -> Iterator[Change]:
    """Yield each part of the question that is added by a statement of its own, or stands in a list, left out."""
    for statement, block in program.statements(program.asking):
        if _adds(statement):
            yield program.without_statement(statement, block, "a part of the question is not written")
    for listed in program.nodes(ast.List, program.asking):
        spans = [program.enclosed(item, listed) for item in listed.elts]
        for index, item in enumerate(listed.elts):
            if len(spans) > 1 and isinstance(item, ast.Constant | ast.JoinedStr | ast.Starred):
                edit = Edit(spans[index - 1][1], spans[index][1], "") if index else Edit(spans[0][0], spans[1][0], "")
                yield Change((edit,), item.lineno, "an item of a list of the question is not written")


def _adds(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.If):
        return all(_adds(inner) for inner in [*statement.body, *statement.orelse])
    if isinstance(statement, ast.AugAssign):
        return isinstance(statement.op, ast.Add)
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Call)
        and isinstance(statement.value.func, ast.Attribute)
        and statement.value.func.attr in ("append", "extend", "insert")
    )
