"""What `resyn dataset` takes beside its options, and who answers in a verifier's place."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from resyn.cli.config import settings_option
from resyn.core.environment import find_environments
from resyn.core.errors import ConfigError
from resyn.core.progress import Progress
from resyn.dataset.supervision import CodeSupervisor, ModelSupervisor, Supervisor
from resyn.llm.choose import open_model
from resyn.llm.model import Sampling
from resyn.llm.recording import JsonLinesLog, RecordedModel
from resyn.sandbox.jail import Jail


@dataclass(frozen=True, slots=True)
class DatasetConfig:
    """What a dataset can be told beside its options: its card, and how a model is asked for answers."""

    title: str = ""
    license: str = ""
    endpoint: str | None = None
    key_variable: str | None = None
    votes: int = 1
    temperature: float = 0.6
    max_tokens: int = 4096
    concurrency: int = 8


dataset_config_option = settings_option(
    DatasetConfig, least={"votes": 1, "temperature": 0, "max_tokens": 1, "concurrency": 1}
)


def open_supervisor(
    supervision: str, source: str | None, config: DatasetConfig, *, jail: Jail, out: Path, progress: Progress
) -> Supervisor | None:
    """Return who answers the rows: None for the verifier, the solvers of a folder, or a model.

    Every call of a model is recorded beside the dataset, in `OUT.calls.jsonl`, before it is used. Raises ConfigError
    where source and supervision do not go together.
    """
    if (source is None) != (supervision == "verifier"):
        raise ConfigError(
            f"--supervision {supervision} goes {'without' if source else 'with'} --answers-from",
            hint="Give a folder of solvers with --supervision code, or a model with --supervision answer.",
        )
    if source is None:
        return None
    if supervision == "code":
        return CodeSupervisor(read_solvers(Path(source)), jail)
    model = open_model(
        source,
        endpoint=config.endpoint,
        key_variable=config.key_variable,
        concurrency=config.concurrency,
        progress=progress,
    )
    calls = out.with_name(f"{out.name}.calls.jsonl")
    calls.parent.mkdir(parents=True, exist_ok=True)
    return ModelSupervisor(
        RecordedModel(model, JsonLinesLog(calls)),
        votes=config.votes,
        sampling=Sampling(config.temperature, 0.95, config.max_tokens),
        concurrency=config.concurrency,
    )


def read_solvers(folder: Path) -> Mapping[str, str]:
    """Return the solvers of a folder by the name of their environment: files NAME.py with `solve(question) -> str`."""
    if not folder.is_dir():
        raise ConfigError(
            f"{folder} is no folder of solvers",
            hint="Give one that holds NAME.py for environments, such as RUN/solvers.",
        )
    return {solver.name: solver.source for solver in find_environments([folder])}
