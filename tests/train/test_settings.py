import pytest

from resyn.core.errors import ConfigError
from resyn.train.settings import TrainSettings


def test_defaults_are_the_recipe_of_the_paper() -> None:
    settings = TrainSettings()
    assert (settings.clip_low, settings.clip_high, settings.steps, settings.levels) == (0.2, 0.28, 400, (1, 2, 3, 4, 5))


def test_settings_survive_json() -> None:
    settings = TrainSettings(levels=(1, 3), heldout_levels=(6,), lora=16)
    assert TrainSettings.from_json(settings.to_json()) == settings


@pytest.mark.parametrize(
    ("wrong", "match"),
    [
        ({"steps": 0}, "steps = 0 is not positive"),
        ({"generations": 1}, "nothing to compare"),
        ({"groups": 3, "generations": 3}, "do not divide"),
        ({"updates": 4, "save_every": 10}, "no multiple of updates"),
        ({"levels": (1, 6), "heldout_levels": (6,)}, "level 6 is held out"),
        ({"curriculum": "adaptive", "heldout_levels": (6,)}, "level 6 is held out"),
        ({"levels": ()}, "levels is empty"),
        ({"levels": (0, 1)}, "not distinct integers"),
        ({"overlong": "cut"}, "'cut' is not known"),
        ({"rollouts": "sglang"}, "'sglang' is not known"),
        ({"overlong_buffer": 5000}, "does not lie within"),
        ({"heldout": 1.0}, "not shares below 1"),
    ],
)
def test_settings_that_cannot_be_met_are_refused(wrong: dict[str, object], match: str) -> None:
    with pytest.raises(ConfigError, match=match):
        TrainSettings(**wrong)  # type: ignore[arg-type]


def test_adaptive_levels_may_be_bounded_below_the_held_out_ones() -> None:
    assert TrainSettings(curriculum="adaptive", top_level=5, heldout_levels=(6,)).top_level == 5


def test_what_decides_the_questions_may_not_change_and_the_rest_may() -> None:
    settings = TrainSettings()
    assert settings.differences(TrainSettings(steps=500, keep=1, rollouts="vllm")) == {}
    assert settings.differences(TrainSettings(seed=1, groups=32)) == {"seed": (0, 1), "groups": (16, 32)}
