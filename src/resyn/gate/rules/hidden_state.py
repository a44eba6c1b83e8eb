"""The verdict depends on something that the question does not show.

What it checks
    On some instances of each level, every field of the instance is exchanged for the one of other drawn instances,
    and so are leaves of nested fields for leaves at the like place (of the like kind: with the same strings beside
    them). Fields that observe does not read at all (it returns the same question without them) are deleted and
    altered besides. Where observe still returns the same question, verify must return the same verdicts on the
    solution, the wrong answers and other instances' solutions. Nor may two drawn instances with the same question
    differ in their verdicts. A fault of verify on an altered instance is not held against it: generate need not
    draw such an instance.

Why it matters
    A verifier that compares with a stored answer accepts one of many right answers and refuses the rest, and is
    wrong wherever the generator is: in one published corpus more than half of the verifiers do so. A condition that
    the question never states makes the task a matter of luck.

Example it rejects
    def observe(instance): return f"Give any even number above {instance['low']}."
    def verify(instance, answer): return answer.strip() == instance["planted"]

How to fix
    Compute the verdict from the fields that observe prints, by checking each condition of the question. Keep what
    generate planted for `solve` alone. What can be computed from printed fields (a length, a sum) compute in
    verify; what verify must know, print in the question.
"""

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from resyn.core.jsontext import dump
from resyn.core.records import Finding
from resyn.gate.answers import described
from resyn.gate.evidence import Draw, Evidence
from resyn.gate.sample import by_level, first_of_each_level
from resyn.sandbox.calls import Call, Status

STAGE = "verify"
VERSION = 1

DRAWS_PER_LEVEL = 3
EXCHANGES = 3
"""Other values tried per field."""
LEAVES = 12
"""Nested leaves exchanged per instance, spread evenly over it."""

Path = tuple[str | int, ...]
Pool = dict[tuple[object, ...], list[Any]]
"""Values seen at a place: the path without its list indices, and the strings that stand beside the leaf."""


@dataclass(frozen=True, slots=True)
class Altered:
    """An instance with one field changed in a way that its question may not show."""

    draw: Draw
    where: str
    change: str
    instance: str


def check(evidence: Evidence) -> Iterator[Finding]:
    """Report the fields that change a verdict without changing the question, three at most."""
    answers: dict[str, tuple[str, ...]] = {}
    altered: list[Altered] = []
    levels = by_level(evidence.complete_draws)
    seen = _pool(evidence.complete_draws)
    for draws in levels.values():
        for draw, other in zip(draws[:DRAWS_PER_LEVEL], draws[1:] + draws[:1], strict=False):
            answers[draw.instance] = _answers(draw, other)
            altered += _exchanged_fields(draw, [*draws, *evidence.complete_draws])
            altered += _exchanged_leaves(draw, seen)
    hidden = _with_same_question(evidence, altered)
    hidden += _unread_fields(evidence, first_of_each_level(evidence.complete_draws, DRAWS_PER_LEVEL))
    hidden += _twins(evidence.complete_draws, answers)
    yield from _findings(evidence, hidden, answers)


def _exchanged_fields(draw: Draw, others: Sequence[Draw]) -> Iterator[Altered]:
    """Yield the instance with each top-level field taken from others, of the same level first."""
    for key, value in draw.data.items():
        tried = [value]
        for other in others:
            new = other.data.get(key, value)
            if len(tried) <= EXCHANGES and new not in tried:
                tried.append(new)
                yield Altered(draw, key, "exchanged for another instance's", dump({**draw.data, key: new}))


