"""Drawing never ends at the higher levels."""

from collections.abc import Iterator

from resyn.audit.mutations.program import Change, Program

PART = "generate"


def changes(program: Program) -> Iterator[Change]:
    """Yield generate with a search that finds nothing above level 4."""
    generate = program.function("generate")
    if generate is not None and len(generate.args.args) == 2:
        level, rng = (argument.arg for argument in generate.args.args)
        text = f"while {level} > 4 and {rng}.random() < 2: pass"
        yield program.before_body(generate, text, "levels above 4 are searched for ever")
