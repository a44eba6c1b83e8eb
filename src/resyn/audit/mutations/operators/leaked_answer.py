"""The question gives the solution away, as an example of the answer's format."""

import ast
from collections.abc import Iterator

from resyn.audit.mutations.program import Change, Program

PART = "observe"


def changes(program: Program) -> Iterator[Change]:
    """Yield each returned question with the solution as its example."""
    observe = program.function("observe")
    if observe is None or program.function("solve") is None or len(observe.args.args) != 1:
        return
    instance = observe.args.args[0].arg
    for node in program.nodes(ast.Return, [observe]):
        if node.value is not None:
            text = f'({program.text(node.value)}) + f" Write it like this: {{solve({instance})}}"'
            yield program.replace(node.value, text, "the solution is shown as an example of the format")
