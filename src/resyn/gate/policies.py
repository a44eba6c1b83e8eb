"""Solvers that do not reason: each makes one guess from the look of a question or from other instances' solutions."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from resyn.gate.answers import is_number, refill, render, tokens_of
from resyn.gate.batteries import CONSTANTS
from resyn.gate.evidence import Draw

_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_WORD = re.compile(r"[A-Za-z][\w'-]*")
_EXAMPLE = re.compile(r"(?:for example|for instance|e\.g\.|such as|example:|like this)[:,]?\s*", re.I)
_LIST = re.compile(
    r"-?\b[0-9]+(?:(?:[,;][ \t]*|[ \t]+)(?:and )?-?[0-9]+\b){2,}"
    r"|\b[A-Za-z][\w'-]*(?:,[ \t]*[A-Za-z][\w'-]*){2,}(?:,? and [A-Za-z][\w'-]*)?"
)
_ANSWERING = re.compile(r"answer|format|write|give|reply|respond|output|print|state|list", re.I)
_QUOTED = re.compile(r"[\"'`\u201c\u2018]([^\"'`\u201c\u201d\u2018\u2019\n]{1,120})[\"'`\u201d\u2019]")

MAX_LENGTH = 60
"""Longest list that a policy writes out."""


def guesses(draw: Draw, companions: Sequence[Draw]) -> dict[str, str]:
    """Return one guess per policy, by the policy's name.

    `companions` are the other draws of the same level: their solutions stand for what a policy learns by heart.
    """
    made: dict[str, str] = {f"always {text!r}": text for text in CONSTANTS}
    for name, text in _from_question(draw.question, draw.solution):
        made.setdefault(name, text)
    for name, text in _from_solutions(draw, companions):
        made.setdefault(name, text)
    return made


def _from_question(question: str, like: str) -> Iterator[tuple[str, str]]:
    numbers = _NUMBER.findall(question)
    if numbers:
        ranked = sorted(numbers, key=float)
        yield "the first number of the question", numbers[0]
        yield "the second number of the question", numbers[min(1, len(numbers) - 1)]
        yield "the last number of the question", numbers[-1]
        yield "the largest number of the question", ranked[-1]
        yield "the smallest number of the question", ranked[0]
        yield "how many numbers the question has", str(len(numbers))
    yield "how many lines the question has", str(len(question.splitlines()))
    words = _WORD.findall(question)
    if words:
        yield "the last word of the question", words[-1]
        yield "the first word of the question", words[0]
    names = re.findall(r"(?<![.?!:]\s)(?<!^)\b[A-Z][\w'-]*", question, re.M)
    if names:
        yield "the first name in the question", names[0]
        yield "the last name in the question", names[-1]
        yield "the most frequent name in the question", Counter(names).most_common(1)[0][0]
    yield "the question itself", question
    yield from _shown(question)
    yield from _from_lists(question, like)
    yield from _ranges(numbers, like)


def format_examples(question: str) -> list[str]:
    """Return the texts that a question gives as examples of the answer's form, in quotation marks or not.

    An example counts where its sentence speaks of answering; "for example" elsewhere explains the task.
    """
    found = []
    for match in _EXAMPLE.finditer(question):
        sentence = re.split(r"[.?!]\s|\n", question[: match.start()])[-1]
        if _ANSWERING.search(sentence + match.group()):
            rest = question[match.end() :].partition("\n")[0][:200]
            text = re.split(r"\.\s|\)\s|\)\.|;", rest)[0].strip().rstrip(".").strip("\"'`")
            found.append(text[:-1] if text.endswith(")") and text.count("(") < text.count(")") else text)
    return found


def _shown(question: str) -> Iterator[tuple[str, str]]:
    """Yield format examples and quoted texts: what the question holds out."""
    for number, text in enumerate(format_examples(question)[:2]):
        yield f"the format example number {number + 1}", text
    quoted = _QUOTED.findall(question)
    if quoted:
        yield "the first quoted text", quoted[0]
        yield "the last quoted text", quoted[-1]


def lists_of(question: str) -> list[list[str]]:
    """Return the lists of three items or more that a question shows: numbers in a row, words with commas between."""
    found = []
    for match in _LIST.finditer(question):
        items = re.split(r"[,;\s]+", re.sub(r"\s+and\s+", ", ", match.group()))
        if 3 <= len(items) <= MAX_LENGTH:
            found.append(items)
    return found


def _from_lists(question: str, like: str) -> Iterator[tuple[str, str]]:
    lists = lists_of(question)
    if not lists:
        return
    chosen = {"first": lists[0], "last": lists[-1], "longest": max(lists, key=len)}
    for which, items in chosen.items():
        numeric = all(is_number(item) and "/" not in item for item in items)
        ranked = sorted(items, key=float) if numeric else sorted(items)
        yield f"the {which} list as it is", render(items, like)
        yield f"the {which} list sorted", render(ranked, like)
        yield f"the {which} list sorted downwards", render(ranked[::-1], like)
        yield f"the {which} list reversed", render(items[::-1], like)
        yield f"the length of the {which} list", str(len(items))
        yield f"the first item of the {which} list", items[0]
        yield f"the last item of the {which} list", items[-1]
        yield f"the largest item of the {which} list", ranked[-1]
        yield f"the smallest item of the {which} list", ranked[0]
        size = len(tokens_of(like))
        if 1 < size < len(items):
            yield f"the first items of the {which} list", render(items[:size], like)
            yield f"the last items of the {which} list", render(items[-size:], like)
            yield f"the largest items of the {which} list", render(ranked[-size:], like)
            yield f"the smallest items of the {which} list", render(ranked[:size], like)
    everything = [item for items in lists for item in items]
    if len(lists) > 1 and len(everything) <= MAX_LENGTH:
        yield "all lists as they are", "\n".join(render(items, like.split("\n")[0]) for items in lists)


def _ranges(numbers: Sequence[str], like: str) -> Iterator[tuple[str, str]]:
    """Yield the natural order of as many items as the solution has, and as numbers of the question say."""
    size = len(tokens_of(like))
    sizes = {"as many as are asked for": size}
    whole = [int(number) for number in numbers if number.isdigit() and len(number) < 4]
    if whole:
        sizes |= {"up to the first number": whole[0], "up to the largest number": max(whole)}
    for how, count in sizes.items():
        if 2 <= count <= MAX_LENGTH:
            ascending = [str(i) for i in range(count + 1)]
            letters = [chr(ord("A") + i) for i in range(min(count, 26))]
            yield f"0, 1, 2, ... {how}", render(ascending[:count], like)
            yield f"1, 2, 3, ... {how}", render(ascending[1:], like)
            yield f"..., 2, 1, 0 {how}", render(ascending[:count][::-1], like)
            yield f"..., 3, 2, 1 {how}", render(ascending[1:][::-1], like)
            yield f"A, B, C, ... {how}", render(letters, like)


def _from_solutions(draw: Draw, companions: Sequence[Draw]) -> Iterator[tuple[str, str]]:
    others = [other for other in companions if other.instance != draw.instance]
    if not others:
        return
    common = Counter(other.solution for other in others).most_common(3)
    for rank, (text, _) in enumerate(common):
        yield f"the commonest solution of other instances, number {rank + 1}", text
    place = next((i for i, other in enumerate(companions) if other is draw), 0)
    for step in (1, 2):
        other = companions[(place + step) % len(companions)]
        if other.instance != draw.instance:
            yield f"the solution of another instance, number {step}", other.solution
    yield from _filled(draw.solution, [other.solution for other in others])


def _filled(like: str, solutions: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield answers of the solution's shape with every token, or every character, the one that others have most."""
    tokens = tokens_of(like)
    if sum(like.count(bracket) for bracket in "()[]{}<>") > 2 * len(tokens):
        return  # the brackets themselves are the answer, and a guess that keeps them would know it
    rows = [tokens_of(text) for text in solutions]
    usual = Counter(token for row in rows for token in row).most_common(1)
    if len(tokens) > 1 and usual:
        places = [Counter(row[i] for row in rows if len(row) == len(tokens)).most_common(1) for i in range(len(tokens))]
        yield "the commonest item at every place", refill(like, [usual[0][0]] * len(tokens))
        yield "zeros at every place", refill(like, ["0"] * len(tokens))
        yield "ones at every place", refill(like, ["1"] * len(tokens))
        if all(places):
            yield "the commonest item at each place", refill(like, [place[0][0] for place in places])
    signs = Counter(char for text in solutions for char in text if not char.isspace()).most_common(1)
    if signs and len(like) > 1:
        yield "the commonest sign at every place", re.sub(r"\S", lambda _: signs[0][0], like)
