"""Score the rules: which planted bugs each of them finds, and which sound environments it stops."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from random import Random
from typing import Any, Final, Self

from resyn.audit.mutations.life import Sound
from resyn.audit.mutations.operator import Part
from resyn.audit.mutations.plant import Mutant, plant
from resyn.core.environment import Environment
from resyn.core.records import Outcome
from resyn.gate.evidence import Evidence, OutOfTimeError, Surroundings
from resyn.gate.rule import all_rules
from resyn.gate.setting import QUICK, Setting
from resyn.sandbox.jail import Jail

SCORED: Final = replace(QUICK, name="scored", seconds=300.0)
"""As for a candidate, but with time enough on a busy machine too: a rule that did not run would count as one that saw
nothing. Each call is bounded by the jail all the same."""

_TRIES: Final = 4
"""Mutants tried for each that is wanted; those whose bug does not show are put aside."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One mutant and who found its bug: the environment's own checks, and the rules, each run alone."""

    operator: str
    part: Part
    line: int
    description: str
    difference: str
    own: bool
    rules: tuple[str, ...]

    @property
    def killed(self) -> bool:
        """Tell whether any rule found something."""
        return bool(self.rules)


@dataclass(frozen=True, slots=True)
class Score:
    """What came of one environment.

    `planted` counts the places where a bug could be planted, `tried` the mutants looked at and `equivalent` those of
    them that behave no differently; `alarms` are the rules that stop the sound environment itself, at these seeds.
    """

    environment: str
    planted: int
    tried: int
    equivalent: int
    trials: tuple[Trial, ...]
    alarms: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Read what `to_json` wrote."""
        trials = tuple(Trial(**{**trial, "rules": tuple(trial["rules"])}) for trial in data["trials"])
        return cls(**{**data, "trials": trials, "alarms": tuple(data["alarms"])})


def score_environment(
    environment: Environment, jails: Sequence[Jail], *, bugs: int, seed: int = 0, setting: Setting = SCORED
) -> Score:
    """Plant up to `bugs` live bugs into a sound environment, of as many classes as there are, and run every rule.

    Instances are drawn with `seed`, places of bugs too; rules that compare with other environments do not take part.
    """
    setting = replace(setting, seed=setting.seed + seed)
    mutants = list(plant(environment))
    sound = Sound(environment, jails)
    trials: list[Trial] = []
    tried = 0
    for mutant in spread(mutants, Random(f"{environment.name}:{seed}")):
        if len(trials) == bugs or tried == _TRIES * bugs:
            break
        tried += 1
        if difference := sound.difference(mutant):
            own, rules = run_rules(mutant.environment, jails, setting)
            trials.append(Trial(mutant.operator, mutant.part, mutant.line, mutant.description, difference, own, rules))
    _, alarms = run_rules(environment, jails, setting)
    return Score(environment.name, len(mutants), tried, tried - len(trials), tuple(trials), alarms)


def spread(mutants: Iterable[Mutant], rng: Random) -> Iterator[Mutant]:
    """Yield mutants in random order, one of each operator, then a second one of each, and so on."""
    by_operator: dict[str, list[Mutant]] = {}
    for mutant in mutants:
        by_operator.setdefault(mutant.operator, []).append(mutant)
    groups = [rng.sample(group, len(group)) for group in by_operator.values()]
    while groups:
        rng.shuffle(groups)
        for group in groups:
            yield group.pop()
        groups = [group for group in groups if group]


def run_rules(environment: Environment, jails: Sequence[Jail], setting: Setting) -> tuple[bool, tuple[str, ...]]:
    """Run every rule, also behind one that found something.

    Return whether the environment's own checks fail (verify accepts what solve returns and refuses every one of
    wrong_answers), and the names of the rules that found anything.
    """
    evidence = Evidence(environment, Surroundings(jails[0], jails[1:]), setting)
    found: dict[str, None] = {}
    own = False
    try:
        own = own_checks_fail(evidence)
        for rule in all_rules():
            if rule.applies(evidence):
                found.update(dict.fromkeys(finding.rule for finding in rule.check(evidence)))
    except OutOfTimeError:
        found["too_slow"] = None
    return own, tuple(sorted(found))


def own_checks_fail(evidence: Evidence) -> bool:
    """Tell whether, on any draw, a function fails, verify refuses the solution, or does not refuse a wrong answer."""
    draws = evidence.complete_draws
    cases = [(draw, draw.solution, Outcome.CORRECT) for draw in draws]
    cases += [(draw, answer, Outcome.WRONG) for draw in draws for answer in draw.wrong_answers]
    outcomes = evidence.verify([(draw, answer) for draw, answer, _ in cases])
    wrong = any(outcome is not expected for (_, _, expected), outcome in zip(cases, outcomes, strict=True))
    return wrong or len(draws) < len(evidence.draws)
