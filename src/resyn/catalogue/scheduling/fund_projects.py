"""Choose in which year to start projects so that cash never runs out and enough is left in the end."""

import re
from random import Random
from typing import Any

META = {
    "category": "scheduling",
    "skills": ["scheduling", "arithmetic", "optimisation"],
    "keywords": ["cash flow", "project selection", "dependencies"],
    "answer": "sequence",
    "version": 1,
}

_AFTER_LEVEL, _LIMIT_LEVEL, _UPKEEP_LEVEL, _CLASH_LEVEL = 2, 3, 5, 6
_Plan = list[int]


def generate(level: int, rng: Random) -> dict[str, Any]:
    """Draw projects, climb from many starts to a good plan that earns, and ask for what it leaves in the end."""
    instance, plan = _draw(level, rng), []
    for _ in range(10):
        plan = _climb(instance, rng)
        if _left(instance, plan) > instance["cash"]:
            break
        instance = _draw(level, rng)
    else:
        instance["projects"][0] |= {"cost": 3, "wait": 1, "gain": 8}  # a plan that earns, as there is cash for it
        plan = [1] + [0] * (len(instance["projects"]) - 1)
    return instance | {"goal": _left(instance, plan), "solution": plan}


def _draw(level: int, rng: Random) -> dict[str, Any]:
    """Return projects and terms."""
    count, years = 5 + level // 2, 4 + level // 3
    projects = []
    for at in range(count):
        cost, wait = rng.randint(3, 12), rng.randint(1, 2)
        after = rng.randint(1, at) if at and level >= _AFTER_LEVEL and rng.random() < 0.45 else 0
        upkeep = rng.randint(0, 2) if level >= _UPKEEP_LEVEL else 0
        gain = cost + rng.randint(-1, 6) + upkeep * wait
        projects.append({"cost": cost, "wait": wait, "gain": gain, "after": after, "upkeep": upkeep})
    clashes = []
    for _ in range(level // 4 if level >= _CLASH_LEVEL else 0):
        pair = sorted(rng.sample(range(1, count + 1), 2))
        clashes += [pair] if pair not in clashes else []
    return {
        "projects": projects,
        "years": years,
        "cash": rng.randint(8, 14),
        "most": 1 + level // 4 if level >= _LIMIT_LEVEL else 0,
        "clashes": sorted(clashes),
    }


def _climb(instance: dict[str, Any], rng: Random) -> _Plan:
    """Return the best plan met while single and double changes that are allowed and not worse are made."""
    count, years = len(instance["projects"]), instance["years"]
    best = [0] * count
    for _ in range(4):
        plan = [0] * count
        for _ in range(140):
            fresh = list(plan)
            for _ in range(rng.randint(1, 2)):
                fresh[rng.randrange(count)] = rng.randint(0, years)
            if _left(instance, fresh) >= _left(instance, plan):
                plan = fresh
        if _left(instance, plan) > _left(instance, best):
            best = plan
    return best


def _left(instance: dict[str, Any], plan: _Plan) -> int:
    """Return the cash at the end, -1 where the plan breaks a rule: year by year, first gains, then costs."""
    projects, years = instance["projects"], instance["years"]
    started = [(project, start) for project, start in zip(projects, plan, strict=True) if start]
    for project, start in started:
        first = project["after"]
        if first and (not plan[first - 1] or plan[first - 1] + projects[first - 1]["wait"] > start):
            return -1
    if any(plan[one - 1] and plan[two - 1] for one, two in instance["clashes"]):
        return -1
    if instance["most"] and any(plan.count(year) > instance["most"] for year in range(1, years + 1)):
        return -1
    cash = instance["cash"]
    for year in range(1, years + 2):
        cash += sum(project["gain"] for project, start in started if start + project["wait"] == year)
        if year <= years:
            cash -= sum(project["cost"] for project, start in started if start == year)
            cash -= sum(project["upkeep"] for project, start in started if start < year < start + project["wait"])
        if cash < 0:
            return -1
    return cash


def observe(instance: dict[str, Any]) -> str:
    """State the projects, the rules and the answer format."""
    projects, years = instance["projects"], instance["years"]
    lines = []
    for number, project in enumerate(projects, start=1):
        line = f"P{number}: costs {project['cost']}, pays back {project['gain']} after {project['wait']} year"
        line += "s" if project["wait"] != 1 else ""
        line += f", needs {project['upkeep']} more in each year in between" if project["upkeep"] else ""
        lines.append(line + (f"; only when P{project['after']} has paid back" if project["after"] else ""))
    rules = [
        f"There is {instance['cash']} in cash before year 1. A project is started at most once, in one of the years "
        f"1 to {years}, or not at all.",
        "A project started in year s that pays back after w years costs money in year s and pays back in year s + w. "
        + ("(In between are the years after s and before s + w.) " if any(p["upkeep"] for p in projects) else "")
        + f"Paybacks up to year {years + 1} count, later ones are never received.",
        "In each year paybacks come in first, then costs are paid. Cash must not fall below 0 then.",
    ]
    if any(project["after"] for project in projects):
        rules.append("'Only when Pn has paid back': Pn has been started, and pays back in the same year or earlier.")
    if instance["most"]:
        rules.append(f"At most {instance['most']} project{'s' if instance['most'] > 1 else ''} may start in a year.")
    rules += [f"P{one} and P{two} must not both be started." for one, two in instance["clashes"]]
    return (
        "A firm can start these projects (money in thousands):\n"
        + "\n".join(lines)
        + "\n\n- "
        + "\n- ".join(rules)
        + f"\n\nFind a plan that leaves at least {instance['goal']} in cash after the paybacks of year {years + 1}; "
        f"any such plan is accepted. Answer with the start years of P1 to P{len(projects)}, in this order, 0 for not "
        "started, separated by spaces. (For only three projects an answer would look like: 2 0 1)"
    )


def verify(instance: dict[str, Any], answer: str) -> bool:
    """Go through the years and compare what is left with the goal."""
    tokens = _tokens(answer)
    if len(tokens) != len(instance["projects"]) or not all(re.fullmatch(r"[0-9]{1,4}", token) for token in tokens):
        return False
    plan = [int(token) for token in tokens]
    return max(plan) <= instance["years"] and _left(instance, plan) >= max(0, instance["goal"])


def score(instance: dict[str, Any], answer: str) -> float:
    """Return 1 for a right plan, at most 0.5 for another by the share of the gain that it reaches, if allowed."""
    if verify(instance, answer):
        return 1.0
    tokens = _tokens(answer)
    if len(tokens) != len(instance["projects"]) or not all(re.fullmatch(r"[0-9]{1,4}", token) for token in tokens):
        return 0.0
    plan = [int(token) for token in tokens]
    gain = _left(instance, plan) - instance["cash"] if max(plan) <= instance["years"] else 0
    return max(0.0, min(0.5, gain / (2 * max(1, instance["goal"] - instance["cash"]))))


def _tokens(answer: str) -> list[str]:
    """Split at spaces and commas; brackets around the answer and one final full stop are passed over."""
    if len(answer) > 20_000 or not answer.isascii():
        return []
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("[]", "()"):
        text = text[1:-1].strip()
    return re.split(r"\s*,\s*|\s+", text)


def solve(instance: dict[str, Any]) -> str:
    """Return the plan that was found."""
    return " ".join(map(str, instance["solution"]))


def wrong_answers(instance: dict[str, Any]) -> list[str]:
    """Start nothing, start all at once, leave a project out, start one a year later or earlier, or turn round."""
    plan: list[int] = instance["solution"]
    wrong = [[0] * len(plan), [1] * len(plan), plan[:-1], [*plan, 0], plan[::-1]]
    for at, start in enumerate(plan):
        wrong += [[*plan[:at], other, *plan[at + 1 :]] for other in (0, start + 1, max(0, start - 1))]
    texts = list(dict.fromkeys(" ".join(map(str, near)) for near in wrong))
    return [text for text in texts if not verify(instance, text)][:8]
