"""Compare translations with a glossary and rules, and say which kind of slip each of them holds."""

import re
from random import Random

META = {
    "category": "language",
    "skills": ["comparison", "rule following", "translation"],
    "keywords": ["translation errors", "glossary", "error analysis"],
    "answer": "sequence",
    "version": 1,
}

_NOUNS = ["dog", "girl", "king", "bird", "baker", "goat", "nurse", "horse", "sailor", "witch"]
_VERBS = ["help", "follow", "visit", "wash", "paint", "push", "greet", "watch"]
_ADJECTIVES = ["old", "small", "happy", "quiet", "brave", "lazy"]
_KINDS = {
    "C": "the translation is correct",
    "W": "one noun, verb or adjective is rendered by a wrong English word",
    "N": "one noun has the wrong number (singular for plural or the other way around)",
    "R": "who does it and to whom it is done are exchanged, with all that belongs to them",
    "T": "the time is wrong",
    "O": "an adjective is left out",
    "A": "an adjective is added that the original does not have",
    "M": "an adjective stands with the wrong noun",
    "P": "a 'not' is left out or added",
}


def generate(level: int, rng: Random) -> dict:
    """Draw a glossary and sentences, and let each translation make one slip or none."""
    kinds = (
        ["C", "W", "N", "R"]
        + ["T"] * (level >= 2)
        + ["O", "A"] * (level >= 3)
        + ["M"] * (level >= 5)
        + ["P"] * (level >= 7)
    )
    size = min(len(_NOUNS), 4 + level // 3)
    english = [
        *rng.sample(_NOUNS, size),
        *rng.sample(_VERBS, min(len(_VERBS), 3 + level // 4)),
        *rng.sample(_ADJECTIVES, 4),
    ]
    glossary = dict(zip(_stems(len(english), rng), english, strict=True))
    grammar = {
        "order": rng.sample(["subject", "verb", "object"], 3),
        "plural": rng.choice(["-ip", "-ud", "-ag"]),
        "past": rng.choice(["ba-", "so-", "ki-"]),
        "behind": rng.random() < 0.5,
        "not": rng.choice(["nux", "yol", "wez"]),
    }
    pairs, labels = [], []
    for _ in range(5 + level // 2):
        meaning = _draw(english, size, level, rng)
        label = rng.choice(kinds)
        shown = _slip(meaning, label, english, size, rng)
        if shown is None:
            label, shown = "C", meaning
        pairs.append([meaning, shown])
        labels.append(label)
    return {"glossary": glossary, "grammar": grammar, "kinds": kinds, "pairs": pairs, "solution": labels}


def observe(instance: dict) -> str:
    """Return the question."""
    grammar, glossary = instance["grammar"], instance["glossary"]
    plural, past = grammar["plural"], grammar["past"]
    words = sorted(glossary)
    rules = [
        f"The parts of a sentence come in the order {', '.join(grammar['order'])}; there are no articles.",
        f"The plural of a noun is made by putting {plural[1:]} behind it.",
        f"A verb in the past has {past[:-1]} before it; without it, the sentence is in the present."
        if "T" in instance["kinds"]
        else "",
        f"An adjective stands directly {'behind' if grammar['behind'] else 'before'} its noun and never changes."
        if "O" in instance["kinds"]
        else "",
        f"The word {grammar['not']} at the end of a sentence means 'not'." if "P" in instance["kinds"] else "",
    ]
    lines = [
        f"  {number}. {_foreign(instance, meaning)} = {_english(shown)}"
        for number, (meaning, shown) in enumerate(instance["pairs"], 1)
    ]
    return "\n".join(
        [
            "Glossary of an invented language: " + "; ".join(f"{word} = {glossary[word]}" for word in words) + ".",
            *(f"- {rule}" for rule in rules if rule),
            "A student translated these sentences:",
            *lines,
            "Each translation is correct or has exactly one slip, of one of these kinds:",
            *(f"- {kind}: {_KINDS[kind]}" for kind in instance["kinds"]),
            f"Give the kind for each of the {len(lines)} translations. Answer with the letters in the order of the "
            "sentences, separated by spaces, such as (for three sentences): X Y X",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Compare what each original means with what its translation says, part by part."""
    text = answer.strip().removesuffix(".").upper()
    if not re.fullmatch(r"\s*[A-Z](?:(?:\s*,\s*|\s+)[A-Z]){0,99}\s*", text):
        return False
    return re.findall("[A-Z]", text) == [_difference(meaning, shown) for meaning, shown in instance["pairs"]]


def solve(instance: dict) -> str:
    """Return the kinds of slips that were made."""
    return " ".join(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Find every translation correct, take one slip for another, or leave a sentence out."""
    right, kinds = instance["solution"], instance["kinds"]
    wrong = [["C"] * len(right), right[:-1], [*right, "C"], right[::-1]]
    for at in (0, len(right) - 1):
        others = [kind for kind in kinds if kind != right[at]]
        wrong += [[*right[:at], other, *right[at + 1 :]] for other in others[:2]]
    return [text for text in dict.fromkeys(" ".join(labels) for labels in wrong) if text != " ".join(right)]


def _stems(count: int, rng: Random) -> list[str]:
    stems: list[str] = []
    while len(stems) < count:
        stem = "".join(rng.choice("dfghklmnprtv") + rng.choice("aeiou") for _ in range(2)) + rng.choice("lrnm")
        if stem not in stems:
            stems.append(stem)
    return stems


def _draw(english: list[str], size: int, level: int, rng: Random) -> dict:
    """Return a meaning: for subject and object noun, plural and adjective; verb, past and negation."""
    one, two = rng.sample(english[:size], 2)
    adjectives = [rng.choice(english[-4:]) if level >= 3 and rng.random() < 0.5 else "" for _ in range(2)]
    return {
        "subject": [one, rng.random() < 0.5, adjectives[0]],
        "verb": [rng.choice(english[size:-4]), level >= 2 and rng.random() < 0.5, level >= 7 and rng.random() < 0.4],
        "object": [two, rng.random() < 0.5, adjectives[1]],
    }


def _slip(meaning: dict, label: str, english: list[str], size: int, rng: Random) -> dict | None:
    """Return the meaning with a slip of the kind, None where it cannot be made."""
    shown = {part: list(values) for part, values in meaning.items()}
    part, used = rng.choice(["subject", "object"]), {meaning["subject"][0], meaning["object"][0]}
    if label == "W":
        part = rng.choice(["subject", "object", "verb"])
        pool = english[size:-4] if part == "verb" else english[:size]
        shown[part][0] = rng.choice([word for word in pool if word not in {*used, meaning[part][0]}])
    elif label == "N":
        shown[part][1] = not shown[part][1]
    elif label == "R":
        shown["subject"], shown["object"] = shown["object"], shown["subject"]
    elif label in ("T", "P"):
        shown["verb"][1 + (label == "P")] ^= True
    elif label != "C":
        with_one = [part for part in ("subject", "object") if bool(meaning[part][2]) != (label == "A")]
        if not with_one:
            return None
        part = rng.choice(with_one)
        other = "subject" if part == "object" else "object"
        if label == "M" and meaning[other][2]:
            return None
        shown[part][2] = (
            "" if label in "OM" else rng.choice([word for word in english[-4:] if word != meaning[other][2]])
        )
        if label == "M":
            shown[other][2] = meaning[part][2]
    return shown


def _difference(meaning: dict, shown: dict) -> str:
    """Return the kind of slip that turns the one into the other."""
    if meaning == shown:
        return "C"
    if [meaning["subject"], meaning["object"]] == [shown["object"], shown["subject"]]:
        return "R"
    places = [
        (part, at) for part in ("subject", "object", "verb") for at in range(3) if meaning[part][at] != shown[part][at]
    ]
    part, at = places[0]
    if len(places) == 2:
        return "M"
    if part == "verb":
        return "WTP"[at]
    if at < 2:
        return "WN"[at]
    return "O" if not shown[part][2] else "A" if not meaning[part][2] else "W"


def _foreign(instance: dict, meaning: dict) -> str:
    grammar, words = instance["grammar"], {english: word for word, english in instance["glossary"].items()}
    said = []
    for part in grammar["order"]:
        word = words[meaning[part][0]]
        if part == "verb":
            said.append(grammar["past"][:-1] + word if meaning[part][1] else word)
            continue
        group = [word + grammar["plural"][1:] if meaning[part][1] else word]
        if meaning[part][2]:
            group.insert(1 if grammar["behind"] else 0, words[meaning[part][2]])
        said += group
    return " ".join(said + [grammar["not"]] * bool(meaning["verb"][2]))


def _english(meaning: dict) -> str:
    def group(part: str) -> str:
        noun, plural, adjective = meaning[part]
        ending = "" if not plural else "es" if noun.endswith("ch") else "s"
        return " ".join(word for word in ("the", adjective, noun + ending) if word)

    verb, past, negated = meaning["verb"]
    many = meaning["subject"][1]
    if negated:
        verb = f"{'did' if past else 'do' if many else 'does'} not {verb}"
    elif past:
        verb += "ed"
    elif not many:
        verb += "es" if verb.endswith("sh") or verb.endswith("ch") else "s"
    return f"{group('subject')} {verb} {group('object')}"
