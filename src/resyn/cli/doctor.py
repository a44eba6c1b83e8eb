"""`resyn doctor`: say what this machine offers: isolation, extras, weights."""

import importlib.util
import os
import shutil
from dataclasses import asdict
from pathlib import Path

import click

from resyn.cli.console import note, print_json, print_table
from resyn.cli.options import json_option
from resyn.llm.weights import KNOWN_WEIGHTS, cache_folder
from resyn.sandbox.doctor import Probe, probe_isolation

EXTRAS = {
    "local": ("xllamacpp", "embedded models"),
    "parquet": ("pyarrow", "datasets"),
    "openai": ("openai", "OpenAI and OpenAI-compatible endpoints"),
    "anthropic": ("anthropic", "Anthropic"),
    "google": ("google.genai", "Google"),
    "embed": ("model2vec", "duplicates by meaning"),
    "vllm": ("vllm", "models run in this process on an accelerator"),
    "inspect": ("inspect_ai", "our benchmarks and environments as tasks of Inspect"),
    "report": ("jinja2", "pages of runs and of the catalogue"),
    "serve": ("starlette", "the reward server"),
    "ray": ("ray", "rules and jailed calls on several machines"),
    "reasoning-gym": ("reasoning_gym", "auditing reasoning-gym, and our environments as its datasets"),
    "trl": ("trl", "training with TRL"),
    "train": ("peft", "resyn train"),
    "verl": ("verl", "training with verl"),
    "verifiers": ("verifiers", "our questions as a taskset of verifiers"),
    "openenv": ("openenv", "our questions behind a server of OpenEnv"),
    "skyrl-gym": ("skyrl_gym", "training with SkyRL"),
}


@click.command("doctor")
@json_option
def command(as_json: bool) -> int:
    """Say what this machine offers: isolation, extras, weights.

    Exits with 0 where untrusted code can be contained, with 3 where it cannot.
    """
    isolation = probe_isolation()
    contained = any(probe.name == "isolation" and probe.ok for probe in isolation)
    probes = [*isolation, *_extras(), *_weights(), _cores()]
    if as_json:
        print_json({"contained": contained, "probes": [asdict(probe) for probe in probes]})
    else:
        print_table(("", "what", "found"), [("ok" if p.ok else "--", p.name, p.detail) for p in probes])
    if not contained:
        note("untrusted code cannot be contained here: every command that runs environments refuses.")
        note("A container or machine with seccomp mends it; --allow-unsafe runs them uncontained, and records it.")
    return 0 if contained else 3


def _extras() -> list[Probe]:
    probes = []
    for extra, (module, purpose) in EXTRAS.items():
        there = _importable(module)
        detail = f"installed: {purpose}" if there else f"pip install 'resyn[{extra}]' for {purpose}"
        probes.append(Probe(f"extra {extra}", there, detail))
    return probes


def _importable(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def _weights() -> list[Probe]:
    folder = cache_folder() / "weights"
    probes = []
    for name, weights in KNOWN_WEIGHTS.items():
        there = _is_seen(folder / f"{name}.gguf")
        detail = str(folder) if there else f"fetched at first use, {weights.size >> 20:,} MB"
        probes.append(Probe(f"weights {name}", there, detail))
    existing = folder
    while not _is_seen(existing):
        existing = existing.parent
    free = shutil.disk_usage(existing).free
    probes.append(Probe("free disk for weights", free > 2 << 30, f"{free >> 20:,} MB at {existing}"))
    return probes


def _is_seen(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a folder above it may not be searched
        return False


def _cores() -> Probe:
    return Probe(
        "cores", True, str(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count())
    )
