"""The verifier raises, hangs or returns something else than a bool on some answer.

What it checks
    That verify returns True or False, quickly, for whatever a model may say: the empty text, NULs, lone surrogates,
    digits that are not ASCII, "nan", 5,000 digits, a huge exponent, brackets 1,000 deep, JSON, 100,000 letters,
    repetitions that make a regular expression backtrack, and the solution itself with a token left out, doubled,
    out of range, negative or of another type. Faults that any other rule met while it asked verify are reported
    here too.

Why it matters
    A fault of the verifier is not a wrong answer: its reward is unknown and the rollout is lost, and where a
    trainer counts it as zero or drops it from the average, the model learns to make itself unscorable. One slow
    answer holds up a whole step. A third of the scorers of a published corpus raise on malformed text.

Example it rejects
    def verify(instance, answer):
        order = [int(token) for token in answer.split()]        # ValueError on "x"
        return all(instance["weights"][i] < 9 for i in order)   # IndexError on "99"

How to fix
    Parse with one strict pattern and return False where it does not match: `if not re.fullmatch(r"-?[0-9]{1,18}(
    -?[0-9]{1,18})*", text): return False`. `str.isdigit` is True for "²", which int refuses. Check the number of
    items and the range of each before using it as an index or a key. Use no nested repetition in a pattern. Return
    `a == b`, not `a and b` of other types.
"""

import re
from collections.abc import Iterator

from resyn.core.records import Finding
from resyn.gate.answers import described, near_misses
from resyn.gate.batteries import NONSENSE, STRAIN, odd_answers
from resyn.gate.evidence import Draw, Evidence
from resyn.gate.sample import first_of_each_level

STAGE = "verify"
VERSION = 1


def check(evidence: Evidence) -> Iterator[Finding]:
    """Ask the hostile answers, then report the faults of all rules so far by kind, three kinds at most."""
    for pairs in _pairs(evidence):
        if not evidence.verify_faults:
            evidence.verify(pairs)
    kinds: dict[str, list[tuple[Draw, str, str]]] = {}
    for draw, answer, fault in evidence.verify_faults:
        kinds.setdefault(_kind(fault), []).append((draw, answer, fault))
    names = {text: name for name, text in (NONSENSE | STRAIN).items()}
    for faults in sorted(kinds.values(), key=len, reverse=True)[:3]:
        draw, answer, fault = min(faults, key=lambda case: len(case[1]))
        text, shown = described(answer, names.get(answer, ""))
        yield evidence.finding(
            __name__,
            f"verify fails on an answer instead of returning False ({len(faults)} such answers): {fault}",
            draw.witness(f"{fault}, on the answer {shown}", text),
        )


def _pairs(evidence: Evidence) -> Iterator[list[tuple[Draw, str]]]:
    """Yield what to ask in three helpings: one draw, some of each level, all; a fault makes the next one needless."""
    draws = evidence.complete_draws
    strained = first_of_each_level(draws, 1)
    yield [(draw, text) for draw in strained[:1] for text in STRAIN.values()]
    yield [
        *((draw, text) for draw in strained[1:] for text in STRAIN.values()),
        *((draw, text) for draw in first_of_each_level(draws, 3) for text in NONSENSE.values()),
        *((draw, text) for draw in first_of_each_level(draws, 3) for text in odd_answers(draw.solution)),
    ]
    yield [
        *((draw, text) for draw in draws for text in draw.wrong_answers),
        *((draw, miss.text) for draw in draws for miss in near_misses(draw.solution)),
    ]


def _kind(fault: str) -> str:
    """Return a fault's text without what differs from answer to answer."""
    return re.sub(r"'[^']*'|\"[^\"]*\"|[0-9]+", "_", fault)[:80]
