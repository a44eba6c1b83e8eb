"""The environment contract: five plain functions in one file, and how an instance's randomness is derived.

    generate(level: int, rng: Random) -> dict      one instance, JSON; randomness from rng alone   (rho0 in the paper)
    observe(instance: dict) -> str                 the whole question, with the exact answer format (O)
    verify(instance: dict, answer: str) -> bool    total, by logic, never raises                    (R)
    solve(instance: dict) -> str                   a correct answer; a witness for the checks, never a reward
    wrong_answers(instance: dict) -> list[str]     near misses that verify must refuse

An optional sixth, `score(instance, answer) -> float` in [0, 1], grades an answer; 1.0 exactly where verify is True.
"""

from typing import Final

FUNCTIONS: Final = {
    "generate": ("level", "rng"),
    "observe": ("instance",),
    "verify": ("instance", "answer"),
    "solve": ("instance",),
    "wrong_answers": ("instance",),
}
"""Name of each required function and its positional parameters."""

OPTIONAL_FUNCTIONS: Final = {"score": ("instance", "answer")}

CALIBRATED_LEVELS: Final = (1, 2, 3, 4, 5)
"""The levels that are calibrated (PAPER, section on difficulty); levels go on upwards without a cap."""

ANSWER_KINDS: Final = (
    "assignment",
    "choice",
    "expression",
    "grid",
    "integer",
    "number",
    "sequence",
    "set",
    "text",
    "word",
)
"""What META["answer"] may say of the form of an answer."""

ALLOWED_MODULES: Final = frozenset(
    (
        *("__future__", "abc", "ast", "bisect", "calendar", "cmath", "collections", "copy", "dataclasses", "datetime"),
        *("decimal", "difflib", "enum", "fractions", "functools", "graphlib", "heapq", "itertools", "json", "math"),
        *("numbers", "operator", "random", "re", "statistics", "string", "textwrap", "typing", "unicodedata"),
    )
)
"""Standard-library modules that an environment may import: pure computation, no clock, file, process or network."""

MAX_SOURCE_CHARS: Final = 60_000
"""A longer file is refused before it is parsed."""


def instance_seed(name: str, *, split: str, level: int, seed: int, index: int) -> str:
    """Return the text that seeds `random.Random` for one instance.

    `Random(text)` hashes the whole text (SHA-512), so neighbouring seeds or indices share nothing; adding an index to a
    seed would make `seed=1, index=0` equal `seed=0, index=1`, a defect of published corpora.
    """
    return f"{name}:{split}:{level}:{seed}:{index}"
