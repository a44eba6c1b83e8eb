"""Run a machine with a tape and say what the tape holds, where the head is and in which state it stops."""

import re
from random import Random

META = {
    "category": "formal_languages",
    "skills": ["simulation", "state tracking"],
    "keywords": ["turing machine", "tape", "transition table"],
    "answer": "sequence",
    "version": 1,
}


def generate(level: int, rng: Random) -> dict:
    """Draw machines and tapes and keep the one that runs long without repeating itself at once."""
    states = "PQRTUVWXYZ"[: min(10, 2 + (level >= 2) + level // 3)]
    letters = "abcd"[: 2 + (level >= 5) + (level >= 9)]
    best: tuple[int, dict] = (-1, {})
    for _ in range(25):
        rules = [
            [state, letter, rng.choice(letters), rng.choice("LR" if level < 3 else "LRLRS"), rng.choice(states)]
            for state in states
            for letter in letters
        ]
        rules[rng.randrange(1, len(rules))][4] = "H"
        machine = {
            "states": states,
            "letters": letters,
            "tape": "".join(rng.choice(letters) for _ in range(6 + level // 2)),
            "head": rng.randrange(2, 6),
            "rules": rules,
            "ring": level >= 4,
            "home": rng.choice(states[1:]) if level >= 6 else None,
            "turn": states[0] if level >= 8 else None,
            "steps": 6 + 2 * level,
        }
        trace = _trace(machine)
        news = len(set(trace)) + (trace[-1].split()[0] != machine["tape"]) * 2
        if news > best[0]:
            best = (news, machine | {"solution": trace[-1]})
    return best[1]


def observe(instance: dict) -> str:
    """Return the question."""
    tape = instance["tape"]
    rules = [
        f"  in {state} on {letter}: write {write}, {'stay' if move == 'S' else 'go ' + move}, then state {then}"
        for state, letter, write, move, then in instance["rules"]
    ]
    edge = (
        "The tape is a ring: left of cell 1 is the last cell, right of the last cell is cell 1."
        if instance["ring"]
        else "Where the head would leave the tape, it stays on its cell; the rest of the rule is carried out."
    )
    special = []
    if instance["home"]:
        special.append(f"When a step ends in state {instance['home']}, the head is put on cell 1 at once.")
    if instance["turn"]:
        special.append(
            f"When a step ends in state {instance['turn']}, the letters of the whole tape are written in reverse order "
            "at once, while the head stays on its cell."
        )
    return "\n".join(
        [
            f"A machine has a tape of {len(tape)} cells, numbered from 1 at the left, with one letter each, a head on "
            "one cell, and a state. One step: look up the rule for the state and the letter under the head, write "
            "the letter that it names over the letter under the head, move the head one cell to the left (L) or "
            f"right (R), and go into the new state. {edge}",
            *special,
            *rules,
            f"At the start the tape is {tape}, the head is on cell {instance['head']}, and the state is "
            f"{instance['states'][0]}. The machine stops as soon as it is in state H, and at the latest after "
            f"{instance['steps']} steps. What does the tape hold then, on which cell is the head, and what is the "
            "state?",
            "Answer with the letters of the tape without gaps, the number of the cell and the state, separated by "
            "spaces, such as: eefe 17 G",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Run the machine with the tape cut in two at the head."""
    found = re.fullmatch(r"([A-Za-z]{1,400})[\s,]+([0-9]{1,4})[\s,]+([A-Za-z])\.?", answer.strip())
    if not found:
        return False
    table = {(state, letter): rest for state, letter, *rest in instance["rules"]}
    left, right, state = instance["tape"][: instance["head"] - 1], instance["tape"][instance["head"] - 1 :], "P"
    for _ in range(instance["steps"]):
        write, move, state = table[state, right[0]]
        right = write + right[1:]
        if move == "R" and (len(right) > 1 or instance["ring"]):
            left, right = (left + right[0], right[1:]) if len(right) > 1 else ("", left + right)
        elif move == "L" and (left or instance["ring"]):
            left, right = (left[:-1], left[-1] + right) if left else (right[:-1], right[-1])
        if state == instance["home"]:
            left, right = "", left + right
        if state == instance["turn"]:
            whole = (left + right)[::-1]
            left, right = whole[: len(left)], whole[len(left) :]
        if state == "H":
            break
    return found[1].lower() == left + right and int(found[2]) == len(left) + 1 and found[3].upper() == state


def solve(instance: dict) -> str:
    """Return what was recorded when the machine was drawn."""
    return instance["solution"]


def wrong_answers(instance: dict) -> list[str]:
    """Run a step less or more, miss the head by one, or turn the tape or a letter around."""
    tape, head, state = instance["solution"].split()
    letter = next(letter for letter in instance["letters"] if letter != tape[0])
    wrong = [f"{tape} {int(head) + 1} {state}", f"{letter}{tape[1:]} {head} {state}", f"{tape[:-1]} {head} {state}"]
    wrong += [f"{tape} {head} {'P' if state == 'H' else 'H'}", f"{tape[::-1]} {head} {state}"]
    wrong += [_trace(instance | {"steps": instance["steps"] + extra})[-1] for extra in (-1, 1)]
    return [text for text in dict.fromkeys(wrong) if text != instance["solution"]]


def _trace(machine: dict) -> list[str]:
    """Return tape, head and state after each step."""
    cells, head, state = list(machine["tape"]), machine["head"] - 1, machine["states"][0]
    trace = []
    while len(trace) < machine["steps"] and state != "H":
        rule = next(rule for rule in machine["rules"] if rule[:2] == [state, cells[head]])
        cells[head], state = rule[2], rule[4]
        target = head + {"L": -1, "R": 1, "S": 0}[rule[3]]
        head = target % len(cells) if machine["ring"] else max(0, min(target, len(cells) - 1))
        head = 0 if state == machine["home"] else head
        if state == machine["turn"]:
            cells.reverse()
        trace.append(f"{''.join(cells)} {head + 1} {state}")
    return trace
