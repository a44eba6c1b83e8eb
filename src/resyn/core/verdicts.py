"""What a judge says of an environment: accept or reject, criterion by criterion, each with a quote of what it saw."""

from dataclasses import asdict, dataclass
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Criterion:
    """One question that a judge answered: whether it holds, why, and the words of the environment that show it."""

    name: str
    holds: bool
    why: str
    quote: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """One vote of one judge.

    Judges fail closed: where the reply was no verdict, `accept` is False and `fault` says why. `vote` counts
    the votes of this judge from 0, each drawn with another seed.
    """

    judge: str
    model: str
    vote: int
    accept: bool
    criteria: tuple[Criterion, ...] = ()
    fault: str = ""

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Read what `to_json` wrote."""
        criteria = tuple(Criterion(**criterion) for criterion in data.get("criteria", ()))
        return cls(data["judge"], data["model"], data["vote"], data["accept"], criteria, data.get("fault", ""))

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object without the fields that say nothing."""
        data = asdict(self) | {"criteria": [asdict(criterion) for criterion in self.criteria]}
        return {key: value for key, value in data.items() if value != "" and value != []}

    @property
    def objections(self) -> tuple[Criterion, ...]:
        """The criteria that do not hold."""
        return tuple(criterion for criterion in self.criteria if not criterion.holds)
