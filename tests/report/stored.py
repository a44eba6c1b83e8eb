"""A small run in a store, with a candidate for every way that one can end; hostile text wherever a model may write."""

from pathlib import Path
from typing import Any

from resyn.core.records import Usage
from resyn.core.store import Step, Store, StoredCall

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'`{{ 7*7 }}\u202e\x1b[31m&amp;"

SOURCE = '''"""Add two numbers."""
META = {"category": "arithmetic", "skills": ["addition"], "answer": "integer"}


def generate(level, rng):
    return {"a": rng.randint(1, 9 * level), "b": level}


def observe(instance):
    return f"What is {instance['a']} + {instance['b']}?"


def verify(instance, answer):
    return answer == str(instance["a"] + instance["b"])


def solve(instance):
    return str(instance["a"] + instance["b"])


def wrong_answers(instance):
    return ["0"]
'''


def calibration(
    verdict: str, solver: str = "tiny", rates: tuple[float | None, ...] = (1.0, 0.5, 0.0)
) -> dict[str, Any]:
    levels = [
        {
            "level": level, "correct": 0, "judged": 20, "rate": rate, "low": max(0, (rate or 0) - 0.1),
            "high": min(1, (rate or 0) + 0.1), "place": "across", "faults": 1, "unanswered": 2, "truncated": 0,
            "undrawn": 0, "solved": [],
        }
        for level, rate in enumerate(rates, start=1)
    ]  # fmt: skip
    curve = {"solver": solver, "verdict": verdict, "p_falling": 1e-9, "p_rising": 1.0, "levels": levels, "usage": {}}
    return {"environment": "e", "verdict": verdict, "plan": {"band": [0.1, 0.9]}, "curves": [curve]}


def written(name: str, source: str, mended: int = 0, reason: str = "") -> Step:
    payload: dict[str, Any] = {"name": name, "source": source, "reason": reason, "reply": HOSTILE, "mended": mended}
    if name == "mended":
        payload["usage"] = {"calls": 1, "input_tokens": 15, "output_tokens": 30, "seconds": 1.0, "cost": 0.25}
    return Step("written", payload)


def checked(*rules: str, message: str = "is wrong") -> Step:
    findings = [
        {
            "rule": rule,
            "message": message,
            "line": 3,
            "witness": {"happened": message, "seed": message, "answer": message},
        }
        for rule in rules
    ]
    return Step("checked", {"report": {"passed": not rules, "findings": findings}, "mended": 0})


def judged(accept: bool) -> Step:
    criterion = {"name": HOSTILE, "holds": accept, "why": HOSTILE, "quote": HOSTILE}
    verdict = {"judge": "code_judge", "model": "m", "vote": 0, "accept": accept, "criteria": [criterion]}
    return Step("judged", {"verdicts": [verdict], "admitted": accept})


def solved(admitted: bool) -> Step:
    attempt = {"status": "agrees", "reason": HOSTILE, "tried": 5}
    return Step("solved", {"report": {"status": "agrees", "attempts": [attempt]}, "admitted": admitted})


def calibrated(verdict: str) -> Step:
    return Step("calibrated", {"calibration": calibration(verdict, HOSTILE), "admitted": verdict == "learnable"})


def rejected(*rules: str, **more: str) -> Step:
    return Step("rejected", {"rules": list(rules), **more})


PLANNED = Step("planned", {"plan": HOSTILE, "title": HOSTILE})
ENDS: dict[str, list[Step]] = {
    "begun": [],
    "no file": [PLANNED, written("", "", reason=HOSTILE), checked("no_file"), rejected("no_file")],
    "stopped": [written("stopped", f'"""{HOSTILE}"""\n'), checked("guessable", message=HOSTILE), rejected("guessable")],
    "mended": [
        written("mended", "x = ("), checked("syntax_error", "guessable"), judged(False),
        written("mended", SOURCE, 1), checked(),
        judged(True), solved(True), calibrated("learnable"), Step("passed", {}),
        Step("accepted", {"name": "mended_2", "source": SOURCE, "certificate": {"rules": HOSTILE, "seeds": [1, 2]}}),
    ],
    "judged": [written("judged", SOURCE), checked(), judged(False), rejected("code_judge")],
    "solved": [written("solved", SOURCE), checked(), judged(True), solved(False), rejected("blind_solver")],
    "easy": [
        written("easy", SOURCE), checked(), judged(True), solved(True), calibrated("too_easy"), rejected("calibration"),
    ],
    "double": [
        written("double", SOURCE), checked(), judged(True), solved(True), calibrated("learnable"), Step("passed", {}),
        rejected("duplicate", reason=HOSTILE),
    ],
    HOSTILE: [written("hostile", f"x = 1  # {HOSTILE}\n"), checked("unsafe_code", message=HOSTILE)],
}  # fmt: skip


def build_run(folder: Path) -> Path:
    with Store(folder) as store:
        store.write_meta("settings", {"model": HOSTILE})
        for keyword, steps in ENDS.items():
            row = store.candidate(keyword, 0)
            for step in steps:
                store.add_step(row.id, step)
        for number, cost in enumerate((0.5, 0.25, None)):
            name = "priced" if cost else HOSTILE
            store.add_call(f"k{number}", "{}", StoredCall("reply", name, number == 1, Usage(10, 20, 1.5, cost)))
    return folder
