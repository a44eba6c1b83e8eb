"""What is right, said again: cells in a dict, one step after the other, as the statement tells it."""

from collections.abc import Iterator

LEVELS = (1, 2, 6, 8)
EXHAUSTIVE = False


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Yield the solution with another cell or state, or with one or two other letters."""
    tape, head, state = solution.split()
    letters = instance["letters"]
    tapes = {tape[:at] + sign + tape[at + 1 :] for at in range(len(tape)) for sign in letters} | {tape[1:], tape[::-1]}
    tapes |= {
        near[:at] + sign + near[at + 1 :] for near in sorted(tapes) for at in range(len(near)) for sign in letters
    }
    yield from (f"{near} {head} {state}" for near in sorted(tapes))
    yield from (f"{tape} {cell} {other}" for cell in range(len(tape) + 2) for other in instance["states"] + "H")


def holds(instance: dict, answer: str) -> bool:
    size = len(instance["tape"])
    cells = dict(enumerate(instance["tape"], 1))
    head, state, made = instance["head"], instance["states"][0], 0
    while state != "H" and made < instance["steps"]:
        (rule,) = [rule for rule in instance["rules"] if rule[0] == state and rule[1] == cells[head]]
        _, _, cells[head], way, state = rule
        if way == "L":
            head = head - 1 if head > 1 else (size if instance["ring"] else 1)
        if way == "R":
            head = head + 1 if head < size else (1 if instance["ring"] else size)
        if instance["home"] and state == instance["home"]:
            head = 1
        if instance["turn"] and state == instance["turn"]:
            cells = {size + 1 - place: letter for place, letter in cells.items()}
        made += 1
    return answer == f"{''.join(cells[place] for place in range(1, size + 1))} {head} {state}"
