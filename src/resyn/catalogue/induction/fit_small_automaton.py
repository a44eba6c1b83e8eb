"""Build a small automaton that accepts and refuses the given words."""

import re
from itertools import product
from random import Random
from typing import Any

META = {
    "category": "induction",
    "skills": ["rule induction", "automata", "constraint solving"],
    "keywords": ["finite automaton", "grammatical inference"],
    "answer": "grid",
    "version": 1,
}

_LOOP_LEVEL, _SINGLE_LEVEL = 5, 7


def generate(level: int, rng: Random) -> dict[str, Any]:
    """Plant an automaton whose states all matter and choose words that tell it from its neighbours."""
    states = 3 + (level + 1) // 4
    letters = "ab" if level < 3 else "abc"
    words = ["".join(word) for size in range(1, 6) for word in product(letters, repeat=size)]
    best: tuple[int, list[list[Any]]] = (-1, [])
    for _ in range(20):
        table = _draw_table(states, letters, level, rng)
        reached = {_run(table, word, letters) for word in words}
        accepted = sum(table[_run(table, word, letters)][-1] == "+" for word in words)
        score = len(reached) * 1000 + min(accepted, len(words) - accepted)
        if score > best[0]:
            best = (score, table)
        if len(reached) == states and min(accepted, len(words) - accepted) > len(words) // 4:
            break
    table = best[1]
    rivals = _neighbours(table) + [_draw_table(states, letters, level, rng) for _ in range(80)]
    shown = rng.sample(words[:6], 3)
    for word in rng.sample(words, min(len(words), 160)):
        left = [rival for rival in rivals if _same(table, rival, word, letters)]
        if len(left) < len(rivals) and len(shown) < 12 + 3 * level:
            rivals = left
            shown += [word] if word not in shown else []
    shown.sort(key=lambda word: (len(word), word))
    yes = [word for word in shown if table[_run(table, word, letters)][-1] == "+"]
    return {
        "letters": letters,
        "states": states,
        "yes": yes,
        "no": [word for word in shown if word not in yes],
        "loops": "none" if level >= _LOOP_LEVEL else "free",
        "ends": "one" if level >= _SINGLE_LEVEL else "free",
        "solution": table,
    }


def _draw_table(states: int, letters: str, level: int, rng: Random) -> list[list[Any]]:
    """Return for each state its next state per letter, from 0, and + or -."""
    table: list[list[Any]] = []
    ends = [rng.choice("+-") for _ in range(states)]
    if level >= _SINGLE_LEVEL:
        ends = ["-"] * states
        ends[rng.randrange(states)] = "+"
    for state in range(states):
        others = [other for other in range(states) if other != state or level < _LOOP_LEVEL]
        table.append([*(rng.choice(others) for _ in letters), ends[state]])
    return table


def _neighbours(table: list[list[Any]]) -> list[list[list[Any]]]:
    """Return the automata that differ in one entry."""
    near = []
    for state, row in enumerate(table):
        for at, entry in enumerate(row):
            choices = "+-" if at == len(row) - 1 else range(len(table))
            for other in choices:
                if other != entry:
                    fresh = [*row[:at], other, *row[at + 1 :]]
                    near.append([fresh if place == state else line for place, line in enumerate(table)])
    return near


def _run(table: list[list[Any]], word: str, letters: str) -> int:
    state = 0
    for letter in word:
        state = table[state][letters.index(letter)]
    return state


def _same(one: list[list[Any]], two: list[list[Any]], word: str, letters: str) -> bool:
    return one[_run(one, word, letters)][-1] == two[_run(two, word, letters)][-1]


def observe(instance: dict[str, Any]) -> str:
    """State the words, the rules for automata and the answer format."""
    letters, states = instance["letters"], instance["states"]
    rules = [f"There are exactly {states} states, numbered 1 to {states}; state 1 is the start. Not all need be used."]
    which = "any other state, but not the state itself" if instance["loops"] == "none" else "any state, also itself"
    rules.append(f"Each state has exactly one next state for each letter, which may be {which}.")
    rules.append("Exactly one state is accepting." if instance["ends"] == "one" else "Each state is accepting or not.")
    return (
        f"An automaton reads words of the letters {', '.join(letters)}: it begins in its start state, and each "
        "letter takes it to a next state. It accepts a word if the state after the last letter is accepting.\n\nMust "
        f"be accepted: {' '.join(instance['yes'])}\nMust not be accepted: {' '.join(instance['no'])}\n\n- "
        + "\n- ".join(rules)
        + f"\n\nGive such an automaton; any that fits is accepted. Answer with one line for each state, from 1 to "
        f"{states}: the next states for {', '.join(letters)} in this order, then + if the state is accepting and - "
        "if not, separated by spaces. (The format for two states and the letters a, b, not a hint:\n2 1 -\n2 2 +)"
    )


def verify(instance: dict[str, Any], answer: str) -> bool:
    """Run the automaton on all words."""
    letters, states, tokens = instance["letters"], instance["states"], _tokens(answer)
    width = len(letters) + 1
    if len(tokens) != states * width:
        return False
    table: list[list[Any]] = []
    for state in range(states):
        *steps, end = tokens[state * width : (state + 1) * width]
        fits = all(re.fullmatch(r"[1-9][0-9]?", step) and int(step) <= states for step in steps)
        if end not in ("+", "-") or not fits:
            return False
        table.append([*(int(step) - 1 for step in steps), end])
    if instance["loops"] == "none" and any(state in row for state, row in enumerate(table)):
        return False
    if instance["ends"] == "one" and [row[-1] for row in table].count("+") != 1:
        return False
    wanted = [(word, "+") for word in instance["yes"]] + [(word, "-") for word in instance["no"]]
    return all(table[_run(table, word, letters)][-1] == end for word, end in wanted)


def _tokens(answer: str) -> list[str]:
    """Split at spaces and commas; brackets around the answer and one final full stop are passed over."""
    if len(answer) > 20_000 or not answer.isascii():
        return []
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("[]", "()"):
        text = text[1:-1].strip()
    return re.split(r"\s*,\s*|\s+", text)


def solve(instance: dict[str, Any]) -> str:
    """Return the planted automaton."""
    return _format(instance["solution"])


def _format(table: list[list[Any]]) -> str:
    return "\n".join(" ".join([*(str(step + 1) for step in row[:-1]), row[-1]]) for row in table)


def wrong_answers(instance: dict[str, Any]) -> list[str]:
    """Exchange accepting and other states, point one step elsewhere, exchange two letters, or forget a state."""
    table = instance["solution"]
    flipped = [[*row[:-1], "-" if row[-1] == "+" else "+"] for row in table]
    swapped = [[row[1], row[0], *row[2:]] for row in table]
    near = [flipped, swapped, table[:-1], [*table, table[0]], table[1:] + table[:1], *_neighbours(table)[:6]]
    return [text for each in near if not verify(instance, text := _format(each))]
