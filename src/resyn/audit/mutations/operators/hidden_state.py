"""A bound of the check is loosened by a number that the question does not show."""

import ast
from collections.abc import Iterator

from resyn.audit.mutations.program import Change, Edit, Program

PART = "verify"

_FIELD = '"slack"'


def changes(program: Program) -> Iterator[Change]:
    """Yield each order comparison of verify itself with a hidden field added to its bound."""
    generate, verify = program.function("generate"), program.function("verify")
    if generate is None or verify is None or len(generate.args.args) != 2 or len(verify.args.args) != 2:
        return
    drawn = _returned_dict(generate)
    if drawn is None:
        return
    rng, instance = generate.args.args[1].arg, verify.args.args[0].arg
    last = program.span(drawn.values[-1])[1]  # behind all other draws, so that these stay as they are
    field = Edit(last, last, f", {_FIELD}: {rng}.randrange(3)")
    for node in program.nodes(ast.Compare, [verify]):
        if len(node.ops) == 1 and isinstance(node.ops[0], ast.Lt | ast.LtE | ast.Gt | ast.GtE):
            sign = "+" if isinstance(node.ops[0], ast.Lt | ast.LtE) else "-"
            end = program.span(node.comparators[0])[1]
            added = Edit(end, end, f" {sign} {instance}.get({_FIELD}, 0)")
            yield Change((field, added), node.lineno, f"the bound of {program.text(node)} depends on a hidden field")


def _returned_dict(function: ast.FunctionDef) -> ast.Dict | None:
    for node in ast.walk(function):
        if isinstance(node, ast.Return) and isinstance(node.value, ast.Dict) and node.value.keys:
            return node.value
    return None
