"""List the sentences with nested quantifiers that are true of a small board of pieces."""

import re
from collections.abc import Callable
from random import Random
from typing import Any

META = {
    "category": "logic",
    "skills": ["quantifiers", "model checking", "spatial relations"],
    "keywords": ["first-order logic", "small model", "board"],
    "answer": "set",
    "version": 1,
}

_COLOURS = {"": "", "r": "red", "g": "green", "b": "blue"}
_SHAPES = {"": "piece", "c": "cup", "d": "dish", "k": "key", "n": "nut"}
_LINKS = ("left", "above", "same row", "same column", "same colour", "same shape", "touches", "other shape")
_COUNTS = ("every", "some", "no", "one", "two", "most")


def generate(level: int, rng: Random) -> dict[str, Any]:
    """Draw a board, and sentences until as many are true as a drawn number demands."""
    size = min(3 + level // 3, 8)
    squares = [[row, column] for row in range(size) for column in range(size)]
    pieces = []
    for row, column in sorted(rng.sample(squares, min(5 + level // 2, 20))):
        pieces.append([row, column, rng.choice("rgb"), rng.choice("cdkn" if level > 1 else "cdk")])
    count = 7 + level // 4
    wanted = {True: rng.randint(2, count - 2)}
    wanted[False] = count - wanted[True]
    sentences: list[list[Any]] = []
    for turn in range(600):
        sentence = _draw(pieces, level, rng, plain=turn > 400)
        truth = _true(sentence, pieces)
        if wanted[truth] and sentence not in sentences:
            sentences.append(sentence)
            wanted[truth] -= 1
    rng.shuffle(sentences)
    return {"size": size, "pieces": pieces, "sentences": sentences}


def _draw(pieces: list[list[Any]], level: int, rng: Random, *, plain: bool) -> list[Any]:
    """Return [quantifier, noun, claim]; a claim is a noun to be, or a link to so many pieces of another noun."""
    depth = 1 if plain or level < 2 else 1 + (rng.random() < 0.75) + (level >= 6 and rng.random() < 0.5)
    quantifier = rng.choice(_COUNTS[: 3 + min(level // 2, 3)])
    return [quantifier, _draw_noun(pieces, level, rng), _draw_claim(pieces, depth, level, rng)]


def _draw_claim(pieces: list[list[Any]], depth: int, level: int, rng: Random) -> list[Any]:
    if depth <= 1 and rng.random() < 0.4:
        return ["is", rng.choice("rgb")]
    links = _LINKS[: min(4 + level // 2, len(_LINKS))]
    further = _draw_claim(pieces, depth - 1, level, rng) if depth > 1 else []
    quantifier = rng.choice(("some", "no", "every") if level >= 3 else ("some", "no"))
    return [rng.choice(links), quantifier, _draw_noun(pieces, level, rng), further]


def _draw_noun(pieces: list[list[Any]], level: int, rng: Random) -> list[str]:
    """Return a noun, mostly one that fits a piece of the board."""
    colour, shape = rng.choice(pieces)[2:]
    if rng.random() < 0.1:
        colour, shape = rng.choice("rgb"), rng.choice("cdk")
    return [colour if level >= 2 and rng.random() < 0.6 else "", shape if rng.random() < 0.75 else ""]


def _linked(link: str, one: list[Any], two: list[Any]) -> bool:
    return {
        "left": one[1] < two[1],
        "above": one[0] < two[0],
        "same row": one[0] == two[0],
        "same column": one[1] == two[1],
        "same colour": one[2] == two[2],
        "same shape": one[3] == two[3],
        "touches": abs(one[0] - two[0]) + abs(one[1] - two[1]) == 1,
        "other shape": one[3] != two[3],
    }[link]


def _count(quantifier: str, hits: int, total: int) -> bool:
    return {
        "every": hits == total,
        "some": hits >= 1,
        "no": hits == 0,
        "one": hits == 1,
        "two": hits >= 2,
        "most": 2 * hits > total,
    }[quantifier]


def _true(sentence: list[Any], pieces: list[list[Any]]) -> bool:
    quantifier, noun, claim = sentence
    chosen = [piece for piece in pieces if _is(noun, piece)]
    return _count(quantifier, sum(_claims(claim, piece, pieces) for piece in chosen), len(chosen))


def _claims(claim: list[Any], piece: list[Any], pieces: list[list[Any]]) -> bool:
    if claim[0] == "is":
        return piece[2] == claim[1]
    link, quantifier, noun, further = claim
    chosen = [other for other in pieces if other is not piece and _is(noun, other)]
    if further:
        chosen = [other for other in chosen if _claims(further, other, pieces)]
    return _count(quantifier, sum(_linked(link, piece, other) for other in chosen), len(chosen))


def _is(noun: list[str], piece: list[Any]) -> bool:
    return noun[0] in ("", piece[2]) and noun[1] in ("", piece[3])


def _noun(noun: list[str]) -> str:
    return f"{_COLOURS[noun[0]]} {_SHAPES[noun[1]]}".strip()


def _text(sentence: list[Any]) -> str:
    quantifier, noun, claim = sentence
    start = {
        "every": "Every",
        "some": "At least one",
        "no": "No",
        "one": "Exactly one",
        "two": "At least two",
        "most": "More than half of the",
    }[quantifier]
    if quantifier in ("two", "most"):
        plural = "es" if noun[1] == "d" else "s"
        return f"{start} {_noun(noun)}{plural} have this property: the piece {_say(claim)}."
    return f"{start} {_noun(noun)} {_say(claim)}."


def _say(claim: list[Any]) -> str:
    if claim[0] == "is":
        return f"is {_COLOURS[claim[1]]}"
    link, quantifier, noun, further = claim
    which = {"some": "at least one other", "no": "no other", "every": "every other"}[quantifier]
    words = {
        "left": "is further left than",
        "above": "is higher up than",
        "same row": "is in the same row as",
        "same column": "is in the same column as",
        "same colour": "has the same colour as",
        "same shape": "has the same shape as",
        "touches": "touches",
        "other shape": "has another shape than",
    }[link]
    return f"{words} {which} {_noun(noun)}" + (f" that [{_say(further)}]" if further else "")


def observe(instance: dict[str, Any]) -> str:
    """Show the board, the sentences, how they are meant and the answer format."""
    size = instance["size"]
    rows = [["--"] * size for _ in range(size)]
    for row, column, colour, shape in instance["pieces"]:
        rows[row][column] = colour.upper() + shape
    board = "\n".join(" ".join(row) for row in rows)
    listed = "\n".join(f"{at}. {_text(sentence)}" for at, sentence in enumerate(instance["sentences"], start=1))
    return (
        "Pieces stand on a board; -- is an empty square. The capital letter is the colour (R red, G green, B blue), "
        f"the small letter the shape (c cup, d dish, k key, n nut).\n\n{board}\n\nWhich of these sentences are true of "
        f"the board?\n{listed}\n\n'Other' always means: other than the piece that the words just before speak about. "
        "Two pieces touch if their squares share a side. A sentence about every (other) piece of a kind is true if "
        "there is no such piece; one about more than half of them is not. Square brackets show what belongs together."
        "\nAnswer with the numbers of all true sentences, in any order, separated by spaces. (The format, not a hint: "
        "3 4)"
    )


def verify(instance: dict[str, Any], answer: str) -> bool:
    """Compare with the sentences that are true of the pieces."""
    tokens = _tokens(answer)
    if not all(re.fullmatch(r"[1-9][0-9]{0,3}", token) for token in tokens) or len(set(tokens)) != len(tokens):
        return False
    pieces = instance["pieces"]
    true = {at for at, sentence in enumerate(instance["sentences"], start=1) if _true(sentence, pieces)}
    return {int(token) for token in tokens} == true


def _tokens(answer: str) -> list[str]:
    """Split at spaces and commas; brackets around the answer and one final full stop are passed over."""
    if len(answer) > 20_000 or not answer.isascii():
        return ["?"]
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("[]", "()", "{}"):
        text = text[1:-1].strip()
    return re.split(r"\s*,\s*|\s+", text)


def solve(instance: dict[str, Any]) -> str:
    """Return the true sentences: each part is worked out once as the set of the pieces that it is true of."""
    pieces = instance["pieces"]
    everybody = range(len(pieces))

    def named(noun: list[str]) -> set[int]:
        return {at for at in everybody if _is(noun, pieces[at])}

    def fitting(claim: list[Any]) -> set[int]:
        if claim[0] == "is":
            return named([claim[1], ""])
        link, quantifier, noun, further = claim
        chosen = named(noun) & (fitting(further) if further else set(everybody))
        related = {at: {to for to in chosen - {at} if _linked(link, pieces[at], pieces[to])} for at in everybody}
        test: Callable[[int], bool] = {
            "some": lambda at: bool(related[at]),
            "no": lambda at: not related[at],
            "every": lambda at: related[at] == chosen - {at},
        }[quantifier]
        return {at for at in everybody if test(at)}

    true = []
    for at, (quantifier, noun, claim) in enumerate(instance["sentences"], start=1):
        chosen = named(noun)
        if _count(quantifier, len(chosen & fitting(claim)), len(chosen)):
            true.append(at)
    return " ".join(map(str, true))


def wrong_answers(instance: dict[str, Any]) -> list[str]:
    """Miss one true sentence, add a false one, take the false ones, or take all."""
    right = [int(token) for token in solve(instance).split()]
    others = [number for number in range(1, len(instance["sentences"]) + 1) if number not in right]
    wrong = [right[:-1], sorted([*right, others[0]]), others, sorted(right + others), [others[-1], *right[1:]]]
    return [" ".join(map(str, numbers)) for numbers in wrong]
