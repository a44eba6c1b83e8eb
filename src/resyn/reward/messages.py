"""What a reward server is sent, and what it sends back: JSON texts of three forms become samples, and scores JSON.

- single, as slime's remote reward model asks: {"prompt": ..., "response": text, "label": verifier} -> the score;
- batch, ours: {"samples": [single, ...]} -> {"scores": [score, ...]};
- queries, as OpenRLHF's remote reward model asks: {"query": [prompt and reply], "prompts": [...], "labels": [...]} ->
  {"rewards": [...], "scores": [...], "extra_logs": {name: [...]}}.

A label is the column `verifier` of a dataset row; it may be called so too. An absent reward is null.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from resyn.reward.score import FLOATS, Ask, Score

_SHOWN: Final = 80  # characters of what is refused


class Form(StrEnum):
    """The shape of a request, which that of the answer follows."""

    SINGLE = "single"
    BATCH = "batch"
    QUERIES = "queries"


@dataclass(frozen=True, slots=True)
class Message:
    """A request that was understood."""

    form: Form
    asks: tuple[Ask, ...]

    def answer(self, scores: Sequence[Score]) -> Any:
        """Return the scores in the form of the request."""
        if self.form is Form.SINGLE:
            return scores[0].to_json()
        if self.form is Form.BATCH:
            return {"scores": [score.to_json() for score in scores]}
        rewards = [score.reward for score in scores]
        floats = [score.to_floats() for score in scores]
        logs = {name: [_number(row[name]) for row in floats] for name in FLOATS}
        return {"rewards": rewards, "scores": rewards, "extra_logs": logs}


class BadRequestError(Exception):
    """A request is wrong; `status` is that of HTTP."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


def read_message(body: bytes, *, most: int) -> Message:
    """Read the body of a request of at most `most` samples; raises BadRequestError for anything else."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadRequestError(400, f"the body is not JSON: {str(error)[:_SHOWN]}") from None
    if not isinstance(data, dict):
        raise BadRequestError(400, "the body is not a JSON object")
    if "samples" in data:
        samples = data["samples"]
        if not isinstance(samples, list):
            raise BadRequestError(400, "'samples' is not a list")
        _bound(len(samples), most)
        return Message(Form.BATCH, tuple(_ask(sample, f"sample {n}") for n, sample in enumerate(samples)))
    if "query" in data:
        return Message(Form.QUERIES, _queries(data, most))
    return Message(Form.SINGLE, (_ask(data, "the body"),))


def _ask(data: Any, where: str) -> Ask:
    if not isinstance(data, dict):
        raise BadRequestError(400, f"{where} is not a JSON object")
    label = data.get("label", data.get("verifier"))
    for name, value in (("response", data.get("response")), ("label", label)):
        if not isinstance(value, str):
            raise BadRequestError(
                400, f"{where} has no text {name!r}; label is the column `verifier` of the dataset row"
            )
    return Ask(str(label), data["response"])


def _queries(data: dict[str, Any], most: int) -> tuple[Ask, ...]:
    columns = [data.get(name) for name in ("query", "prompts", "labels")]
    if not all(isinstance(column, list) and all(isinstance(text, str) for text in column) for column in columns):
        raise BadRequestError(400, "'query', 'prompts' and 'labels' must be lists of texts")
    queries, prompts, labels = (column or [] for column in columns)
    if not len(queries) == len(prompts) == len(labels):
        raise BadRequestError(400, f"{len(queries)} queries have {len(prompts)} prompts and {len(labels)} labels")
    _bound(len(queries), most)
    return tuple(
        Ask(label, _reply(query, prompt, n))
        for n, (query, prompt, label) in enumerate(zip(queries, prompts, labels, strict=True))
    )


def _reply(query: str, prompt: str, number: int) -> str:
    """Return what stands after the prompt: its own answer tags must never be taken for the reply's."""
    start = query.find(prompt)
    if start < 0 or not prompt or query[:start].strip():
        raise BadRequestError(400, f"query {number} does not begin with its prompt: its reply cannot be told from it")
    return query[start + len(prompt) :]


def _bound(samples: int, most: int) -> None:
    if samples > most:
        raise BadRequestError(413, f"{samples:,} samples are too many: at most {most:,} in one request")


def _number(value: float) -> float | None:
    return None if math.isnan(value) else value
