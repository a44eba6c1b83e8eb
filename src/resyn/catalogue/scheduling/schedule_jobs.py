"""Place jobs on machines so that all are done by a deadline that leaves no hour unused."""

import re
from random import Random

META = {
    "category": "scheduling",
    "skills": ["scheduling", "constraint solving", "planning"],
    "keywords": ["machines", "precedence", "deadline", "time windows"],
    "answer": "assignment",
    "version": 1,
}


def generate(level: int, rng: Random) -> dict:
    """Cut each machine's time into jobs without a gap and state what is true of that schedule."""
    machines = 2 + level // 4
    per_machine = 3 + level // 4
    deadline = 5 * per_machine + rng.randrange(6)
    slots: list[tuple[int, int, int]] = []
    for machine in range(1, machines + 1):
        cuts = sorted(rng.sample(range(1, deadline), per_machine - 1))
        slots += [(machine, a, b) for a, b in zip([0, *cuts], [*cuts, deadline], strict=True)]
    rng.shuffle(slots)
    jobs = [{"hours": end - start, "machines": [], "from": None, "until": None} for _, start, end in slots]
    numbers = range(len(slots))
    ordered = [[a + 1, b + 1] for a in numbers for b in numbers if slots[a][2] <= slots[b][1]]
    chosen = rng.sample(ordered, min(len(ordered), 2 + level))
    instance = {"machines": machines, "deadline": deadline, "jobs": jobs, "apart": []}
    instance["after"] = [[a, b, _lag(slots[a - 1], slots[b - 1], level, rng)] for a, b in sorted(chosen)]
    if level >= 2:
        for number in rng.sample(numbers, min(len(jobs), 1 + level // 2)):
            others = [machine for machine in range(1, machines + 1) if machine != slots[number][0]]
            extra = rng.sample(others, rng.randrange(len(others)))
            jobs[number]["machines"] = sorted([slots[number][0], *extra])
    if level >= 3:
        for number in rng.sample(numbers, min(len(jobs), level // 2)):
            _, start, end = slots[number]
            if start > deadline - end:
                jobs[number]["from"] = max(1, start - rng.randrange(3))
            else:
                jobs[number]["until"] = min(deadline - 1, end + rng.randrange(3))
    if level >= 5:
        disjoint = [sorted(pair) for pair in ordered if slots[pair[0] - 1][0] != slots[pair[1] - 1][0]]
        instance["apart"] = sorted(rng.sample(disjoint, min(len(disjoint), level // 3)))
    return instance | {"opening": rng.randrange(2), "solution": [[machine, start] for machine, start, _ in slots]}


def observe(instance: dict) -> str:
    """Return the question."""
    jobs = []
    for number, job in enumerate(instance["jobs"], start=1):
        line = f"- J{number}: {job['hours']} h"
        if job["machines"]:
            line += f"; only on machine {' or '.join(map(str, job['machines']))}"
        if job["from"] is not None:
            line += f"; may not start before hour {job['from']}"
        if job["until"] is not None:
            line += f"; must be finished by hour {job['until']}"
        jobs.append(line)
    rules = []
    for a, b, lag in instance["after"]:
        rules.append(f"- J{b} may not start before {f'{lag} h after ' * bool(lag)}the end of J{a}.")
    rules += [f"- J{a} and J{b} share a tool and may not run at the same time." for a, b in instance["apart"]]
    subject = ("A workshop has", "A laboratory runs")[instance["opening"]]
    return "\n".join(
        [
            f"{subject} {instance['machines']} machines, numbered from 1. Time begins at hour 0, and all jobs must be "
            f"finished by hour {instance['deadline']}. The jobs and how long they take:",
            *jobs,
            "Each job runs once, on one machine, without interruption, and starts at a whole hour. A machine does one "
            "job at a time; a job may start at the very hour at which another ends. Moreover:",
            *rules,
            "Give any schedule that keeps all this. Answer with one entry for each job, job=machine@start, separated "
            "by spaces, such as: J1=2@0 J2=1@14",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Check every job, every machine and every rule."""
    placed = _read(answer)
    jobs = instance["jobs"]
    if placed is None or sorted(placed) != list(range(1, len(jobs) + 1)):
        return False
    ends = {number: start + jobs[number - 1]["hours"] for number, (_, start) in placed.items()}
    for number, (machine, start) in placed.items():
        job = jobs[number - 1]
        if not 1 <= machine <= instance["machines"] or machine not in (job["machines"] or [machine]):
            return False
        until = instance["deadline"] if job["until"] is None else job["until"]
        if start < (job["from"] or 0) or ends[number] > until:
            return False
    numbers = sorted(placed)
    exclusive = [[a, b] for a in numbers for b in numbers if a < b and placed[a][0] == placed[b][0]]
    if any(placed[a][1] < ends[b] and placed[b][1] < ends[a] for a, b in [*exclusive, *instance["apart"]]):
        return False
    return all(placed[b][1] >= ends[a] + lag for a, b, lag in instance["after"])


def solve(instance: dict) -> str:
    """Write the planted schedule."""
    return _format(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Leave a job out, start one an hour late, move one to a busy machine, or use a machine too many.

    The machines of the planted schedule have no idle hour, so every shift and every move collides or ends too late.
    """
    plan = instance["solution"]
    last = max(range(len(plan)), key=lambda number: plan[number][1])
    machine, start = plan[last]
    wrong = [_format(plan[:-1])]
    for changed in (
        [machine, start + 1],
        [machine % instance["machines"] + 1, start],
        [instance["machines"] + 1, start],
    ):
        wrong.append(_format([*plan[:last], changed, *plan[last + 1 :]]))
    return [*wrong, f"{_format(plan)} J1={plan[0][0]}@{plan[0][1]}"]


def _lag(before: tuple[int, int, int], after: tuple[int, int, int], level: int, rng: Random) -> int:
    gap = after[1] - before[2]
    return rng.randrange(min(gap, 4) + 1) if level >= 4 else 0


def _format(plan: list[list[int]]) -> str:
    return " ".join(f"J{number}={machine}@{start}" for number, (machine, start) in enumerate(plan, start=1))


def _read(answer: str) -> dict[int, tuple[int, int]] | None:
    """Read entries such as J1=2@0, separated by spaces or commas; None where malformed or a job stands twice."""
    text = answer.strip().removesuffix(".").rstrip()
    if len(text) > 20_000:
        return None
    if text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1]
    parts = [part.split() for part in text.split(",")]
    entries = [
        re.fullmatch(r"[Jj]([1-9][0-9]{0,3})=([1-9][0-9]{0,3})@(0|[1-9][0-9]{0,5})", e) for p in parts for e in p
    ]
    if not all(parts) or not all(entries):
        return None
    placed = {int(entry[1]): (int(entry[2]), int(entry[3])) for entry in entries if entry}
    return placed if len(placed) == len(entries) else None
