"""A draw comes from the global generator, or from the order of a set, instead of the seed."""

import ast
from collections.abc import Iterator

from resyn.audit.mutations.program import Change, Program

PART = "generate"


def changes(program: Program) -> Iterator[Change]:
    """Yield generate with an unseeded generator, and each sorted set in the order of its hashes."""
    generate = program.function("generate")
    if generate is not None and len(generate.args.args) == 2:
        rng = generate.args.args[1].arg
        yield program.before_body(generate, f"{rng} = type({rng})()", "the generator is not seeded")
    for call in program.nodes(ast.Call, program.drawing):
        if isinstance(call.func, ast.Name) and call.func.id == "sorted" and len(call.args) == 1 and not call.keywords:
            inner = program.text(call.args[0])
            text = f"list({inner})" if _is_set(call.args[0]) else f"list(set({inner}))"
            yield program.replace(call, text, f"{inner} in the order of a set instead of sorted")


def _is_set(node: ast.expr) -> bool:
    named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("set", "frozenset")
    return named or isinstance(node, ast.Set | ast.SetComp)
