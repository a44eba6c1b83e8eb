"""How long everyday things take: start-up, listing, drawing, checking. Times are noisy; compare figures of one run.

python benchmarks/everyday.py [--json]
"""

import argparse
import itertools
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from resyn.core.contract import instance_seed
from resyn.core.environment import Environment, find_environments
from resyn.core.index import INDEX_NAME, build_index, catalogue_folder, read_index
from resyn.gate.check import check_environment
from resyn.gate.evidence import Surroundings
from resyn.gate.library import Library
from resyn.gate.setting import QUICK
from resyn.sandbox.calls import Call
from resyn.sandbox.jail import Jail

ENTRIES = 1000
DRAWS = 200


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    shipped = list(find_environments([catalogue_folder()]))
    figures = {
        "bare python start (ms)": 1000 * process_seconds("pass"),
        "import resyn, start included (ms)": 1000 * process_seconds("import resyn"),
        "resyn --help, start included (ms)": 1000 * process_seconds("from resyn.cli import main; main(['--help'])"),
        f"list {ENTRIES:,} certified index entries (ms)": 1000 * listing_seconds(),
        "first jailed call, start of the jail included (ms)": 1000 * first_call_seconds(shipped[0]),
        **drawing_rates(shipped),
        **checking_seconds(shipped),
    }
    if arguments.json:
        print(json.dumps(figures, indent=2))
        return
    for name, value in figures.items():
        print(f"{name:60} {value:10.1f}")


def median_seconds(action: Callable[[], object], times: int) -> float:
    seconds = []
    for _ in range(times):
        started = time.perf_counter()
        action()
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds)


def process_seconds(code: str) -> float:
    command = [sys.executable, "-c", code]
    return median_seconds(lambda: subprocess.run(command, capture_output=True, check=True), 9)


def listing_seconds() -> float:
    with tempfile.TemporaryDirectory() as folder:
        for number in range(ENTRIES):
            text = f'"""Environment {number}."""\nMETA = {{"version": 1}}\nx = {number}\n'
            (Path(folder) / f"environment_{number}.py").write_text(text)
        build_index(Path(folder))
        certificates = itertools.cycle([entry.certificate for entry in read_index(catalogue_folder())])
        index = Path(folder) / INDEX_NAME
        lines = [json.loads(line) | {"certificate": next(certificates)} for line in index.read_text().splitlines()]
        index.write_text("".join(json.dumps(line) + "\n" for line in lines))
        return median_seconds(lambda: read_index(Path(folder)), 9)


def first_call_seconds(environment: Environment) -> float:
    def once() -> None:
        with Jail(workers=1) as jail:
            jail.call(environment.source, [Call("generate", level=1, seed="x")])

    return median_seconds(once, 5)


def drawing_rates(environments: list[Environment]) -> dict[str, float]:
    rates = []
    with Jail() as jail:
        for environment in environments:
            seeds = [
                instance_seed(environment.name, split="benchmark", level=3, seed=0, index=index)
                for index in range(DRAWS)
            ]
            calls = [Call("generate", level=3, seed=seed) for seed in seeds]
            rates.append(DRAWS / median_seconds(lambda e=environment, c=calls: jail.call(e.source, c), 3))  # type: ignore[misc]
    return {
        "instances drawn per second and core, median environment": statistics.median(rates),
        "instances drawn per second and core, slowest environment": min(rates),
    }


def checking_seconds(environments: list[Environment]) -> dict[str, float]:
    seconds = []
    with Jail(hash_seed=1, workers=1) as second, Jail(hash_seed=2, workers=1) as third, Jail() as jail:
        for environment in environments:
            library = Library(environments=tuple(other for other in environments if other is not environment))
            surroundings = Surroundings(jail=jail, salted=(second, third), library=library)
            report = check_environment(environment, surroundings, setting=QUICK)
            seconds.append(report.seconds)
    return {
        "check one sound candidate, all rules, median (s)": statistics.median(seconds),
        "check one sound candidate, all rules, slowest (s)": max(seconds),
    }


if __name__ == "__main__":
    main()
