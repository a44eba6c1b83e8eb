import json
import os
import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from resyn.core.environment import Environment
from resyn.core.errors import ConfigError, StoreError
from resyn.core.records import Item
from resyn.dataset.package import (
    FORMAT,
    MANIFEST_NAME,
    staged_folder,
    write_environments,
    write_rows,
    write_text,
)


def items(count: int) -> list[Item]:
    return [
        Item(
            id=f"task:train:1:0:{index}",
            environment="task",
            version=1,
            behaviour_hash="00",
            category="c",
            split="train",
            level=1,
            seed=0,
            index=index,
            question=os.urandom(200).hex(),
            instance='{"a":1}',
            solution="1\u2028\0",
        )
        for index in range(count)
    ]


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """Let writes fail as they do on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def put(target: Path, *, text: str = "new", manifest: object = None, force: bool = False) -> None:
    with staged_folder(target, force=force) as folder:
        write_text(folder / "file", text)
        write_text(folder / MANIFEST_NAME, json.dumps(manifest or {"format": FORMAT}))


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_folder_appears_whole_with_its_parents(tmp_path: Path) -> None:
    with staged_folder(tmp_path / "a" / "b") as folder:
        assert not (tmp_path / "a" / "b").exists()
        write_text(folder / "file", "text")
    assert names(tmp_path / "a") == ["b"]
    assert (tmp_path / "a" / "b" / "file").read_text() == "text"
    assert (tmp_path / "a" / "b").stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_failure_leaves_nothing_behind(tmp_path: Path, error: type[BaseException]) -> None:
    def write_half() -> None:
        with staged_folder(tmp_path / "a" / "b" / "c") as folder:
            write_text(folder / "file", "text")
            raise error

    with pytest.raises(error):
        write_half()
    assert names(tmp_path) == []


def test_empty_folder_may_be_the_target(tmp_path: Path) -> None:
    (tmp_path / "set").mkdir()
    put(tmp_path / "set")
    assert names(tmp_path) == ["set"]
    assert (tmp_path / "set" / "file").read_text() == "new"


def test_dataset_is_replaced_only_with_force(tmp_path: Path) -> None:
    put(tmp_path / "set", text="old")
    with pytest.raises(ConfigError, match=r"set exists already$") as caught:
        put(tmp_path / "set")
    assert "--force" in caught.value.hint
    assert (tmp_path / "set" / "file").read_text() == "old"
    put(tmp_path / "set", force=True)
    assert (tmp_path / "set" / "file").read_text() == "new"
    assert names(tmp_path) == ["set"]


def test_failure_with_force_keeps_the_old_dataset(tmp_path: Path) -> None:
    put(tmp_path / "set", text="old")
    with pytest.raises(ValueError, match="x"), staged_folder(tmp_path / "set", force=True):
        raise ValueError("x")
    assert (tmp_path / "set" / "file").read_text() == "old"
    assert names(tmp_path) == ["set"]


@pytest.mark.parametrize("manifest", [None, "", "[]", '{"format": "other"}', "\udcff"])
def test_folder_of_another_is_never_replaced(tmp_path: Path, manifest: str | None) -> None:
    (tmp_path / "set").mkdir()
    (tmp_path / "set" / "thesis.txt").write_text("precious")
    if manifest is not None:
        (tmp_path / "set" / MANIFEST_NAME).write_bytes(manifest.encode(errors="surrogateescape"))
    with pytest.raises(ConfigError, match="is not a dataset of resyn"):
        put(tmp_path / "set", force=True)
    assert (tmp_path / "set" / "thesis.txt").read_text() == "precious"


def test_target_taken_while_the_block_ran_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="exists already"), staged_folder(tmp_path / "set"):
        (tmp_path / "set").write_text("quicker")
    assert names(tmp_path) == ["set"]


def test_link_is_followed_and_kept(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "disk" / "set")
    put(tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert names(tmp_path / "disk") == ["set"]


@pytest.mark.parametrize("target", ["/proc/dataset", "{tmp}/file/below", "{tmp}/" + "n" * 300])
def test_unwritable_target_is_told_before_the_block(tmp_path: Path, target: str) -> None:
    (tmp_path / "file").write_text("")
    ran = False
    with pytest.raises(StoreError, match="cannot be written") as caught:  # noqa: SIM117 - the block must not run
        with staged_folder(Path(target.format(tmp=tmp_path))):
            ran = True
    assert not ran
    assert caught.value.hint
    assert names(tmp_path) == ["file"]


def test_full_disk_names_the_file_and_leaves_nothing(tmp_path: Path) -> None:
    rows = items(200)
    environment = Environment("task", "x = 1\n" * 100)
    for write in (
        lambda folder: write_rows(folder / "data" / "train.parquet", rows, system_prompt=""),
        lambda folder: write_environments(folder, [environment]),
        lambda folder: write_text(folder / "README.md", "x" * 1000),
    ):
        with (
            pytest.raises(StoreError, match=r"(train\.parquet|environments|README\.md) cannot be written") as caught,
            staged_folder(tmp_path / "set") as folder,
            largest_file(500),
        ):
            write(folder)
        assert "space" in caught.value.hint
        assert names(tmp_path) == []


def test_rows_have_flat_columns_and_chat_messages(tmp_path: Path) -> None:
    from pyarrow import parquet

    rows = items(3)
    write_rows(tmp_path / "data" / "train.parquet", rows, system_prompt="Think.")
    table = parquet.read_table(tmp_path / "data" / "train.parquet")
    flat = [
        "question",
        "verifier",
        "solution",
        "supervision",
        "reference",
        "environment",
        "category",
        "level",
        "split",
        "seed",
        "index",
    ]
    assert table.column_names == ["id", "prompt", *flat]
    row = table.to_pylist()[1]
    assert row["prompt"] == [
        {"role": "system", "content": "Think."},
        {"role": "user", "content": rows[1].question},
    ]
    assert row["solution"] == "1\u2028\0"
    assert json.loads(row["verifier"])["instance"] == '{"a":1}'


def test_without_pyarrow_the_command_that_installs_it_is_told(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ConfigError, match="Parquet needs pyarrow") as caught:
        write_rows(tmp_path / "train.parquet", items(1), system_prompt="")
    assert "pip install 'resyn[parquet]'" in caught.value.hint
