"""Find a short word that some automata accept and the others refuse."""

import re
from collections.abc import Iterator
from random import Random

META = {
    "category": "formal_languages",
    "skills": ["search", "state tracking", "simulation"],
    "keywords": ["finite automaton", "nondeterminism", "product", "distinguishing word"],
    "answer": "word",
    "version": 1,
}


def generate(level: int, rng: Random) -> dict:
    """Draw automata and accepting states for which the shortest word is as long as the level wants."""
    letters = rng.sample("abcdefghkmnprstuvwxyz", 3 + (level >= 6))
    count = min(8, 3 + (level >= 7) + level // 12)
    best: dict = {}
    for _ in range(4):
        sizes = [rng.randrange(3, 4 + (level >= 2)) + level // 5 for _ in range(count)]
        tables = [
            _draw_table(size, len(letters), loose=level >= 3 and not at, rng=rng) for at, size in enumerate(sizes)
        ]
        reached = list(_walk(tables, letters, 300))
        for _ in range(20):
            finals = [sorted(rng.sample(range(size), rng.randrange(1, size))) for size in sizes]
            wants = [True, False] + [rng.random() < 0.5 for _ in range(count - 2)]
            word = next((word for word, at in reached if _fits(at, finals, wants)), "")
            if not best or len(word) > len(best["solution"]):
                best = {"tables": tables, "finals": finals, "wants": wants, "solution": word}
    if not best["solution"]:
        word, at = reached[-1]
        finals = [
            [state for state in range(len(table)) if state in ends] for table, ends in zip(tables, at, strict=True)
        ]
        best = {"tables": tables, "finals": finals, "wants": [True] * count, "solution": word}
    return {"letters": letters, **best, "longest": len(best["solution"])}


def observe(instance: dict) -> str:
    """Return the question."""
    letters, lines = instance["letters"], []
    for name, table, finals in zip("ABCDEFGH", instance["tables"], instance["finals"], strict=False):
        lines.append(f"Automaton {name} (starts in state 0; accepting: {', '.join(map(str, finals))})")
        for state, row in enumerate(table):
            arrows = [
                f"{letter} to {' or '.join(map(str, ends)) or 'nowhere'}"
                for letter, ends in zip(letters, row, strict=True)
            ]
            lines.append(f"  state {state}: {', '.join(arrows)}")
    loose = any(len(ends) != 1 for table in instance["tables"] for row in table for ends in row)
    wishes = [
        f"{'accepted' if want else 'refused'} by {name}"
        for name, want in zip("ABCDEFGH", instance["wants"], strict=False)
    ]
    return "\n".join(
        [
            "An automaton reads a word letter by letter from left to right and goes from state to state as its lines "
            "say. "
            + (
                "Where a line names several states, it may go to any of them; where it says nowhere, this way of "
                "reading ends without acceptance. A word is accepted if at least one way of reading it to its end "
                "stops in an accepting state, and refused otherwise."
                if loose
                else "A word is accepted if the automaton is in an accepting state after its last letter, and refused "
                "otherwise."
            ),
            *lines,
            f"Find a word of the letters {', '.join(letters)}, of at least 1 and at most {instance['longest']} "
            f"letters, that is {', '.join(wishes)}. If there are several, give any one.",
            "Answer with the word alone, such as: oqqo",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Let every automaton read the word."""
    word = answer.strip().removesuffix(".").rstrip()
    if (
        not re.fullmatch(r"[a-z]+", word)
        or len(word) > instance["longest"]
        or not set(word) <= set(instance["letters"])
    ):
        return False
    for table, finals, want in zip(instance["tables"], instance["finals"], instance["wants"], strict=True):
        states = {0}
        for letter in word:
            column = instance["letters"].index(letter)
            states = {end for state in states for end in table[state][column]}
        if bool(states & {*finals}) != want:
            return False
    return True


def solve(instance: dict) -> str:
    """Return the word found when the automata were drawn."""
    return instance["solution"]


def wrong_answers(instance: dict) -> list[str]:
    """Write a letter too many, change a letter, leave one out, or read the word backwards."""
    word, letters = instance["solution"], instance["letters"]
    near = [word[:-1], word[1:], word[::-1], word[1:] + word[:1]]
    near += [word[:at] + sign + word[at + 1 :] for at in range(len(word)) for sign in letters]
    short = [other for other in near if other and not verify(instance, other)]
    return list(dict.fromkeys([word + word[-1], word + letters[0], word + letters[1], *short[:4]]))


def _draw_table(size: int, letters: int, *, loose: bool, rng: Random) -> list[list[list[int]]]:
    """Return for each state and letter the states to go to: one, or (where loose) at times none or two."""
    table = []
    for state in range(size):
        row = [[rng.randrange(size)] for _ in range(letters)]
        row[rng.randrange(letters)] = [(state + 1) % size]
        if loose:
            row[rng.randrange(letters)] = sorted(rng.sample(range(size), rng.choice([0, 2, 2])))
        table.append(row)
    return table


def _walk(tables: list, letters: list[str], most: int) -> Iterator[tuple[str, list[list[int]]]]:
    """Yield words with the states that they lead to, shortest first, one word for each combination of states."""
    queue = [("", [[0] for _ in tables])]
    seen = {str(queue[0][1])}
    for word, at in queue:
        if word:
            yield word, at
        for column, letter in enumerate(letters):
            ends = [
                sorted({end for state in states for end in table[state][column]})
                for table, states in zip(tables, at, strict=True)
            ]
            if str(ends) not in seen and len(seen) < most:
                seen.add(str(ends))
                queue.append((word + letter, ends))


def _fits(at: list[list[int]], finals: list[list[int]], wants: list[bool]) -> bool:
    return all(
        any(state in ends for state in states) == want for states, ends, want in zip(at, finals, wants, strict=True)
    )
