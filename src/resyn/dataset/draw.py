"""Fill quotas with rows, no two of them the same puzzle."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from resyn.core.environment import Environment
from resyn.core.progress import Progress
from resyn.core.records import Item, Outcome, Witness
from resyn.dataset.duplicates import Seen
from resyn.dataset.trial import Trial, run_trials
from resyn.sandbox.calls import VerifyJob
from resyn.sandbox.jail import Jail

STAGE: Final = "draw"
TOO_LONG: Final = "too long"

_WAVE = 1024  # rows asked for at once: what is held in memory, and how often progress moves
_ASK = 32  # indices of one quota tried in one round
_HOPELESS = 8  # faults without a single row after which a quota is given up


@dataclass(frozen=True, slots=True)
class Quota:
    """How many rows of one level an environment is to give to a split."""

    environment: Environment
    split: str
    level: int
    count: int


@dataclass(frozen=True, slots=True)
class Fault:
    """An environment failed on one instance; `witness` holds the seed to repeat it with."""

    environment: str
    witness: Witness

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object."""
        return {"environment": self.environment, **self.witness.to_json()}


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A quota that could not be filled: `drawn` rows after `tried` indices."""

    environment: str
    split: str
    level: int
    asked: int
    drawn: int
    tried: int

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Drawn:
    """What came of drawing; `dropped` counts rows by environment and reason (see `dataset.duplicates`)."""

    items: tuple[Item, ...]
    faults: tuple[Fault, ...]
    dropped: dict[str, dict[str, int]]
    shortfalls: tuple[Shortfall, ...]


def draw_items(quotas: Sequence[Quota], jail: Jail, *, seed: int, max_question_chars: int, progress: Progress) -> Drawn:
    """Fill quotas; no item repeats another, over all quotas, and where two do, the earlier quota's stays.

    Indices count up from 0 for each environment, split and level. One that faults, repeats an earlier item or is too
    long is passed over and a further one is tried, up to four times the quota and 16 more; a quota that has met 8
    faults and no row is given up. The items depend on quotas and seed alone, where environments keep well within their
    limits.
    """
    drawer = _Drawer(jail, seed, max_question_chars, progress)
    progress.begin(STAGE, sum(quota.count for quota in quotas))
    for wave in _waves(quotas):
        drawer.fill([_Want(quota) for quota in wave])
    return Drawn(
        items=tuple(drawer.items),
        faults=tuple(drawer.faults),
        dropped={name: dict(sorted(counts.items())) for name, counts in sorted(drawer.dropped.items())},
        shortfalls=tuple(drawer.shortfalls),
    )


@dataclass(slots=True)
class _Want:
    quota: Quota
    drawn: list[Item] = field(default_factory=list)
    tried: int = 0
    faults: int = 0

    @property
    def missing(self) -> int:
        return self.quota.count - len(self.drawn)

    def ask(self) -> range:
        """Return the indices to try in this round: none where the quota is filled or given up."""
        if not self.missing or (self.faults >= _HOPELESS and not self.drawn):
            return range(0)
        bound = 4 * self.quota.count + 16
        amount = min(2 * self.missing if self.tried else self.missing, _ASK)
        return range(self.tried, min(self.tried + amount, bound))

    def shortfall(self) -> Shortfall:
        quota = self.quota
        return Shortfall(
            quota.environment.name, quota.split, quota.level, quota.count, drawn=len(self.drawn), tried=self.tried
        )


class _Drawer:
    def __init__(self, jail: Jail, seed: int, max_question_chars: int, progress: Progress) -> None:
        self.items: list[Item] = []
        self.faults: list[Fault] = []
        self.dropped: dict[str, Counter[str]] = {}
        self.shortfalls: list[Shortfall] = []
        self._jail = jail
        self._seed = seed
        self._max_question_chars = max_question_chars
        self._progress = progress
        self._sources: dict[str, str] = {}
        self._seen = Seen(self._answers_any)

    def fill(self, wants: Sequence[_Want]) -> None:
        self._sources.update((want.quota.environment.name, want.quota.environment.source) for want in wants)
        while asked := [(want, self._trial(want.quota, index)) for want in wants for index in want.ask()]:
            run_trials([trial for _, trial in asked], self._jail)
            for want, trial in asked:
                if want.missing:
                    self._keep(want, trial)
        for want in wants:
            self.items.extend(want.drawn)
            if want.missing:
                self.shortfalls.append(want.shortfall())

    def _trial(self, quota: Quota, index: int) -> Trial:
        return Trial(quota.environment, quota.split, quota.level, self._seed, index)

    def _keep(self, want: _Want, trial: Trial) -> None:
        want.tried = trial.index + 1
        if trial.happened:
            want.faults += 1
            self.faults.append(Fault(trial.environment.name, trial.witness()))
            return
        item = trial.item()
        reason = TOO_LONG if len(item.question) > self._max_question_chars else self._seen.take(item)
        if reason:
            self.dropped.setdefault(item.environment, Counter())[reason] += 1
            return
        want.drawn.append(item)
        self._progress.advance(STAGE)

    def _answers_any(self, item: Item, others: Sequence[Item]) -> bool:
        source = self._sources[item.environment]
        forth = self._jail.verify([VerifyJob(source, item.instance, tuple(other.solution for other in others))])[0]
        near = [other for other, outcome in zip(others, forth.outcomes, strict=True) if outcome is Outcome.CORRECT]
        back = [VerifyJob(source, other.instance, (item.solution,)) for other in near]
        return bool(back) and any(result.outcomes[0] is Outcome.CORRECT for result in self._jail.verify(back))


def _waves(quotas: Sequence[Quota]) -> Iterator[list[Quota]]:
    wave: list[Quota] = []
    rows = 0
    for quota in quotas:
        wave.append(quota)
        rows += quota.count
        if rows >= _WAVE:
            yield wave
            wave, rows = [], 0
    if wave:
        yield wave
