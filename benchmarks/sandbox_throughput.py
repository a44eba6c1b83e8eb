"""How fast the jail verifies, as ratios from one run on one machine.

    python benchmarks/sandbox_throughput.py [--json] [--rounds 5]

The ways of verifying take turns within each round, so that what else runs on the machine hits them alike; the median
over rounds is shown. `others` is the share of the processor that other programs used meanwhile: above a few per cent,
compare rows with each other and nothing else. In-process runs the same source on freshly decoded instances too.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from resyn.core.records import Outcome
from resyn.reward import Scorer
from resyn.sandbox.calls import Call, VerifyJob
from resyn.sandbox.isolation import Isolation
from resyn.sandbox.jail import Jail

LIGHT = """
def verify(instance, answer):
    words = answer.split()
    place = {word: index for index, word in enumerate(words)}
    if len(words) != len(place) or set(place) != set(instance["tasks"]):
        return False
    return all(place[a] < place[b] for a, b in instance["before"])
"""
MEDIUM = """
from fractions import Fraction

def verify(instance, answer):
    try:
        parts = [Fraction(part) for part in answer.split("+")]
    except (ValueError, ZeroDivisionError):
        return False
    if len(set(parts)) != len(parts) or any(part.numerator != 1 for part in parts):
        return False
    return sum(parts) == Fraction(*instance["target"])
"""
HEAVY = """
from itertools import product

def verify(instance, answer):
    solutions = []
    for kinds in product((True, False), repeat=instance["people"]):
        if all((kinds[b] is says) is kinds[a] for a, b, says in instance["claims"]):
            solutions.append("".join("K" if kind else "N" for kind in kinds))
    return answer.strip() in solutions
