"""How fast a scorer rewards the replies of one training step, as ratios from one run on one machine.

    python benchmarks/verdicts.py [--json] [--rounds 5] [--environments 150] [--replies 4096] [--workers N]

Every reply holds some thinking and an answer: half of them a solution, the others a near miss or another instance's
solution. The instances are drawn at levels 1 to 5 from the shipped environments, the replies are spread evenly. The
ways take turns within each round and must agree on every verdict; the median over rounds is shown. `others` is the
share of the processor that other programs used meanwhile.

The first batch of a new scorer is timed too: it starts the jail, reads and compiles the environments.
"""

import argparse
import json
import random
import sys
import time
from typing import Any

from sandbox_throughput import Others, measure

from resyn.core.environment import Environment
from resyn.core.index import catalogue_folder, read_index
from resyn.core.records import Outcome
from resyn.core.response import extract_answer
from resyn.core.verifier import Verifier
from resyn.reward import Ask, Scorer
from resyn.sandbox.calls import Call
from resyn.sandbox.jail import Jail

GROUP = 8
"""Replies to one question, as in group-relative training."""
THINKING = "First I look at what is given, then I try the next step, and check it against every rule. " * 40


def draw(environments: list[Environment], *, replies: int, jail: Jail) -> list[tuple[Verifier, Environment, str]]:
    """Return replies in an order that mixes the environments, with the row and environment of each."""
    questions = replies // GROUP
    rng = random.Random("verdicts")
    found = []
    for place, environment in enumerate(environments):
        count = len(range(place, questions, len(environments)))
        calls = [Call("generate", level=1 + n % 5, seed=f"{environment.name}:verdicts:{n}") for n in range(count)]
        instances = [reply.text for reply in jail.call(environment.source, calls) if reply.text]
        solved = jail.call(environment.source, [Call("solve", instance=text) for text in instances])
        missed = jail.call(environment.source, [Call("wrong_answers", instance=text) for text in instances])
        solutions = [reply.value for reply in solved]
        for number, text in enumerate(instances):
            verifier = Verifier(environment.name, environment.version, environment.behaviour_hash, text)
            wrong = [*(missed[number].value or ()), *solutions[:number], *solutions[number + 1 :]] or ["none"]
            for n in range(GROUP):
                answer = solutions[number] if n % 2 else rng.choice(wrong)
                found.append((verifier, environment, f"<think>{THINKING}{n}</think>\n<answer>{answer}</answer>"))
    rng.shuffle(found)
    return found


def in_process(samples: list[tuple[Verifier, Environment, str]]) -> list[bool]:
    spaces: dict[str, dict[str, Any]] = {}
    verdicts = []
    for verifier, environment, reply in samples:
        if environment.name not in spaces:
            exec(environment.source, spaces.setdefault(environment.name, {}))
        answer = extract_answer(reply)
        verdicts.append(spaces[environment.name]["verify"](json.loads(verifier.instance), answer))
    return verdicts


def scored(scorer: Scorer, asks: list[Ask]) -> list[bool]:
    scores = scorer.score(asks)
    if faults := [score.fault for score in scores if score.fault]:
        raise RuntimeError(f"{len(faults)} faults, such as {faults[0]}")
    return [score.outcome is Outcome.CORRECT for score in scores]


def scored_one_by_one(scorer: Scorer, asks: list[Ask]) -> list[bool]:
    return [scored(scorer, [ask])[0] for ask in asks]


def measure_first(asks: list[Ask], workers: int | None) -> float:
    then = time.perf_counter()
    with Scorer(workers=workers) as scorer:
        scored(scorer, asks)
        return time.perf_counter() - then


def show(found: dict[str, Any]) -> None:
    print(
        f"{found['replies']:,} replies to {found['questions']:,} questions of {found['environments']} environments, "
        f"{found['workers'] or 'a worker per core'}, isolation {found['isolation']}, Python {found['python']}"
    )
    print(f"\n{'way':32}{'seconds':>10}{'per second':>12}{'of in-process':>15}{'others':>9}")
    base = found["ways"]["in process, one thread"]["rate"]
    for way, row in found["ways"].items():
        print(f"{way:32}{row['seconds']:10.3f}{row['rate']:12,.0f}{row['rate'] / base:14.3f}x{row['others']:9.0%}")
    print(f"\nfirst batch of a new scorer: {found['first']:.2f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--environments", type=int, default=150)
    parser.add_argument("--replies", type=int, default=4096)
    parser.add_argument("--workers", type=int, default=None, help="of the jail; one per core if not given")
    options = parser.parse_args()
    folder = catalogue_folder()
    environments = [Environment.read(folder / entry.file) for entry in read_index(folder)][: options.environments]
    with Jail(workers=options.workers) as jail:
        samples = draw(environments, replies=options.replies, jail=jail)
    asks = [Ask(verifier.to_text(), reply) for verifier, _, reply in samples]
    few = asks[:32]
    with Scorer(workers=options.workers) as scorer:
        expected = in_process(samples)
        if scored(scorer, asks) != expected or scored_one_by_one(scorer, few) != expected[:32]:
            raise RuntimeError("the ways do not agree")
        found = {
            "replies": len(asks),
            "questions": len({ask.verifier for ask in asks}),
            "environments": len(environments),
            "workers": options.workers,
            "isolation": scorer.isolation.value,
            "python": sys.version.split()[0],
            "correct": sum(expected),
            "ways": measure(
                {
                    "in process, one thread": (lambda: in_process(samples), len(asks)),
                    "scorer, one batch": (lambda: scored(scorer, asks), len(asks)),
                    "scorer, one by one": (lambda: scored_one_by_one(scorer, few), len(few)),
                },
                rounds=options.rounds,
                others=Others([scorer]),
            ),
        }
    found["first"] = measure_first(asks, options.workers)
    print(json.dumps(found, indent=1)) if options.json else show(found)


if __name__ == "__main__":
    main()
