"""What a command would ask of models at most, and what that would cost: the answer to --dry-run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from resyn.cli.console import cost_text, note, print_json, print_table
from resyn.llm.price import price_of

PROMPT_TOKENS: Final = {"author": 3_000, "judges": 3_500, "solver": 2_500, "calibration": 600}
"""Tokens of a common prompt of each part: of the shipped environments, at four characters a token, rounded up."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part that a model takes: at most so many calls, each with at most so many tokens of output."""

    name: str
    model: str
    endpoint: str | None
    calls: int
    output_tokens: int

    @property
    def input_tokens(self) -> int:
        """Tokens of one call's prompt, as they commonly are."""
        return PROMPT_TOKENS[self.name]

    @property
    def cost(self) -> float | None:
        """US dollars of all calls, None where no price is known."""
        return price_of(
            self.model,
            endpoint=self.endpoint,
            calls=self.calls,
            input_tokens=self.input_tokens,
            output_tokens=self.output_tokens,
        )


def print_estimate(asked_for: Mapping[str, int], parts: Sequence[Part], *, as_json: bool) -> None:
    """Print what is asked for, and how much all parts together ask of models at most; cost is null without a price."""
    costs = [part.cost for part in parts]
    cost = None if None in costs else sum(each for each in costs if each is not None)
    counts = {
        **asked_for,
        "model calls": sum(part.calls for part in parts),
        "output tokens": sum(part.calls * part.output_tokens for part in parts),
        "input tokens": sum(part.calls * part.input_tokens for part in parts),
    }
    if as_json:
        print_json({name.replace(" ", "_"): count for name, count in counts.items()} | {"cost": cost})
        return
    used = [part for part in parts if part.calls]
    rows = []
    for name, count in counts.items():
        rows.append((name, f"{count:,}"))
        if name == "model calls" and len(used) > 1:
            rows += [(f"  {part.name}", f"{part.calls:,}") for part in used]
    print_table(("what", "at most"), [*rows, ("cost", cost_text(cost))])
    if cost is None:
        unpriced = dict.fromkeys(part.model for part, each in zip(parts, costs, strict=True) if each is None)
        note(f"no price is known of {', '.join(unpriced)}")
    note("prompts are reckoned as long as they commonly are; what is recorded already is not asked again")
