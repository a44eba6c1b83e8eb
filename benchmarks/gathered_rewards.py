"""Samples that a trainer hands over one by one: scored one after another, gathered into batches, and as one batch.

    python benchmarks/gathered_rewards.py --samples 1024 --environments 24

Prints a row per way: samples per second, and the ratio to one after another. The samples are right and wrong replies to
questions of shipped environments at level 2, the same for all ways; each way begins with the jail warm.
"""

import argparse
import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

from resyn.adapters.questions import Questions
from resyn.core.verifier import Verifier
from resyn.reward import Ask, Score, Scorer
from resyn.reward.gathering import Gathering


def draw(samples: int, environments: int) -> list[Ask]:
    with Questions() as every:
        names = every.names[:: max(1, len(every.names) // environments)][:environments]
    with Questions(environments=names) as questions:
        items = list(islice(questions.stream(levels=(2,)), samples // 2))
    answers = [(item, answer) for item in items for answer in (item.solution, "no idea")]
    return [Ask(Verifier.of(item).to_text(), f"<think>so</think><answer>{answer}</answer>") for item, answer in answers]


async def in_one_loop(gathering: Gathering, asks: list[Ask]) -> list[Score]:
    return await asyncio.gather(*(gathering.score_async(ask) for ask in asks))


def in_threads(gathering: Gathering, asks: list[Ask], threads: int) -> list[Score]:
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(gathering.score, asks))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--samples", type=int, default=1024)
    parser.add_argument("--environments", type=int, default=24)
    given = parser.parse_args()
    asks = draw(given.samples, given.environments)
    with Scorer() as scorer:
        gathering = Gathering(scorer)
        ways: dict[str, Callable[[], list[Score]]] = {
            "one after another": lambda: [gathering.score(ask) for ask in asks],
            "gathered, 32 threads": lambda: in_threads(gathering, asks, 32),
            "gathered, one event loop": lambda: asyncio.run(in_one_loop(gathering, asks)),
            "one batch": lambda: scorer.score(asks),
        }
        expected = [score.outcome for score in scorer.score(asks)]
        slowest = 0.0
        print(f"{len(asks)} samples, {given.environments} environments\n")
        print(f"{'way':<26} {'a second':>10} {'ratio':>8}")
        for way, run in ways.items():
            started = time.perf_counter()
            scores = run()
            seconds = time.perf_counter() - started
            assert [score.outcome for score in scores] == expected
            slowest = slowest or seconds
            print(f"{way:<26} {len(asks) / seconds:>10,.0f} {slowest / seconds:>8.1f}")
        gathering.close()


if __name__ == "__main__":
    main()
