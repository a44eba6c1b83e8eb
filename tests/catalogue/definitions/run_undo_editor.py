"""What is right, said again: the text after the changes that were not taken back, each made on its own earlier state.

Candidates: the solution with one or two letters changed, left out, added or exchanged, and every stretch of it.
"""

from collections.abc import Iterator
from itertools import combinations

LEVELS = (1, 4, 8)
EXHAUSTIVE = False


def candidates(instance: dict, solution: str) -> Iterator[str]:
    letters = sorted({letter for command in instance["commands"] for letter in str(command[1:]) if letter.isalpha()})
    yield from (solution[a:b] for a, b in combinations(range(len(solution) + 1), 2))
    for at in range(len(solution) + 1):
        yield from (solution[:at] + letter + solution[at:] for letter in letters)
    for a, b in combinations(range(len(solution)), 2):
        yield solution[:a] + solution[b] + solution[a + 1 : b] + solution[a] + solution[b + 1 :]
        yield solution[:a] + solution[a + 1 : b] + solution[b + 1 :]
        for one in letters[:5]:
            yield from (solution[:a] + one + solution[a + 1 : b] + two + solution[b + 1 :] for two in letters[-5:])


def holds(instance: dict, answer: str) -> bool:
    stand: list[tuple[str, str]] = []  # changes, as text with a cursor before and after
    back: list[tuple[str, str]] = []
    marked, clipboard = "|", ""
    for kind, *arguments in instance["commands"]:
        head, tail = marked.split("|")
        if kind in ("left", "right"):
            place = len(head) + (arguments[0] if kind == "right" else -arguments[0])
            place = sorted((0, place, len(head + tail)))[1]
            marked = (head + tail)[:place] + "|" + (head + tail)[place:]
        elif kind in ("undo", "undos"):
            number = min(len(stand), *(arguments or [1]))
            marked = stand[-number][0] if number else marked
            back += stand[::-1][:number]
            stand = stand[: len(stand) - number]
        elif kind == "redo":
            marked = back[-1][1] if back else marked
            stand, back = stand + back[-1:], back[:-1]
        else:
            clipboard = head[-arguments[0] :] if kind == "cut" else clipboard
            stand.append((marked, _changed(head, tail, kind, [clipboard] if kind == "paste" else arguments)))
            marked = stand[-1][1]
            back = []
    return answer == marked.replace("|", "")


def _changed(head: str, tail: str, kind: str, arguments: list) -> str:
    if kind in ("type", "paste"):
        return f"{head}{arguments[0]}|{tail}"
    if kind == "replace":
        return f"{head}|{tail}".replace(arguments[0], arguments[1])
    kept, last = head[: -arguments[0]], head[-arguments[0] :]
    return f"{kept}{''.join(reversed(last)) if kind == 'flip' else ''}|{tail}"
