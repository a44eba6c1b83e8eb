import pytest

from resyn.core.errors import StoreError
from resyn.train.metrics import FILE_NAME, MetricsFile, make_record, read_metrics


def test_record_keeps_what_is_finite_and_the_share_of_verification() -> None:
    logs = {"loss": 0.5, "entropy": float("nan"), "step_time": 2.0, "epoch": 1.0}
    record = make_record(3, logs, {"seconds": {"verify": 0.1}, "reward": 0.4})
    assert record["verify_share"] == 0.05
    assert (record["step"], record["loss"], record["entropy"], record["step_seconds"]) == (3, 0.5, None, 2.0)
    assert "epoch" not in record
    assert "rollout" not in make_record(4, logs, None)


def test_file_goes_on_and_is_rewound(tmp_path) -> None:
    first = MetricsFile(tmp_path)
    for step in range(1, 6):
        first.append({"step": step})
    again = MetricsFile(tmp_path)
    again.rewind(3)
    again.append({"step": 4, "loss": 1.0})
    assert [record["step"] for record in read_metrics(tmp_path)] == [1, 2, 3, 4]
    assert list(read_metrics(tmp_path)) == again.records


def test_line_cut_off_by_a_kill_is_left_out_and_a_corrupt_one_is_told(tmp_path) -> None:
    (tmp_path / FILE_NAME).write_text('{"step": 1}\n{"step": 2')
    assert [record["step"] for record in read_metrics(tmp_path)] == [1]
    (tmp_path / FILE_NAME).write_text('nothing\n{"step": 2}\n')
    with pytest.raises(StoreError, match="line 1"):
        list(read_metrics(tmp_path))
    assert list(read_metrics(tmp_path / "elsewhere")) == []
