"""The answer is compared with one stored or computed solution where others are right too."""

from collections.abc import Iterator

from resyn.audit.mutations.program import INSTANCE, Change, Program

PART = "verify"


def changes(program: Program) -> Iterator[Change]:
    """Yield verify as a comparison with what solve returns."""
    verify = program.function("verify")
    if verify is not None and program.function("solve") is not None and len(verify.args.args) == 2:
        instance, answer = (argument.arg for argument in verify.args.args)
        line = f"return {answer}.split() == solve({instance}).split()"
        yield program.before_body(verify, line, f"only what solve({INSTANCE}) returns is accepted")
