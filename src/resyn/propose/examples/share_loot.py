"""Divide coins of different value into piles that are worth the same."""

import re
from random import Random

META = {"category": "arithmetic", "skills": ["partition"], "keywords": ["fair sharing"], "answer": "set", "version": 1}


def generate(level: int, rng: Random) -> dict:
    """Build piles of one total from random values, so that a solution is known, then mix all coins."""
    piles, size, total = 2 + level // 2, 4 + level // 4, rng.randrange(150 + 50 * level, 250 + 50 * level)
    solution = []
    for _ in range(piles):
        cuts = sorted(rng.sample(range(1, total), size - 1))
        solution.append([b - a for a, b in zip([0, *cuts], [*cuts, total], strict=True)])
    coins = [coin for pile in solution for coin in pile]
    rng.shuffle(coins)
    return {"coins": coins, "piles": piles, "solution": solution}


def observe(instance: dict) -> str:
    """Return the question."""
    coins = ", ".join(str(coin) for coin in instance["coins"])
    return (
        f"Coins of these values lie on a table: {coins}.\n"
        f"Divide all of them into {instance['piles']} piles that are worth the same. Each coin is used exactly once.\n"
        "Answer with the values in each pile separated by spaces, and a slash between piles, such as: 3 4 / 5 2"
    )


def verify(instance: dict, answer: str) -> bool:
    """Check the number of piles, that their totals agree, and that exactly the given coins are used."""
    piles = [re.split(r"[\s,]+", pile.strip()) for pile in answer.strip().rstrip(".").split("/")]
    if not all(re.fullmatch(r"[0-9]{1,6}", coin) for pile in piles for coin in pile):
        return False
    values = [[int(coin) for coin in pile] for pile in piles]
    if sorted(coin for pile in values for coin in pile) != sorted(instance["coins"]):
        return False
    return len(values) == instance["piles"] and len({sum(pile) for pile in values}) == 1


def solve(instance: dict) -> str:
    """Write the piles from which the coins came."""
    return _text(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Move a coin to another pile, leave one out, or change one."""
    first, *rest = instance["solution"]
    moved = [first[1:], [first[0], *rest[0]], *rest[1:]]
    changed = [[first[0] + 1, *first[1:]], *rest]
    return [_text(moved), _text([first[1:], *rest]), _text(changed)]


def _text(piles: list[list[int]]) -> str:
    return " / ".join(" ".join(str(coin) for coin in pile) for pile in piles)
