import json
from pathlib import Path

import pytest
from tests.cli.conftest import Command


def test_dataset_of_a_file_is_written_and_counted(resyn: Command, sound_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "data"
    ended = resyn("dataset", sound_file, "--out", out, "-m", "5", "--levels", "1,3", "--validation", "0", "--test", "0",
                  "--json")  # fmt: skip
    assert ended.code == 0
    assert json.loads(ended.out)["rows"] == {"train": 5}
    assert (out / "environments" / "index.jsonl").exists()
    assert resyn("dataset", sound_file, "--out", out, "-m", "5").code == 2


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("--levels", "0-3"), "0-3"),
        (("--levels", "x"), "'x'"),
        (("-m", "0"), "0 instances"),
        (("-n", "0"), "0 environments"),
        (("--validation", "0.9", "--test", "0.9"), "0.9"),
    ],
)
def test_bad_plan_names_the_value(
    resyn: Command, sound_file: Path, tmp_path: Path, arguments: tuple[str, ...], named: str
) -> None:
    ended = resyn("dataset", sound_file, "--out", tmp_path / "data", *arguments)
    assert ended.code == 2
    assert named in ended.err
    assert not (tmp_path / "data").exists()
