"""What is right, said again: the value by plain search of all lines of play, and the first cards that keep it.

Candidates: every difference from -130 to 130, with every set of first cards.
"""

from collections.abc import Iterator
from itertools import combinations

LEVELS = (1, 2)
EXHAUSTIVE = True
_known: dict[str, dict[str, int]] = {}


def candidates(instance: dict, solution: str) -> Iterator[str]:
    cards = list(_values(instance))
    for size in range(1, len(cards) + 1):
        for chosen in combinations(cards, size):
            yield from (" ".join([str(value), *chosen]) for value in range(-130, 131))


def holds(instance: dict, answer: str) -> bool:
    value, *cards = answer.split()
    values = _values(instance)
    best = [card for card, reached in values.items() if reached == max(values.values())]
    return value == str(max(values.values())) and sorted(cards) == sorted(best)


def _values(instance: dict) -> dict[str, int]:
    """Return what each first card is worth, by the name of the card."""
    key = str(instance)
    if key not in _known:
        state = {"hands": [list(map(tuple, hand)) for hand in instance["hands"]], "leader": 0, "trick": 0}
        suffix = 1 if instance["suits"] else 0
        _known[key] = {f"{c[0]}{c[1] * suffix}": _reply(instance, state, c) for c in state["hands"][0]}
    return _known[key]


def _play(instance: dict, state: dict) -> int:
    """Return what the first player gains over the second from here on."""
    hand = state["hands"][state["leader"]]
    if not hand:
        return 0
    results = [_reply(instance, state, card) for card in hand]
    return max(results) if state["leader"] == 0 else min(results)


def _reply(instance: dict, state: dict, card: tuple) -> int:
    leader = state["leader"]
    follower = 1 - leader
    cards = state["hands"][follower]
    bound = [other for other in cards if other[1] == card[1]]
    results = []
    for other in bound if instance["suits"] and bound else cards:
        winner = leader if _rank(instance, card, card) > _rank(instance, other, card) else follower
        points = card[0] + other[0] + (instance["prizes"][state["trick"]] if instance["prizes"] else 0)
        hands = [[kept for kept in held if kept not in (card, other)] for held in state["hands"]]
        next_leader = 1 - winner if instance["loser_leads"] else winner
        after = {"hands": hands, "leader": next_leader, "trick": state["trick"] + 1}
        results.append((points if winner == 0 else -points) + _play(instance, after))
    return min(results) if follower == 1 else max(results)


def _rank(instance: dict, card: tuple, led: tuple) -> tuple[int, int]:
    if not instance["suits"]:
        return 0, card[0]
    return (2 if card[1] == instance["trump"] else 1 if card[1] == led[1] else 0), card[0]
