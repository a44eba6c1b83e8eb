"""Choose words from a list for the crossing slots of a small crossword."""

import re
from random import Random
from typing import Any

META = {
    "category": "constraint_satisfaction",
    "skills": ["constraint propagation", "backtracking", "spelling"],
    "keywords": ["crossword", "word placement"],
    "answer": "sequence",
    "version": 1,
}

_TEXT = (
    "acid acre amber anvil apron arena arrow aspen attic bacon badge barn basin beard bench berry blade blaze bloom "
    "board boat bone brass bread brick broom brush cabin cable camel candy canoe cargo cedar chain chalk charm "
    "chest clay cloak clock cloth cloud coast coral crane crate creek crown dairy delta dome dough draft dune eagle "
    "easel elbow ember fable ferry flame flask fleet flint flour forge frost fruit gable ghost glade glass globe "
    "grain grape gravel guest harbor hazel hedge herb honey horn hotel inlet ivory kettle knot label ladle lance "
    "lemon lever linen lobby lodge maple marsh medal melon metal miner moss motor mouse north novel oasis ocean "
    "olive onion opal orbit otter paddle panel paper pearl petal piano pilot plank plaza pond porch prism quartz "
    "quill radar raven reed ridge river roast robin rope rural salad scarf sedan shale shelf shore silk slate smoke "
    "snail spear spice spoon stable steam stone storm straw sugar table talon tiger toast token torch tower trail "
    "trunk tulip valley vapor vault velvet villa viola wagon waltz wheat wheel whale winter wreath yarn yeast zebra"
)
_WORDS = _TEXT.split()
_ORDER_LEVEL, _MARK_LEVEL, _BACK_LEVEL = 3, 5, 7
_Slot = list[Any]  # row, column, "across" or "down", length


