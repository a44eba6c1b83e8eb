"""Replies as a judge and a solver give them, for the environment that names two numbers whose sum is given."""

import json
from collections.abc import Sequence

from resyn.judge.judges import CODE_JUDGE, QUESTION_JUDGE, Judge

SUMS_QUOTE = "add up to"
"""Stands in the source and in every question of that environment."""

SUMS_SOLVER = """import re


def read(question):
    text = question.split("Answer")[0]
    total = int(re.search(r"add up to (\\d+)", text)[1])
    numbers = [int(found) for found in re.findall(r"\\d+", text)]
    numbers.remove(total)
    return numbers, total


def solve(question):
    numbers, total = read(question)
    return next(f"{a} {b}" for a in numbers for b in numbers if a < b and a + b == total)


def check(question, answer):
    numbers, total = read(question)
    found = answer.replace(",", " ").split()
    if len(found) != 2 or found[0] == found[1] or any(one not in map(str, numbers) for one in found):
        return False
    return int(found[0]) + int(found[1]) == total
"""


def verdict_reply(judge: Judge, *, quote: str = SUMS_QUOTE, against: Sequence[str] = ()) -> str:
    """Return a whole verdict that rejects for the criteria in `against`, and accepts where there is none."""
    criteria = {
        name: {"why": f"It does{' not' * (name in against)} hold.", "quote": quote, "holds": name not in against}
        for name in judge.criteria
    }
    verdict = {"criteria": criteria, "verdict": "reject" if against else "accept"}
    return f"Let me see.\n\n```json\n{json.dumps(verdict, indent=2)}\n```"


ACCEPTING = (verdict_reply(CODE_JUDGE), verdict_reply(QUESTION_JUDGE))
"""What both judges say, in the order in which they are asked."""
