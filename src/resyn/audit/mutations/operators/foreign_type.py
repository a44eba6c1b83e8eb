"""The instance holds what JSON cannot: a tuple, or keys that are no strings."""

import ast
from collections.abc import Iterator

from resyn.audit.mutations.program import Change, Program

PART = "generate"


def changes(program: Program) -> Iterator[Change]:
    """Yield each list of the returned instance as a tuple."""
    generate = program.function("generate")
    if generate is None:
        return
    for node in program.nodes(ast.Return, [generate]):
        for value in node.value.values if isinstance(node.value, ast.Dict) else ():
            if isinstance(value, ast.List | ast.ListComp):
                yield program.replace(value, f"tuple({program.text(value)})", "a tuple instead of a list")
