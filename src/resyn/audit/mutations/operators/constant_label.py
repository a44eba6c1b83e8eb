"""The verdict does not depend on what the answer says.

Seen where any text that is not empty counts as the one class and scores full marks.
"""

import ast
from collections.abc import Iterator

from resyn.audit.mutations.program import Change, Program

PART = "verify"


def changes(program: Program) -> Iterator[Change]:
    """Yield each last verdict of verify as True for whatever got so far, and verify as True for any text."""
    verify = program.function("verify")
    if verify is None or len(verify.args.args) != 2:
        return
    for node in program.nodes(ast.Return, [verify]):
        if node.value is not None and not isinstance(node.value, ast.Constant):
            yield program.replace(node.value, "True", f"always True instead of {program.text(node.value)[:80]}")
    answer = verify.args.args[1].arg
    yield program.before_body(verify, f"return bool({answer}.strip())", "any text is accepted")
