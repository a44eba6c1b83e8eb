"""Derive a goal from premises in few steps by stated inference rules."""

import re
from random import Random
from typing import Any

META = {
    "category": "logic",
    "skills": ["deduction", "planning", "rule application"],
    "keywords": ["proof", "natural deduction", "derivation"],
    "answer": "sequence",
    "version": 1,
}

# Name: number of lines used, the rule in words, first level at which it appears.
_RULES = {
    "MP": (2, "from P -> Q and P follows Q", 1),
    "AND": (2, "from P and Q follows P & Q", 1),
    "LEFT": (1, "from P & Q follows P", 1),
    "RIGHT": (1, "from P & Q follows Q", 1),
    "DS": (2, "from P | Q and ~P follows Q", 2),
    "MT": (2, "from P -> Q and ~Q follows ~P", 3),
    "CHAIN": (2, "from P -> Q and Q -> R follows P -> R", 4),
    "TURN": (1, "from P -> Q follows ~Q -> ~P", 5),
    "SWAP": (1, "from P | Q follows Q | P", 5),
    "NOR": (1, "from ~P & ~Q follows ~(P | Q)", 6),
    "CASES": (3, "from P | Q and P -> R and Q -> R follows R", 7),
    "PACK": (1, "from P -> (Q -> R) follows (P & Q) -> R", 8),
}
_Formula = Any  # a letter, ["~", formula] or [sign, formula, formula]


