"""What `run` and `propose` have in common: keywords, the model, the author with examples from the catalogue."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from resyn.cli.console import note, print_json, print_table
from resyn.core.environment import Environment, find_environments
from resyn.core.errors import ConfigError
from resyn.core.index import catalogue_folder
from resyn.core.progress import Progress
from resyn.core.store import Store
from resyn.gate.library import Library
from resyn.llm.choose import open_model
from resyn.llm.recording import RecordedModel
from resyn.pipeline.settings import RunSettings
from resyn.propose.author import Author, Style
from resyn.propose.choice import shipped_examples
from resyn.propose.keywords import read_keywords, shipped_keywords


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """Which model is to write, and how many calls it may answer at once."""

    spec: str
    endpoint: str | None
    key_variable: str | None
    concurrency: int


def choose_keywords(file: str | None, count: int | None) -> tuple[str, ...]:
    """Return the first `count` keywords of a file or of the shipped topics; raises ConfigError."""
    keywords = read_keywords(Path(file)) if file else shipped_keywords()
    if count is not None and count > len(keywords):
        raise ConfigError(
            f"--count {count} asks for more than the {len(keywords)} keywords there are",
            hint="Give more keywords with --keywords FILE, or more --proposals per keyword.",
        )
    return tuple(keywords[:count])


def shipped_environments() -> tuple[Environment, ...]:
    """Return the catalogue's environments, as text."""
    return tuple(find_environments([catalogue_folder()]))


def open_library(shipped: Sequence[Environment]) -> Library:
    """Return what a candidate may not repeat: the catalogue, and the examples that authors are shown."""
    return Library(environments=(*shipped, *shipped_examples()))


def open_author(
    choice: ModelChoice, settings: RunSettings, *, store: Store, examples: Sequence[Environment], progress: Progress
) -> Author:
    """Open the model and return an author whose every call is recorded in the store."""
    model = open_model(
        choice.spec,
        endpoint=choice.endpoint,
        key_variable=choice.key_variable,
        concurrency=choice.concurrency,
        progress=progress,
    )
    return Author(RecordedModel(model, store), examples, style=_style(settings))


def print_estimate(settings: RunSettings, *, as_json: bool = False) -> None:
    """Print what a run may ask of the model at most."""
    candidates = len(settings.keywords) * settings.proposals
    calls = candidates * (1 + settings.plan_first + settings.rounds)
    tokens = calls * _style(settings).max_tokens
    estimate = {"candidates": candidates, "model calls": calls, "output tokens": tokens}
    if as_json:
        print_json({name.replace(" ", "_"): count for name, count in estimate.items()})
    else:
        print_table(("what", "at most"), list(estimate.items()))
    note("prices depend on the provider; the run's ledger shows what was really used")


def _style(settings: RunSettings) -> Style:
    return Style(
        plan_first=settings.plan_first,
        examples=settings.examples,
        temperature=settings.temperature,
        seed=settings.seed,
    )
