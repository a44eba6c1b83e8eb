"""What is right, said again: commands with which the whole program can be run and prints the given letters.

Candidates: every choice of a command for each question mark.
"""

from collections.abc import Iterator
from itertools import product

LEVELS = (1, 2)
EXHAUSTIVE = True


def candidates(instance: dict, solution: str) -> Iterator[str]:
    yield from (" ".join(codes) for codes in product(instance["codes"], repeat=instance["program"].count("?")))


def holds(instance: dict, answer: str) -> bool:
    codes = answer.split()
    if len(codes) != instance["program"].count("?") or not set(codes) <= set(instance["codes"]):
        return False
    program = " ".join(instance["program"])
    for code in codes:
        program = program.replace("?", code, 1)
    stack = queue = printed = ""
    incoming = "".join(instance["input"])
    for code in program.split():
        if code in ("S+", "Q+") and incoming:
            stack, queue = (stack + incoming[0], queue) if code == "S+" else (stack, queue + incoming[0])
            incoming = incoming[1:]
        elif code in ("S-", "SQ") and stack:
            printed, queue = (printed + stack[-1], queue) if code == "S-" else (printed, queue + stack[-1])
            stack = stack[:-1]
        elif code in ("Q-", "QS", "QQ", "QR") and queue:
            stack, queue, printed = _from_queue(code, stack, queue, printed)
        elif code == "SX" and len(stack) > 1:
            stack = stack[:-2] + stack[-1] + stack[-2]
        else:
            return False
    return list(printed) == instance["output"]


def _from_queue(code: str, stack: str, queue: str, printed: str) -> tuple[str, str, str]:
    if code == "QR":
        return stack, queue[::-1], printed
    if code == "QQ":
        return stack, queue[1:] + queue[0], printed
    return (stack, queue[1:], printed + queue[0]) if code == "Q-" else (stack + queue[0], queue[1:], printed)
