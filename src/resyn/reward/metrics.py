"""What a reward server has done, in the text format of Prometheus."""

from collections.abc import Callable, Sequence
from typing import Final

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from resyn.core.records import Outcome
from resyn.reward.score import Score

CONTENT_TYPE: Final = CONTENT_TYPE_LATEST
_SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0)
_UNKNOWN: Final = "unknown"


class Metrics:
    """Counts requests and samples; safe for many threads.

    An environment that the server does not hold is counted as `unknown`: no request can add a label of its own.
    """

    def __init__(self, *, is_known: Callable[[str], bool], workers: Callable[[], int]) -> None:
        self._registry = CollectorRegistry()
        self._is_known = is_known
        self._requests = Counter(
            "resyn_requests", "Requests to /score by HTTP status.", ["status"], registry=self._registry
        )
        self._samples = Counter("resyn_samples", "Samples scored.", ["environment", "outcome"], registry=self._registry)
        self._formatted = Counter("resyn_samples_in_format", "Samples that keep the format.", registry=self._registry)
        self._answered = Counter("resyn_samples_answered", "Samples that give an answer.", registry=self._registry)
        self._seconds = Histogram(
            "resyn_request_seconds", "Time of requests to /score.", buckets=_SECONDS, registry=self._registry
        )
        self.in_flight = Gauge("resyn_requests_in_flight", "Requests being read or scored.", registry=self._registry)
        Gauge("resyn_jail_workers", "Workers of the jail that run.", registry=self._registry).set_function(workers)

    def count_request(self, status: int, seconds: float) -> None:
        """Count one request that was answered."""
        self._requests.labels(str(status)).inc()
        self._seconds.observe(seconds)

    def count_scores(self, scores: Sequence[Score]) -> None:
        """Count samples by environment and outcome."""
        counts: dict[tuple[str, Outcome], int] = {}
        for score in scores:
            name = score.environment if self._is_known(score.environment) else _UNKNOWN
            counts[name, score.outcome] = counts.get((name, score.outcome), 0) + 1
        for (name, outcome), count in counts.items():
            self._samples.labels(name, str(outcome)).inc(count)
        self._formatted.inc(sum(score.follows_format for score in scores))
        self._answered.inc(sum(score.answer is not None for score in scores))

    def text(self) -> bytes:
        """Return all figures."""
        return generate_latest(self._registry)
