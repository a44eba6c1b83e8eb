"""A guess that does not reason earns too much on average.

About 150 policies are tried: constants, the question's surface (first, last, largest number, last word, lists as they
stand or sorted, the question itself), the commonest answers of other items. The best two dozen whose mean reward
exceeds a tenth are tried again on fresh items, first 192 and then more, up to 2,048, until one is proven to earn more
than a quarter, or all are a standard error below that. The proof may be looked at as often as one likes (a bet against
the bound): a task on which every guess earns a quarter or less is reported in fewer than 1 of 100 cases. A guess that
earns 0.30 is proven in 70 of 100, one of 0.32 in 95; a task of four equally likely answers passes. Sorting or reversing
a list is no guess here: it may be just what a task of somebody else's asks for.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import mean

from resyn.audit.corpus import Item
from resyn.audit.defect import Defect
from resyn.audit.task import OutOfTimeError, Task, as_draw, shown
from resyn.core.sequential import is_hopeless, proves_above
from resyn.gate.policies import guesses

NEEDS_GOLD = False
STAGE = 2

ALLOWED = 0.25
SUSPECT = 0.1
MOST_SUSPECTS = 24
ALPHA = 0.01
LOOKS = (192, 320, 512, 512, 512)
"""Fresh items of each look; the later ones are for guesses near to the bound alone."""
MOST_SECONDS = 60.0
"""CPU seconds of a later look, by those of the items and answers so far."""


@dataclass(slots=True)
class Tried:
    """One policy on all fresh items so far: its reward on each, between 0 and 1, and the guess that earned most."""

    rewards: list[float] = field(default_factory=list)
    best: tuple[float, str, Item] | None = None


def check(task: Task) -> Iterator[Defect]:
    """Report the best guess, and the best constant where that is another one."""
    items = task.affordable(task.items)
    first = {name: mean(tried.rewards) for name, tried in earned(task, items).items()}
    suspects = sorted((name for name in first if first[name] > SUSPECT), key=lambda name: -first[name])
    proven = _proven(task, suspects[:MOST_SUSPECTS]) if suspects else {}
    ranked = sorted(proven, key=lambda name: (-mean(proven[name].rewards), not _is_constant(name)))
    for name in dict.fromkeys(ranked[:1] + [name for name in ranked if _is_constant(name)][:1]):
        yield _defect(task, name, proven[name])


def _proven(task: Task, suspects: Sequence[str]) -> dict[str, Tried]:
    """Return the policies that are proven at the first look at which any is; {} where none ever is."""
    tried = {name: Tried() for name in suspects}
    open_ = list(suspects)
    for number, count in enumerate(LOOKS, start=1):
        if number > 1 and task.costs(count, count * len(open_)) > MOST_SECONDS:
            break
        try:
            fresh = task.affordable(task.fresh(count, look=number))
            for name, seen in earned(task, fresh, only=open_).items():
                _add(tried[name], seen)
        except OutOfTimeError:
            if number == 1:
                raise
            return {}  # what earlier looks could not prove stays unproven
        alpha = ALPHA / len(suspects)
        found = {name: tried[name] for name in open_ if proves_above(tried[name].rewards, bound=ALLOWED, alpha=alpha)}
        if found:
            return found
        open_ = [name for name in open_ if not is_hopeless(tried[name].rewards, bound=ALLOWED)]
        if not open_:
            break
    return {}


def _add(tried: Tried, seen: Tried) -> None:
    tried.rewards += seen.rewards
    if seen.best is not None and (tried.best is None or seen.best[0] > tried.best[0]):
        tried.best = seen.best


def _defect(task: Task, name: str, tried: Tried) -> Defect:
    rate, count = mean(tried.rewards), len(tried.rewards)
    reward, answer, item = tried.best or (0.0, "", task.items[0])
    return task.defect(
        __name__,
        f'the guess "{name}" earns {rate:.2f} on average over {count} fresh items (at most {ALLOWED:g} is allowed)',
        rate=rate,
        witness=task.evidence(item, f"the guess {shown(answer)} earns {reward:g}", answer),
    )


def earned(task: Task, items: Sequence[Item], *, only: Sequence[str] | None = None) -> dict[str, Tried]:
    """Return, by policy, its reward on each item: 0 where the scorer failed or it has no guess, 1 where it is more."""
    draws = [as_draw(item) for item in items]
    made = [
        {name: text for name, text in guesses(draw, draws).items() if (only is None or name in only) and _blind(name)}
        for draw in draws
    ]
    cases = [(place, name, text) for place, named in enumerate(made) for name, text in named.items()]
    marks = task.score([(items[place], text) for place, _, text in cases])
    found: dict[str, Tried] = {name: Tried([0.0] * len(items)) for name in only or ()}
    for (place, name, text), mark in zip(cases, marks, strict=True):
        tried = found.setdefault(name, Tried([0.0] * len(items)))
        reward = min(1.0, max(0.0, mark.reward or 0.0))
        tried.rewards[place] = reward
        if tried.best is None or reward > tried.best[0]:
            tried.best = reward, text, items[place]
    return found


def _is_constant(name: str) -> bool:
    return name.startswith("always ")


def _blind(name: str) -> bool:
    """Leave out what may be the task itself, and ranks among others' answers, which tell the one that is missing."""
    return not name.endswith((" sorted", " sorted downwards", " reversed", ", number 2", ", number 3"))
