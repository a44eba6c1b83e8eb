"""A bound of the check differs by one from the bound of the question."""

import ast
from collections.abc import Iterator

from resyn.audit.mutations.program import Change, Program

PART = "verify"

_SIGNS: dict[type[ast.cmpop], str] = {ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">"}
_LARGE = 1000
"""Bounds from here on guard against overlong answers; none more or less is no bug."""


def changes(program: Program) -> Iterator[Change]:
    """Yield each order comparison with its neighbour sign, and each small integer that counts with one more."""
    for node in program.nodes(ast.Compare, program.checking):
        sides = [node.left, *node.comparators]
        for index, sign in enumerate(node.ops):
            if type(sign) in _SIGNS and not any(_is_large(side) for side in sides[index : index + 2]):
                texts = [program.text(node.left)]
                for place, side in enumerate(node.comparators):
                    texts += [_SIGNS[type(sign)] if place == index else _written(node.ops[place]), program.text(side)]
                yield program.replace(node, " ".join(texts), f"{_written(sign)} became {_SIGNS[type(sign)]}")
    for parent in program.nodes(ast.expr, program.checking):
        for child in _counted(parent):
            if isinstance(child.value, int):
                yield program.replace(child, str(child.value + 1), f"{child.value} became {child.value + 1}")


def _counted(parent: ast.expr) -> list[ast.Constant]:
    """Return the small integers that a comparison, a sum or a range counts with."""
    if isinstance(parent, ast.Compare):
        children: list[ast.expr] = [parent.left, *parent.comparators]
    elif isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Add | ast.Sub | ast.Mod | ast.FloorDiv):
        children = [parent.left, parent.right]
    elif isinstance(parent, ast.Call) and isinstance(parent.func, ast.Name) and parent.func.id == "range":
        children = parent.args
    else:
        children = []
    return [
        child
        for child in children
        if isinstance(child, ast.Constant) and type(child.value) is int and child.value < _LARGE
    ]


def _is_large(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, int) and node.value >= _LARGE


def _written(sign: ast.cmpop) -> str:
    return ast.unparse(ast.Compare(ast.Name("a"), [sign], [ast.Name("b")])).removeprefix("a ").removesuffix(" b")
