"""List which damaged words can come from which list entries by one change of stated kinds."""

import itertools
import re
from random import Random

META = {
    "category": "strings",
    "skills": ["string comparison", "enumeration", "rule following"],
    "keywords": ["typing errors", "spelling", "near matches"],
    "answer": "set",
    "version": 1,
}

_TEXTS = {
    "lose": "one letter is lost",
    "echo": "one letter is written twice in a row instead of once",
    "swap": "two different neighbouring letters change places",
    "next": "one letter is replaced by the letter that follows it in the alphabet (z by a)",
    "roll": "the first letter moves to the end",
    "flip": "three neighbouring letters are written in reverse order",
    "carry": "one letter is replaced by a copy of the letter directly before it",
}
_KINDS = list(_TEXTS)


def generate(level: int, rng: Random) -> dict:
    """Draw entries that resemble each other and damage some of them once, others twice."""
    kinds = sorted(rng.sample(_KINDS[: min(7, 3 + level // 2)], min(7, 2 + (level + 1) // 3)), key=_KINDS.index)
    letters = rng.sample("abdegiklmnoprstuvyz", 5)
    entries = ["".join(rng.choice(letters) for _ in range(5 + level // 4))]
    others = min(26, 3 + level // 2)
    while len(entries) < others:
        near = sorted(_altered(rng.choice(entries), _KINDS))
        word = rng.choice(near)
        if word not in entries and len(word) >= 5:
            entries.append(word)
    damaged: list[str] = []
    while len(damaged) < 4 + level // 3:
        word = rng.choice(entries)
        for _ in range(2 if rng.random() < 0.35 and len(damaged) > 1 else 1):
            word = rng.choice(sorted(_altered(word, kinds)) or [word[1:]])
        if word not in damaged:
            damaged.append(word)
    rng.shuffle(entries)
    rng.shuffle(damaged)
    found = [
        f"{number}{name}"
        for number, word in enumerate(damaged, 1)
        for name, entry in zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", entries, strict=False)
        if word in _altered(entry, kinds)
    ]
    return {"entries": entries, "damaged": damaged, "kinds": kinds, "solution": found}


def observe(instance: dict) -> str:
    """Return the question."""
    names = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    entries = [f"  {name}. {entry}" for name, entry in zip(names, instance["entries"], strict=False)]
    damaged = [f"  {number}. {word}" for number, word in enumerate(instance["damaged"], 1)]
    return "\n".join(
        [
            "A list holds these entries:",
            *entries,
            "These words were found:",
            *damaged,
            "A found word fits an entry if a single change, of one of the following kinds and made at one place, turns "
            "the entry into the word (a word that is equal to the entry fits it only if such a change leaves it as it "
            "is):",
            *(f"- {_TEXTS[kind]}" for kind in instance["kinds"]),
            "Which found words fit which entries? A word may fit several entries or none.",
            "Answer with all fitting pairs, each the number of the word followed by the letter of the entry, in any "
            "order, separated by spaces, such as: 9Y 8Z",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Undo: compare each word with each entry by where they differ."""
    text = answer.strip().removesuffix(".").rstrip().upper()
    if not re.fullmatch(r"[0-9]{1,2}[A-Z](?:(?:\s*,\s*|\s+)[0-9]{1,2}[A-Z]){0,400}", text):
        return False
    pairs = re.findall(r"[0-9]+[A-Z]", text)
    wanted = {
        f"{number}{chr(65 + at)}"
        for number, word in enumerate(instance["damaged"], 1)
        for at, entry in enumerate(instance["entries"])
        if any(_is_change(entry, word, kind) for kind in instance["kinds"])
    }
    return len(set(pairs)) == len(pairs) and set(pairs) == wanted


def solve(instance: dict) -> str:
    """Return the pairs found by making every change."""
    return " ".join(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Leave a pair out, add one, or forget a kind of change."""
    right = instance["solution"]
    every = [
        f"{number}{chr(65 + at)}"
        for number in range(1, len(instance["damaged"]) + 1)
        for at in range(len(instance["entries"]))
    ]
    spare = [pair for pair in every if pair not in right]
    wrong = [right[1:], right[:-1], every if spare else []]
    wrong += [[*right, pair] for pair in spare[:2]] + [[*right[1:], pair] for pair in spare[-1:]]
    for kind in instance["kinds"]:
        rest = [other for other in instance["kinds"] if other != kind]
        wrong.append(
            [
                f"{number}{chr(65 + at)}"
                for number, word in enumerate(instance["damaged"], 1)
                for at, entry in enumerate(instance["entries"])
                if any(_is_change(entry, word, other) for other in rest)
            ]
        )
    return list(dict.fromkeys(" ".join(pairs) for pairs in wrong if pairs and sorted(pairs) != sorted(right)))[:8]


def _altered(entry: str, kinds: list[str]) -> set[str]:
    """Return all words that one change makes of an entry."""
    places = range(len(entry))
    made = {
        "lose": [entry[:at] + entry[at + 1 :] for at in places],
        "echo": [entry[: at + 1] + entry[at:] for at in places],
        "swap": [
            entry[:at] + entry[at + 1] + entry[at] + entry[at + 2 :] for at in places[:-1] if entry[at] != entry[at + 1]
        ],
        "next": [entry[:at] + chr((ord(entry[at]) - 96) % 26 + 97) + entry[at + 1 :] for at in places],
        "roll": [entry[1:] + entry[0]],
        "flip": [entry[:at] + entry[at : at + 3][::-1] + entry[at + 3 :] for at in places[:-2]],
        "carry": [entry[:at] + entry[at - 1] + entry[at + 1 :] for at in places[1:]],
    }
    return {word for kind in kinds for word in made[kind]}


def _is_change(entry: str, word: str, kind: str) -> bool:
    """Tell whether one change of the kind turns the entry into the word, by the places where the two differ."""
    if kind in ("lose", "echo"):
        short, long = (word, entry) if kind == "lose" else (entry, word)
        if len(long) != len(short) + 1:
            return False
        same = next((at for at, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
        return short[same:] == long[same + 1 :] and (kind == "lose" or (same > 0 and long[same] == long[same - 1]))
    if len(word) != len(entry):
        return False
    if kind == "roll":
        return word[-1] == entry[0] and word[:-1] == entry[1:]
    differing = [at for at in range(len(entry)) if entry[at] != word[at]]
    if kind == "next":
        return len(differing) == 1 and (ord(word[differing[0]]) - ord(entry[differing[0]])) % 26 == 1
    if kind == "carry" and not differing:
        return any(a == b for a, b in itertools.pairwise(entry))
    if kind == "carry":
        return len(differing) == 1 and differing[0] > 0 and word[differing[0]] == entry[differing[0] - 1]
    if kind == "flip" and not differing:
        return any(a == b for a, b in zip(entry, entry[2:], strict=False))
    gap = 1 if kind == "swap" else 2
    if len(differing) != 2 or differing[1] - differing[0] != gap:
        return False
    return entry[differing[0]] == word[differing[1]] and entry[differing[1]] == word[differing[0]]
