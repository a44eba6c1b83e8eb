"""A corpus as seen from outside the jail: asks an adapter for names, items and rewards, and believes none of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from resyn.audit.adapter import Adapter
from resyn.core.errors import ConfigError
from resyn.core.jsontext import dump
from resyn.sandbox.calls import Call, Limits, Reply, Status
from resyn.sandbox.jail import Jail

LIMITS: Final = Limits(
    cpu_seconds=3.0,
    hard_cpu_seconds=4.0,
    wall_seconds=60.0,
    batch_cpu_seconds=240.0,
    memory_bytes=2 << 30,
    output_bytes=4 << 20,
    deaths=6,
)
"""Foreign generators may take seconds and gigabytes; what they take is measured, not forbidden."""

_MOST_REWARD: Final = 1e300  # what the adapter's frame lets through; code in the jail may take the frame's place

_WANTING: Final = (
    *("Operation not permitted", "Permission denied", "can't start new thread", "failed to map segment"),
    *("Read-only file", "No module named", "Name or service not known"),
)
"""What is said where a corpus wants a process, a thread, a place to write to, the network, or an absent module."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item is drawn; level None is the task's default configuration."""

    task: str
    seed: int
    index: int
    level: Any = None

    def request(self) -> str:
        """Return the place as the adapter takes it, JSON."""
        return dump({"name": self.task, "seed": self.seed, "index": self.index, "level": self.level})


@dataclass(frozen=True, slots=True)
class Item:
    """One drawn item; `entry` is JSON text. Where drawing failed, `fault` says how, and the rest is empty."""

    place: Place
    question: str = ""
    gold: str | None = None
    entry: str = "null"
    seconds: float = 0.0
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """What the scorer said of one answer: a reward or a fault; `executed` where a payload left its trace."""

    reward: float | None
    fault: str = ""
    executed: bool = False
    seconds: float = 0.0

    @property
    def full(self) -> bool:
        """Whether the answer earned all there is to earn."""
        return self.reward is not None and self.reward >= 0.999


class Corpus:
    """A corpus behind an adapter, in one jail; each request runs in a child of its own, so nothing is remembered."""

    def __init__(self, adapter: Adapter, jail: Jail) -> None:
        self.adapter = adapter
        self.jail = jail

    def names(self) -> list[str]:
        """Return the names of the tasks; raises ConfigError where the adapter cannot tell."""
        (reply,) = self._call([Call("names", instance="null")])
        if reply.status is not Status.OK or not isinstance(reply.value, list):
            raise ConfigError(
                f"the adapter {self.adapter.name!r} cannot name its tasks: {fault_of(reply)}",
                hint="Corpus.names() returns a list of names.",
            )
        return [str(name) for name in reply.value]

    def levels(self, task: str) -> list[Any]:
        """Return the levels of a task, easiest first; [] where it has none or cannot tell."""
        (reply,) = self._call([Call("levels", instance=dump({"name": task}))])
        return reply.value if isinstance(reply.value, list) else []

    def draw(self, places: Sequence[Place], *, fork_each: bool = False) -> list[Item]:
        """Draw the items of one batch in order."""
        replies = self._call([Call("draw", instance=place.request()) for place in places], fork_each=fork_each)
        return [_item(place, reply) for place, reply in zip(places, replies, strict=True)]

    def score(self, pairs: Sequence[tuple[Item, str]]) -> list[Mark]:
        """Return what the scorer says of each answer."""
        calls = [
            Call("score", instance=f'{{"name":{dump(item.place.task)},"entry":{item.entry}}}', answer=answer)
            for item, answer in pairs
        ]
        return [_mark(reply) for reply in self._call(calls)]

    def _call(self, calls: Sequence[Call], *, fork_each: bool = False) -> list[Reply]:
        return self.jail.call(self.adapter.program, calls, fork_each=fork_each) if calls else []


def fault_of(reply: Reply) -> str:
    """Return how a call failed, in a few words."""
    return f"{reply.status}: {reply.error}" if reply.error else str(reply.status)


def is_of_the_jail(fault: str) -> bool:
    """Tell whether a fault is no defect: the corpus wants what this jail, or this installation, does not give."""
    return any(words in fault for words in _WANTING)


def _item(place: Place, reply: Reply) -> Item:
    value = reply.value
    if reply.status is not Status.OK:
        return Item(place, seconds=reply.seconds, fault=fault_of(reply))
    gold = value.get("gold") if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(value.get("question"), str) or not isinstance(gold, str | None):
        return Item(place, seconds=reply.seconds, fault="error: question and gold are no texts")
    return Item(place, value["question"], gold, dump(value.get("entry")), reply.seconds)


def _mark(reply: Reply) -> Mark:
    value = reply.value
    if reply.status is not Status.OK or not isinstance(value, dict):
        return Mark(None, fault_of(reply), seconds=reply.seconds)
    reward, error = value.get("reward"), str(value.get("error", ""))
    if not isinstance(reward, int | float) or not abs(reward) < _MOST_REWARD:
        return Mark(None, error or "error: no reward", bool(value.get("executed")), reply.seconds)
    return Mark(float(reward), "", bool(value.get("executed")), reply.seconds)
