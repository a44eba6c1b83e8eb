"""Compute the exact chance of what is drawn from urns without putting it back, with balls moved between them."""

import re
from fractions import Fraction
from math import comb, lcm
from random import Random

META = {
    "category": "probability",
    "skills": ["probability", "case analysis", "fractions"],
    "keywords": ["urns", "drawing without replacement", "conditional probability"],
    "answer": "number",
    "version": 1,
}

_COLOURS = ("red", "blue", "green", "white")


def generate(level: int, rng: Random) -> dict:
    """Draw urns, steps and a possible result on the tray, and compute its chance by whole handfuls."""
    instance: dict = {}
    for _ in range(30):
        colours = 2 + (level >= 4)
        most = 8 if level == 1 else 4 - (level >= 6) + level // 10
        urns = [[rng.randint(2, most) for _ in range(colours)] for _ in range(1 + (level >= 2) + (level >= 6))]
        steps = _draw_steps(level, len(urns), rng)
        for number, urn in enumerate(urns):  # no urn can run empty
            while sum(urn) <= _most_taken(steps, number):
                urn[rng.randrange(colours)] += 1
        colour = rng.randrange(colours)
        instance = {"urns": urns, "steps": steps, "colours": rng.sample(_COLOURS, colours)}
        trays = _trays(instance)
        counts = sorted({tray[colour] for tray in trays})
        wanted = rng.choice(counts[1:-1] or counts)
        exact = rng.random() < 0.6
        instance["wanted"] = [colour, wanted, "exactly" if exact else "at least"]
        other = (colour + 1) % colours
        least = rng.choice(sorted({tray[other] for tray in trays if _is_wanted(instance["wanted"], tray)}))
        instance["given"] = [other, least, "at least"] if level >= 7 and least else []
        chance = _chance(instance, trays)
        if 0 < chance < 1 and (chance != Fraction(1, 2) or rng.random() < 0.2):
            break
    return instance | {"solution": [chance.numerator, chance.denominator]}


