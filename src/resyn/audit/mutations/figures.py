"""What scores come to: kill rates by rule and operator, false alarms, what an environment's own checks find."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from resyn.audit.mutations.operator import all_operators
from resyn.audit.mutations.score import Score, Trial
from resyn.core.statistics import wilson_interval
from resyn.gate.rule import all_rules


@dataclass(frozen=True, slots=True)
class Rate:
    """Successes of trials, with Wilson's 95% interval."""

    successes: int
    trials: int

    @property
    def interval(self) -> tuple[float, float]:
        """The rates that so many successes leave plausible."""
        return wilson_interval(self.successes, self.trials)

    def __str__(self) -> str:
        if not self.trials:
            return "-"
        low, high = self.interval
        return f"{self.successes / self.trials:.0%} ({low:.0%} to {high:.0%})"

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object."""
        low, high = self.interval
        return {"successes": self.successes, "trials": self.trials, "low": round(low, 4), "high": round(high, 4)}


@dataclass(frozen=True, slots=True)
class Figures:
    """All rates of an experiment.

    `rules` holds for each rule which live bugs it kills, how many of them no other rule kills, and which sound
    environments it stops; `operators` which bugs of each class any rule kills, and which the environment's own checks
    do; `environments` the own checks' and the rules' share of the bugs in each environment's verify.
    """

    live: int
    equivalent: int
    killed: Rate
    alarms: Rate
    rules: dict[str, tuple[Rate, int, Rate]]
    operators: dict[str, tuple[Rate, Rate]]
    environments: dict[str, tuple[Rate, Rate]]

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object."""
        return {
            "live": self.live,
            "equivalent": self.equivalent,
            "killed": self.killed.to_json(),
            "alarms": self.alarms.to_json(),
            "rules": {
                name: {"kills": kills.to_json(), "alone": alone, "alarms": alarms.to_json()}
                for name, (kills, alone, alarms) in self.rules.items()
            },
            "operators": {
                name: {"rules": by_rules.to_json(), "own": own.to_json()}
                for name, (by_rules, own) in self.operators.items()
            },
            "environments": {
                name: {"own": own.to_json(), "rules": by_rules.to_json()}
                for name, (own, by_rules) in self.environments.items()
            },
        }


def add_up(scores: Sequence[Score]) -> Figures:
    """Return the rates of an experiment; operators and rules that met nothing have a rate of no trials."""
    trials = [trial for score in scores for trial in score.trials]
    kills = Counter(rule for trial in trials for rule in trial.rules)
    alone = Counter(trial.rules[0] for trial in trials if len(trial.rules) == 1)
    alarms = Counter(rule for score in scores for rule in score.alarms)
    return Figures(
        len(trials),
        sum(score.equivalent for score in scores),
        _killed(trials),
        Rate(sum(bool(score.alarms) for score in scores), len(scores)),
        {
            rule.name: (Rate(kills[rule.name], len(trials)), alone[rule.name], Rate(alarms[rule.name], len(scores)))
            for rule in all_rules()
        },
        {
            operator.name: (_killed(planted), _own(planted))
            for operator in all_operators()
            for planted in [[trial for trial in trials if trial.operator == operator.name]]
        },
        {
            score.environment: (_own(planted), _killed(planted))
            for score in scores
            for planted in [[trial for trial in score.trials if trial.part == "verify"]]
        },
    )


def _killed(trials: Sequence[Trial]) -> Rate:
    return Rate(sum(trial.killed for trial in trials), len(trials))


def _own(trials: Sequence[Trial]) -> Rate:
    return Rate(sum(trial.own for trial in trials), len(trials))
