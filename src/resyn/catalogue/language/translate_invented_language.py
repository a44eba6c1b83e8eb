"""Translate a sentence into an invented language whose words, marks and word order show in translated examples."""

from itertools import permutations
from random import Random

META = {
    "category": "language",
    "skills": ["induction", "morphology", "translation"],
    "keywords": ["constructed language", "affixes", "word order"],
    "answer": "text",
    "version": 1,
}

_NOUNS = ["dog", "girl", "king", "bird", "baker", "goat", "nurse", "horse", "sailor", "clown"]
_VERBS = ["help", "follow", "visit", "paint", "greet", "warn", "lift"]
_ADJECTIVES = ["old", "small", "happy", "quiet", "brave"]
_ROLES = ("subject", "verb", "object")


def generate(level: int, rng: Random) -> dict:
    """Draw a language and a sentence to ask for, and give examples until only its own word order explains them."""
    nouns = rng.sample(_NOUNS, min(len(_NOUNS), 3 + level // 3))
    verbs = rng.sample(_VERBS, min(len(_VERBS), 2 + level // 4))
    adjectives = rng.sample(_ADJECTIVES, min(len(_ADJECTIVES), 1 + level // 4)) if level >= 4 else []
    marks = ["plural"] + ["past"] * (level >= 2) + ["object"] * (level >= 3) + ["future"] * (level >= 5)
    sounds = rng.sample(["an", "es", "ip", "ok", "ul", "ar", "id", "om"], len(marks))
    words = [*nouns, *verbs, *adjectives]
    language = {
        "stems": dict(zip(words, _stems(len(words), rng), strict=True)),
        "marks": {mark: [sound, rng.random() < 0.5] for mark, sound in zip(marks, sounds, strict=True)},
        "order": rng.sample(_ROLES, 3),
        "adjective_first": rng.random() < 0.5,
        "agrees": level >= 6 and rng.random() < 0.7,
        "told": level <= 2,
    }
    asked = _draw(nouns, verbs, adjectives, marks, rng)
    if asked["verb"][1] == "present" and not asked["subject"][1]:
        asked["object"][1] = True
    examples = _plain_examples(asked, nouns, verbs, adjectives, marks, rng)
    for _ in range(8):
        if len(_orders(language, examples)) == 1:
            break
        more = _draw(nouns, verbs, adjectives, marks, rng)
        examples += [more] if more not in [asked, *examples] else []
    else:
        language["told"] = True
    rng.shuffle(examples)
    return language | {"examples": examples, "asked": asked, "solution": _foreign(language, asked)}


def observe(instance: dict) -> str:
    """Return the question."""
    marks, order = instance["marks"], instance["order"]
    rules = [
        "Every noun, verb and adjective has one stem. There are no articles.",
        "The order of subject, verb and object is the same in all sentences"
        + (f": {', '.join(order)}." if instance["told"] else "; it may be any of the six orders."),
        "Nouns in the singular and verbs in the present have no mark. Each of the following has a mark of its own, "
        "which is glued always to the front or always to the end of the word: "
        + ", ".join(
            {
                "plural": "the plural of a noun",
                "past": "the past of a verb",
                "future": "the future of a verb",
                "object": "a noun that is the object (subjects have no such mark)",
            }[mark]
            for mark in marks
        )
        + ".",
    ]
    if "object" in marks:
        rules.append(
            "A plural noun that is the object has both marks; where both are glued to the same side, the mark of the "
            "plural is next to the stem."
        )
    if any(_adjectives(sentence) for sentence in [*instance["examples"], instance["asked"]]):
        rules.append(
            "An adjective stands always directly before or always directly behind its noun. It takes either no mark "
            "at all, or always the mark of the plural (on the same side as nouns) where its noun is in the plural, "
            "never another one."
        )
    lines = [f"  {_english(sentence)} = {_foreign(instance, sentence)}" for sentence in instance["examples"]]
    return "\n".join(
        [
            "Sentences of an invented language with their translations:",
            *lines,
            "It is known of this language:",
            *(f"- {rule}" for rule in rules),
            f"Translate: {_english(instance['asked'])}",
            "Answer with the sentence in the invented language alone, its words separated by spaces, such as: zuzu "
            "zazaz zuzo",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Take each word of the answer apart: its marks, then its stem."""
    text = answer.strip().lower().removesuffix(".")
    said = text.split() if len(text) <= 2000 else []
    wanted: list[tuple[str, list[str]]] = []
    for role in instance["order"]:
        word, kind, *adjective = instance["asked"][role]
        if role == "verb":
            wanted.append((word, [] if kind == "present" else [kind]))
            continue
        outer = ["object"] if role == "object" and "object" in instance["marks"] else []
        group = [(word, [*outer, *["plural"] * kind])]
        if adjective[0]:
            group.insert(not instance["adjective_first"], (adjective[0], ["plural"] * (kind and instance["agrees"])))
        wanted += group
    if len(said) != len(wanted):
        return False
    for token, (word, marks) in zip(said, wanted, strict=True):
        rest = token
        for mark in marks:
            sound, front = instance["marks"][mark]
            if not (rest.startswith(sound) if front else rest.endswith(sound)):
                return False
            rest = rest[len(sound) :] if front else rest[: -len(sound)]
        if rest != instance["stems"][word]:
            return False
    return True


def solve(instance: dict) -> str:
    """Return the sentence as the language has it."""
    return instance["solution"]


def wrong_answers(instance: dict) -> list[str]:
    """Keep the English order, forget marks, glue them to the other side, or exchange subject and object."""
    asked, right = instance["asked"], instance["solution"]
    turned = {mark: [sound, not front] for mark, (sound, front) in instance["marks"].items()}
    bare = {role: [values[0], "present" if role == "verb" else False, *values[2:]] for role, values in asked.items()}
    swapped = asked | {"subject": asked["object"], "object": asked["subject"]}
    changes = [{"order": list(order)} for order in permutations(_ROLES)] + [{"marks": turned}]
    wrong = [_foreign(instance | change, asked) for change in changes]
    wrong += [_foreign(instance, bare), _foreign(instance, swapped), right.rsplit(" ", 1)[0]]
    return [text for text in dict.fromkeys(wrong) if text != right]


def _stems(count: int, rng: Random) -> list[str]:
    stems: list[str] = []
    while len(stems) < count:
        stem = (
            rng.choice("bdfgklmnprtv")
            + rng.choice("aeiou")
            + rng.choice("bdfgkmnptv")
            + rng.choice("aeiou")
            + rng.choice("bgfv")
        )
        if stem not in stems:
            stems.append(stem)
    return stems


def _draw(nouns: list[str], verbs: list[str], adjectives: list[str], marks: list[str], rng: Random) -> dict:
    """Return a sentence: subject and object with number and adjective, verb with tense."""
    one, two = rng.sample(nouns, 2)
    tenses = ["present", *(mark for mark in marks if mark in ("past", "future"))]
    qualities = [rng.choice(adjectives) if adjectives and rng.random() < 0.5 else "" for _ in range(2)]
    return {
        "subject": [one, rng.random() < 0.5, qualities[0]],
        "verb": [rng.choice(verbs), rng.choice(tenses)],
        "object": [two, rng.random() < 0.5, qualities[1]],
    }


def _plain_examples(
    asked: dict, nouns: list[str], verbs: list[str], adjectives: list[str], marks: list[str], rng: Random
) -> list[dict]:
    """Return sentences that show every asked word without a mark, and every mark on a word seen without it, too."""
    (one, *_), (verb, _), (two, *_) = asked["subject"], asked["verb"], asked["object"]
    third = next(noun for noun in nouns if noun not in (one, two))
    other = next(word for word in verbs if word != verb)
    found = [_sentence(one, verb, third), _sentence(two, verb, one), _sentence(third, other, two)]
    found.append(_sentence(third, other, one) | {"subject": [third, True, ""]})
    if "object" in marks:
        found.append(_sentence(two, other, third) | {"object": [third, True, ""]})
    for tense in [mark for mark in marks if mark in ("past", "future")]:
        found.append(_sentence(two, verb if tense == "future" else other, third) | {"verb": [other, tense]})
    for adjective in dict.fromkeys([*_adjectives(asked), *adjectives[:1]]):
        found.append(_sentence(one, other, two) | {"subject": [one, False, adjective]})
        found.append(_sentence(third, verb, two) | {"subject": [third, True, adjective]})
    return [sentence for at, sentence in enumerate(found) if sentence not in found[:at] and sentence != asked]


def _sentence(one: str, verb: str, two: str) -> dict:
    return {"subject": [one, False, ""], "verb": [verb, "present"], "object": [two, False, ""]}


def _adjectives(sentence: dict) -> list[str]:
    return [sentence[role][2] for role in ("subject", "object") if sentence[role][2]]


def _orders(language: dict, examples: list[dict]) -> list[tuple[str, ...]]:
    """Return the word orders under which words always have the same form, and different words different ones."""
    fitting = []
    for order in permutations(_ROLES):
        forms: dict[str, set[str]] = {}
        for sentence in examples:
            if _adjectives(sentence):
                continue
            for role, token in zip(order, _foreign(language, sentence).split(), strict=True):
                word, kind, *_ = sentence[role]
                if role == "verb" and kind == "present":
                    forms.setdefault(word, set()).add(token)
                elif role != "verb":
                    forms.setdefault(f"{word} {kind} {role if 'object' in language['marks'] else ''}", set()).add(token)
        shown = [next(iter(forms[key])) for key in sorted(forms)]
        if all(len(tokens) == 1 for tokens in forms.values()) and len(set(shown)) == len(shown):
            fitting.append(order)
    return fitting


def _foreign(language: dict, sentence: dict) -> str:
    """Write a sentence in the language."""
    marks, stems = language["marks"], language["stems"]

    def glued(word: str, names: list[str]) -> str:
        for name in names:
            sound, front = marks[name]
            word = sound + word if front else word + sound
        return word

    said = []
    for role in language["order"]:
        word, kind, *adjective = sentence[role]
        if role == "verb":
            said.append(glued(stems[word], [kind] if kind != "present" else []))
            continue
        names = ["plural"] * kind + ["object"] * (role == "object" and "object" in marks)
        group = [glued(stems[word], names)]
        if adjective[0]:
            quality = glued(stems[adjective[0]], ["plural"] * (kind and language["agrees"]))
            group = [quality, *group] if language["adjective_first"] else [*group, quality]
        said += group
    return " ".join(said)


def _english(sentence: dict) -> str:
    def group(role: str) -> str:
        noun, plural, adjective = sentence[role]
        return " ".join(word for word in ("the", adjective, noun + "s" * plural) if word)

    verb, tense = sentence["verb"]
    if tense == "present":
        verb += "" if sentence["subject"][1] else "s"
    else:
        verb = f"will {verb}" if tense == "future" else f"{verb}ed"
    return f"{group('subject')} {verb} {group('object')}"