def _draw_steps(level: int, urns: int, rng: Random) -> list[list]:
    """Return steps: draw balls onto the tray, move balls, or choose the urn by what lies on the tray."""
    if level == 1:
        return [["draw", 0, rng.randint(2, 3)]]
    if level == 2:
        return [["draw", 0, 2], ["draw", 1, rng.randint(1, 2)]]
    steps: list[list] = []
    for _ in range(1 + (level >= 4) + level // 15):
        source, target = rng.sample(range(urns), 2)
        steps += [["move", source, target, rng.randint(1, 1 + (level < 8))], ["draw", target, rng.randint(1, 2)]]
    if level >= 5:
        first, second = rng.sample(range(urns), 2)
        steps.append(["fork", 0, 1 + level // 8, first, second])
    if level >= 9:
        steps.append(["fork", 1, 1, second, first])
    if level >= 8:
        steps.insert(rng.randint(1, len(steps) - 1), ["paint", rng.randrange(urns)])
    return steps


def _most_taken(steps: list[list], urn: int) -> int:
    """Return how many balls the steps take out of an urn at the most."""
    taken = sum(step[-1] for step in steps if step[0] in ("draw", "move") and step[1] == urn)
    return taken + sum(step[0] == "fork" and urn in step[3:] for step in steps)


def _is_wanted(wanted: list, tray: tuple[int, ...]) -> bool:
    colour, count, how = wanted
    return tray[colour] == count if how == "exactly" else tray[colour] >= count


def _trays(instance: dict) -> dict[tuple[int, ...], Fraction]:
    """Return the chance of every content of the tray, taking handfuls by the hypergeometric rule."""
    colours = len(instance["colours"])
    states = {(tuple(tuple(urn) for urn in instance["urns"]), (0,) * colours): Fraction(1)}
    for kind, *rest in instance["steps"]:
        after: dict[tuple, Fraction] = {}
        for (urns, tray), chance in states.items():
            source, size = rest[0], rest[-1]
            if kind == "fork":
                source, size = (rest[2] if tray[rest[0]] >= rest[1] else rest[3]), 1
            elif kind == "paint":
                size = 1
            for hand, share in _hands(urns[source], size):
                changed = [list(urn) for urn in urns]
                changed[source] = [a - b for a, b in zip(urns[source], hand, strict=True)]
                if kind == "move":
                    changed[rest[1]] = [a + b for a, b in zip(changed[rest[1]], hand, strict=True)]
                if kind == "paint":
                    changed[source][0] += sum(hand)
                laid = kind in ("draw", "fork")
                state = (
                    tuple(tuple(urn) for urn in changed),
                    tuple(a + b for a, b in zip(tray, hand, strict=True)) if laid else tray,
                )
                after[state] = after.get(state, Fraction(0)) + chance * share
        states = after
    result: dict[tuple[int, ...], Fraction] = {}
    for (_, tray), chance in states.items():
        result[tray] = result.get(tray, Fraction(0)) + chance
    return result


def _hands(urn: tuple[int, ...], size: int) -> list[tuple[tuple[int, ...], Fraction]]:
    hands: list[tuple[int, ...]] = [()]
    for count in urn:
        hands = [(*hand, n) for hand in hands for n in range(min(count, size - sum(hand)) + 1)]
    total, result = comb(sum(urn), size), []
    for hand in hands:
        if sum(hand) == size:
            ways = 1
            for count, n in zip(urn, hand, strict=True):
                ways *= comb(count, n)
            result.append((hand, Fraction(ways, total)))
    return result


def _chance(instance: dict, trays: dict[tuple[int, ...], Fraction]) -> Fraction:
    given = {tray: c for tray, c in trays.items() if not instance["given"] or _is_wanted(instance["given"], tray)}
    return sum((c for tray, c in given.items() if _is_wanted(instance["wanted"], tray)), Fraction(0)) / sum(
        given.values()
    )


def observe(instance: dict) -> str:
    """Return the question."""
    colours = instance["colours"]
    urns = [
        f"- urn {'ABC'[number]}: {', '.join(f'{count} {colour}' for count, colour in zip(urn, colours, strict=True))}"
        for number, urn in enumerate(instance["urns"])
    ]
    steps = [f"{number}. {_step_text(step, colours)}" for number, step in enumerate(instance["steps"], start=1)]
    colour, count, how = instance["wanted"]
    given = ""
    if instance["given"]:
        other, least, _ = instance["given"]
        given = f", given that in the end at least {least} of them {'is' if least == 1 else 'are'} {colours[other]},"
    return "\n".join(
        [
            "Urns hold balls of these colours:",
            *urns,
            "Every ball is drawn at random from all that its urn holds at that moment, each equally likely, and is not "
            "put back unless it is said. These steps are carried out in order; balls laid on the tray stay there:",
            *steps,
            f"What is the exact chance{given} that in the end {how} {count} of the balls on the tray "
            f"{'is' if count == 1 else 'are'} {colours[colour]}?",
            "Answer with a fraction of whole numbers, which need not be reduced, such as: 17/90",
        ]
    )


def _step_text(step: list, colours: list[str]) -> str:
    kind, *rest = step
    if kind == "draw":
        return f"Draw {_balls(rest[1])} from urn {'ABC'[rest[0]]} and lay {_them(rest[1])} on the tray."
    if kind == "move":
        source, target, size = rest
        return f"Draw {_balls(size)} from urn {'ABC'[source]} and put {_them(size)} into urn {'ABC'[target]}."
    if kind == "paint":
        return f"Draw 1 ball from urn {'ABC'[rest[0]]}, paint it {colours[0]}, and put it back into the same urn."
    colour, least, first, second = rest
    return (
        f"If at least {least} {colours[colour]} {'ball lies' if least == 1 else 'balls lie'} on the tray, draw 1 "
        f"ball from "
        f"urn {'ABC'[first]}, otherwise from urn {'ABC'[second]}; lay it on the tray."
    )


def _balls(count: int) -> str:
    return f"{count} ball{'s' * (count > 1)}"


def _them(count: int) -> str:
    return "them" if count > 1 else "it"


def verify(instance: dict, answer: str) -> bool:
    """Follow all courses ball by ball with whole numbers as weights, and compare."""
    text = answer.strip().removesuffix(".").rstrip()
    match = re.fullmatch(r"([0-9]{1,30})(?:\s{0,2}/\s{0,2}([1-9][0-9]{0,29}))?", text)
    if not match:
        return False
    wanted = possible = 0
    for tray, weight in _follow(instance):
        counts = [tray.count(colour) for colour in range(len(instance["colours"]))]
        if not instance["given"] or counts[instance["given"][0]] >= instance["given"][1]:
            colour, count, how = instance["wanted"]
            possible += weight
            wanted += weight * (counts[colour] == count or (how == "at least" and counts[colour] > count))
    return int(match[1]) * possible == wanted * int(match[2] or 1)


def _follow(instance: dict) -> list[tuple[tuple[int, ...], int]]:
    """Return sorted contents of the tray with weights; every single draw multiplies all weights by the same number."""
    single = []
    for kind, *rest in instance["steps"]:
        times = 1 if kind in ("fork", "paint") else rest[-1]
        single += [[kind, *rest]] * times
    states = {(tuple(tuple(urn) for urn in instance["urns"]), ()): 1}
    common = lcm(*range(1, sum(map(sum, instance["urns"])) + 1))
    for kind, *rest in single:
        after: dict[tuple, int] = {}
        for (urns, tray), weight in states.items():
            source = rest[0]
            if kind == "fork":
                source = rest[2] if tray.count(rest[0]) >= rest[1] else rest[3]
            balls = sum(urns[source])
            for colour, count in enumerate(urns[source]):
                if count:
                    target = rest[1] if kind == "move" else source
                    gained = {"move": colour, "paint": 0}.get(kind, -1)
                    fresh = _change(_change(urns, source, colour, -1), target, gained, 1)
                    laid = tuple(sorted((*tray, colour))) if kind in ("draw", "fork") else tray
                    after[fresh, laid] = after.get((fresh, laid), 0) + weight * count * (common // balls)
        states = after
    return [(tray, weight) for (_, tray), weight in states.items()]


def _change(urns: tuple, urn: int, colour: int, by: int) -> tuple:
    if colour < 0:
        return urns
    return tuple(
        tuple(count + by * (at == colour) for at, count in enumerate(counts)) if number == urn else counts
        for number, counts in enumerate(urns)
    )


def solve(instance: dict) -> str:
    """Return the chance computed by handfuls."""
    numerator, denominator = instance["solution"]
    return f"{numerator}/{denominator}"


def wrong_answers(instance: dict) -> list[str]:
    """Take the opposite, put every ball back, or miss the numerator by one."""
    right = Fraction(*instance["solution"])
    colour, count, _ = instance["wanted"]
    urn = instance["urns"][0]
    share, draws = Fraction(urn[colour], sum(urn)), 3
    back = comb(draws, min(count, draws)) * share**count * (1 - share) ** max(0, draws - count)
    wrong = [1 - right, back, share, Fraction(right.numerator + 1, right.denominator), right / 2]
    return [f"{value.numerator}/{value.denominator}" for value in dict.fromkeys(wrong) if value != right]
