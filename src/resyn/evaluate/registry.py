"""All benchmarks by name, and the questions of those that are asked for."""

from collections.abc import Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final

from resyn.core.errors import ConfigError
from resyn.core.progress import Progress
from resyn.evaluate.benchmarks.aime24 import AIME24
from resyn.evaluate.benchmarks.bbeh import BBEH, BBEH_MINI
from resyn.evaluate.benchmarks.bbh import BBH
from resyn.evaluate.benchmarks.gsm8k import GSM8K
from resyn.evaluate.benchmarks.kor import KOR
from resyn.evaluate.heldout import NAME as HELDOUT
from resyn.evaluate.problem import Problem
from resyn.evaluate.publishers import check_files, default_folder, fetch_files

BENCHMARKS: Final = MappingProxyType(
    {benchmark.name: benchmark for benchmark in (BBH, BBEH, BBEH_MINI, GSM8K, AIME24, KOR)}
)
NAMES: Final = (*BENCHMARKS, HELDOUT)


def parse_names(text: str) -> list[str]:
    """Read names such as "bbh,gsm8k", each once; raises ConfigError for one that is not known, or for none."""
    names = list(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    for name in names:
        if name not in NAMES:
            raise ConfigError(f"there is no benchmark {name!r}", hint=f"Benchmarks are: {', '.join(NAMES)}.")
    if not names:
        raise ConfigError("no benchmark is named", hint=f"Benchmarks are: {', '.join(NAMES)}.")
    return names


def read_problems(names: Sequence[str], folder: Path | None, *, progress: Progress) -> dict[str, list[Problem]]:
    """Return the questions of the named benchmarks (held-out ones aside), their files checked by SHA-256.

    They are looked for in a folder of the publishers' files, or fetched into the cache where none is given. Raises
    ConfigError for a missing or another file, ProviderError where a publisher cannot be reached.
    """
    published = [name for name in names if name in BENCHMARKS]
    publishers = list(dict.fromkeys(publisher_of(name) for name in published))
    if folder is None:
        folder = default_folder()
        fetch_files(publishers, folder, progress=progress)
    else:
        check_files(publishers, folder)
    return {name: list(BENCHMARKS[name].read(folder)) for name in published}


def publisher_of(name: str) -> str:
    """Return who gives out a benchmark's files, as `publishers.json` names it."""
    return name.partition("-")[0]
