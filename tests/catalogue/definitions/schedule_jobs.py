"""What is right, said again: for each hour and machine the jobs at work, never two at once, every rule kept."""

import random
import re
from collections.abc import Iterator
from itertools import combinations

LEVELS = (1, 2)
EXHAUSTIVE = False  # every one-job change of the solution, 6,000 two-job changes, exchanged machines, random starts
CANONICAL = re.compile(r"J[1-9][0-9]*=[1-9][0-9]*@(0|[1-9][0-9]*)( J[1-9][0-9]*=[1-9][0-9]*@(0|[1-9][0-9]*))*")


def candidates(instance: dict, solution: str) -> Iterator[str]:
    placed = [tuple(map(int, entry.split("=")[1].split("@"))) for entry in solution.split()]
    rng = random.Random(solution)
    places = [(m, hour) for m in range(1, instance["machines"] + 2) for hour in range(instance["deadline"] + 1)]
    found = [placed, [(instance["machines"] + 1 - machine, start) for machine, start in placed], placed[:-1]]
    for at in range(len(placed)):
        found += [[*placed[:at], place, *placed[at + 1 :]] for place in places]
    for one, other in combinations(range(len(placed)), 2):
        swapped = list(placed)
        swapped[one], swapped[other] = swapped[other], swapped[one]
        found.append(swapped)
        aside = list(placed)
        aside[one], aside[other] = (placed[other][0], placed[one][1]), (placed[one][0], placed[other][1])
        found.append(aside)
    for _ in range(6_000):
        one, other = rng.sample(range(len(placed)), 2)
        near = list(placed)
        near[one], near[other] = rng.choice(places), rng.choice(places)
        found.append(near)
    found += [[rng.choice(places) for _ in placed] for _ in range(500)]
    texts = [" ".join(f"J{n}={m}@{start}" for n, (m, start) in enumerate(near, start=1)) for near in found]
    yield from dict.fromkeys(texts)


def holds(instance: dict, answer: str) -> bool:
    if not CANONICAL.fullmatch(answer):
        return False
    entries = [entry.removeprefix("J").replace("@", "=").split("=") for entry in answer.split()]
    placed = {int(job): (int(machine), int(start)) for job, machine, start in entries}
    if len(placed) != len(entries) or set(placed) != set(range(1, len(instance["jobs"]) + 1)):
        return False
    hours = {job: range(start, start + instance["jobs"][job - 1]["hours"]) for job, (_, start) in placed.items()}
    for job, (machine, start) in placed.items():
        wishes = instance["jobs"][job - 1]
        if machine > instance["machines"] or (wishes["machines"] and machine not in wishes["machines"]):
            return False
        if wishes["from"] is not None and start < wishes["from"]:
            return False
        if hours[job].stop > min(instance["deadline"], wishes["until"] or instance["deadline"]):
            return False
    at_work = [(placed[job][0], hour) for job in placed for hour in hours[job]]
    if len(at_work) != len(set(at_work)):
        return False
    if any(set(hours[a]) & set(hours[b]) for a, b in instance["apart"]):
        return False
    return not any(hours[b].start - hours[a].stop < lag for a, b, lag in instance["after"])