def generate(level: int, rng: Random) -> dict[str, Any]:
    """Work backwards from a goal: each step replaces a formula by what its rule needs; what is left are premises."""
    rules = [name for name, (_, _, first) in _RULES.items() if level >= first]
    letters = rng.sample("abcdefghjkmnpqrstuvwxyz", min(6 + level, 20))
    steps = 2 + (level + 1) // 2
    goal = _draw_formula(letters, 1, rng)
    lines: list[list[Any]] = [[goal, "", []]]  # formula, rule, places of the lines used
    open_places = [0]
    done = 0
    for _ in range(200):
        if done == steps:
            break
        place = open_places.pop(rng.randrange(len(open_places)))
        needed = _needs(rng.choice(rules), lines[place][0], letters, rng)
        known = [line[0] for line in lines]  # a line needed twice would make a detour through itself
        if needed is None or any(_size(formula) > 6 + level // 3 or formula in known for formula in needed[1]):
            open_places.append(place)
            continue
        lines[place][1], used = needed[0], []
        for formula in needed[1]:
            used.append(len(lines))
            open_places.append(len(lines))
            lines.append([formula, "", []])
        lines[place][2] = used
        done += 1
    return _arrange(lines, rules, letters, level, rng)


def _arrange(lines: list[list[Any]], rules: list[str], letters: list[str], level: int, rng: Random) -> dict[str, Any]:
    """Number premises at random, distractors among them, and write the steps down from the premises to the goal."""
    premises = []
    for formula, rule, _ in lines:
        if not rule and formula not in premises:
            premises.append(formula)
    for _ in range(1 + level // 3):
        extra = _draw_formula(letters, 2, rng)
        if extra not in premises and extra != lines[0][0]:
            premises.append(extra)
    rng.shuffle(premises)
    number: dict[int, int] = {}
    plan = []
    for place in range(len(lines) - 1, -1, -1):  # a line stands before the lines that it uses
        formula, rule, used = lines[place]
        if not rule:
            number[place] = premises.index(formula) + 1
        else:
            plan.append([rule, *(number[other] for other in used)])
            number[place] = len(premises) + len(plan)
    return {"premises": premises, "goal": lines[0][0], "rules": rules, "steps": len(plan), "solution": plan}


def _draw_formula(letters: list[str], depth: int, rng: Random) -> _Formula:
    if depth == 0:
        letter = rng.choice(letters)
        return ["~", letter] if rng.random() < 0.25 else letter
    one, two = rng.sample(letters, 2)
    return [rng.choice(("&", "|", "->")), one if depth == 1 else _draw_formula(letters, rng.randrange(2), rng), two]


def _needs(rule: str, goal: _Formula, letters: list[str], rng: Random) -> tuple[str, list[_Formula]] | None:
    """Return the formulas from which a rule derives the goal, new parts drawn at random; None where it cannot."""
    fresh, sign = _draw_formula(letters, 0, rng), goal[0]
    pair = sign in ("&", "|", "->") and len(goal) == 3
    needed: dict[str, list[_Formula] | None] = {
        "MP": [["->", fresh, goal], fresh],
        "AND": [goal[1], goal[2]] if pair and sign == "&" else None,
        "LEFT": [["&", goal, fresh]],
        "RIGHT": [["&", fresh, goal]],
        "DS": [["|", fresh, goal], ["~", fresh]],
        "MT": [["->", goal[1], fresh], ["~", fresh]] if sign == "~" else None,
        "CHAIN": [["->", goal[1], fresh], ["->", fresh, goal[2]]] if pair and sign == "->" else None,
        "TURN": None,
        "SWAP": [["|", goal[2], goal[1]]] if pair and sign == "|" else None,
        "NOR": None,
        "CASES": [["|", fresh, letters[0]], ["->", fresh, goal], ["->", letters[0], goal]],
        "PACK": None,
    }
    if rule == "TURN" and pair and sign == "->" and goal[1][0] == "~" and goal[2][0] == "~":
        needed[rule] = [["->", goal[2][1], goal[1][1]]]
    if rule == "NOR" and sign == "~" and len(goal[1]) == 3 and goal[1][0] == "|":
        needed[rule] = [["&", ["~", goal[1][1]], ["~", goal[1][2]]]]
    if rule == "PACK" and pair and sign == "->" and len(goal[1]) == 3 and goal[1][0] == "&":
        needed[rule] = [["->", goal[1][1], ["->", goal[1][2], goal[2]]]]
    formulas = needed[rule]
    return None if formulas is None else (rule, formulas)


def _size(formula: _Formula) -> int:
    return 1 if isinstance(formula, str) else sum(_size(part) for part in formula[1:])


def _apply(rule: str, used: list[_Formula]) -> _Formula | None:
    """Return what a rule derives from formulas in its order; None where they do not have its form."""
    signs = [formula[0] if isinstance(formula, list) else "" for formula in used]
    one, two, three = [*used, "", ""][:3]
    fits: dict[str, Any] = {
        "MP": lambda: one[2] if signs[0] == "->" and one[1] == two else None,
        "AND": lambda: ["&", one, two],
        "LEFT": lambda: one[1] if signs[0] == "&" else None,
        "RIGHT": lambda: one[2] if signs[0] == "&" else None,
        "DS": lambda: one[2] if signs[0] == "|" and two == ["~", one[1]] else None,
        "MT": lambda: ["~", one[1]] if signs[0] == "->" and two == ["~", one[2]] else None,
        "CHAIN": lambda: ["->", one[1], two[2]] if signs == ["->", "->"] and one[2] == two[1] else None,
        "TURN": lambda: ["->", ["~", one[2]], ["~", one[1]]] if signs[0] == "->" else None,
        "SWAP": lambda: ["|", one[2], one[1]] if signs[0] == "|" else None,
        "NOR": lambda: (
            ["~", ["|", one[1][1], one[2][1]]] if signs[0] == "&" and one[1][0] == one[2][0] == "~" else None
        ),
        "CASES": lambda: (
            two[2] if signs == ["|", "->", "->"] and one[1:] == [two[1], three[1]] and two[2] == three[2] else None
        ),
        "PACK": lambda: ["->", ["&", one[1], one[2][1]], one[2][2]] if signs[0] == "->" and one[2][0] == "->" else None,
    }
    return fits[rule]()


def _text(formula: _Formula, *, outer: bool = True) -> str:
    if isinstance(formula, str):
        return formula
    if formula[0] == "~":
        return "~" + _text(formula[1], outer=False)
    text = f"{_text(formula[1], outer=False)} {formula[0]} {_text(formula[2], outer=False)}"
    return text if outer else f"({text})"


def observe(instance: dict[str, Any]) -> str:
    """State premises, rules, the goal and the answer format."""
    premises = "\n".join(f"{at}. {_text(formula)}" for at, formula in enumerate(instance["premises"], start=1))
    rules = "\n".join(f"- {name}: {_RULES[name][1]}" for name in instance["rules"])
    count = len(instance["premises"])
    return (
        f"Formulas are made of letters with ~ (not), & (and), | (or), -> (if, then). Given lines:\n{premises}\n\n"
        f"Rules, in which P, Q, R stand for any formulas; only these may be used, and only on whole "
        f"lines:\n{rules}\n\nEach step applies one rule to one or more lines and gives a new line; the first step "
        f"gives line {count + 1}, the next line {count + 2}, and so on. Find at most {instance['steps']} steps of "
        f"which the last gives exactly the line\n{_text(instance['goal'])}\nAny such derivation is accepted. Write "
        "each step as the name of the rule followed by the numbers of the lines that it uses, in the order in which "
        "the rule names them (a line may be used more than once), and separate the steps by semicolons. (The format, "
        "not a hint: AND 3 1; LEFT 9)"
    )


def verify(instance: dict[str, Any], answer: str) -> bool:
    """Apply the steps and look at the last line."""
    steps = _read(answer)
    if not steps or len(steps) > instance["steps"]:
        return False
    lines = list(instance["premises"])
    for name, *places in steps:
        if name not in instance["rules"] or len(places) != _RULES[name][0] or max(places) > len(lines):
            return False
        derived = _apply(name, [lines[place - 1] for place in places])
        if derived is None:
            return False
        lines.append(derived)
    return lines[-1] == instance["goal"]


def _read(answer: str) -> list[list[Any]]:
    """Read steps such as AND 3 1, separated by semicolons; [] where malformed."""
    text = answer.strip().removesuffix(".").rstrip()
    if len(text) > 2000 or not text.isascii():
        return []
    steps: list[list[Any]] = []
    for part in text.split(";"):
        name, *places = part.replace(",", " ").split() or [""]
        if not places or not all(re.fullmatch(r"[1-9][0-9]{0,3}", place) for place in places):
            return []
        steps.append([name.upper(), *map(int, places)])
    return steps


def solve(instance: dict[str, Any]) -> str:
    """Return the derivation from which the premises were made."""
    return _format(instance["solution"])


def _format(plan: list[list[Any]]) -> str:
    return "; ".join(" ".join(map(str, step)) for step in plan)


def wrong_answers(instance: dict[str, Any]) -> list[str]:
    """Stop a step early, point the last step to another line, name another rule, or do the last step twice."""
    plan = instance["solution"]
    *before, last = plan
    wrong = [[*before, [last[0], *last[1:-1], last[-1] % len(instance["premises"]) + 1]], [*plan, last]]
    wrong += [[*before, ["RIGHT" if last[0] == "LEFT" else "LEFT", last[1]]], before, [*before, [*last, 1]]]
    return [text for steps in wrong if (text := _format(steps)) and not verify(instance, text)]
