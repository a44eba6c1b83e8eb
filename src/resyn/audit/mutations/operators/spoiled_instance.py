"""Verify changes the instance that it is given."""

import ast
from collections.abc import Iterator

from resyn.audit.mutations.program import Change, Program

PART = "verify"


def changes(program: Program) -> Iterator[Change]:
    """Yield verify with each of the instance's fields that it reads taken out of it, or sorted in place."""
    verify = program.function("verify")
    if verify is None or len(verify.args.args) != 2:
        return
    instance = verify.args.args[0].arg
    for node in program.nodes(ast.Subscript, [verify]):
        if isinstance(node.value, ast.Name) and node.value.id == instance and isinstance(node.ctx, ast.Load):
            key = program.text(node.slice)
            yield program.replace(node, f"{instance}.pop({key})", f"{key} is taken out of the instance")