"""
CASES: dict[str, tuple[str, dict[str, Any], tuple[str, str]]] = {
    "light": (
        LIGHT,
        {"tasks": list("abcdefgh"), "before": [["a", "b"], ["b", "d"], ["c", "d"], ["e", "h"], ["f", "g"]]},
        ("a b c d e f g h", "b a c d e f g h"),
    ),
    "medium": (MEDIUM, {"target": [71, 105]}, ("1/3 + 1/5 + 1/7", "1/3 + 1/5 + 1/9")),
    "heavy": (
        HEAVY,
        {"people": 8, "claims": [[a, (a + 1) % 8, a % 3 != 0] for a in range(8)]},
        ("NNKKKNNN", "KKKKKKKK"),
    ),
}
PROCESS = """
import json, sys
source, instance, answer = json.loads(sys.stdin.read())
space = {}
exec(source, space)
print(space["verify"](json.loads(instance), answer))
"""


def in_process(jobs: list[VerifyJob]) -> list[list[bool]]:
    spaces: dict[str, dict[str, Any]] = {}
    verdicts = []
    for job in jobs:
        if job.source not in spaces:
            exec(job.source, spaces.setdefault(job.source, {}))
        verify = spaces[job.source]["verify"]
        verdicts.append([verify(json.loads(job.instance), answer) for answer in job.answers])
    return verdicts


def process_per_call(job: VerifyJob) -> list[list[bool]]:
    verdicts = []
    for answer in job.answers:
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-B", "-c", PROCESS],
            input=json.dumps([job.source, job.instance, answer]),
            capture_output=True,
            text=True,
            check=True,
        )
        verdicts.append(done.stdout.strip() == "True")
    return [verdicts]


def jailed(jail: Jail, jobs: list[VerifyJob]) -> list[list[bool]]:
    results = jail.verify(jobs)
    if any(result.faults for result in results):
        raise RuntimeError(f"the jail found faults: {next(result.faults for result in results if result.faults)}")
    return [[outcome is Outcome.CORRECT for outcome in result.outcomes] for result in results]


def jailed_one_by_one(jail: Jail, job: VerifyJob) -> list[list[bool]]:
    calls = [[Call("verify", instance=job.instance, answer=answer)] for answer in job.answers]
    return [[jail.call(job.source, call)[0].value for call in calls]]


class Others:
    """The share of the processor that programs other than this one and its jail use."""

    def __init__(self, jails: Sequence[Jail | Scorer]) -> None:
        self._jails = jails

    @contextmanager
    def watch(self, shares: list[float]) -> Iterator[None]:
        busy, own, then = self._busy(), self._own(), time.perf_counter()
        yield
        passed = (time.perf_counter() - then) * (os.cpu_count() or 1)
        shares.append(max(0.0, ((self._busy() - busy) - (self._own() - own)) / passed))

    def _busy(self) -> float:
        fields = [int(field) for field in Path("/proc/stat").read_text().splitlines()[0].split()[1:]]
        return (sum(fields[:3]) + sum(fields[5:8])) / os.sysconf("SC_CLK_TCK")

    def _own(self) -> float:
        total = time.process_time() + sum(os.times()[2:4])
        for jail in self._jails:
            for pid in jail.processes:
                for family in (pid, *map(int, _children(pid))):
                    fields = Path(f"/proc/{family}/stat").read_text().rsplit(")", 1)[1].split()
                    total += sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
        return total


def _children(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def measure(
    ways: dict[str, tuple[Callable[[], list[list[bool]]], int]], *, rounds: int, others: Others
) -> dict[str, dict[str, float]]:
    """Let the ways take turns; return per way the median seconds, the rate and the share of others."""
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    shares: dict[str, list[float]] = {name: [] for name in ways}
    for work, _ in ways.values():
        work()  # once beforehand: files compiled, caches filled
    for _ in range(rounds):
        for name, (work, _) in ways.items():
            with others.watch(shares[name]):
                then = time.perf_counter()
                work()
                seconds[name].append(time.perf_counter() - then)
    found = {}
    for name, (_, answers) in ways.items():
        median = statistics.median(seconds[name])
        found[name] = {"seconds": median, "rate": answers / median, "others": statistics.median(shares[name])}
    return found


def compare_ways(jail: Jail, *, rounds: int, others: Others) -> dict[str, dict[str, dict[str, float]]]:
    table = {}
    for name, (source, instance, answers) in CASES.items():
        batch = VerifyJob(source, json.dumps(instance), answers * 1024)
        few = VerifyJob(source, batch.instance, answers * 8)
        fewest = VerifyJob(source, batch.instance, answers * 2)
        expected = in_process([batch])
        if jailed(jail, [batch]) != expected or process_per_call(fewest)[0] != expected[0][:4]:
            raise RuntimeError(f"{name}: the ways do not agree")
        table[name] = measure(
            {
                "in process": (lambda batch=batch: in_process([batch]), 2048),
                "jail, batch": (lambda batch=batch: jailed(jail, [batch]), 2048),
                "jail, single call": (lambda few=few: jailed_one_by_one(jail, few), 16),
                "process per call": (lambda fewest=fewest: process_per_call(fewest), 4),
            },
            rounds=rounds,
            others=others,
        )
    return table


def compare_spreads(jail: Jail, *, rounds: int, others: Others) -> dict[str, dict[str, dict[str, float]]]:
    """One step of training: 512 prompts of 16 answers, over ever more environments."""
    table = {}
    for environments in (12, 96, 512):
        jobs = []
        for prompt in range(512):
            source, instance, answers = list(CASES.values())[prompt % environments % 3]
            jobs.append(VerifyJob(f"{source}# {prompt % environments}", json.dumps(instance), answers * 8))
        if jailed(jail, jobs) != in_process(jobs):
            raise RuntimeError("the ways do not agree")
        table[str(environments)] = measure(
            {
                "in process": (lambda jobs=jobs: in_process(jobs), 8192),
                "jail": (lambda jobs=jobs: jailed(jail, jobs), 8192),
            },
            rounds=rounds,
            others=others,
        )
    return table


def measure_start(isolation: Isolation, rounds: int) -> float:
    source = "def solve(instance):\n    return 1"
    seconds = []
    for _ in range(rounds):
        then = time.perf_counter()
        with Jail(workers=1, isolation=isolation) as jail:
            jail.call(source, [Call("solve", instance="{}")])
            seconds.append(time.perf_counter() - then)
    return statistics.median(seconds)


def show(found: dict[str, Any]) -> None:
    print(
        f"isolation {found['isolation']}, {found['workers']} workers, {found['cores']} cores, Python {found['python']}"
    )
    print(f"\n{'verifications':26}{'per second':>12}{'of in-process':>15}{'others':>9}")
    for name, ways in found["ways"].items():
        for way, row in ways.items():
            ratio = row["rate"] / ways["in process"]["rate"]
            print(f"{name + ', ' + way:26.26}{row['rate']:12,.0f}{ratio:14.3f}x{row['others']:9.0%}")
    print(f"\n{'8,192 answers over':26}{'seconds':>12}{'of in-process':>15}{'others':>9}")
    for count, ways in found["spreads"].items():
        for way, row in ways.items():
            ratio = ways["in process"]["seconds"] / row["seconds"]
            print(f"{count + ' files, ' + way:26.26}{row['seconds']:12.3f}{ratio:14.2f}x{row['others']:9.0%}")
    print()
    for level, seconds in found["start"].items():
        print(f"first answer of a new jail ({level}): {seconds * 1000:.0f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--workers", type=int, default=None, help="of the jail; one per core if not given")
    options = parser.parse_args()
    with Jail(workers=options.workers) as jail:
        isolation = jail.isolation
        others = Others([jail])
        found: dict[str, Any] = {
            "isolation": isolation.value,
            "workers": options.workers or len(os.sched_getaffinity(0)),
            "cores": len(os.sched_getaffinity(0)),
            "python": sys.version.split()[0],
            "ways": compare_ways(jail, rounds=options.rounds, others=others),
            "spreads": compare_spreads(jail, rounds=options.rounds, others=others),
        }
    levels = [isolation, Isolation.SECCOMP] if isolation is Isolation.NAMESPACES else [isolation]
    found["start"] = {level.value: measure_start(level, options.rounds) for level in levels}
    print(json.dumps(found, indent=1)) if options.json else show(found)


if __name__ == "__main__":
    main()
