"""Checkpoints: which one a run goes on from, and which are removed."""

from pathlib import Path

import pytest

from resyn.train.checkpoint import FOLDER, forget_checkpoints, last_checkpoint, write_state


def save(out: Path, step: int, *, whole: bool = True) -> Path:
    folder = out / FOLDER / f"checkpoint-{step}"
    folder.mkdir(parents=True)
    (folder / "weights").touch()
    if whole:
        write_state(folder, {"stream": {}})
    return folder


@pytest.mark.parametrize(("keep", "left"), [(1, [100]), (2, [30, 40, 100]), (9, [20, 30, 40, 100])])
def test_last_whole_ones_are_kept_in_the_order_of_steps(keep: int, left: list[int], tmp_path: Path) -> None:
    for step, whole in ((100, True), (20, True), (30, True), (40, False)):
        save(tmp_path, step, whole=whole)
    forget_checkpoints(tmp_path / FOLDER, keep=keep)
    assert sorted(int(path.name[11:]) for path in (tmp_path / FOLDER).iterdir()) == left


def test_run_goes_on_from_the_last_whole_one(tmp_path: Path) -> None:
    assert last_checkpoint(tmp_path) is None
    whole = save(tmp_path, 20)
    save(tmp_path, 30, whole=False)
    forget_checkpoints(tmp_path / FOLDER, keep=1)
    assert last_checkpoint(tmp_path) == whole
