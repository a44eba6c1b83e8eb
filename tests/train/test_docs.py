"""The guide says what the code takes: its settings, its alarms."""

import re
import tomllib
from dataclasses import fields
from pathlib import Path

from resyn.train.alarms import ALARMS
from resyn.train.settings import TrainSettings

DOCS = Path(__file__).parents[2] / "docs"


def test_settings_of_the_guide_exist_and_can_be_met() -> None:
    guide = (DOCS / "howto" / "train_a_model.md").read_text()
    (text,) = re.findall(r"```toml\n(.*?)```", guide, flags=re.DOTALL)
    told = tomllib.loads(text)
    assert told.keys() <= {field.name for field in fields(TrainSettings)}
    settings = TrainSettings(**{name: value for name, value in told.items() if name != "levels"})
    assert settings.learning_rate == 2e-5


def test_every_alarm_is_explained() -> None:
    page = (DOCS / "explanation" / "training.md").read_text()
    assert re.findall(r"^\| `(\w+)` \|", page, flags=re.MULTILINE) == [alarm.__name__ for alarm in ALARMS]
