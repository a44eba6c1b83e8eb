import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pandas
import pytest
import yaml

from resyn.core.environment import Environment
from resyn.core.errors import CatalogueError, ConfigError, StoreError
from resyn.core.index import IndexEntry, check_index, read_index
from resyn.core.prompting import SYSTEM_PROMPT
from resyn.core.records import Outcome
from resyn.dataset.build import Label, build_dataset
from resyn.dataset.plan import DatasetPlan
from resyn.reward import Scorer
from resyn.sandbox.jail import Jail

PLAN = DatasetPlan(instances=7, levels=(1, 2, 3), validation=0, test=0.4, heldout=3, seed=5)


@pytest.fixture(scope="module")
def built(jail: Jail, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset of five environments; add_numbers, name_weekday and fail_often are what PLAN trains on."""
    folder = Path(__file__).parent / "environments"
    environments = [Environment.read(path) for path in sorted(folder.glob("*.py"))]
    target = tmp_path_factory.mktemp("built") / "set"
    label = Label(license="apache-2.0", command="resyn dataset environments --instances 7")
    build_dataset(environments, target, jail=jail, plan=PLAN, label=label)
    return target


def read(folder: Path, split: str) -> pandas.DataFrame:
    return pandas.read_parquet(folder / "data" / f"{split}.parquet")


def manifest_of(folder: Path) -> dict:
    return json.loads((folder / "manifest.json").read_text())


def test_folder_holds_data_environments_card_and_manifest(built: Path) -> None:
    assert sorted(path.relative_to(built).as_posix() for path in built.rglob("*") if path.is_file()) == [
        "README.md",
        "data/heldout.parquet",
        "data/test.parquet",
        "data/train.parquet",
        "environments/add_numbers.py",
        "environments/fail_often.py",
        "environments/follow_steps.py",
        "environments/index.jsonl",
        "environments/name_weekday.py",
        "environments/order_people.py",
        "manifest.json",
    ]


def test_environments_never_cross_from_training_to_test_nor_questions_between_splits(built: Path) -> None:
    frames = {split: read(built, split) for split in ("train", "test", "heldout")}
    environments = {split: set(frame.environment) for split, frame in frames.items()}
    assert environments["train"]
    assert environments["test"]
    assert not environments["train"] & environments["test"]
    assert environments["heldout"] <= set(manifest_of(built)["splits"]["train"]["environments"])
    questions = Counter(question for frame in frames.values() for question in frame.question)
    assert max(questions.values()) == 1
    ids = Counter(row for frame in frames.values() for row in frame.id)
    assert max(ids.values()) == 1


def test_manifest_counts_what_the_files_hold(built: Path) -> None:
    manifest = manifest_of(built)
    frames = {split: read(built, split) for split in manifest["splits"]}
    assert {split: part["rows"] for split, part in manifest["splits"].items()} == {
        split: len(frame) for split, frame in frames.items()
    }
    rows = Counter(name for frame in frames.values() for name in frame.environment)
    assert {name: entry["rows"] for name, entry in manifest["environments"].items()} == dict(rows)
    assert manifest["plan"]["seed"] == 5
    assert manifest["faults"]["by_environment"]["fail_often"] > 0
    short = [shortfall for shortfall in manifest["shortfalls"] if shortfall["environment"] == "name_weekday"]
    assert sum(shortfall["asked"] - shortfall["drawn"] for shortfall in short) == 10 - 7


def test_training_rows_give_way_to_those_evaluated_on(built: Path) -> None:
    # Ten questions are asked of name_weekday, and it has seven.
    rows = {split: sum(read(built, split).environment == "name_weekday") for split in ("train", "heldout")}
    assert rows == {"train": 4, "heldout": 3}


def test_every_row_is_verified_again_with_what_lies_beside_it(built: Path) -> None:
    with Scorer([built], workers=2) as scorer:
        for split in ("train", "test", "heldout"):
            rows = read(built, split)
            said = scorer.verify(list(rows.verifier), list(rows.solution))
            assert {one.outcome for one in said} == {Outcome.CORRECT}
            other = scorer.verify(list(rows.verifier), ["no answer"] * len(rows))
            assert Outcome.CORRECT not in {one.outcome for one in other}


def test_prompt_is_the_question_below_the_system_prompt(built: Path) -> None:
    row = read(built, "train").iloc[0]
    assert list(row.prompt) == [
        {"role": "system", "content": SYSTEM_PROMPT},
        {"role": "user", "content": row.question},
    ]


def test_rows_of_one_environment_are_not_left_together(built: Path) -> None:
    names = list(read(built, "train").environment)
    assert names != sorted(names)


def test_same_arguments_give_the_same_bytes(built: Path, jail: Jail, environments, tmp_path: Path) -> None:
    build_dataset(reversed(environments.values()), tmp_path / "again", jail=jail, plan=PLAN)
    for split in ("train", "test", "heldout"):
        path = f"data/{split}.parquet"
        assert (tmp_path / "again" / path).read_bytes() == (built / path).read_bytes()


def test_card_has_front_matter_that_the_hub_reads_and_names_what_a_reader_asks(built: Path) -> None:
    _, head, body = (built / "README.md").read_text().split("---\n", 2)
    data = yaml.safe_load(head)
    assert data["license"] == "apache-2.0"
    assert data["size_categories"] == ["n<1K"]
    assert data["configs"][0]["data_files"] == [
        {"split": split, "path": f"data/{split}.parquet"} for split in ("train", "test", "heldout")
    ]
    manifest = manifest_of(built)
    assert manifest["isolation"] in body
    assert manifest["splits"]["train"]["sha256"] in body
    assert "resyn dataset environments --instances 7" in body
    assert "$" not in body
    assert f"| train | {len(manifest['splits']['train']['environments'])} | " in body


def test_code_block_of_the_card_runs(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = (built / "README.md").read_text().split("```python\n")[1].split("```")[0]
    monkeypatch.chdir(built)
    names: dict[str, object] = {}
    exec(code, names)
    assert set(names["outcomes"]) == {Outcome.CORRECT}


def test_certificates_come_along(jail: Jail, environments, tmp_path: Path) -> None:
    environment = environments["add_numbers"]
    known = replace(IndexEntry.of(environment, "x.py"), certificate={"rules": 22})
    plan = DatasetPlan(instances=2, validation=0, test=0)
    build_dataset([environment], tmp_path / "set", jail=jail, plan=plan, known=[known])
    (entry,) = read_index(tmp_path / "set" / "environments")
    assert (entry.file, entry.certificate) == ("add_numbers.py", {"rules": 22})
    assert check_index(tmp_path / "set" / "environments") == []


def test_number_of_environments_is_kept(jail: Jail, environments, tmp_path: Path) -> None:
    plan = DatasetPlan(environments=2, instances=3, validation=0, test=0)
    report = build_dataset(environments.values(), tmp_path / "set", jail=jail, plan=plan)
    assert len(report.environments["train"]) == 2
    assert report.rows == {"train": 6}
    assert json.loads(json.dumps(report.to_json()))["rows"] == {"train": 6}


@pytest.mark.parametrize(
    ("names", "plan", "error", "said"),
    [
        ([], {}, CatalogueError, "no environments"),
        (["add_numbers", "add_numbers"], {}, CatalogueError, r"two environments are named 'add_numbers'"),
        (["add_numbers"], {"environments": 2}, ConfigError, "2 environments are asked for, 1 are there"),
        (["add_numbers"], {"validation": 0.999}, ConfigError, "none of 1 environments falls into train"),
    ],
)
def test_what_cannot_be_built_is_refused_and_leaves_nothing(
    jail: Jail, environments, tmp_path: Path, names: list[str], plan: dict, error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        build_dataset(
            [environments[name] for name in names], tmp_path / "set", jail=jail, plan=DatasetPlan(**{"test": 0} | plan)
        )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("def broken(:\n", "does not parse"),
        (
            "def generate(level, rng):\n    raise ValueError('no')\n",
            "not a single verified row; the first fault: generate",
        ),
    ],
)
def test_broken_environments_alone_are_refused_and_leave_nothing(
    jail: Jail, tmp_path: Path, source: str, said: str
) -> None:
    plan = DatasetPlan(instances=1, levels=(1,), validation=0, test=0)
    with pytest.raises(CatalogueError, match=said):
        build_dataset([Environment("broken", source)], tmp_path / "set", jail=jail, plan=plan)
    assert list(tmp_path.iterdir()) == []


def test_unwritable_target_is_a_store_error(jail: Jail, environments, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be written"):
        build_dataset(environments.values(), tmp_path / "file" / "set", jail=jail, plan=PLAN)


def test_label_of_several_lines_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"license 'mit\\nx' is not one line"):
        Label(license="mit\nx")


def test_datasets_library_reads_the_folder(built: Path, tmp_path: Path) -> None:
    datasets = pytest.importorskip("datasets")
    loaded = datasets.load_dataset(str(built), cache_dir=str(tmp_path))
    assert {split: part.num_rows for split, part in loaded.items()} == {
        split: part["rows"] for split, part in manifest_of(built)["splits"].items()
    }
    row = loaded["train"][0]
    assert (row["supervision"], row.pop("reference")) == ("verifier", None)
    assert row == read(built, "train").drop(columns="reference").iloc[0].to_dict() | {"prompt": row["prompt"]}
    assert row["prompt"][1] == {"role": "user", "content": row["question"]}