def generate(level: int, rng: Random) -> dict[str, Any]:
    """Cross words one by one, then mix in others of the same lengths."""
    wanted = 4 + level // 2
    best: list[tuple[str, _Slot]] = []
    for _ in range(6):
        placed = _cross(wanted, 0.4 if level >= _BACK_LEVEL else 0.0, rng)
        if len(placed) > len(best):
            best = placed
        if len(best) == wanted:
            break
    rng.shuffle(best)
    top, left = min(slot[0] for _, slot in best), min(slot[1] for _, slot in best)
    slots = [[row - top, column - left, way, length] for _, (row, column, way, length) in best]
    back = [word not in _WORDS for word, _ in best]
    words = [word[::-1] if turned else word for (word, _), turned in zip(best, back, strict=True)]
    lengths = [slot[3] for slot in slots]
    spare = [word for word in _WORDS if word not in words and len(word) in lengths]
    listed = sorted(words + rng.sample(spare, min(len(spare), 3 + level)))
    order = []
    if level >= _ORDER_LEVEL:
        for _ in range(1 + level // 4):
            one, two = rng.sample(range(len(words)), 2)
            pair = [one, two] if words[one] < words[two] else [two, one]
            order += [pair] if pair not in order else []
    marked = []
    if level >= _MARK_LEVEL:
        cells = _letters(slots, [word for word, _ in best])
        chosen: dict[str, list[int]] = {}
        for cell in rng.sample(sorted(cells), len(cells)):
            chosen.setdefault(cells[cell], list(cell))
        marked = sorted(list(chosen.values())[: 2 + level // 2])
    return {"slots": slots, "back": back, "words": listed, "order": order, "marked": marked, "solution": words}


def _cross(wanted: int, turned: float, rng: Random) -> list[tuple[str, _Slot]]:
    """Return words, as they are read in the grid, with their slots; only crossing words touch."""
    pool = [word[::-1] if rng.random() < turned else word for word in rng.sample(_WORDS, len(_WORDS))]
    first = next(word for word in pool if len(word) >= 5)
    placed: list[tuple[str, _Slot]] = [(first, [0, 0, "across", len(first)])]
    cells = {(0, at): letter for at, letter in enumerate(first)}
    for word in pool:
        if len(placed) == wanted:
            break
        spots = [
            (host, one, two)
            for host, (other, _) in enumerate(placed)
            for one, letter in enumerate(other)
            for two in range(len(word))
            if word[two] == letter
        ]
        for host, one, two in rng.sample(spots, min(len(spots), 6)):
            row, column, way, _ = placed[host][1]
            if way == "across":
                slot = [row - two, column + one, "down", len(word)]
            else:
                slot = [row + one, column - two, "across", len(word)]
            if word != first and all(word != other for other, _ in placed) and _fits(word, slot, cells):
                placed.append((word, slot))
                cells.update(zip(_cells(slot), word, strict=True))
                break
    return placed


def _cells(slot: _Slot) -> list[tuple[int, int]]:
    row, column, way, length = slot
    return [(row, column + at) if way == "across" else (row + at, column) for at in range(length)]


def _fits(word: str, slot: _Slot, cells: dict[tuple[int, int], str]) -> bool:
    places = _cells(slot)
    down, right = (0, 1) if slot[2] == "across" else (1, 0)
    ends = [(places[0][0] - down, places[0][1] - right), (places[-1][0] + down, places[-1][1] + right)]
    if any(end in cells for end in ends):
        return False
    for (row, column), letter in zip(places, word, strict=True):
        sides = [(row + right, column + down), (row - right, column - down)]
        if cells.get((row, column), letter) != letter:
            return False
        if (row, column) not in cells and any(side in cells for side in sides):
            return False
    return True


def _letters(slots: list[_Slot], words: list[str]) -> dict[tuple[int, int], str]:
    """Return the letter of each cell; the empty dict where two words disagree."""
    letters: dict[tuple[int, int], str] = {}
    for slot, word in zip(slots, words, strict=True):
        for cell, letter in zip(_cells(slot), word, strict=True):
            if letters.setdefault(cell, letter) != letter:
                return {}
    return letters


def observe(instance: dict[str, Any]) -> str:
    """State slots, words, rules and the answer format."""
    slots = [
        f"{at}: {way}, {length} letters, first cell in row {row + 1}, column {column + 1}"
        + ("; the word is written backwards" if turned else "")
        for at, ((row, column, way, length), turned) in enumerate(
            zip(instance["slots"], instance["back"], strict=True), start=1
        )
    ]
    rules = [
        f"The word of slot {a + 1} comes before that of slot {b + 1} in the alphabet." for a, b in instance["order"]
    ]
    if instance["marked"]:
        cells = ", ".join(f"row {row + 1} column {column + 1}" for row, column in instance["marked"])
        rules.append(f"The letters in these cells are all different: {cells}.")
    return (
        "A crossword has these slots (across is left to right, down is top to bottom; rows count from the top, columns "
        "from the left):\n"
        + "\n".join(slots)
        + f"\n\nWords: {', '.join(instance['words'])}\n\nPut one word of its length into each slot, no word twice, so "
        "that slots which share a cell have the same letter in it. Words may be left over.\n"
        + "".join(f"{rule}\n" for rule in rules)
        + f"Any filling that fits is accepted. Answer with the words of slots 1 to {len(slots)}, in this order, as "
        "they stand in the list, separated by spaces. (For two slots an answer would look like: mango lime)"
    )


def verify(instance: dict[str, Any], answer: str) -> bool:
    """Write the words into their slots and check letters and rules."""
    words = [token.lower() for token in _tokens(answer)]
    slots = instance["slots"]
    if len(words) != len(slots) or len(set(words)) != len(words) or not set(words) <= set(instance["words"]):
        return False
    if any(len(word) != slot[3] for word, slot in zip(words, slots, strict=True)):
        return False
    written = [word[::-1] if turned else word for word, turned in zip(words, instance["back"], strict=True)]
    letters = _letters(slots, written)
    marked = [letters.get((row, column)) for row, column in instance["marked"]]
    ordered = all(words[one] < words[two] for one, two in instance["order"])
    return bool(letters) and ordered and len(set(marked)) == len(marked)


def _tokens(answer: str) -> list[str]:
    """Split at spaces and commas; brackets around the answer and one final full stop are passed over."""
    if len(answer) > 20_000 or not answer.isascii():
        return []
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("[]", "()"):
        text = text[1:-1].strip()
    return re.split(r"\s*,\s*|\s+", text)


def solve(instance: dict[str, Any]) -> str:
    """Return the words that were crossed."""
    return " ".join(instance["solution"])


def wrong_answers(instance: dict[str, Any]) -> list[str]:
    """Exchange two words, take one from the list that does not fit, or leave the last slot empty."""
    words: list[str] = instance["solution"]
    wrong = [words[:-1], [*words[:-1], words[0]]]
    for at in range(len(words)):
        for other in instance["words"]:
            near = [*words[:at], other, *words[at + 1 :]]
            if len(wrong) < 5 and len(other) == len(words[at]) and not verify(instance, " ".join(near)):
                wrong.append(near)
    wrong.append([words[1], words[0], *words[2:]])
    return [text for near in wrong if not verify(instance, text := " ".join(near))]
