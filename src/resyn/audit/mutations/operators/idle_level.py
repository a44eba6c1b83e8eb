"""The level changes nothing, is turned round, or stops counting early."""

from collections.abc import Iterator

from resyn.audit.mutations.program import Change, Program

PART = "generate"


def changes(program: Program) -> Iterator[Change]:
    """Yield generate with a level that is always 2, at most 3, or counts downwards."""
    generate = program.function("generate")
    if generate is not None and len(generate.args.args) == 2:
        level = generate.args.args[0].arg
        yield program.before_body(generate, f"{level} = 2", "every level is level 2")
        yield program.before_body(generate, f"{level} = min({level}, 3)", "levels above 3 are level 3")
        yield program.before_body(generate, f"{level} = max(1, 8 - {level})", "levels count downwards")
