"""What an audit finds: defects with their witnesses, and a report per task."""

import json
import shlex
from dataclasses import asdict, dataclass, field
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Evidence:
    """One observed case: draw the item again, score the answer, and see what `happened`.

    `seed` is text for an environment of our contract (see `core.contract.instance_seed`), a number elsewhere.
    """

    happened: str
    task: str
    seed: int | str = 0
    index: int = 0
    level: Any = None
    answer: str | None = None
    question: str = ""
    snippet: str = ""

    def repeat(self, corpus: str) -> str:
        """Return the command that draws this item again and scores the answer."""
        place: dict[str, Any] = {"task": self.task, "seed": self.seed, "index": self.index, "level": self.level}
        if self.answer is not None:
            place["answer"] = self.answer
        kept = {key: value for key, value in place.items() if value is not None}
        return f"resyn audit {shlex.quote(corpus)} --repeat {shlex.quote(json.dumps(kept))}"


@dataclass(frozen=True, slots=True)
class Defect:
    """What a rule says against a task; `rate` is the mean reward or share that it is about, where there is one."""

    rule: str
    message: str
    rate: float | None = None
    witness: Evidence | None = None

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Read what `to_json` wrote."""
        witness = data.get("witness")
        return cls(data["rule"], data["message"], data.get("rate"), Evidence(**witness) if witness else None)

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object without the fields that say nothing."""
        data: dict[str, Any] = {"rule": self.rule, "message": self.message, "rate": self.rate}
        if self.witness is not None:
            data["witness"] = {key: value for key, value in asdict(self.witness).items() if value not in (None, "")}
        return {key: value for key, value in data.items() if value is not None}


@dataclass(frozen=True, slots=True)
class TaskReport:
    """What came of one task. `rules` ran to their end; `skipped` says by name why another does not apply.

    `unknown` says why a rule that applies could not be run to its end: nothing is known of what it would have found.
    `figures` are measurements that are worth knowing where nothing is wrong: items drawn, seconds, the best guess.
    """

    task: str
    defects: tuple[Defect, ...] = ()
    rules: tuple[str, ...] = ()
    skipped: dict[str, str] = field(default_factory=dict)
    unknown: dict[str, str] = field(default_factory=dict)
    figures: dict[str, Any] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def passed(self) -> bool:
        """Tell whether no rule found anything, some rule ran, and none is left to run."""
        return not self.defects and bool(self.rules) and not self.unknown

    @property
    def not_audited(self) -> str:
        """Why the task could not be audited, or which rules could not be run and why; "" where all was done."""
        reasons: dict[str, list[str]] = {}
        for rule, reason in self.unknown.items():
            reasons.setdefault(reason, []).append(rule)
        if len(reasons) == 1 and not self.rules:
            return next(iter(reasons))
        return "; ".join(f"{', '.join(rules)}: {reason}" for reason, rules in reasons.items())

    @property
    def state(self) -> str:
        """What came of the task in a few words: the rules that found something, or that nothing was found."""
        found = ", ".join(dict.fromkeys(defect.rule for defect in self.defects))
        return found or (f"not audited: {self.not_audited}" if self.not_audited else "nothing found")

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Read what `to_json` wrote."""
        defects = tuple(Defect.from_json(defect) for defect in data["defects"])
        fields = (data["skipped"], data["unknown"], data["figures"], data["seconds"])
        return cls(data["task"], defects, tuple(data["rules"]), *fields)

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object."""
        return {
            "task": self.task,
            "defects": [defect.to_json() for defect in self.defects],
            "rules": list(self.rules),
            "skipped": self.skipped,
            "unknown": self.unknown,
            "figures": self.figures,
            "seconds": round(self.seconds, 2),
        }
