"""What the pipeline itself costs: candidates per second with a model that answers at once, and how that grows.

    python benchmarks/pipeline_overhead.py --candidates 100 1000 10000
    python benchmarks/pipeline_overhead.py --candidates 100 --rules

Model and, without `--rules`, the rules answer at once, so what is left is the pipeline: prompts, a store with a commit
for every step and call, threads, admission. One in `--every` candidates is let pass, goes through judges and blind
solver (in the real jail) and is compared with all that were accepted before; the others are mended in vain. Each size
is a new run in a new folder; "CPU" is of this process, without the jail's, and tells growth where neighbours share the
machine; "again" is the same command once more, which finds everything done.
"""

import argparse
import json
import os
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from resyn.core.environment import Environment, find_environments
from resyn.core.index import catalogue_folder
from resyn.core.jsontext import content_hash
from resyn.core.records import Finding, Usage
from resyn.core.store import Store
from resyn.gate.check import GateReport, check_environment
from resyn.gate.evidence import Surroundings
from resyn.gate.library import Library
from resyn.gate.setting import QUICK
from resyn.judge.judges import JUDGES
from resyn.llm.model import Completion, Message, Sampling
from resyn.llm.prompts import fill
from resyn.llm.recording import RecordedModel
from resyn.pipeline.candidate import Stations
from resyn.pipeline.output import write_accepted
from resyn.pipeline.reviews import Reviews
from resyn.pipeline.run import Run
from resyn.pipeline.settings import RunSettings
from resyn.propose.author import Author
from resyn.sandbox.jail import Jail

PROPOSALS = 10


class InstantModel:
    """Answers at once: a shipped environment that nobody has proposed yet, or a file that the rules refuse."""

    name = "instant"

    def __init__(self, every: int) -> None:
        self._every = every
        self._sound = [environment.source for environment in find_environments([catalogue_folder()])]

    def complete(self, messages: Sequence[Message], sampling: Sampling) -> Completion:
        return Completion(self._text(messages), Usage(2_000, 600, 0.0, 0.0), self.name)

    def _text(self, messages: Sequence[Message]) -> str:
        system, asked = messages[0].content, messages[-1].content
        for judge in JUDGES:
            if system == fill("resyn.judge", judge.name):
                return verdict(judge.criteria, quote=asked.split("\n")[2][:40])
        if "puzzles from their text" in system:
            return "This is beyond me."
        if "Write the plan" in asked:
            return "Name: solve_puzzle\nTask: solve a puzzle.\n" * 4
        number = int(content_hash(asked)[:8], 16)
        sound = number % self._every == 0 and "checked and refused" not in asked
        source = self._sound[number % len(self._sound)]
        mark = f"\n\nNUMBER = {number}\n" if sound else f"\n\nREFUSED = {number}\n"
        return f"```python\n{source}{mark}```"


class InstantBench:
    """Lets pass what is not marked, without running anything; the jail of judges and solver is real."""

    setting = QUICK

    def __init__(self, surroundings: Surroundings) -> None:
        self.surroundings = surroundings
        self.jail = surroundings.jail

    def check(self, environment: Environment) -> GateReport:
        refused = "\nREFUSED = " in environment.source
        findings = (Finding("guessable", "the answer 1 is right in half of the draws"),) if refused else ()
        return GateReport(environment.name, "quick", findings, {"guessable": 1}, draws=72)


class RealBench(InstantBench):
    """Runs all rules on every candidate."""

    def check(self, environment: Environment) -> GateReport:
        return check_environment(environment, self.surroundings)


def main() -> None:
    arguments = read_arguments()
    cores = len(os.sched_getaffinity(0))
    print("| candidates | passed | model calls | seconds | CPU ms each | per second and core | again, s | store, MB |")
    print("|--:|--:|--:|--:|--:|--:|--:|--:|")
    for candidates in arguments.candidates:
        with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
            row = measure(Path(folder) / "run", candidates, arguments)
        rate = candidates / row["seconds"] / cores
        print(
            f"| {candidates:,} | {row['passed']:,} | {row['calls']:,} | {row['seconds']:.1f} |"
            f" {1000 * row['cpu'] / candidates:.1f} | {rate:.1f} |"
            f" {row['again']:.1f} | {row['megabytes']:.0f} |",
            flush=True,
        )


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--candidates", type=int, nargs="+", default=[100, 1_000, 10_000])
    parser.add_argument("--concurrency", type=int, default=16)
    parser.add_argument("--every", type=int, default=20, help="one in so many candidates is sound")
    parser.add_argument("--rules", action="store_true", help="run the real rules too")
    parser.add_argument("--folder", help="where the runs are written; a disk's commits cost more than those of a tmpfs")
    return parser.parse_args()


def measure(folder: Path, candidates: int, arguments: argparse.Namespace) -> dict[str, float]:
    keywords = tuple(f"topic {number}" for number in range(max(1, candidates // PROPOSALS)))
    settings = RunSettings(keywords, "instant", proposals=min(PROPOSALS, candidates), rounds=1)
    with Jail() as jail, Store(folder) as store:
        bench = (RealBench if arguments.rules else InstantBench)(Surroundings(jail=jail, library=Library()))
        model = RecordedModel(InstantModel(arguments.every), store)
        stations = Stations(Author(model), bench, rounds=1, reviews=Reviews(judges=model, solver=model))
        store.write_meta("settings", settings.to_json())
        begun, used = time.monotonic(), time.process_time()
        funnel = Run(store, settings, stations=stations).go(arguments.concurrency)
        write_accepted(store)
        seconds, cpu = time.monotonic() - begun, time.process_time() - used
        begun = time.monotonic()
        Run(store, settings, stations=stations).go(arguments.concurrency)
        again = time.monotonic() - begun
    size = sum(file.stat().st_size for file in folder.glob("run.sqlite*"))
    return {
        "seconds": seconds,
        "cpu": cpu,
        "again": again,
        "passed": funnel.stages["solved"].admitted,
        "calls": funnel.calls,
        "megabytes": size / 1e6,
    }


def verdict(criteria: Sequence[str], *, quote: str) -> str:
    answers = {name: {"why": "It does.", "quote": quote, "holds": True} for name in criteria}
    return json.dumps({"criteria": answers, "verdict": "accept"})


if __name__ == "__main__":
    main()
