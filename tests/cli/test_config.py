from dataclasses import fields
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner
from tests.cli.conftest import Command

from resyn.cli.config import RunConfig, config_option
from resyn.core.errors import ConfigError
from resyn.pipeline.settings import RunSettings

PAGE = Path(__file__).parents[2] / "docs" / "howto" / "set_up_a_run.md"


@click.command()
@config_option
@click.option("--rounds", type=int, default=2)
@click.option("--model", default="local")
def probe(**given: Any) -> None:
    probe.seen = given  # type: ignore[attr-defined]


def read(*arguments: str) -> dict[str, Any]:
    ended = CliRunner().invoke(probe, list(arguments), standalone_mode=False)
    if ended.exception:
        raise ended.exception
    seen: dict[str, Any] = probe.seen  # type: ignore[attr-defined]
    return seen


def test_without_a_word_all_is_as_documented() -> None:
    assert read() == {"config": RunConfig(), "rounds": 2, "model": "local"}


def test_pairs_need_no_quotes_and_numbers_and_truths_are_read_as_such() -> None:
    config = read("--config", "temperature=1", "--config", "judges=false", "--config", "key_variable=MY_KEY")["config"]
    assert config == RunConfig(temperature=1.0, judges=False, key_variable="MY_KEY")


def test_file_may_name_options_which_the_command_line_overrides(tmp_path: Path) -> None:
    file = tmp_path / "run.toml"
    file.write_text('rounds = 5\nmodel = "openai:x"\nvotes = 3\nrequire-solver = true\n')
    seen = read("--config", str(file), "--config", "votes=4", "--model", "local:y")
    assert seen == {"config": RunConfig(votes=4, require_solver=True), "rounds": 5, "model": "local:y"}


@pytest.mark.parametrize(
    ("pair", "message"),
    [
        ("vote=3", "there is no setting 'vote'"),
        ("votes=many", "votes = 'many' is not of type int"),
        ("votes=true", "votes = True is not of type int"),
        ("judges=1", "judges = 1 is not of type bool"),
        ("votes=0", "votes = 0 is less than 1"),
        ("none.toml", "none.toml does not exist"),
    ],
)
def test_wrong_setting_is_named_with_key_and_value(pair: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        read("--config", pair)


def test_file_that_is_not_toml_is_named(tmp_path: Path) -> None:
    (tmp_path / "run.toml").write_text("votes: 3")
    with pytest.raises(ConfigError, match=r"run\.toml is not TOML"):
        read("--config", str(tmp_path / "run.toml"))


def test_settings_that_a_run_is_bound_to_come_from_the_configuration() -> None:
    told = RunConfig(votes=3).settings(calibration=True)
    settings = RunSettings(keywords=("a",), model="m", **told)
    assert (settings.votes, settings.calibration) == (3, True)
    assert RunConfig(calibration=False).settings(calibration=True)["calibration"] is False


def test_every_setting_stands_on_its_page_with_its_default() -> None:
    page = PAGE.read_text()
    for field in fields(RunConfig):
        row = next(line for line in page.split("\n") if line.startswith(f"| `{field.name}` |"))
        if isinstance(field.default, bool | int | float):
            assert f"| {str(field.default).lower()} |" in row, field.name


def test_wrong_setting_of_a_run_is_a_usage_error(resyn: Command) -> None:
    ended = resyn("run", "--config", "vote=3", "--dry-run")
    assert ended.code == 2
    assert "votes" in ended.err
