"""Plant bugs into an environment: one mutant per operator and place."""

from collections.abc import Iterator
from dataclasses import dataclass

from resyn.audit.mutations.operator import Part, all_operators
from resyn.audit.mutations.program import Program
from resyn.core.behaviour import behaviour_hash
from resyn.core.environment import Environment, parse_source


@dataclass(frozen=True, slots=True)
class Mutant:
    """An environment with one bug in it, and where: `line` of the sound file, `part` as in `operator.Part`.

    Whether the bug shows in behaviour is not known here; see `mutations.life`.
    """

    operator: str
    environment: Environment
    line: int
    description: str
    part: Part = "verify"


def plant(environment: Environment) -> Iterator[Mutant]:
    """Yield every mutant of a sound environment, by operator and then by place, the same ones in the same order always.

    The mutant keeps the name, and so the seeds of its instances. Comments and layout stay; what would not parse, or
    behaves the same by its syntax tree, is left out. Raises CatalogueError where the environment does not parse.
    """
    tree = environment.tree
    program = Program(environment.source, tree)
    seen = {behaviour_hash(tree)}
    for operator in all_operators():
        for change in operator.changes(program):
            source = program.apply(change)
            try:
                planted = behaviour_hash(parse_source(source))
            except SyntaxError:
                continue
            if planted not in seen:
                seen.add(planted)
                mutated = Environment(environment.name, source)
                yield Mutant(operator.name, mutated, change.line, change.description, operator.part)
