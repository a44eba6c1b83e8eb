"""Feed events to a machine of nested states with guards, and give its state after each event and its counter."""

import re
from itertools import pairwise
from random import Random

META = {
    "category": "code_tracing",
    "skills": ["state tracking", "simulation", "rule following"],
    "keywords": ["statechart", "guards", "entry actions", "history"],
    "answer": "sequence",
    "version": 1,
}

_ACTIONS = {"add": "add {0} to n", "zero": "set n to 0", "twice": "double n", "less": "subtract {0} from n"}


def generate(level: int, rng: Random) -> dict:
    """Draw machines and events and keep the run that visits most states."""
    best: tuple[int, dict] = (-1, {})
    for _ in range(12):
        outers = "ABCD"[: min(4, 2 + level // 5)]
        inners = [f"{outer}{at}" for outer in outers for at in range(1, 3 + (rng.random() < 0.3))]
        events = "pqrs"[: 2 + (level >= 4) + (level >= 8)]
        machine = {
            "inners": inners,
            "rules": _draw_rules(outers, inners, events, level, rng),
            "entering": {},
            "leaving": {},
            "history": sorted(rng.sample(outers, 1)) if level >= 5 else [],
            "raises": {},
            "events": "".join(rng.choice(events) for _ in range(5 + level)),
            "start": rng.randrange(5),
        }
        if level >= 2:
            for state in rng.sample(sorted([*outers, *inners]), min(6, 2 + level // 4)):
                machine["entering"][state] = _draw_action(level, rng)
        if level >= 3:
            for state in rng.sample(sorted([*outers, *inners]), min(6, 1 + level // 4)):
                machine["leaving"][state] = _draw_action(level, rng)
        if level >= 7:
            machine["raises"] = {rng.choice(inners): rng.choice(events)}
        states, counter = _run(machine)
        if len(states) < len(machine["events"]):
            machine["raises"] = {}
            states, counter = _run(machine)
        worth = sum(a != b for a, b in pairwise(states)) + 3 * len(set(states))
        if worth > best[0]:
            best = (worth, machine | {"solution": [*states, counter]})
    return best[1]


def observe(instance: dict) -> str:
    """Return the question."""
    inners, history = instance["inners"], instance["history"]
    outers = sorted({inner[0] for inner in inners})
    tree = "; ".join(f"{outer} with {', '.join(inner for inner in inners if inner[0] == outer)}" for outer in outers)
    rules = [f"  {number}. {_rule(rule)}" for number, rule in enumerate(instance["rules"], 1)]
    actions = [f"- On entering {state}: {_action(action)}." for state, action in instance["entering"].items()]
    actions += [f"- On leaving {state}: {_action(action)}." for state, action in instance["leaving"].items()]
    extra = []
    if history:
        extra.append(
            f"{history[0]} remembers: where a rule goes to {history[0]} itself, the machine enters the inner state of "
            f"{history[0]} in which it was when it last left {history[0]} ({history[0]}1 if it has not been in "
            f"{history[0]})."
        )
    for state, event in instance["raises"].items():
        extra.append(
            f"Whenever {state} has been entered (and all else of this rule is done), the event {event} comes at once, "
            "before the next event of the list; it is no event of the list itself, and the state asked for is the "
            "one after it."
        )
    return "\n".join(
        [
            f"A machine has outer states with inner states: {tree}. It is always in one inner state and so in its "
            "outer state, too. It also has a counter n. The rules:",
            *rules,
            "When an event comes, the rules for this event are tried: first those of the present inner state, then "
            "those of the present outer state, each in the order of their numbers. The first one whose condition (if "
            "any) holds is carried out; if there is none, nothing happens.",
            "A rule that goes to an inner state of the present outer state leaves the present inner state and enters "
            "the new one. Every other rule leaves the present inner state, then the present outer state, then enters "
            "the new outer state and then its inner state: the one named or, where only an outer state is named, the "
            "one with number 1"
            + (" (but see below)" if history else "")
            + ". This happens also where the new state is the present one. What a rule does with n, it does before "
            "anything is left.",
            *(["At these moments:", *actions] if actions else []),
            *extra,
            f"At the beginning the machine is in {inners[0]} and n is {instance['start']} (nothing is done on "
            f"entering it). The events {', '.join(instance['events'])} come in this order.",
            "In which inner state is the machine after each event of the list, and what is n at the end? Answer with "
            f"the {len(instance['events'])} inner states in order, then n, separated by spaces, such as (for three "
            "events): Z9 Y8 Z9 77",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Run the machine with a queue of events and compare state by state."""
    text = answer.strip().upper().removesuffix(".").rstrip()
    tokens = re.split(r"\s*,\s*|\s+", text[:2000])
    if len(text) > 2000 or not all(re.fullmatch(r"[A-Z][0-9]|-?[0-9]{1,20}", token) for token in tokens):
        return False
    inner, n, queue, seen = instance["inners"][0], instance["start"], list(instance["events"]), []
    memory: dict[str, str] = {}
    own = True
    steps = 20 * len(queue)
    while queue and steps:
        steps -= 1
        event, before = queue.pop(0), inner
        rule = next(
            (
                rule
                for owner in (inner, inner[0])
                for rule in instance["rules"]
                if rule[0] == owner and rule[1] == event and _permits(rule[2], n)
            ),
            None,
        )
        raised = False
        if rule:
            n = _done(rule[4], n)
            goal = rule[3]
            outside = len(goal) == 1 or goal[0] != inner[0]
            for state in [inner, inner[0]] if outside else [inner]:
                n = _done(instance["leaving"].get(state), n)
            memory[before[0]] = before
            if len(goal) == 1:
                goal = memory.get(goal, goal + "1") if goal in instance["history"] else goal + "1"
            for state in [goal[0], goal] if outside else [goal]:
                n = _done(instance["entering"].get(state), n)
            inner = goal
            raised = inner in instance["raises"]
        if own:
            seen.append(inner)
        else:
            seen[-1] = inner
        own = not raised
        if raised:
            queue.insert(0, instance["raises"][inner])
    return tokens == [*seen, str(n)]


def solve(instance: dict) -> str:
    """Return the run recorded at generation."""
    return " ".join(map(str, instance["solution"]))


def wrong_answers(instance: dict) -> list[str]:
    """Forget what happens on entering or leaving, the memory or the guards, miss n or a state, or skip an event."""
    right = instance["solution"]
    free = [[owner, event, None, goal, action] for owner, event, _, goal, action in instance["rules"]]
    changes = [{"entering": {}}, {"leaving": {}}, {"history": []}, {"rules": free}, {"raises": {}}]
    wrong = []
    for change in changes:
        states, counter = _run(instance | change)
        wrong.append([*states, counter])
    other = next(state for state in instance["inners"] if state != right[-2])
    wrong += [[*right[:-1], right[-1] + 1], right[:-1], right[1:], [*right[:-2], other, right[-1]]]
    return [text for text in dict.fromkeys(" ".join(map(str, run)) for run in wrong) if text != solve(instance)]


def _draw_rules(outers: str, inners: list[str], events: str, level: int, rng: Random) -> list[list]:
    """Return rules [owner, event, condition, goal, action]; every inner state has one without a condition."""
    rules = []
    for inner in inners:
        others = [goal for goal in [*inners, *outers] if goal != inner]
        rules.append([inner, rng.choice(events), None, rng.choice(others), _draw_action(level, rng)])
        if level >= 2:
            test = rng.choice([["even"], ["below", rng.randrange(4, 9)]])
            rules.insert(rng.randrange(len(rules)), [inner, rng.choice(events), test, rng.choice(others), None])
    for outer in outers:
        goal = rng.choice([goal for goal in [*outers, *inners] if goal[0] != outer])
        rules.insert(rng.randrange(len(rules) + 1), [outer, rng.choice(events), None, goal, _draw_action(level, rng)])
    return rules


def _draw_action(level: int, rng: Random) -> list:
    kind = rng.choice(["add", "add", "add"] + ["less"] * (level >= 3) + ["zero", "twice"] * (level >= 4))
    return [kind, rng.randrange(1, 6)] if kind in ("add", "less") else [kind]


def _run(machine: dict) -> tuple[list[str], int]:
    """Return the states after each event and the counter; stops early where events raise each other too often."""
    by_owner: dict[tuple[str, str], list] = {}
    for owner, event, *rest in machine["rules"]:
        by_owner.setdefault((owner, event), []).append(rest)
    at, n = machine["inners"][0], machine["start"]
    last = {inner[0]: f"{inner[0]}1" for inner in machine["inners"]}
    states: list[str] = []
    for event in machine["events"]:
        todo: str | None = event
        for _ in range(12):
            chosen = [rest for owner in (at, at[0]) for rest in by_owner.get((owner, todo), []) if _permits(rest[0], n)]
            todo = None
            if chosen:
                _, goal, action = chosen[0]
                stays = len(goal) == 2 and goal[0] == at[0]
                last[at[0]] = at
                new = goal if len(goal) == 2 else last[goal] if goal in machine["history"] else f"{goal}1"
                left, entered = ([at], [new]) if stays else ([at, at[0]], [new[0], new])
                steps = [action, *(machine["leaving"].get(state) for state in left)]
                for step in [*steps, *(machine["entering"].get(state) for state in entered)]:
                    n = _done(step, n)
                at, todo = new, machine["raises"].get(new)
            if todo is None:
                break
        else:
            return states, n
        states.append(at)
    return states, n


def _permits(test: list | None, n: int) -> bool:
    return test is None or (n % 2 == 0 if test[0] == "even" else n < test[1])


def _done(action: list | None, n: int) -> int:
    """Return the counter after an action."""
    if action is None:
        return n
    if len(action) == 2:
        return n + action[1] if action[0] == "add" else n - action[1]
    return 0 if action[0] == "zero" else 2 * n


def _action(action: list) -> str:
    return _ACTIONS[action[0]].format(*action[1:])


def _rule(rule: list) -> str:
    owner, event, test, goal, action = rule
    condition = "" if test is None else ", if n is even" if test[0] == "even" else f", if n < {test[1]}"
    return f"{owner}, event {event}{condition}: {_action(action) + ', then ' if action else ''}go to {goal}"
