"""Press switches, each of which changes several lamps, until the lamps show a given pattern, in few presses."""

import re
from random import Random

META = {
    "category": "planning",
    "skills": ["planning", "search", "modular arithmetic"],
    "keywords": ["lights out", "coupled switches", "parity", "shortest plan"],
    "answer": "sequence",
    "version": 1,
}

_SIGNS = ("off", "on", "bright")
_BEAM = 150


def generate(level: int, rng: Random) -> dict:
    """Draw lamps and switches, explore layer by layer, and aim at a pattern first met in the last layer."""
    best: dict = {"solution": []}
    depth = 4 + level // 3
    for _ in range(6):
        setting = _draw(level, rng)
        pattern, plan = _explore(setting, depth, rng)
        if len(plan) > len(best["solution"]):
            best = {**setting, "goal": pattern, "solution": plan}
        if len(plan) == depth:
            break
    return {**best, "most": len(best["solution"])}


def _draw(level: int, rng: Random) -> dict:
    lamps = 7 + level // 4
    states = 3 if level >= 3 else 2
    names = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[: min(26, lamps)]
    switches = []
    for name in names:
        switch = {
            "name": name,
            "changes": sorted(rng.sample(range(1, lamps + 1), rng.randint(2, 4))),
            "swap": [],
            "needs": [],
        }
        if level >= 6 and rng.random() < 0.4:
            switch["swap"] = sorted(rng.sample(range(1, lamps + 1), 2))
        if level >= 4 and rng.random() < 0.5:
            switch["needs"] = [rng.randint(1, lamps), rng.randrange(states)]
        switches.append(switch)
    if level >= 4 and all(switch["needs"] for switch in switches):
        switches[0]["needs"] = []
    return {
        "states": states,
        "start": [rng.randrange(states) for _ in range(lamps)],
        "switches": switches,
        "once": level >= 2,
        "tired": level >= 8,
    }


def _press(setting: dict, lamps: tuple[int, ...], switch: dict) -> tuple[int, ...] | None:
    """Return the lamps after a press, None where the switch is locked."""
    if switch["needs"] and lamps[switch["needs"][0] - 1] == switch["needs"][1]:
        return None
    after = [(lamp + (at in switch["changes"])) % setting["states"] for at, lamp in enumerate(lamps, start=1)]
    if switch["swap"]:
        a, b = (at - 1 for at in switch["swap"])
        after[a], after[b] = after[b], after[a]
    return tuple(after)


def _allowed(setting: dict, plan: list[str]) -> bool:
    """Tell whether the last press of a plan keeps the rules on how often a switch may be pressed."""
    if setting["once"] and plan[-2:-1] == plan[-1:]:
        return False
    return not setting["tired"] or plan.count(plan[-1]) <= 2


def _explore(setting: dict, depth: int, rng: Random) -> tuple[list[int], list[str]]:
    """Return a pattern that is first met as deep as possible, and the presses that lead there."""
    start = tuple(setting["start"])
    layer: dict[tuple[int, ...], list[str]] = {start: []}
    seen = {start}
    found: tuple[list[int], list[str]] = ([], [])
    for _ in range(depth):
        fresh: dict[tuple[int, ...], list[str]] = {}
        for lamps, plan in layer.items():
            for switch in setting["switches"]:
                after = _press(setting, lamps, switch)
                if after is not None and after not in seen and _allowed(setting, [*plan, switch["name"]]):
                    seen.add(after)
                    fresh[after] = [*plan, switch["name"]]
        if fresh:
            chosen = rng.choice(list(fresh))
            found = (list(chosen), fresh[chosen])
        layer = {lamps: fresh[lamps] for lamps in rng.sample(list(fresh), min(_BEAM, len(fresh)))}
    return found


def observe(instance: dict) -> str:
    """Return the question."""
    lines = []
    for switch in instance["switches"]:
        text = f"- switch {switch['name']}: changes lamps {', '.join(map(str, switch['changes']))}"
        if switch["swap"]:
            text += "; then lamps {} and {} exchange their states".format(*switch["swap"])
        if switch["needs"]:
            text += f"; it cannot be pressed while lamp {switch['needs'][0]} is {_SIGNS[switch['needs'][1]]}"
        lines.append(text)
    start, goal = (
        ", ".join(f"{at} {_SIGNS[state]}" for at, state in enumerate(instance[key], 1)) for key in ("start", "goal")
    )
    change = "To change a lamp turns it on if it is off, and off if it is on."
    if instance["states"] == 3:
        change = "To change a lamp turns it from off to on, from on to bright, and from bright to off."
    rules = [change]
    if instance["once"]:
        rules.append("The same switch may not be pressed twice in a row.")
    if instance["tired"]:
        rules.append("No switch may be pressed more than twice in all.")
    return "\n".join(
        [
            f"Lamps have these states: {start}.",
            "Switches change them:",
            *lines,
            *rules,
            f"Find at most {instance['most']} presses after which the lamps have these states: {goal}. If there are "
            "several ways, "
            "give any one.",
            "Answer with the switches in the order in which they are pressed, separated by spaces, such as: Z Y Z",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Press the switches."""
    presses = [token.upper() for token in _tokens(answer)]
    switches = {switch["name"]: switch for switch in instance["switches"]}
    if not 0 < len(presses) <= instance["most"] or not set(presses) <= set(switches):
        return False
    lamps: tuple[int, ...] | None = tuple(instance["start"])
    for number, name in enumerate(presses, start=1):
        lamps = _press(instance, lamps, switches[name])
        if lamps is None or not _allowed(instance, presses[:number]):
            return False
    return list(lamps) == instance["goal"]


def solve(instance: dict) -> str:
    """Return the presses along which the pattern was found."""
    return " ".join(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Leave a press out, add one, press another switch once, or name a switch that is not there."""
    plan = instance["solution"]
    names = [switch["name"] for switch in instance["switches"]]
    nears = [plan[:-1], plan[1:], [*plan, plan[0]], [*plan[:-1], "Z9"], [*plan[:-1], plan[0]]]
    nears += [[*plan[:-1], name] for name in names if name != plan[-1]][:2] + [[name, *plan[1:]] for name in names[:2]]
    texts = [" ".join(near) for near in nears if near]
    return [text for text in dict.fromkeys(texts) if not verify(instance, text)][:7]


def _tokens(answer: str) -> list[str]:
    """Split at spaces and single commas, without one full stop and one pair of brackets; [] where malformed."""
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1]
    return re.split(r"\s*,\s*|\s+", text.strip()) if len(text) <= 20_000 and text.isascii() else []
