"""What `run`, `propose` and their kin have in common: keywords, models, the author with examples from the catalogue."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from resyn.core.environment import Environment, find_environments
from resyn.core.errors import ConfigError
from resyn.core.index import catalogue_folder
from resyn.core.progress import Progress
from resyn.gate.library import Library
from resyn.llm.choose import PROVIDERS, open_model
from resyn.llm.model import Model
from resyn.llm.recording import CallLog, JsonLinesLog, RecordedModel
from resyn.llm.weights import cache_folder
from resyn.pipeline.settings import RunSettings
from resyn.propose.author import Author, Style
from resyn.propose.choice import shipped_examples
from resyn.propose.keywords import read_keywords, shipped_keywords

_IN_PROCESS = ("local", "gguf")


@dataclass(slots=True)
class Models:
    """Opens the models of a command, each once, with every call recorded in `log`.

    A name without a provider's prefix is served by the endpoint that is given with it, else by the author's.
    """

    log: CallLog
    progress: Progress
    concurrency: int = 1
    endpoint: str | None = None
    key_variable: str | None = None
    _opened: dict[tuple[str, str | None], Model] = field(default_factory=dict)

    def open(self, spec: str, *, endpoint: str | None = None) -> Model:
        """Return the model of a specification, ready to answer."""
        where = endpoint or self.endpoint
        # The first model is the author's, and an endpoint given for it holds whatever its name looks like.
        if is_elsewhere(spec) and endpoint is None and self._opened and (spec, where) not in self._opened:
            where = None
        key = (spec, where)
        if key not in self._opened:
            opened = open_model(
                spec,
                endpoint=where,
                key_variable=self.key_variable,
                concurrency=self.concurrency,
                progress=self.progress,
            )
            self._opened[key] = RecordedModel(opened, self.log)
        return self._opened[key]


def is_elsewhere(spec: str) -> bool:
    """Tell whether a specification says itself where its model is asked: in this process, or at a provider."""
    kind, _, rest = spec.partition(":")
    return kind in _IN_PROCESS or (kind in PROVIDERS and bool(rest))


def kept_calls(command: str) -> CallLog:
    """Return a log in the user's cache folder, for commands without a folder of their own: no call is paid twice."""
    folder = cache_folder() / "calls"
    folder.mkdir(parents=True, exist_ok=True)
    return JsonLinesLog(folder / f"{command}.jsonl")


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


def open_author(model: Model, settings: RunSettings, *, examples: Sequence[Environment]) -> Author:
    """Return an author that asks as the settings say."""
    return Author(model, examples, style=author_style(settings))


def author_style(settings: RunSettings) -> Style:
    """Return how a run's author is asked."""
    return Style(
        plan_first=settings.plan_first,
        examples=settings.examples,
        temperature=settings.temperature,
        seed=settings.seed,
    )
