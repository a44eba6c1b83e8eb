"""What is right, said again: every language of the family that explains all the examples gives this translation."""

import json
from collections.abc import Iterator
from functools import cache
from itertools import permutations, product

LEVELS = (1, 3, 6)
EXHAUSTIVE = False
_ROLES = ("subject", "verb", "object")


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Yield the orders of the solution's words, marks put to or taken from each word, and one letter changed."""
    said = solution.split()
    yield from (" ".join(order) for order in permutations(said))
    sounds = [sound for sound, _ in instance["marks"].values()]
    stems = list(instance["stems"].values())
    for at, word in enumerate(said):
        near = [sound + word for sound in sounds] + [word + sound for sound in sounds] + stems
        near += [word.removeprefix(sound) for sound in sounds] + [word.removesuffix(sound) for sound in sounds]
        near += [word[:place] + "x" + word[place + 1 :] for place in range(len(word))]
        yield from (" ".join([*said[:at], other, *said[at + 1 :]]) for other in near)
        yield " ".join(said[:at] + said[at + 1 :])


def holds(instance: dict, answer: str) -> bool:
    return (answer,) == _translations(json.dumps(instance))


@cache
def _translations(text: str) -> tuple[str, ...]:
    """Return what the languages that explain the shown sentences make of the asked one."""
    instance = json.loads(text)
    shown = [(sentence, _shown(instance, sentence)) for sentence in instance["examples"]]
    orders = [tuple(instance["order"])] if instance["told"] else list(permutations(_ROLES))
    found = set()
    for order, before, agrees in product(orders, (True, False), (True, False)):
        stems = _stems(order, before, shown)
        marks = _marks(order, before, shown, stems, instance["marks"])
        if stems and marks is not None:
            language = (order, before, agrees, stems, marks)
            if all(_written(language, sentence) == said for sentence, said in shown):
                found.add(_written(language, instance["asked"]))
    return tuple(sorted(found))


def _slots(order: tuple, before: bool, sentence: dict) -> list[tuple[str, str]]:
    """Return word and role of each place of a sentence."""
    slots = []
    for role in order:
        word, _, *quality = sentence[role]
        group = [(word, role)]
        if quality and quality[0]:
            group.insert(0 if before else 1, (quality[0], f"quality of {role}"))
        slots += group
    return slots


def _stems(order: tuple, before: bool, shown: list) -> dict[str, str]:
    """Read stems off words that have no mark; none where a word has two of them or two words have the same."""
    stems: dict[str, str] = {}
    for sentence, said in shown:
        for (word, role), token in zip(_slots(order, before, sentence), said.split(), strict=True):
            plain = sentence[role][1] == "present" if role == "verb" else role == "subject" and not sentence[role][1]
            plain = plain or (role == "quality of subject" and not sentence["subject"][1])
            if plain and stems.setdefault(word, token) != token:
                return {}
    return stems if len(set(stems.values())) == len(stems) else {}


def _marks(order: tuple, before: bool, shown: list, stems: dict, names: dict) -> dict[str, tuple[str, bool]] | None:
    """Read each mark off a word that has this mark alone; None where a mark cannot be read."""
    marks: dict[str, tuple[str, bool]] = {}
    for sentence, said in shown:
        for (word, role), token in zip(_slots(order, before, sentence), said.split(), strict=True):
            own = (
                [sentence["verb"][1]] if role == "verb" else ["plural"] * (role in _ROLES and sentence[role][1] is True)
            )
            own += ["object"] * (role == "object" and "object" in names)
            stem = stems.get(word, "?")
            if len(own) != 1 or own[0] == "present" or stem not in token or stem == token:
                continue
            marks.setdefault(own[0], (token.replace(stem, "", 1), token.endswith(stem)))
    return marks if set(marks) == set(names) else None


def _written(language: tuple, sentence: dict) -> str:
    order, before, agrees, stems, marks = language
    said = []
    for word, role in _slots(order, before, sentence):
        host = role.removeprefix("quality of ")
        own = [sentence[host][1]] if host == "verb" else ["plural"] * sentence[host][1]
        if role == "object" and "object" in marks:
            own.append("object")
        if role != host and not agrees:
            own = []
        form = stems.get(word, "?")
        for mark in own:
            sound, front = marks.get(mark, ("", True))
            form = sound + form if front else form + sound
        said.append(form)
    return " ".join(said)


def _shown(instance: dict, sentence: dict) -> str:
    """Write an example as the question shows it."""
    marks = {mark: (sound, front) for mark, (sound, front) in instance["marks"].items()}
    language = (tuple(instance["order"]), instance["adjective_first"], instance["agrees"], instance["stems"], marks)
    return _written(language, sentence)
