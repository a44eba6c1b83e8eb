"""Tell which new words belong to a group whose hidden rule is one of a stated family."""

import re
from functools import lru_cache
from itertools import permutations
from random import Random
from typing import Any

META = {
    "category": "induction",
    "skills": ["rule induction", "hypothesis testing", "elimination"],
    "keywords": ["concept learning", "version space"],
    "answer": "set",
    "version": 1,
}

_LETTERS = "klmn"
_NOT_LEVEL, _PAIR_LEVEL, _ONE_LEVEL = 2, 3, 6
_POOL, _ASKED = 46, 7


def generate(level: int, rng: Random) -> dict[str, Any]:
    """Draw a rule and words; show words until the rules left agree on enough others, and ask for those."""
    instance: dict[str, Any] = {}
    for _ in range(25):
        words: list[str] = []
        while len(words) < _POOL:
            word = "".join(rng.choice(_LETTERS) for _ in range(rng.randint(3, 5 + level // 4)))
            words += [word] if word not in words else []
        rules = sorted(_rules(level, " ".join(words)))
        target = rng.choice(rules)
        count = target.bit_count()
        if not _POOL // 3 <= count <= _POOL * 2 // 3:
            continue
        shown, left = [], rules
        order = rng.sample(range(_POOL), _POOL)
        agreed: list[int] = []
        for at in order:
            agreed = [other for other in order if other not in shown and _agree(left, other)]
            inside = [other for other in agreed if target >> other & 1]
            if len(shown) >= 6 and len(inside) >= 5 and len(agreed) - len(inside) >= 5:
                break
            if len(shown) < 6 or at not in agreed:
                shown.append(at)
                left = [rule for rule in left if rule >> at & 1 == target >> at & 1]
        inside = [other for other in agreed if target >> other & 1]
        outside = [other for other in agreed if other not in inside]
        taken = rng.randint(2, _ASKED - 2)
        if len(inside) < taken or len(outside) < _ASKED - taken or len(shown) > 24:
            continue
        asked = inside[:taken] + outside[: _ASKED - taken]
        rng.shuffle(asked)
        instance = {
            "level": level,
            "inside": [words[at] for at in shown if target >> at & 1],
            "outside": [words[at] for at in shown if not target >> at & 1],
            "asked": [words[at] for at in asked],
            "solution": [number for number, at in enumerate(asked, start=1) if target >> at & 1],
        }
        break
    return instance or _fallback(rng)


def _fallback(rng: Random) -> dict[str, Any]:
    """Return a small instance of the single rule 'begins with one letter', decided by all others being ruled out."""
    first, *rest = rng.sample(_LETTERS, 4)
    a, b, c = rest
    inside = [first + a, first + b + b, first + c + a + b, first + a + a + c, first + first]
    outside = [a + first, b + b + first, c + a + b, a + a + c + first, b, a + b + c + c]
    asked = [first + b, b + first + a, first + c + c, c + first, first + b + a + c, a + c + b, b + c]
    return {"level": 1, "inside": inside, "outside": outside, "asked": asked, "solution": [1, 3, 5]}


def _agree(rules: list[int], at: int) -> bool:
    return len({rule >> at & 1 for rule in rules}) == 1


def _simple(words: list[str]) -> list[int]:
    """Return for each simple property the words that have it, bit w of a number being word w."""
    tests = []
    for x in _LETTERS:
        tests.append([x in word for word in words])
        tests.append([word[0] == x for word in words])
        tests.append([word[-1] == x for word in words])
        tests.append([word.count(x) >= 2 for word in words])
    for x, y in permutations(_LETTERS, 2):
        tests.append([word.count(x) > word.count(y) for word in words])
        tests.append([x in word and y in word[word.index(x) + 1 :] for word in words])
    tests.append([len(word) % 2 == 0 for word in words])
    tests.append([word[0] == word[-1] for word in words])
    tests.append([re.search(r"(.)\1", word) is not None for word in words])
    return [sum(1 << at for at, has in enumerate(test) if has) for test in tests]


@lru_cache(maxsize=32)
def _rules(level: int, text: str) -> frozenset[int]:
    """Return all rules of the family, each as the words of a text that it takes in; kept for further answers."""
    words = text.split()
    full = (1 << len(words)) - 1
    simple = _simple(words)
    parts = simple + [full ^ rule for rule in simple] if level >= _NOT_LEVEL else simple
    rules = set(parts)
    if level >= _PAIR_LEVEL:
        for at, one in enumerate(parts):
            for two in parts[:at]:
                rules.add(one & two)
                rules.add(one | two)
                if level >= _ONE_LEVEL:
                    rules.add(one ^ two)
    return frozenset(rules)


def observe(instance: dict[str, Any]) -> str:
    """State the family of rules, the sorted words, the new words and the answer format."""
    level = instance["level"]
    family = "the property itself"
    if level >= _NOT_LEVEL:
        family = "one property, or the opposite of one"
    if level >= _PAIR_LEVEL:
        family += "; or two of these (properties or opposites) joined by 'and' or by 'or' (at least one)"
    if level >= _ONE_LEVEL:
        family += ", or by 'exactly one of'"
    asked = "\n".join(f"{number}. {word}" for number, word in enumerate(instance["asked"], start=1))
    return (
        f"Words are made of the letters {', '.join(_LETTERS)}. A hidden rule says which words belong to a club. The "
        f"rule is made of properties of this list, where X and Y stand for two different letters:\n"
        "- X occurs in the word\n- the word begins with X\n- the word ends with X\n- X occurs at least twice\n"
        "- X occurs more often than Y\n- a Y stands somewhere after the first X\n- the number of letters is even\n"
        "- the first and the last letter are the same\n- somewhere two neighbouring letters are the same\n"
        f"The rule is {family}.\n\nBelong to the club: {', '.join(instance['inside'])}\nDo not belong: "
        f"{', '.join(instance['outside'])}\n\nAll rules of this kind that fit these words agree on the following "
        f"ones. Which of them belong?\n{asked}\n\nAnswer with the numbers of those that belong, in any order, "
        "separated by spaces. (The format, not a hint: 2 3)"
    )


def verify(instance: dict[str, Any], answer: str) -> bool:
    """Compare with what the rules say that fit the sorted words."""
    tokens = _tokens(answer)
    if not all(re.fullmatch(r"[1-9][0-9]{0,3}", token) for token in tokens) or len(set(tokens)) != len(tokens):
        return False
    named = sum(1 << int(token) - 1 for token in tokens if int(token) <= len(instance["asked"]))
    if named.bit_count() != len(tokens):
        return False
    inside, outside, asked = instance["inside"], instance["outside"], instance["asked"]
    wanted = named << len(inside) + len(outside) | (1 << len(inside)) - 1
    return wanted in _rules(instance["level"], " ".join([*inside, *outside, *asked]))


def _tokens(answer: str) -> list[str]:
    """Split at spaces and commas; brackets around the answer and one final full stop are passed over."""
    if len(answer) > 20_000 or not answer.isascii():
        return ["?"]
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("[]", "()", "{}"):
        text = text[1:-1].strip()
    return re.split(r"\s*,\s*|\s+", text)


def solve(instance: dict[str, Any]) -> str:
    """Return the words that the planted rule takes in."""
    return " ".join(map(str, instance["solution"]))


def wrong_answers(instance: dict[str, Any]) -> list[str]:
    """Miss one word, take one more, take the others, or take all."""
    right: list[int] = instance["solution"]
    others = [number for number in range(1, len(instance["asked"]) + 1) if number not in right]
    wrong = [right[:-1], sorted([*right, others[0]]), others, sorted(right + others), [others[-1], *right[1:]]]
    return [" ".join(map(str, numbers)) for numbers in wrong]
