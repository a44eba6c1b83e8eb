"""The frozen records that flow from stage to stage."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Self


class Outcome(StrEnum):
    """What came of verifying one answer. A fault is the verifier's, never a wrong answer: it earns no reward."""

    CORRECT = "correct"
    WRONG = "wrong"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Witness:
    """One observed case that anybody can repeat: draw the instance again and give the answer.

    `seed` is the whole text that seeds the instance's `Random` (see `core.contract.instance_seed`).
    """

    happened: str
    level: int | None = None
    seed: str | None = None
    answer: str | None = None
    question: str | None = None

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Read what `to_json` wrote."""
        return cls(**data)

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object without the fields that say nothing."""
        return {key: value for key, value in asdict(self).items() if value is not None}


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule says against an environment; `line` counts from 1 in its file."""

    rule: str
    message: str
    witness: Witness | None = None
    line: int | None = None

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Read what `to_json` wrote."""
        witness = data.get("witness")
        return cls(
            rule=data["rule"],
            message=data["message"],
            witness=Witness.from_json(witness) if witness else None,
            line=data.get("line"),
        )

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object without the fields that say nothing."""
        data: dict[str, Any] = {"rule": self.rule, "message": self.message}
        if self.line is not None:
            data["line"] = self.line
        if self.witness is not None:
            data["witness"] = self.witness.to_json()
        return data


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens, seconds of waiting and cost of model calls; `cost` is in US dollars, None where no price is known."""

    input_tokens: int = 0
    output_tokens: int = 0
    seconds: float = 0.0
    cost: float | None = 0.0

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
            self.seconds + other.seconds,
            None if self.cost is None or other.cost is None else self.cost + other.cost,
        )


@dataclass(frozen=True, slots=True)
class Item:
    """One row of a dataset: a question, and all that is needed to verify an answer to it anywhere.

    With a `reference` an answer is compared with it instead of verified (see `core.reference`); `supervision` says
    where it comes from: "code" that a solver computed it, "answer" that a model wrote it, "verifier" that there is
    none. `instance` is JSON text, never a struct: Parquet and datasets unify struct columns over rows and fill foreign
    keys.
    """

    id: str
    environment: str
    version: int
    behaviour_hash: str
    category: str
    split: str
    level: int
    seed: int
    index: int
    question: str
    instance: str
    solution: str
    supervision: str = "verifier"
    reference: str | None = None
