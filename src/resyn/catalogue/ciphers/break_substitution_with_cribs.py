"""Match coded words with a list so that one letter-for-letter code explains all of them."""

from random import Random

META = {
    "category": "ciphers",
    "skills": ["deduction", "pattern matching", "constraint propagation"],
    "keywords": ["substitution cipher", "cribs", "letter patterns"],
    "answer": "sequence",
    "version": 1,
}


def generate(level: int, rng: Random) -> dict:
    """Draw a list of words of few letters and lengths, and encode some of them by a random substitution."""
    letters = rng.sample("abdeghiklmnoprstuvwz", min(16, 7 + level // 2))
    count, total = 4 + level // 2, 6 + (2 * level) // 3
    words: list[str] = []
    while len(words) < total:
        base = rng.choice(words) if words and rng.random() < 0.3 else ""
        word = "".join(rng.choice(letters) for _ in range(rng.choice([4, 4, 5])))
        if base:
            at = rng.randrange(len(base))
            word = base[:at] + rng.choice(letters) + base[at + 1 :]
        if word not in words and word[::-1] not in words:
            words.append(word)
    books = [_code(letters, stays=level < 3, rng=rng) for _ in range(2 if level >= 7 else 1)]
    chosen = rng.sample(words, count)
    coded = ["".join(books[at % len(books)][letter] for letter in word) for at, word in enumerate(chosen)]
    if level >= 5:
        coded = [word[::-1] if rng.random() < 0.4 else word for word in coded]
    return {
        "words": words,
        "coded": coded,
        "moves": level >= 3,
        "either_way": level >= 5,
        "books": len(books),
        "solution": chosen,
    }


def observe(instance: dict) -> str:
    """Return the question."""
    rules = ["Different coded words stand for different words of the list."]
    if instance["books"] == 1:
        rules.append(
            "Everywhere the same letter was replaced by the same letter, and different letters by different letters."
        )
    else:
        rules.append(
            "There are two codes, one for the coded words 1, 3, 5, ... and one for the coded words 2, 4, 6, ... "
            "Within the words of one code, the same letter was replaced by the same letter everywhere, and different "
            "letters by different letters."
        )
    if instance["moves"]:
        rules.append("No letter was replaced by itself.")
    if instance["either_way"]:
        rules.append("Each coded word is shown either in its right order or backwards; which, is not known.")
    coded = [f"{number}. {word.upper()}" for number, word in enumerate(instance["coded"], 1)]
    return "\n".join(
        [
            f"Some words of this list were encoded letter by letter: {', '.join(instance['words'])}.",
            *(f"- {rule}" for rule in rules),
            "The coded words:",
            *coded,
            "Which word of the list does each coded word stand for? If several choices agree with all rules, give any "
            "one.",
            "Answer with the words for coded words 1, 2, 3, ... in this order, separated by spaces, such as: xyxx qxqy",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Build the code word by word; where a coded word may run either way, keep every code that is still possible."""
    text = answer.strip().lower().removesuffix(".")
    chosen = text.replace(",", " ").split() if len(text) <= 4000 else []
    if (
        len(chosen) != len(instance["coded"])
        or len(set(chosen)) != len(chosen)
        or not set(chosen) <= set(instance["words"])
    ):
        return False
    for book in range(instance["books"]):
        codes: list[dict[str, str]] = [{}]
        for plain, coded in list(zip(chosen, instance["coded"], strict=True))[book :: instance["books"]]:
            ways = {coded, coded[::-1]} if instance["either_way"] else {coded}
            codes = [new for code in codes for way in sorted(ways) if (new := _extended(code, plain, way)) is not None]
            if instance["moves"]:
                codes = [code for code in codes if all(letter != sign for letter, sign in code.items())]
            codes = [code for at, code in enumerate(codes) if code not in codes[:at]][:256]
        if not codes:
            return False
    return True


def solve(instance: dict) -> str:
    """Return the words that were encoded."""
    return " ".join(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Take a word twice, exchange two words, take one that was not encoded, or leave one out."""
    right, words = instance["solution"], instance["words"]
    spare = [word for word in words if word not in right]
    near = [[right[1], right[0], *right[2:]], [*right[:-2], right[-1], right[-2]], right[::-1]]
    near += [[*right[:at], word, *right[at + 1 :]] for word in spare for at in (0, len(right) - 1)]
    wrong = [[*right[:-1], right[0]], right[:-1], [*right, *spare[:1]] if spare else [*right, right[0]]]
    wrong += [words for words in near if not verify(instance, " ".join(words))][:4]
    return list(dict.fromkeys(" ".join(words) for words in wrong))


def _code(letters: list[str], *, stays: bool, rng: Random) -> dict[str, str]:
    """Return a letter-for-letter code; unless letters may stay, it moves each of them along a ring of all letters."""
    if stays:
        return dict(zip(letters, rng.sample("abcdefghijklmnopqrstuvwxyz", len(letters)), strict=True))
    ring = rng.sample("abcdefghijklmnopqrstuvwxyz", 26)
    return {letter: ring[(ring.index(letter) + 1) % 26] for letter in letters}


def _extended(code: dict[str, str], plain: str, coded: str) -> dict[str, str] | None:
    """Return the code with what the pair of words says, None where it contradicts."""
    if len(plain) != len(coded):
        return None
    new = dict(code)
    for letter, sign in zip(plain, coded, strict=True):
        if new.setdefault(letter, sign) != sign:
            return None
    return new if len(set(new.values())) == len(new) else None
