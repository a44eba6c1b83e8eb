"""The certificate of an environment: what it passed, with the figures, so that anybody can do it over and compare.

A certificate is a JSON object and lies in the folder's index. *Deterministic* in it are the hashes, what the seeds
draw, and what the rules say; verdicts, solver and calibration are on record with the models that gave them.
"""

import ast
import platform
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from resyn.core.contract import CALIBRATED_LEVELS, instance_seed
from resyn.core.environment import Environment
from resyn.core.errors import CatalogueError
from resyn.core.jsontext import content_hash
from resyn.core.records import Usage
from resyn.core.store import Step
from resyn.gate.evidence import GATE_SPLIT
from resyn.gate.rule import all_rules
from resyn.gate.setting import DEEP, Setting
from resyn.llm.metering import read_usage, usage_json
from resyn.sandbox.calls import Call
from resyn.sandbox.jail import Jail

SCHEMA: Final = 1

_SPLIT: Final = "certificate"
_PER_LEVEL: Final = 4
_REVIEWS: Final = ("judged", "solved", "calibrated")
_DEFINED: Final = frozenset({"LEVELS", "EXHAUSTIVE"})


def certify(
    environment: Environment,
    report: dict[str, Any],
    jail: Jail,
    *,
    setting: Setting,
    reviews: Sequence[Step] = (),
    usage: dict[str, Any] | None = None,
    mutations: dict[str, Any] | None = None,
    definition: dict[str, Any] | None = None,
    provenance: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Return the certificate of an environment that passed; `report` is that of the rules at a `setting`.

    `reviews` are its steps judged, solved and calibrated, those that there are; `usage` is what all model calls for it
    used, `mutations` how many planted bugs its checks kill, `definition` at which levels it is held to a definition of
    its own (see `read_definition`), `provenance` where it comes from. Raises ValueError where the rules found something
    or drew by the seeds of another name.
    """
    if not report["passed"]:
        raise ValueError(f"{environment.name} did not pass the rules")
    if report["environment"] != environment.name:
        raise ValueError(f"the rules drew by the seeds of {report['environment']}, not of {environment.name}")
    certificate: dict[str, Any] = {
        "schema": SCHEMA,
        "environment": environment.name,
        "version": environment.version,
        "behaviour_hash": environment.behaviour_hash,
        "source_hash": environment.source_hash,
        "made_with": {"resyn": version("resyn"), "python": platform.python_version()},
        "rules": _rules(report, setting),
        "instances": draw_instances(environment, jail),
    }
    for step in reviews:
        payload = step.payload
        if step.kind == "judged":
            certificate["verdicts"] = payload["verdicts"]
        elif step.kind == "solved":
            solver = {"file_hash": content_hash(payload["source"])} if payload["source"] else {}
            certificate["solver"] = payload["report"] | solver
        elif step.kind == "calibrated":
            certificate["calibration"] = payload["calibration"]
    given = {"mutations": mutations, "usage": usage, "definition": definition, "provenance": provenance}
    return certificate | {name: value for name, value in given.items() if value is not None}


def certify_candidate(
    environment: Environment,
    steps: Sequence[Step],
    jail: Jail,
    *,
    setting: Setting,
    report: dict[str, Any],
    provenance: dict[str, Any],
) -> dict[str, Any]:
    """Return the certificate of a run's candidate; `steps` are all that happened to it, the last version's last.

    `report` is that of the rules on the environment as it is named now; judges, solver and calibration may have drawn
    by the seeds of the name that its author gave it, and what they said stands with that name (`reviewed_as`).
    """
    begin = max(place for place, step in enumerate(steps) if step.kind == "written")
    reviews = [step for step in steps[begin:] if step.kind in _REVIEWS]
    used_up = usage_of(steps)
    certificate = certify(
        environment, report, jail, setting=setting, reviews=reviews, usage=used_up, provenance=provenance
    )
    written = steps[begin].payload["name"]
    return certificate | ({"reviewed_as": written} if reviews and written != environment.name else {})


def read_definition(folder: Path, name: str) -> dict[str, Any] | None:
    """Say at which levels an environment is held to a definition: the file NAME.py of a folder; None without one.

    A definition says a second time what a right answer is, and tests compare. Only the literals `LEVELS` and
    `EXHAUSTIVE` (whether every answer of the stated form was tried) are read; nothing of the file runs. Raises
    CatalogueError where they are missing.
    """
    path = folder / f"{name}.py"
    if not path.exists():
        return None
    told: dict[str, Any] = {}
    for node in Environment.read(path).tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id in _DEFINED:
            with suppress(ValueError):
                told[node.targets[0].id] = ast.literal_eval(node.value)
    if told.keys() != _DEFINED:
        raise CatalogueError(
            f"{path} has no literal {min(_DEFINED - told.keys())}", hint="Write LEVELS = (1, 2) and EXHAUSTIVE = True."
        )
    return {"levels": list(told["LEVELS"]), "exhaustive": bool(told["EXHAUSTIVE"])}


def is_current(certificate: dict[str, Any] | None, environment: Environment, *, setting: Setting) -> bool:
    """Tell whether a certificate is of this very file, by these very rules at this setting or the deep one."""
    if certificate is None or certificate.get("schema") != SCHEMA:
        return False
    rules = certificate["rules"]
    versions = {rule.name: rule.version for rule in all_rules() if rule.name not in rules["not_applicable"]}
    return (
        certificate["environment"] == environment.name
        and certificate["source_hash"] == environment.source_hash
        and rules["versions"] == versions
        and rules["setting"] in (setting_json(setting), setting_json(DEEP))
    )


def usage_of(steps: Sequence[Step]) -> dict[str, Any]:
    """Return what the model calls of some steps used together."""
    calls, used = 0, Usage()
    for step in steps:
        if "usage" in step.payload:
            more, usage = read_usage(step.payload["usage"])
            calls, used = calls + more, used + usage
    return usage_json(calls, used)


def draw_instances(environment: Environment, jail: Jail) -> dict[str, Any]:
    """Return a hash over instances and questions of the calibrated levels: another Python must draw the same."""
    seeds = [
        (level, instance_seed(environment.name, split=_SPLIT, level=level, seed=0, index=index))
        for level in CALIBRATED_LEVELS
        for index in range(_PER_LEVEL)
    ]
    drawn = jail.call(environment.source, [Call("generate", level=level, seed=seed) for level, seed in seeds])
    asked = jail.call(environment.source, [Call("observe", instance=reply.text or "{}") for reply in drawn])
    texts = [f"{instance.text}\0{question.text}" for instance, question in zip(drawn, asked, strict=True)]
    return {
        "split": _SPLIT,
        "levels": list(CALIBRATED_LEVELS),
        "per_level": _PER_LEVEL,
        "hash": content_hash("\0".join(texts)),
    }


def compare(certificate: dict[str, Any], fresh: dict[str, Any]) -> list[str]:
    """Say how a fresh certificate differs from one on record, in all that is deterministic; a sentence each."""
    if certificate.get("schema") != SCHEMA:
        return [f"the certificate has schema {certificate.get('schema')!r}; this version reads {SCHEMA}"]
    differences = []
    for name in ("environment", "version", "behaviour_hash", "source_hash"):
        if certificate[name] != fresh[name]:
            differences.append(f"{name} is {fresh[name]}, the certificate says {certificate[name]}")
    if certificate["instances"] != fresh["instances"]:
        differences.append("the seeds draw other instances or questions than the certificate's hash says")
    then, now = certificate["rules"], fresh["rules"]
    for rule in sorted(then["versions"].keys() | now["versions"].keys()):
        before, after = (side["versions"].get(rule) for side in (then, now))
        if before != after:
            differences.append(f"rule {rule}: the certificate has {_of_version(before)}, here is {_of_version(after)}")
    for name in ("setting", "split", "draws"):
        if then[name] != now[name]:
            differences.append(f"the rules' {name} is another one: {now[name]}, the certificate says {then[name]}")
    return differences


def _rules(report: dict[str, Any], setting: Setting) -> dict[str, Any]:
    return {
        "setting": setting_json(setting),
        "split": GATE_SPLIT,
        "draws": report["draws"],
        "versions": report["rules"],
        "not_applicable": report["not_applicable"],
        "isolation": report["isolation"],
    }


def setting_json(setting: Setting) -> dict[str, Any]:
    """Return a setting of the rules as it stands in certificates: levels, draws, seed, hash salts."""
    return asdict(setting) | {"levels": list(setting.levels), "hash_salts": list(setting.hash_salts)}


def _of_version(number: int | None) -> str:
    return "none" if number is None else f"version {number}"
