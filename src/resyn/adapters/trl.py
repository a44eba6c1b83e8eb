"""TRL: a reward function for `reward_funcs`, and a dataset with the columns that it takes (the extra `trl`)."""

from collections.abc import Callable, Sequence
from os import PathLike
from typing import Any

from resyn.adapters.rows import read_rows as _read_rows
from resyn.adapters.scoring import Folders, folder_list
from resyn.core.errors import ConfigError
from resyn.reward import Ask, Score, Scorer
from resyn.reward.gathering import BatchScorer

Completion = str | list[dict[str, Any]]
RewardFunction = Callable[..., Sequence[float | None]]

_KEPT = ("id", "prompt", "verifier", "environment", "level")


class VerifierReward:
    """A reward function of `GRPOTrainer`: takes the column `verifier`, answers None for a fault.

    TRL leaves a completion out of its group's baseline where *every* reward function says None. So functions that
    shape the reward (a length penalty) belong into `shaping`, not beside this one: what they say is added to the reward
    of what could be verified. Picklable; the copy opens its folders and jail where it arrives.
    """

    def __init__(
        self,
        folders: Folders | None = None,
        *,
        scorer: BatchScorer | None = None,
        shaping: Sequence[RewardFunction] = (),
        name: str = "verifier",
    ) -> None:
        self.scorer: BatchScorer = scorer or Scorer(folder_list(folders))
        self.shaping = tuple(shaping)
        self.__name__ = name  # under which TRL logs

    def __call__(
        self,
        *,
        completions: Sequence[Completion],
        verifier: Sequence[str],
        log_metric: Callable[[str, float], None] | None = None,
        log_extra: Callable[[str, list[Any]], None] | None = None,
        **columns: Any,
    ) -> list[float | None]:
        """Return a reward per completion, plain or conversational; logs rates and, per completion, the outcome."""
        scores = self.score(completions, verifier)
        rewards = [score.reward for score in scores]
        for shape in self.shaping:
            added = shape(completions=completions, verifier=verifier, **columns)
            rewards = [
                None if reward is None else reward + (more or 0.0) for reward, more in zip(rewards, added, strict=True)
            ]
        if log_metric is not None:
            for key, value in _rates(scores).items():
                log_metric(f"{self.__name__}/{key}", value)
        if log_extra is not None:
            log_extra("outcome", [str(score.outcome) for score in scores])
        return rewards

    def score(self, completions: Sequence[Completion], verifier: Sequence[str]) -> list[Score]:
        """Return all that is known of each completion."""
        return self.scorer.score(
            [Ask(row, text_of(completion)) for row, completion in zip(verifier, completions, strict=True)]
        )


def text_of(completion: Completion) -> str:
    """Return what the model wrote: the text itself, or the content of the last message."""
    return completion if isinstance(completion, str) else str(completion[-1]["content"] or "")


def read_rows(folder: str | PathLike[str], split: str = "train", *, plain: bool = False) -> Any:
    """Read a split of a dataset folder as `datasets.Dataset` with prompt, verifier, id, environment and level.

    Prompts are conversational, or with `plain` the messages' texts one after the other, for models without a chat
    template. Raises ConfigError where datasets is not installed, or there is no such split.
    """
    return as_dataset(_read_rows(folder, split), plain=plain)


def as_dataset(rows: Sequence[dict[str, Any]], *, plain: bool = False) -> Any:
    """Return rows, as `adapters.rows` has them, as `datasets.Dataset`; raises ConfigError where it is not installed."""
    try:
        from datasets import Dataset
    except ImportError as error:
        raise ConfigError(f"TRL takes datasets: {error}", hint="Run `pip install 'resyn[trl]'`.") from None
    kept = [{key: row[key] for key in _KEPT} for row in rows]
    return Dataset.from_list([row | {"prompt": plain_prompt(row["prompt"])} for row in kept] if plain else kept)


def plain_prompt(messages: Sequence[dict[str, str]]) -> str:
    """Return a prompt for a model without a chat template."""
    return "\n\n".join(message["content"] for message in messages) + "\n\n"


def _rates(scores: Sequence[Score]) -> dict[str, float]:
    """Return means over a batch; `correct` is one of what could be verified, and missing where nothing could."""
    floats = [score.to_floats() for score in scores]
    verified = [one["correct"] for one in floats if not one["fault"]]
    rates = {key: sum(one[key] for one in floats) / len(floats) for key in ("format", "fault", "answered")}
    return rates | ({"correct": sum(verified) / len(verified)} if verified else {})
