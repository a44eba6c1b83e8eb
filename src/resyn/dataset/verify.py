"""Verify answers to stored rows with the environments that lie beside them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from resyn.core.environment import Environment
from resyn.core.errors import CatalogueError, ConfigError
from resyn.core.index import read_index
from resyn.core.records import Outcome
from resyn.core.reference import matches
from resyn.core.verifier import Verifier
from resyn.sandbox.calls import VerifyJob
from resyn.sandbox.jail import Jail

ENVIRONMENTS_FOLDER: Final = "environments"


def verify_rows(
    rows: Sequence[Mapping[str, Any]], answers: Sequence[str], *, folder: Path, jail: Jail
) -> list[Outcome]:
    """Return the outcome of each row's answer (the bare answer, without tags); `folder` is the dataset's.

    Of a row only the column `verifier` is looked at. Where it holds a reference, the answer is compared with that and
    nothing runs. Raises ConfigError where rows and answers differ in number,
    CatalogueError where an environment is missing or behaves otherwise than the one that drew the row.
    """
    if len(rows) != len(answers):
        raise ConfigError(f"{len(rows)} rows have {len(answers)} answers", hint="Give one answer for each row.")
    verifiers = [Verifier.from_text(row.get("verifier", "")) for row in rows]
    sources = _sources([one for one in verifiers if one.reference is None], folder / ENVIRONMENTS_FOLDER)
    jobs = [
        VerifyJob(sources[verifier.environment], verifier.instance, (answer,))
        for verifier, answer in zip(verifiers, answers, strict=True)
        if verifier.reference is None
    ]
    verified = iter(jail.verify(jobs) if jobs else [])
    return [
        next(verified).outcomes[0] if verifier.reference is None else _compared(answer, verifier.reference)
        for verifier, answer in zip(verifiers, answers, strict=True)
    ]


def _compared(answer: str, reference: str) -> Outcome:
    return Outcome.CORRECT if matches(answer, reference) else Outcome.WRONG


def _sources(verifiers: Sequence[Verifier], folder: Path) -> dict[str, str]:
    if not verifiers:
        return {}
    wanted = {(verifier.environment, verifier.behaviour_hash) for verifier in verifiers}
    files = {entry.name: entry.file for entry in read_index(folder)}
    sources = {}
    for name, behaviour_hash in sorted(wanted):
        if name not in files:
            raise CatalogueError(
                f"{folder} holds no environment {name!r}", hint="Give the folder of the dataset that holds the rows."
            )
        environment = Environment.read(folder / files[name])
        if environment.behaviour_hash != behaviour_hash:
            raise CatalogueError(
                f"{environment.path} has behaviour hash {environment.behaviour_hash}, the row was drawn by "
                f"{behaviour_hash}",
                hint="Verify with the environments of the same dataset folder, unchanged.",
            )
        sources[name] = environment.source
    return sources
