"""A condition is turned into its opposite."""

import ast
from collections.abc import Iterator

from resyn.audit.mutations.program import Change, Program

PART = "verify"


def changes(program: Program) -> Iterator[Change]:
    """Yield each test of a branch, a choice or a filter as its opposite."""
    for node in program.nodes(ast.AST, program.checking):
        tests: list[ast.expr] = []
        if isinstance(node, ast.If | ast.IfExp | ast.While):
            tests = [node.test]
        elif isinstance(node, ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp):
            tests = [test for inner in node.generators for test in inner.ifs]
        for test in tests:
            negative = isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)
            text = program.text(test.operand) if isinstance(test, ast.UnaryOp) and negative else None
            yield program.replace(
                test,
                f"({text})" if text is not None else f"(not ({program.text(test)}))",
                f"the opposite of {program.text(test)}",
            )
