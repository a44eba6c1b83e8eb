"""Repeat a witness: draw its item again and score its answer."""

import json
from collections.abc import Sequence
from typing import Any

from resyn.audit.corpus import Corpus, Place
from resyn.core.environment import Environment
from resyn.core.errors import ConfigError
from resyn.core.jsontext import dump
from resyn.sandbox.calls import Call, VerifyJob
from resyn.sandbox.jail import Jail


def read_request(text: str) -> dict[str, Any]:
    """Read what `Evidence.repeat` wrote; raises ConfigError for anything else."""
    try:
        request = json.loads(text)
    except ValueError:
        request = None
    if not isinstance(request, dict) or not isinstance(request.get("task"), str):
        raise ConfigError(f"--repeat {text[:80]!r} is no witness", hint="Give the JSON text that an audit printed.")
    return request


def repeat_item(corpus: Corpus, request: dict[str, Any]) -> dict[str, Any]:
    """Return the item of a witness, and what its reference and its answer earn; raises ConfigError without one."""
    seed, index, answer = request.get("seed", 0), request.get("index", 0), request.get("answer")
    if type(seed) is not int or type(index) is not int or not isinstance(answer, str | None):
        raise ConfigError("the witness names no place", hint="Give the JSON text that an audit printed.")
    (item,) = corpus.draw([Place(request["task"], seed, index, request.get("level"))])
    found: dict[str, Any] = {**request, "question": item.question, "reference": item.gold, "seconds": item.seconds}
    if item.fault:
        return found | {"fault": item.fault}
    for name, text in (("reference", item.gold), ("answer", answer)):
        if text is not None:
            (mark,) = corpus.score([(item, text)])
            found[f"{name}_earns"] = mark.fault or mark.reward
            if mark.executed:
                found["executed"] = True
    return found


def repeat_instance(environments: Sequence[Environment], jail: Jail, request: dict[str, Any]) -> dict[str, Any]:
    """Return the instance of a witness in an environment of our contract, and what verify says to its answer."""
    environment = next((one for one in environments if one.name == request["task"]), None)
    level, seed, answer = request.get("level"), request.get("seed"), request.get("answer")
    if environment is None or type(level) is not int or not isinstance(seed, str):
        raise ConfigError(f"there is no instance of {request['task']!r} here", hint="Give the folder that was audited.")
    (made,) = jail.call(environment.source, [Call("generate", level=level, seed=seed)])
    (question, solution) = jail.call(
        environment.source, [Call("observe", instance=made.text or "{}"), Call("solve", instance=made.text or "{}")]
    )
    found = {**request, "question": question.value or question.error, "solution": solution.value or solution.error}
    if isinstance(answer, str):
        (result,) = jail.verify([VerifyJob(environment.source, made.text or dump({}), (answer,))])
        found["outcome"] = result.faults.get(0) or str(result.outcomes[0])
    return found
