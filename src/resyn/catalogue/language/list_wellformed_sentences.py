"""List which sentences of a little invented language keep all rules of its grammar."""

import re
from random import Random

META = {
    "category": "language",
    "skills": ["parsing", "rule following", "case analysis"],
    "keywords": ["grammar", "agreement", "well-formedness"],
    "answer": "set",
    "version": 1,
}

_ENDINGS = {"A": "a", "B": "o"}


def generate(level: int, rng: Random) -> dict:
    """Draw a lexicon, write well-formed sentences and spoil about half of them in one place."""
    words = _words(19, rng)
    grammar = {
        "nouns": {word: "AB"[at % 2] for at, word in enumerate(words[:6])},
        "verbs": words[6:9],
        "adjectives": words[9:12],
        "articles": {"A": words[12], "B": words[13]},
        "plural": rng.choice(["n", "s", "k"]),
        "no": words[14],
        "relative": words[15],
        "verb_last": rng.random() < 0.5,
        "level": min(level, 7),
    }
    count = 7 + level // 3
    good = [number for number in range(1, count + 1) if rng.random() < 0.5]
    if not 2 <= len(good) <= count - 2:
        good = sorted(rng.sample(range(1, count + 1), count // 2))
    sentences: list[str] = []
    for number in range(1, count + 1):
        tokens = _sentence(grammar, rng)
        if number not in good:
            tokens = _spoiled(grammar, tokens, rng)
        sentences.append(" ".join(tokens))
    return grammar | {"sentences": sentences, "solution": good}


def observe(instance: dict) -> str:
    """Return the question."""
    nouns, level, plural = instance["nouns"], instance["level"], instance["plural"]
    order = "subject, object, verb" if instance["verb_last"] else "subject, verb, object"
    rules = [
        f"Nouns of class A are {', '.join(noun for noun in nouns if nouns[noun] == 'A')}; nouns of class B are "
        f"{', '.join(noun for noun in nouns if nouns[noun] == 'B')}. Verbs are {', '.join(instance['verbs'])}.",
        f"A sentence consists of {order}, in this order, and nothing else"
        + (" but what is named below." if level > 2 else "."),
        f"Subject and object each consist of an article and a noun behind it; before nouns of class A the article is "
        f"{instance['articles']['A']}, before nouns of class B {instance['articles']['B']}.",
        f"The plural of a noun has the ending -{plural}. The verb has the same ending if and only if the subject is "
        "in the plural; the object does not matter for the verb.",
    ]
    if level >= 2:
        rules.append(
            f"Behind a noun there may be one adjective ({', '.join(instance['adjectives'])}); it has the ending -a "
            f"behind a noun of class A and -o behind a noun of class B, and behind a plural noun -{plural} besides "
            "(after -a or -o)."
        )
    if level >= 3:
        rules.append(
            f"The word {instance['no']} may stand at the very end of the sentence. If it does, the object must be in "
            "the plural."
        )
    if level >= 5:
        rules.append(
            f"Behind the subject (and its adjective) there may be the word {instance['relative']} followed by a verb; "
            "this verb takes the plural ending if and only if the subject is in the plural, too."
        )
    if level >= 7:
        rules.append("Subject and object must not have the same noun, whether in the plural or not.")
    listed = [f"  {number}. {sentence}" for number, sentence in enumerate(instance["sentences"], 1)]
    return "\n".join(
        [
            "An invented language has this grammar:",
            *(f"- {rule}" for rule in rules),
            "Which of these sentences keep all rules?",
            *listed,
            "Answer with their numbers in any order, separated by spaces, such as: 90 91",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Read every sentence from left to right by the rules and compare the numbers."""
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1].strip()
    if not re.fullmatch(r"[0-9]{1,3}(?:(?:\s*,\s*|\s+)[0-9]{1,3}){0,99}", text):
        return False
    named = [int(number) for number in re.findall(r"[0-9]+", text)]
    good = [number for number, sentence in enumerate(instance["sentences"], 1) if _is_good(instance, sentence.split())]
    return sorted(named) == good


def solve(instance: dict) -> str:
    """Return the numbers of the sentences that were not spoiled."""
    return " ".join(map(str, instance["solution"]))


def wrong_answers(instance: dict) -> list[str]:
    """Name one sentence less or more, all of them, or just the spoiled ones."""
    right, every = instance["solution"], list(range(1, len(instance["sentences"]) + 1))
    bad = [number for number in every if number not in right]
    wrong = [right[1:], right[:-1], [*right, bad[0]], [*right, bad[-1]], every, bad, [*right[1:], bad[0]]]
    return list(dict.fromkeys(" ".join(map(str, numbers)) for numbers in wrong))


def _words(count: int, rng: Random) -> list[str]:
    words: list[str] = []
    while len(words) < count:
        word = "".join(rng.choice("bdfgklmprtvz") + rng.choice("eiu") for _ in range(2)) + rng.choice(
            ["l", "r", "m", "t"]
        )
        if word not in words:
            words.append(word)
    return words


def _group(grammar: dict, noun: str, plural: bool, adjective: str | None) -> list[str]:
    kind, ending = grammar["nouns"][noun], grammar["plural"] * plural
    group = [grammar["articles"][kind], noun + ending]
    return group + ([adjective + _ENDINGS[kind] + ending] if adjective else [])


def _sentence(grammar: dict, rng: Random) -> list[str]:
    level = grammar["level"]
    one, two = rng.sample(sorted(grammar["nouns"]), 2)
    many, no = rng.random() < 0.5, level >= 3 and rng.random() < 0.4
    adjectives = [rng.choice(grammar["adjectives"]) if level >= 2 and rng.random() < 0.5 else None for _ in range(2)]
    subject = _group(grammar, one, many, adjectives[0])
    if level >= 5 and rng.random() < 0.5:
        subject += [grammar["relative"], rng.choice(grammar["verbs"]) + grammar["plural"] * many]
    target = _group(grammar, two, no or rng.random() < 0.5, adjectives[1])
    verb = [rng.choice(grammar["verbs"]) + grammar["plural"] * many]
    return subject + (target + verb if grammar["verb_last"] else verb + target) + ([grammar["no"]] if no else [])


def _spoiled(grammar: dict, tokens: list[str], rng: Random) -> list[str]:
    """Return the sentence with one thing wrong: each change breaks an agreement, or the order of two words."""
    ways = []
    verbs, plural = grammar["verbs"], grammar["plural"]
    for at, token in enumerate(tokens):
        stem = token.removesuffix(plural)
        if token in grammar["articles"].values():
            other = next(article for article in grammar["articles"].values() if article != token)
            ways += [[*tokens[:at], other, *tokens[at + 1 :]]] * 2
        elif stem in verbs:
            ways += [[*tokens[:at], stem if token != stem else stem + plural, *tokens[at + 1 :]]] * 3
        elif stem[:-1] in grammar["adjectives"]:
            turned = stem[:-1] + ("o" if stem[-1] == "a" else "a")
            ways.append([*tokens[:at], turned + token[len(stem) :], *tokens[at + 1 :]])
            ways.append([*tokens[:at], stem if token != stem else stem + plural, *tokens[at + 1 :]])
            ways.append([*tokens[: at - 1], token, tokens[at - 1], *tokens[at + 1 :]])
        elif stem in grammar["nouns"]:
            ways.append([*tokens[: at - 1], token, tokens[at - 1], *tokens[at + 1 :]])
    stems = [token.removesuffix(plural) for token in tokens]
    one, two = (at for at, stem in enumerate(stems) if stem in grammar["nouns"])
    adjective = next((stem[:-1] for stem in stems[two + 1 : two + 2] if stem[:-1] in grammar["adjectives"]), None)
    rest = tokens[two + 1 + bool(adjective) :]
    if tokens[-1] == grammar["no"]:
        ways += [[*tokens[: two - 1], *_group(grammar, stems[two], False, adjective), *rest]] * 4
    if grammar["level"] >= 7:
        same = _group(grammar, stems[one], tokens[two] != stems[two], adjective)
        ways += [[*tokens[: two - 1], *same, *rest]] * 3
    return rng.choice(ways)


def _is_good(grammar: dict, tokens: list[str]) -> bool:
    """Take the parts of the sentence off its left end, one after the other."""
    rest, level, plural = list(tokens), grammar["level"], grammar["plural"]

    def take(group: bool) -> tuple[str, bool] | None:
        """Take a verb, or an article with its noun and adjective; None where they do not stand there."""
        if not group:
            stem = rest[0].removesuffix(plural) if rest else ""
            return (stem, rest.pop(0) != stem) if stem in grammar["verbs"] else None
        if len(rest) < 2 or (noun := rest[1].removesuffix(plural)) not in grammar["nouns"]:
            return None
        article, many = rest.pop(0), rest.pop(0) != noun
        kind = grammar["nouns"][noun]
        ending = _ENDINGS[kind] + plural * many
        adjective = rest and level >= 2 and rest[0].removesuffix(plural)[:-1] in grammar["adjectives"]
        if adjective and not rest.pop(0).endswith(ending):
            return None
        return (noun, many) if article == grammar["articles"][kind] else None

    subject = take(True)
    verbs = []
    if subject and level >= 5 and rest[:1] == [grammar["relative"]]:
        rest.pop(0)
        verbs.append(take(False))
    if grammar["verb_last"]:
        target = take(True)
        verbs.append(take(False))
    else:
        verbs.append(take(False))
        target = take(True)
    if not subject or not target or not all(verbs) or any(verb[1] != subject[1] for verb in verbs if verb):
        return False
    if rest and level >= 3 and rest[0] == grammar["no"] and target[1]:
        rest.pop(0)
    return not rest and (level < 7 or subject[0] != target[0])
