"""Find the result of a duel with open cards under best play, and all first cards that reach it."""

import re
from functools import cache
from random import Random

META = {
    "category": "games",
    "skills": ["game theory", "backward induction", "arithmetic"],
    "keywords": ["card game", "minimax", "open cards", "tricks"],
    "answer": "sequence",
    "version": 1,
}

_Card = tuple[int, str]


def generate(level: int, rng: Random) -> dict:
    """Deal until, within a few tries, the first card matters."""
    count = min(3 + (level >= 2) + level // 6, 6)
    suits = "rgb"[: 2 + (level >= 8)] if level >= 4 else "r"
    instance: dict = {}
    for _ in range(6):
        numbers = rng.sample(range(1, 21 + 2 * level), 2 * count)
        cards = [[number, rng.choice(suits)] for number in numbers]
        instance = {
            "hands": [sorted(cards[:count]), sorted(cards[count:])],
            "suits": level >= 4,
            "trump": rng.choice(suits) if level >= 5 else "",
            "prizes": [rng.randint(1, 15) for _ in range(count)] if level >= 3 else [],
            "loser_leads": level >= 7 and rng.random() < 0.5,
        }
        values = _first_values(instance)
        best = max(values)
        first = [card for card, value in zip(instance["hands"][0], values, strict=True) if value == best]
        instance["solution"] = [str(best), *(_name(card, instance) for card in first)]
        if len(first) < count - (count > 3):
            break
    return instance


def _first_values(instance: dict) -> list[int]:
    """Return, for each first card, the points of the first player less those of the second under best play."""
    hands = [tuple(map(tuple, hand)) for hand in instance["hands"]]
    count = len(hands[0])

    @cache
    def value(leading: tuple[_Card, ...], other: tuple[_Card, ...]) -> int:
        """Return what the player to lead gets more than the other from here on."""
        return max((lead(card, leading, other) for card in leading), default=0)

    def lead(card: _Card, leading: tuple[_Card, ...], other: tuple[_Card, ...]) -> int:
        rest = tuple(kept for kept in leading if kept != card)
        replies = [reply for reply in other if reply[1] == card[1]] if instance["suits"] else []
        prize = instance["prizes"][count - len(leading)] if instance["prizes"] else 0
        results = []
        for reply in replies or other:
            left = tuple(kept for kept in other if kept != reply)
            won = _beats(card, reply, instance)
            points = (card[0] + reply[0] + prize) * (1 if won else -1)
            results.append(points + (value(rest, left) if won != instance["loser_leads"] else -value(left, rest)))
        return min(results)

    return [lead(card, *hands) for card in hands[0]]


def _beats(card: _Card, reply: _Card, instance: dict) -> bool:
    """Tell whether the card that was led wins the trick."""
    if card[1] == reply[1]:
        return card[0] > reply[0]
    return not (reply[1] == instance["trump"] or not instance["suits"])


def _name(card: list | tuple, instance: dict) -> str:
    return f"{card[0]}{card[1] if instance['suits'] else ''}"


def observe(instance: dict) -> str:
    """Return the question."""
    mine, yours = (", ".join(_name(card, instance) for card in hand) for hand in instance["hands"])
    suits = {"r": "red", "g": "green", "b": "blue"}
    rules = [
        "You lead to the first trick: you play a card, then the opponent plays one. The leader of a trick plays first."
    ]
    if instance["suits"]:
        rules.append("Who plays second must play a card of the colour that was led, if there is one in the hand.")
        trump = f"; but a {suits[instance['trump']]} card beats a card of another colour" if instance["trump"] else ""
        rules.append(
            f"Of two cards of one colour the higher number wins the trick; of two colours, the card led wins{trump}."
        )
    else:
        rules.append("The higher number wins the trick.")
    prize = ""
    if instance["prizes"]:
        prizes = ", ".join(map(str, instance["prizes"]))
        prize = f", and in addition the prize of the trick: {prizes} for the tricks in order"
    rules.append(f"The winner of a trick gets the sum of its two numbers as points{prize}.")
    rules.append(
        f"The {'loser' if instance['loser_leads'] else 'winner'} of a trick leads to the next. All cards are played."
    )
    letters = " (number and colour: r red, g green, b blue)" if instance["suits"] else ""
    return "\n".join(
        [
            f"Two players hold open cards{letters}. You hold {mine}. The opponent holds {yours}.",
            *("- " + rule for rule in rules),
            "Each player wants as many points more than the other as possible, and both play perfectly. By how "
            "many points do you "
            "finish ahead of the opponent (negative if behind), and with which first cards can you reach that?",
            "Answer with your points minus the opponent's, then all your first cards with which best play of both "
            "leads to this "
            "result, in any order, all separated by spaces, such as: "
            + ("-99 91r 92g" if instance["suits"] else "-99 91 92"),
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Search the whole game and compare the value and the set of best first cards."""
    tokens = [token.lower() for token in _tokens(answer)]
    if len(tokens) < 2 or not re.fullmatch(r"[-+]?[0-9]{1,4}", tokens[0]) or len(set(tokens[1:])) < len(tokens) - 1:
        return False
    values = _first_values(instance)
    names = [_name(card, instance) for card in instance["hands"][0]]
    best = {name for name, value in zip(names, values, strict=True) if value == max(values)}
    return int(tokens[0]) == max(values) and set(tokens[1:]) == best


def solve(instance: dict) -> str:
    """Return the result found when the cards were dealt."""
    return " ".join(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Add or leave out a first card, play the highest or lowest card, slip by one, or turn the sign."""
    value, *cards = instance["solution"]
    names = [_name(card, instance) for card in instance["hands"][0]]
    spare = [name for name in names if name not in cards]
    wrong = [
        [str(int(value) + 1), *cards],
        [str(int(value) - 2), *cards],
        [value, *names, "99r" if instance["suits"] else "99"],
    ]
    wrong += [[value, *cards, name] for name in spare] + [[value, *cards[1:]]] * (len(cards) > 1)
    wrong += [[str(-int(value)), *cards]] * (value != "0") + [[value, name] for name in spare[:2]]
    return list(dict.fromkeys(" ".join(near) for near in wrong))[:7]


def _tokens(answer: str) -> list[str]:
    """Split at spaces and single commas, without one full stop and one pair of brackets; [] where malformed."""
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1]
    return re.split(r"\s*,\s*|\s+", text.strip()) if len(text) <= 20_000 and text.isascii() else []