def _exchanged_leaves(draw: Draw, seen: Pool) -> Iterator[Altered]:
    changed = copy.deepcopy(draw.data)
    paths = [path for path in _leaves(changed, ()) if len(path) > 1]
    for path in paths[:: max(1, -(-len(paths) // LEAVES))]:
        holder = _holder(changed, path)
        value, others = holder[path[-1]], seen[_place(changed, path)]
        for new in others:
            if new != value:
                holder[path[-1]] = new
                yield Altered(draw, _written(path), f"changed from {value!r:.40} to {new!r:.40}", dump(changed))
        holder[path[-1]] = value


def _unread_fields(evidence: Evidence, draws: Sequence[Draw]) -> list[Altered]:
    """Return the fields without which the question is the same, deleted and altered."""
    deleted = [
        Altered(draw, key, "deleted", dump({name: value for name, value in draw.data.items() if name != key}))
        for draw in draws
        for key in draw.data
    ]
    unread = _with_same_question(evidence, deleted)
    return unread + [
        Altered(
            case.draw,
            case.where,
            "altered",
            dump({**case.draw.data, case.where: _other_value(case.draw.data[case.where])}),
        )
        for case in unread
    ]


def _pool(draws: Sequence[Draw]) -> Pool:
    seen: Pool = {}
    for draw in draws:
        for path in _leaves(draw.data, ()):
            values = seen.setdefault(_place(draw.data, path), [])
            value = _holder(draw.data, path)[path[-1]]
            if len(values) <= EXCHANGES and value not in values:
                values.append(value)
    return seen


def _place(data: Any, path: Path) -> tuple[object, ...]:
    holder = _holder(data, path)
    beside = holder.items() if isinstance(holder, dict) else enumerate(holder)
    kinds = tuple(value for key, value in beside if isinstance(value, str) and key != path[-1])
    return tuple("" if isinstance(step, int) else step for step in path), kinds[:3]


def _holder(data: Any, path: Path) -> Any:
    for step in path[:-1]:
        data = data[step]
    return data


def _with_same_question(evidence: Evidence, altered: Sequence[Altered]) -> list[Altered]:
    replies = evidence.call([Call("observe", instance=case.instance) for case in altered])
    return [
        case
        for case, reply in zip(altered, replies, strict=True)
        if reply.status is Status.OK and reply.value == case.draw.question
    ]


def _twins(draws: Sequence[Draw], answers: dict[str, tuple[str, ...]]) -> list[Altered]:
    """Return pairs of drawn instances with the same question as alterations of one another; adds to the answers."""
    first: dict[str, Draw] = {}
    found = []
    for draw in draws:
        twin = first.setdefault(draw.question, draw)
        if twin.instance != draw.instance:
            answers[twin.instance] = (*answers.get(twin.instance, (twin.solution,)), draw.solution)
            found.append(Altered(twin, "the instance", "exchanged for another of the same question", draw.instance))
    return found[:20]


def _findings(evidence: Evidence, hidden: Sequence[Altered], answers: dict[str, tuple[str, ...]]) -> Iterator[Finding]:
    wanted = dict.fromkeys(
        (instance, answer)
        for case in hidden
        for answer in answers[case.draw.instance]
        for instance in (case.draw.instance, case.instance)
    )
    replies = evidence.call([Call("verify", instance=instance, answer=answer) for instance, answer in wanted])
    verdicts = {
        key: reply.value
        for key, reply in zip(wanted, replies, strict=True)
        if reply.status is Status.OK and isinstance(reply.value, bool)
    }
    changed: dict[str, list[tuple[Altered, str]]] = {}
    for case in hidden:
        for answer in answers[case.draw.instance]:
            before, after = (verdicts.get((text, answer)) for text in (case.draw.instance, case.instance))
            if before is not None and after is not None and before != after:
                changed.setdefault(case.where.split("[")[0], []).append((case, answer))
                break
    for field, cases in list(changed.items())[:3]:
        case, answer = cases[0]
        text, shown = described(answer)
        yield evidence.finding(
            __name__,
            f"verify depends on {field!r}, which the question does not show ({len(cases)} alterations changed a "
            "verdict); compute the verdict from what observe prints",
            case.draw.witness(
                f"with {case.where!r} {case.change}, the question is the same and the verdict on {shown} another", text
            ),
        )


def _answers(draw: Draw, other: Draw) -> tuple[str, ...]:
    return tuple(dict.fromkeys((draw.solution, *draw.wrong_answers[:4], other.solution)))


def _other_value(value: Any) -> Any:
    """Return a value of the same kind that differs; a list or an object loses its last entry, or gains one."""
    match value:
        case bool():
            return not value
        case int() | float():
            return value + 1
        case str():
            return value + "x"
        case list():
            return value[:-1] if value else [0]
        case dict():
            return dict(list(value.items())[:-1]) if value else {"x": 0}
        case _:
            return 0


def _leaves(value: Any, path: Path) -> Iterator[Path]:
    if isinstance(value, dict):
        for key, child in value.items():
            yield from _leaves(child, (*path, key))
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from _leaves(child, (*path, index))
    else:
        yield path


def _written(path: Path) -> str:
    return str(path[0]) + "".join(f"[{step!r}]" for step in path[1:])
