"""The verifier computes, formats or matches the text of an answer instead of reading it.

What it checks
    - Answers that only become the solution when they are evaluated: "0 + 7", "int('7')", "(lambda: 7)()", a list's
      pieces added or reversed back, "'abc'.lower()". They must be refused, except plain arithmetic where
      META["answer"] is "expression"; what calls a function is refused there too.
    - Answers that only match when they serve as a pattern or a template: ".*", "*", "{solution}", "{0[solution]}",
      "%(solution)s", "$solution", for every field of the instance.
    - Answers whose evaluation leaves a trace: an undefined name that comes back in the fault's text, and a tower of
      powers that takes all the time where the same text without powers takes none.
    What the code itself calls (eval, exec, compile) is the matter of `unsafe_code`; this rule tries what gets past it.

Why it matters
    Model text that is evaluated can return the stored answer, forge every later reward of the process, or stop it.
    This is a published vulnerability of a trainer's grader, and nine scorers of one corpus and eight of another run
    model text. A restricted evaluator is no cure: `9**9**9**9` needs no name.

Example it rejects
    def verify(instance, answer):
        return re.fullmatch(answer, instance["code"]) is not None     # ".*" is always right

How to fix
    Read the answer as data: `re.fullmatch(r"-?[0-9]{1,18}", token)` and `int(token)`. Where the answer is an
    arithmetic expression, say so with META["answer"] = "expression" and parse it with a small recursive parser over
    numbers, + - * / and parentheses, of bounded length and without powers. Never use the answer as a regular
    expression or as a format.
"""

import re
from collections.abc import Iterator

from resyn.core.environment import read_meta
from resyn.core.records import Finding, Outcome
from resyn.gate.answers import described, is_number, tokens_of
from resyn.gate.evidence import Draw, Evidence
from resyn.gate.sample import first_of_each_level

STAGE = "verify"
VERSION = 1

CANARY = "resyn_canary"
_LOOKED_UP = re.compile(rf"(?:NameError|AttributeError).*{CANARY}|KeyError: '{CANARY}'")
_RAISED = re.compile(r"[A-Z]\w*(?:Error|Exception)\b")
"""An exception, unlike time, memory or a signal."""
_NAMES = (
    f"{CANARY}()",
    f"{CANARY} + 1",
    f"[].{CANARY}",
    f"raise {CANARY}",
    f"{{{CANARY}}}",
    f"{{0.{CANARY}}}",
    f"${CANARY}",
)
_POWERS = {"9**9**9**9": "9 9 9 9", "(9**9)**9**9": "(9 9) 9 9"}


def check(evidence: Evidence) -> Iterator[Finding]:
    """Report answers that are right only when computed, then traces of evaluation, one finding each."""
    yield from _computed(evidence)
    yield from _traces(evidence)


def _computed(evidence: Evidence) -> Iterator[Finding]:
    arithmetic = evidence.tree is not None and read_meta(evidence.tree).get("answer") == "expression"
    solutions = {draw.solution.strip() for draw in evidence.complete_draws}
    cases = [
        (draw, payload)
        for draw in first_of_each_level(evidence.complete_draws, 2)
        for payload in payloads(draw, arithmetic=arithmetic)
        if payload.strip() not in solutions
    ]
    outcomes = evidence.verify(cases)
    passed = [case for case, outcome in zip(cases, outcomes, strict=True) if outcome is Outcome.CORRECT]
    if passed:
        draw, payload = passed[0]
        text, shown = described(payload)
        yield evidence.finding(
            __name__,
            f"verify accepts {len(passed)} answers that are right only when computed, such as {shown} where the "
            f"solution is {draw.solution[:60]!a}; read the answer as plain data",
            draw.witness("verify returned True for an answer that must be evaluated to be right", text),
        )


def payloads(draw: Draw, *, arithmetic: bool = False) -> list[str]:
    """Return answers that equal the solution only for a reader that evaluates, matches or formats them.

    With `arithmetic`, the solution itself may be an arithmetic expression, so only calls and names are tried.
    """
    solution = draw.solution.strip()
    found = [
        *(f"(lambda: {solution})()", f"[{solution}].pop()", f"max([{solution}])", f"({solution}) or {CANARY}"),
        *(f"next(iter([{solution}]))", f"{solution} if True else {CANARY}", f"exec('{solution}') or {solution}"),
        *(f"{wrong} or(not())" for wrong in draw.wrong_answers[:2]),
        *(f"str('{solution}')", f"'{solution}'.strip()", f"''.join(['{solution}'])", f"'{solution[::-1]}'[::-1]"),
        *(".*", ".+", "(?s:.*)", r"[\s\S]*", "*", f"(?:{re.escape(solution)})"),
    ]
    for key, value in draw.data.items():
        if isinstance(value, str | int) and not isinstance(value, bool):
            found += [
                f"{{{key}}}",
                f"{{0[{key}]}}",
                f"{{instance[{key}]}}",
                f"%({key})s",
                f"${key}",
                f"instance['{key}']",
            ]
    if not arithmetic:
        found += _arithmetic(solution)
    return list(dict.fromkeys(text for text in found if text.strip()))


def _arithmetic(solution: str) -> Iterator[str]:
    tokens = tokens_of(solution)
    if re.fullmatch(r"-?[0-9]+", solution):
        yield from (f"0 + {solution}", f"{solution} * 1", f"{solution} - 0", f"int('{solution}')", f"{solution}**1")
        yield from (f"sum([{solution}])", f"abs({solution})", f"{solution} | 0", f"--{solution}", f"({solution} + 0)")
    elif len(tokens) > 1 and all(is_number(token) for token in tokens):
        items = ", ".join(tokens)
        backwards = ", ".join(tokens[::-1])
        yield from (f"[{backwards}][::-1]", f"list([{items}])", f"[{tokens[0]}] + [{', '.join(tokens[1:])}]")
        yield from (f"[n for n in [{items}]]", f"[{items}] * 1", " ".join(f"{token}+0" for token in tokens))
        yield (
            f"range({tokens[0]}, {int(float(tokens[-1])) + 1})"
            if is_number(tokens[-1]) and "/" not in tokens[-1]
            else ""
        )


def _traces(evidence: Evidence) -> Iterator[Finding]:
    for draw in first_of_each_level(evidence.complete_draws, 1):
        evidence.verify([(draw, text) for text in (*_NAMES, *_POWERS, *_POWERS.values())])
        faults = {answer: fault for other, answer, fault in evidence.verify_faults if other is draw}
        found = [*_looked_up(evidence, draw, faults), *_powered(evidence, draw, faults)]
        if found or faults:  # faults alone are told by verifier_crashes; more of them would cost time and prove nothing
            yield from found[:1]
            return


def _looked_up(evidence: Evidence, draw: Draw, faults: dict[str, str]) -> Iterator[Finding]:
    for text in _NAMES:
        if _LOOKED_UP.match(faults.get(text, "")):
            yield evidence.finding(
                __name__,
                f"verify looks up names that an answer gives: {faults[text]}; read the answer as plain data",
                draw.witness(faults[text], text),
            )


def _powered(evidence: Evidence, draw: Draw, faults: dict[str, str]) -> Iterator[Finding]:
    for power, plain in _POWERS.items():
        if power in faults and plain not in faults and not _RAISED.match(faults[power]):
            yield evidence.finding(
                __name__,
                f"verify computes the powers in an answer: {power!r} ends in {faults[power]}; read it as plain data",
                draw.witness(faults[power], power),
            )
