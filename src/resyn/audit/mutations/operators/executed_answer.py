"""A piece of the answer is evaluated instead of read."""

import ast
from collections.abc import Iterator

from resyn.audit.mutations.program import Change, Program

PART = "verify"


def changes(program: Program) -> Iterator[Change]:
    """Yield each number read from text as one that eval or a small calculator makes of it."""
    for call in program.nodes(ast.Call, program.checking):
        if isinstance(call.func, ast.Name) and call.func.id in ("int", "Fraction", "float") and len(call.args) == 1:
            inner = program.text(call.args[0])
            yield program.replace(call, f"eval({inner})", f"{inner} is evaluated")
            summed = f'sum({call.func.id}(part) for part in str({inner}).split("+"))'
            yield program.replace(call, summed, f"{inner} may be a sum")
