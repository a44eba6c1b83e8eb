"""One question of a benchmark, and what its answer is compared with."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """A question as the model is asked it; `id` is unique within the benchmark and the same in every version of ours.

    `target` is the publisher's answer, for a held-out environment the text of its verifier. `rule` says which of a
    benchmark's scoring rules holds, "" where it has only one.
    """

    benchmark: str
    task: str
    id: str
    question: str
    target: str
    rule: str = ""
