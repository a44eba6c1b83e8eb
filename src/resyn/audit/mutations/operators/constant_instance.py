"""Every seed gives the same instance."""

from collections.abc import Iterator

from resyn.audit.mutations.program import Change, Program

PART = "generate"


def changes(program: Program) -> Iterator[Change]:
    """Yield generate with a generator of its own that the level alone seeds."""
    generate = program.function("generate")
    if generate is not None and len(generate.args.args) == 2:
        level, rng = (argument.arg for argument in generate.args.args)
        yield program.before_body(generate, f"{rng} = type({rng})({level})", "the seed is the level alone")
