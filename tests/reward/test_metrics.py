"""The figures of a reward server."""

from resyn.core.records import Outcome
from resyn.reward.metrics import Metrics
from resyn.reward.score import Score


def figures(metrics: Metrics) -> dict[str, float]:
    lines = [line.rsplit(" ", 1) for line in metrics.text().decode().splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in lines if "_created" not in name}


def test_samples_are_counted_by_environment_and_outcome_and_strangers_together() -> None:
    metrics = Metrics(is_known=lambda name: name == "known", workers=lambda: 3)
    right = Score("known", Outcome.CORRECT, "42", True, "", 1.0)
    strange = [Score(name, Outcome.FAULT, None, False, "gone", None) for name in ("a", 'b"} 1\n', "")]
    metrics.count_scores([right, right, *strange])
    found = figures(metrics)
    assert found['resyn_samples_total{environment="known",outcome="correct"}'] == 2
    assert found['resyn_samples_total{environment="unknown",outcome="fault"}'] == 3
    assert len([name for name in found if name.startswith("resyn_samples_total")]) == 2
    assert (found["resyn_samples_in_format_total"], found["resyn_samples_answered_total"]) == (2, 2)
    assert found["resyn_jail_workers"] == 3


def test_requests_are_counted_by_status_and_timed() -> None:
    metrics = Metrics(is_known=bool, workers=int)
    for status, seconds in ((200, 0.02), (200, 3.0), (413, 0.001)):
        metrics.count_request(status, seconds)
    found = figures(metrics)
    assert (found['resyn_requests_total{status="200"}'], found['resyn_requests_total{status="413"}']) == (2, 1)
    assert (found['resyn_request_seconds_bucket{le="1.0"}'], found["resyn_request_seconds_count"]) == (2, 3)


def test_two_servers_of_one_process_count_apart() -> None:
    first, second = (Metrics(is_known=bool, workers=int) for _ in range(2))
    first.count_request(200, 0.1)
    assert "resyn_request_seconds_count 0.0" in second.text().decode()
