"""Say to whom each pronoun of a story refers under the stated rules of invented pronouns."""

from random import Random

META = {
    "category": "language",
    "skills": ["reference resolution", "rule following", "state tracking"],
    "keywords": ["pronouns", "anaphora", "antecedent"],
    "answer": "sequence",
    "version": 1,
}

_NAMES = [
    "Anu",
    "Beko",
    "Cilo",
    "Dara",
    "Emil",
    "Fenna",
    "Goro",
    "Hilde",
    "Iva",
    "Jori",
    "Kasi",
    "Lumo",
    "Mika",
    "Nolo",
]
_VERBS = ["greets", "helps", "follows", "calls", "visits", "thanks", "paints", "teaches", "warns", "finds"]
_WORDS = ["zo", "ka", "mi", "tul", "ner", "sab", "wex", "dro"]
_MEANINGS = {
    "first": "the person in the first place of the sentence before",
    "second": "the person in the second place of the sentence before",
    "clan": "the member of the {0} clan who was mentioned last before this place",
    "other": "the last person mentioned before this place who does not belong to the clan of the person in the first "
    "place of the same sentence",
    "oldest": "of all persons mentioned before this place, the one whose last mention lies farthest back",
    "most": "of all persons mentioned before this place, the one mentioned most often; if several were, the one "
    "of them who was mentioned last",
}


def generate(level: int, rng: Random) -> dict:
    """Tell a story sentence by sentence and replace a name by a pronoun wherever one is possible."""
    names = rng.sample(_NAMES, min(len(_NAMES), 4 + level // 2))
    clans = {name: "red" if at % 2 else "blue" for at, name in enumerate(names)}
    kinds = ["first", "second", "clan"] + ["other"] * (level >= 3) + ["oldest"] * (level >= 5) + ["most"] * (level >= 7)
    words = rng.sample(_WORDS, len(kinds) + 1)
    pronouns = [[word, kind, None] for word, kind in zip(words, kinds, strict=False)]
    pronouns[2][2] = "red"
    if level >= 2:
        pronouns.append([words[-1], "clan", "blue"])
    story: list[list] = []
    told: list[list[str]] = []
    found: list[str] = []
    present = dict(clans)
    while len(found) < 4 + level:
        if level >= 4 and len(story) % 4 == 3 and story[-1][0] != "move":
            name = rng.choice(sorted(present))
            present[name] = "red" if present[name] == "blue" else "blue"
            story.append(["move", name, present[name]])
            continue
        told.append([])
        parts = []
        for _ in range(2):
            options = [(word, _referent(told, kind, clan, present)) for word, kind, clan in pronouns]
            options = [(word, who) for word, who in options if who and who not in told[-1]]
            if options and len(found) < 4 + level and len(told) > 2 and rng.random() < 0.6:
                part, who = rng.choice(options)
                found.append(who)
            else:
                part = who = rng.choice([name for name in names if name not in told[-1]])
            parts.append(part)
            told[-1].append(who)
        story.append(["say", parts[0], rng.choice(_VERBS), parts[1]])
    return {"clans": clans, "pronouns": pronouns, "story": story, "solution": found}


def observe(instance: dict) -> str:
    """Return the question."""
    clans, words = instance["clans"], [word for word, _, _ in instance["pronouns"]]
    number, lines = 0, []
    for kind, *rest in instance["story"]:
        if kind == "move":
            lines.append(f"  (Now {rest[0]} goes over to the {rest[1]} clan.)")
            continue
        shown = []
        for part in rest:
            number += part in words
            shown.append(f"{part}[{number}]" if part in words else part)
        lines.append(f"  {' '.join(shown)}.")
    moves = any(sentence[0] == "move" for sentence in instance["story"])
    rules = [f"- {word}: {_MEANINGS[kind].format(clan)}" for word, kind, clan in instance["pronouns"]]
    return "\n".join(
        [
            "In a made-up language every sentence has a person in the first place, a verb, and a person in the "
            f"second place. Members of the red clan: {', '.join(name for name in clans if clans[name] == 'red')}. "
            f"Members of the blue clan: {', '.join(name for name in clans if clans[name] == 'blue')}. A person may be "
            "given by name or by one of these pronouns:",
            *rules,
            "A person is mentioned by a name and by a pronoun alike. The text is read from left to right, and 'before "
            "this place' takes in what stands to the left in the same sentence."
            + (
                " Sentences in brackets tell that somebody changes the clan, from there on; they mention nobody and "
                "do not count as sentences otherwise."
                if moves
                else ""
            ),
            "The text:",
            *lines,
            f"Whom do the pronouns 1 to {number} mean? Answer with {number} names in the order of these numbers, "
            "separated by spaces, such as: Otto Otto Pia",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Read the text once, keeping the list of all mentions, and compare."""
    text = answer.strip().removesuffix(".")
    given = [name.capitalize() for name in text.replace(",", " ").split()] if len(text) <= 4000 else []
    meanings = {word: (kind, clan) for word, kind, clan in instance["pronouns"]}
    clans, mentions, last, meant = dict(instance["clans"]), [], ["", ""], []
    for kind, *rest in instance["story"]:
        if kind == "move":
            clans[rest[0]] = rest[1]
            continue
        now: list[str] = []
        for part in (rest[0], rest[2]):
            who = part
            if part in meanings:
                who = _look(*meanings[part], mentions, last, clans, now)
                meant.append(who)
            mentions.append(who)
            now.append(who)
        last = now
    return given == meant


def solve(instance: dict) -> str:
    """Return the persons chosen when the story was told."""
    return " ".join(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Take another person for one pronoun, leave one out, or give them in reverse."""
    right, names = instance["solution"], sorted(instance["clans"])
    wrong = [right[:-1], right[::-1], [*right, right[-1]]]
    for at in (0, len(right) // 2, len(right) - 1):
        others = [name for name in names if name != right[at]]
        wrong += [[*right[:at], other, *right[at + 1 :]] for other in others[:2]]
    return list(dict.fromkeys(" ".join(who) for who in wrong if who != right))


def _look(
    kind: str, clan: str | None, mentions: list[str], last: list[str], clans: dict[str, str], now: list[str]
) -> str:
    """Return whom a pronoun means, by the list of all mentions so far."""
    if kind in ("first", "second"):
        return last[kind == "second"]
    if kind == "clan":
        return next((who for who in reversed(mentions) if clans[who] == clan), "")
    if kind == "other":
        return next((who for who in reversed(mentions) if clans[who] != clans[now[0]]), "") if now else ""
    later = {who: at for at, who in enumerate(mentions)}
    if kind == "oldest":
        return min(later, key=lambda who: later[who], default="")
    return max(later, key=lambda who: (mentions.count(who), later[who]), default="")


def _referent(told: list[list[str]], kind: str, clan: str | None, clans: dict[str, str]) -> str:
    """Return whom a pronoun means that comes next in the last, unfinished sentence of persons; "" for nobody."""
    *whole, begun = told
    if kind in ("first", "second"):
        return whole[-1][0 if kind == "first" else 1] if whole else ""
    past = [who for sentence in told for who in sentence]
    if kind == "clan":
        past = [who for who in past if clans[who] == clan]
    elif kind == "other":
        past = [who for who in past if begun and clans[who] != clans[begun[0]]]
    elif kind == "most":
        most = max((past.count(who) for who in past), default=0)
        past = [who for who in past if past.count(who) == most]
    elif kind == "oldest":
        return next((who for at, who in enumerate(past) if who not in past[at + 1 :]), "")
    return past[-1] if past else ""
