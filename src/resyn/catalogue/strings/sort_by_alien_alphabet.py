"""Sort words by an invented alphabet with double letters, equal letters and rules of its own."""

import itertools
import re
from random import Random

META = {
    "category": "strings",
    "skills": ["sorting", "rule following", "comparison"],
    "keywords": ["alphabetical order", "collation", "digraph", "tie rules"],
    "answer": "sequence",
    "version": 1,
}


def generate(level: int, rng: Random) -> dict:
    """Draw an alphabet and words that share beginnings, and sort them place by place, the last place first."""
    letters = rng.sample("abdeghiklmnoprstuvy", min(16, 5 + level // 3))
    doubles = ["".join(rng.sample(letters, 2)) for _ in range((level >= 3) + (level >= 7))]
    alphabet = [[letter] for letter in dict.fromkeys([*letters, *doubles])]
    rng.shuffle(alphabet)
    if level >= 4:
        for _ in range(1 + level // 8):
            one = alphabet.pop(rng.randrange(len(alphabet)))
            alphabet[rng.randrange(len(alphabet))] += one
    rules = {
        "alphabet": alphabet,
        "backwards": level >= 5 and rng.random() < 0.5,
        "shorter": not (level >= 2 and rng.random() < 0.5),
        "last": rng.choice(letters) if level >= 6 else None,
    }
    words = _draw_words(letters, doubles, 6 + level // 2, rng)
    rng.shuffle(words)
    order = _sort(rules, words)
    return rules | {"words": words, "solution": order}


def observe(instance: dict) -> str:
    """Return the question."""
    alphabet = ", ".join("=".join(group) for group in instance["alphabet"])
    rules = [f"- The alphabet, first letter first: {alphabet}."]
    doubles = [sign for group in instance["alphabet"] for sign in group if len(sign) == 2]
    if doubles:
        rules.append(
            f"- {' and '.join(doubles)} count{'s' * (len(doubles) == 1)} as one letter wherever the two letters stand "
            "next to each other in this order; a word is cut into letters from its left end, and a double letter is "
            "taken where it can be."
        )
    if any(len(group) > 1 for group in instance["alphabet"]):
        rules.append("- Letters joined by = stand at the same place of the alphabet: they count as equal.")
    if instance["last"]:
        rules.append(
            f"- Words that contain {instance['last']} anywhere (also within a double letter) come after all words that "
            "do not. Within both groups the other rules hold."
        )
    side = "last letters, then the last but one" if instance["backwards"] else "first letters, then the second"
    rules.append(f"- Two words are compared by their {side}, and so on, until two letters are not equal.")
    rules.append(
        f"- If one word ends before that happens, the {'shorter' if instance['shorter'] else 'longer'} word comes "
        "first (length counted in letters of this alphabet)."
    )
    if any(len(group) > 1 for group in instance["alphabet"]):
        rules.append("- If all letters are equal and both end together, the word with the smaller number comes first.")
    words = [f"{number}. {word}" for number, word in enumerate(instance["words"], 1)]
    return "\n".join(
        [
            "These words are to be sorted by the rules of an invented language:",
            *words,
            "The rules:",
            *rules,
            "Answer with the numbers of the words in sorted order, separated by spaces, such as: 2 3 1",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Compare each word with the next one of the answer."""
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1].strip()
    if not re.fullmatch(r"[0-9]{1,3}(?:(?:\s*,\s*|\s+)[0-9]{1,3}){0,300}", text):
        return False
    order = [int(number) for number in re.findall(r"[0-9]+", text)]
    if sorted(order) != list(range(1, len(instance["words"]) + 1)):
        return False
    return all(_comes_before(instance, one, two) for one, two in itertools.pairwise(order))


def solve(instance: dict) -> str:
    """Return the sorted order of generation."""
    return " ".join(map(str, instance["solution"]))


def wrong_answers(instance: dict) -> list[str]:
    """Sort by the common alphabet or from the other end, exchange two neighbours, or leave a word out."""
    right = instance["solution"]
    common = sorted(range(1, len(right) + 1), key=lambda number: instance["words"][number - 1])
    other = _sort(instance | {"backwards": not instance["backwards"]}, instance["words"])
    unequal = _sort(
        instance | {"alphabet": [[sign] for group in instance["alphabet"] for sign in group]}, instance["words"]
    )
    wrong = [common, other, unequal, right[::-1], right[:-1], [right[1], right[0], *right[2:]]]
    wrong.append([*right[:-2], right[-1], right[-2]])
    return [
        " ".join(map(str, order)) for place, order in enumerate(wrong) if order != right and order not in wrong[:place]
    ]


def _draw_words(letters: list[str], doubles: list[str], count: int, rng: Random) -> list[str]:
    """Return different words of which most begin or end like another."""
    words: list[str] = []
    while len(words) < count:
        parts = [rng.choice(letters + doubles * 2) for _ in range(rng.randrange(2, 5))]
        word = "".join(parts)
        if words and rng.random() < 0.75:
            base = rng.choice(words)
            cut = rng.randrange(1, len(base) + 1)
            word = rng.choice(
                [base[:cut] + rng.choice(letters + doubles), rng.choice(parts) + base[-cut:], base + word[:1]]
            )
        if word not in words and 2 <= len(word) <= 7:
            words.append(word)
    return words


def _letters(word: str, instance: dict) -> list[int]:
    """Cut a word into letters and return their places in the alphabet."""
    place = {sign: at for at, group in enumerate(instance["alphabet"]) for sign in group}
    found, at = [], 0
    while at < len(word):
        size = 2 if word[at : at + 2] in place and at + 1 < len(word) else 1
        found.append(place[word[at : at + size]])
        at += size
    return found


def _comes_before(instance: dict, one: int, two: int) -> bool:
    words = [instance["words"][number - 1] for number in (one, two)]
    if instance["last"] and (instance["last"] in words[0]) != (instance["last"] in words[1]):
        return instance["last"] in words[1]
    first, second = (_letters(word, instance) for word in words)
    if instance["backwards"]:
        first.reverse()
        second.reverse()
    for a, b in zip(first, second, strict=False):
        if a != b:
            return a < b
    if len(first) != len(second):
        return (len(first) < len(second)) == instance["shorter"]
    return one < two


def _sort(instance: dict, words: list[str]) -> list[int]:
    """Sort stably by each place from the last to the first, then by the letter that sends words to the end."""
    cut = [_letters(word, instance)[:: -1 if instance["backwards"] else 1] for word in words]
    numbers = list(range(1, len(words) + 1))
    nothing = -1 if instance["shorter"] else 1000
    for place in reversed(range(max(map(len, cut)))):
        numbers.sort(key=lambda number: (*cut[number - 1], *[nothing] * 50)[place])
    return sorted(numbers, key=lambda number: bool(instance["last"] and instance["last"] in words[number - 1]))
