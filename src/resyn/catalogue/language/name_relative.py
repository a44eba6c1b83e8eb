"""Name all relatives of a person that invented kinship words stand for."""

import re
from random import Random

META = {
    "category": "language",
    "skills": ["relational reasoning", "composition", "rule following"],
    "keywords": ["kinship", "family tree", "definitions"],
    "answer": "set",
    "version": 1,
}

_WOMEN = ["Ada", "Bea", "Cleo", "Dina", "Edda", "Fay", "Gesa", "Hanna", "Ilse", "Jule", "Kaja", "Lena", "Mona", "Nele"]
_MEN = ["Abel", "Bert", "Carl", "Dirk", "Egon", "Falk", "Gero", "Hugo", "Ivo", "Jens", "Karl", "Lars", "Max", "Nils"]
_TERMS = ["tor", "mig", "zel", "vun", "rak", "pol"]
_ROLES = {
    "parent": ("parent", "father", "mother"),
    "child": ("child", "son", "daughter"),
    "sibling": ("sibling", "brother", "sister"),
    "spouse": ("spouse", "husband", "wife"),
}


def generate(level: int, rng: Random) -> dict:
    """Grow a family and define words by combining relations; ask for a person who has a few such relatives."""
    best: tuple[int, dict] = (10**6, {})
    for _ in range(12):
        people, couples = _family(level, rng)
        terms: list[list] = []
        for _ in range(min(len(_TERMS), 1 + (level >= 3) + level // 5)):
            terms.append(_define(terms, level, rng))
        case = {"people": people, "couples": couples, "terms": terms, "asked": ["", len(terms) - 1]}
        sizes = [(len(_relatives(case, name, terms[-1])), name) for name in sorted(people)]
        fitting = [(abs(size - 3), rng.random(), name) for size, name in sizes if 2 <= size < len(people) - 2]
        if fitting and min(fitting)[0] < best[0]:
            case["asked"] = [min(fitting)[2], len(terms) - 1]
            best = (min(fitting)[0], case)
        if best[0] == 0:
            break
    if not best[1]:
        terms = [[["child", 0], ["parent", 0], 0]]
        case = {"people": people, "couples": couples, "terms": terms, "asked": [couples[0][2][0], 0]}
        best = (0, case)
    case = best[1]
    found = _relatives(case, case["asked"][0], case["terms"][case["asked"][1]])
    return case | {"solution": rng.sample(found, len(found))}


def observe(instance: dict) -> str:
    """Return the question."""
    people, ages = instance["people"], any(term[2] for term in instance["terms"])
    facts = []
    for man, woman, children in instance["couples"]:
        facts.append(f"{man} and {woman} are married" + _offspring(children))
    lines = [f"- {_defined(instance, at)}" for at in range(len(instance["terms"]))]
    women = [name for name, (sex, _) in people.items() if sex == "f"]
    men = [name for name, (sex, _) in people.items() if sex == "m"]
    who, at = instance["asked"]
    return "\n".join(
        [
            "A family:",
            *(f"- {fact}" for fact in facts),
            f"{_listed(women)} are women, {_listed(men)} are men.",
            *(
                ["Years of birth: " + ", ".join(f"{name} {year}" for name, (_, year) in people.items()) + "."]
                if ages
                else []
            ),
            "Nobody else is to be considered. Siblings are different persons with the same parents.",
            "In the language of this family:",
            *lines,
            f"Who are all the people that are a {_TERMS[at]} of {who}? Answer with their names in any order, "
            "separated by spaces, such as: Otto Pia",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Ask of every person whether the word fits, by following the definition step by step."""
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1]
    if not re.fullmatch(r"[A-Za-z\s,]{1,2000}", text):
        return False
    named = [name.capitalize() for name in text.replace(",", " ").split()]
    who, at = instance["asked"]
    known: dict[str, bool] = {}
    right = [name for name in instance["people"] if _is_term(instance, name, who, at, known)]
    return len(set(named)) == len(named) and sorted(named) == sorted(right)


def solve(instance: dict) -> str:
    """Return the relatives found at generation."""
    return " ".join(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Miss one, name one too many, exchange one, or count the person too."""
    right = instance["solution"]
    spare = [name for name in instance["people"] if name not in right]
    wrong = [
        right[1:],
        right[:-1],
        [*right, spare[0]],
        [*right, spare[-1]],
        [*right[1:], spare[0]],
        [spare[-1], *right[:-1]],
    ]
    return list(dict.fromkeys(" ".join(names) for names in wrong))


def _family(level: int, rng: Random) -> tuple[dict, list]:
    """Return people with sex and year of birth, and couples with their children, over three or four generations."""
    women, men = rng.sample(_WOMEN, len(_WOMEN)), rng.sample(_MEN, len(_MEN))
    people: dict[str, list] = {}
    years = rng.sample(range(10), 10)

    def born(sex: str, year: int) -> str:
        name = (women if sex == "f" else men).pop()
        people[name] = [sex, year + years[len(people) % 10]]
        return name

    couples: list[list] = []
    layer = [[born("m", 1900), born("f", 1900)]]
    if level >= 4:
        layer.append([born("m", 1900), born("f", 1900)])
    for generation in range(1, 3 + (level >= 8)):
        fresh: list[list[str]] = []
        for man, woman in layer:
            count = rng.randrange(2, 4) if generation == 1 else rng.randrange(1, 4)
            count = min(count, max(0, min(18, 10 + level // 2) - len(people)))
            children = [
                born(rng.choice([sex for sex in "fm" if len(women if sex == "f" else men) > 5]), 1900 + 25 * generation)
                for _ in range(count)
            ]
            couples.append([man, woman, children])
            fresh.append(children)
        pool = [name for children in fresh for name in children]
        layer = []
        while (
            pool and len(layer) < 2 + level // 4 and len(people) < min(20, 12 + level) and generation < 2 + (level >= 8)
        ):
            name = pool.pop(0)
            sex = people[name][0]
            siblings = next(children for children in fresh if name in children)
            partner = next((other for other in pool if other not in siblings and people[other][0] != sex), None)
            if partner:
                pool.remove(partner)
            else:
                partner = born("f" if sex == "m" else "m", 1900 + 25 * generation)
            layer.append([name, partner] if sex == "m" else [partner, name])
    couples += [[man, woman, []] for man, woman in layer]
    return {name: people[name] for name in sorted(people)}, couples


def _define(terms: list[list], level: int, rng: Random) -> list:
    """Return [first relation, second relation, sex, age]: somebody who is the first to one who is the second to you."""

    def relation(*, word: bool) -> list:
        if word and terms and rng.random() < 0.8:
            return ["term", len(terms) - 1]
        return [
            rng.choice(["parent", "child", "sibling", "spouse"] if level > 1 else ["parent", "child", "sibling"]),
            rng.choice([0, 0, 1, 2]) if level > 1 else 0,
        ]

    first, second = relation(word=False), relation(word=True)
    while [first[0], second[0]] in (["spouse", "spouse"], ["sibling", "sibling"]):
        first = relation(word=False)
    if rng.random() < 0.3:
        first, second = second, first
    return [first, second, rng.choice([0, 1, 2]) if level >= 4 and rng.random() < 0.5 else 0]


def _step(case: dict, name: str, relation: list) -> list[str]:
    """Return all who stand in a relation to a person."""
    kind, sex = relation
    if kind == "term":
        return _relatives(case, name, case["terms"][sex])
    found: list[str] = []
    for man, woman, children in case["couples"]:
        if kind == "parent" and name in children:
            found += [man, woman]
        elif kind == "child" and name in (man, woman):
            found += children
        elif kind == "sibling" and name in children:
            found += [child for child in children if child != name]
        elif kind == "spouse" and name in (man, woman):
            found.append(woman if name == man else man)
    return [other for other in found if not sex or case["people"][other][0] == " mf"[sex]]


def _relatives(case: dict, name: str, term: list) -> list[str]:
    """Return, sorted, all whom a word fits as relatives of a person."""
    first, second, age = term
    found = {other for between in _step(case, name, second) for other in _step(case, between, first)} - {name}
    own = case["people"][name][1]
    return sorted(
        other
        for other in found
        if not age or (case["people"][other][1] < own if age == 1 else case["people"][other][1] > own)
    )


def _is_term(instance: dict, one: str, two: str, at: int, known: dict[str, bool]) -> bool:
    """Tell whether the first person is what the word says to the second; `known` keeps what was found before."""
    key = f"{one} {two} {at}"
    if key not in known:
        first, second, age = instance["terms"][at]
        born = instance["people"][one][1] - instance["people"][two][1]
        known[key] = (
            one != two
            and (not age or (born < 0 if age == 1 else born > 0))
            and any(
                _is(instance, one, between, first, known) and _is(instance, between, two, second, known)
                for between in instance["people"]
            )
        )
    return known[key]


def _is(instance: dict, one: str, two: str, relation: list, known: dict[str, bool]) -> bool:
    kind, sex = relation
    if kind == "term":
        return _is_term(instance, one, two, sex, known)
    if one == two or (sex and instance["people"][one][0] != ("m" if sex == 1 else "f")):
        return False
    if kind == "parent":
        return any(one in couple[:2] and two in couple[2] for couple in instance["couples"])
    if kind == "child":
        return any(two in couple[:2] and one in couple[2] for couple in instance["couples"])
    if kind == "sibling":
        return any(one in couple[2] and two in couple[2] for couple in instance["couples"])
    return any(one in couple[:2] and two in couple[:2] for couple in instance["couples"])


def _listed(names: list[str]) -> str:
    return ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else names[0]


def _offspring(children: list[str]) -> str:
    if not children:
        return "."
    return f"; their {'children are' if len(children) > 1 else 'only child is'} {_listed(children)}."


def _word(relation: list) -> str:
    kind, sex = relation
    return _TERMS[sex] if kind == "term" else _ROLES[kind][sex]


def _defined(instance: dict, at: int) -> str:
    first, second, age = instance["terms"][at]
    extra = ["", " and was born before this person", " and was born after this person"][age]
    return (
        f"A {_TERMS[at]} of a person is everybody, other than this person, who is a {_word(first)} of a "
        f"{_word(second)} of this person{extra}."
    )
