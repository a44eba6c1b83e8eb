"""What is right, said again: every pronoun is resolved by sorting the earlier mentions by what its rule asks for."""

from collections.abc import Iterator
from itertools import product

LEVELS = (1, 4, 7)
EXHAUSTIVE = False


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Yield the solution with one person exchanged, or two, one left out or added; at level 1 every answer."""
    names, right = sorted(instance["clans"]), solution.split()
    if len(names) ** len(right) < 5000:
        yield from map(" ".join, product(names, repeat=len(right)))
    single = [[*right[:at], name, *right[at + 1 :]] for at in range(len(right)) for name in names]
    yield from map(" ".join, single)
    double = [[*near[:at], name, *near[at + 1 :]] for near in single for at in range(len(right)) for name in names]
    yield from map(" ".join, double[:3000])
    yield " ".join(right[1:])
    yield " ".join([*right, names[0]])


def holds(instance: dict, answer: str) -> bool:
    rules = {word: (kind, clan) for word, kind, clan in instance["pronouns"]}
    clans, sentences, meant = dict(instance["clans"]), [], []
    for sentence in instance["story"]:
        if sentence[0] == "move":
            clans |= {sentence[1]: sentence[2]}
            continue
        sentences.append([])
        for part in (sentence[1], sentence[3]):
            if part in rules:
                meant.append(_meant(*rules[part], sentences, clans))
            sentences[-1].append(meant[-1] if part in rules else part)
    return answer == " ".join(meant)


def _meant(kind: str, clan: str | None, sentences: list[list[str]], clans: dict[str, str]) -> str:
    if kind == "first":
        return sentences[-2][0]
    if kind == "second":
        return sentences[-2][1]
    mentioned = [name for sentence in sentences for name in sentence]
    latest = {name: at for at, name in enumerate(mentioned)}
    if kind == "most":
        return sorted(latest, key=lambda name: (-mentioned.count(name), -latest[name]))[0]
    if kind == "oldest":
        return sorted(latest, key=lambda name: latest[name])[0]
    wanted = clan or {"red": "blue", "blue": "red"}[clans[sentences[-1][0]]]
    return sorted((name for name in latest if clans[name] == wanted), key=lambda name: latest[name])[-1]
