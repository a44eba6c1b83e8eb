"""Environments of the contract come out of an audit in the same reports as a foreign corpus."""

from resyn.audit.contract import as_report
from resyn.core.records import Finding, Witness
from resyn.gate.check import GateReport

SEED = "pick_weights:gate:2:0:7"
REPORT = GateReport(
    "pick_weights",
    "quick",
    (
        Finding("guessable", "a guess is right", Witness("it was", level=2, seed=SEED, answer="1", question="Which?")),
        Finding("unsafe_code", "imports os", line=4),
    ),
    rules={"unsafe_code": 1, "guessable": 1},
    not_applicable=("leaks_benchmark",),
    draws=72,
)


def test_findings_become_defects_with_their_witness() -> None:
    report = as_report(REPORT)
    first, second = report.defects
    assert (first.rule, first.message) == ("guessable", "a guess is right")
    assert first.witness is not None
    assert first.witness.repeat("my_folder") == (
        'resyn audit my_folder --repeat \'{"task": "pick_weights", "seed": "pick_weights:gate:2:0:7", "index": 0, '
        '"level": 2, "answer": "1"}\''
    )
    assert second.message == "line 4: imports os"
    assert report.skipped == {"leaks_benchmark": "nothing to compare with"}


def test_a_report_survives_json() -> None:
    report = as_report(REPORT)
    assert type(report).from_json(report.to_json()) == report
