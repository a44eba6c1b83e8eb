"""The verifier refuses the solution in another spelling that the stated format allows.

What it checks
    On every drawn instance, verify must accept the solution
    - with blank lines around it, trailing blanks on its lines, and Windows line ends;
    - with other white space between its items (two blanks, a tab), where its items are numbers or META["answer"]
      says sequence, set or assignment;
    - with and without a blank behind its commas, where commas separate its items;
    - written like the format example in the question (for example "[3, 1, 2]", or "3 1 2"), where that example has
      other separators or brackets than the solution;
    - in the case of letters in which the question itself writes the word, where the solution is one word that
      stands in the question only in another case.
    Nothing else is demanded: brackets, a full stop or other separators are allowed only where the question shows
    them.

Why it matters
    A model that found the answer and earns nothing for a blank learns the verifier's quirks instead of the task. In
    one published corpus the plain form of the stored answer is refused by three of ten verifiers; in another,
    models were scored near zero over rounding and case.

Example it rejects
    def observe(instance): return "... Answer with the numbers separated by commas."
    def verify(instance, answer): return answer.split(",") == [str(n) for n in instance["numbers"]]   # "1, 2" refused

How to fix
    Split with `answer.replace(",", " ").split()` (or `re.split(r"[,\\s]+", answer.strip())`) and convert each
    token, so that spacing does not count. Let the example in the question have the very form that solve returns and
    verify reads. Compare words with `.casefold()` where case carries no meaning.
"""

import re
from collections.abc import Iterator

from resyn.core.environment import read_meta
from resyn.core.records import Finding, Outcome
from resyn.gate.answers import PADDED, described, is_number, tokens_of
from resyn.gate.evidence import Draw, Evidence
from resyn.gate.policies import format_examples

STAGE = "verify"
VERSION = 1

_NUMBERS = re.compile(r"\[[-+0-9./,\s]+\]|\([-+0-9./,\s]+\)|[-+0-9./,\s]+")
_LISTS = ("sequence", "set", "assignment")


def check(evidence: Evidence) -> Iterator[Finding]:
    """Report the spellings that are refused on draws where `solution_rejected` finds nothing, three kinds at most."""
    draws = evidence.complete_draws
    kind = str(read_meta(evidence.tree).get("answer", "")) if evidence.tree else ""
    plain = evidence.verify([(draw, PADDED.format(draw.solution)) for draw in draws])
    cases = [
        (draw, name, text)
        for draw, outcome in zip(draws, plain, strict=True)
        if outcome is Outcome.CORRECT
        for name, text in spellings(draw, kind).items()
        if text != draw.solution
    ]
    outcomes = evidence.verify([(draw, text) for draw, _, text in cases])
    refused: dict[str, list[tuple[Draw, str]]] = {}
    for (draw, name, text), outcome in zip(cases, outcomes, strict=True):
        if outcome is Outcome.WRONG:
            refused.setdefault(name, []).append((draw, text))
    for name, found in sorted(refused.items(), key=lambda item: -len(item[1]))[:3]:
        asked = sum(name == other for _, other, _ in cases)
        draw, text = found[0]
        answer, shown = described(text)
        yield evidence.finding(
            __name__,
            f"verify refuses the solution with {name} ({len(found)} of {asked} draws), which the format allows",
            draw.witness(f"verify returned False for {shown}, but True for {draw.solution[:60]!a}", answer),
        )


def spellings(draw: Draw, kind: str) -> dict[str, str]:
    """Return, by what was changed, the solution's other spellings that every reader of the question would allow."""
    solution = draw.solution
    found = {
        "blank lines around it": f"\n\n{solution}\n\n",
        "trailing blanks on its lines": solution if kind == "text" else solution.replace("\n", "  \n") + "  ",
        "Windows line ends": solution.replace("\n", "\r\n") + "\r\n",
    }
    tokens = tokens_of(solution)
    numeric = bool(tokens) and all(is_number(token) for token in tokens)
    if kind in _LISTS or numeric:
        gap = r"(?<=,) (?=\S)" if "," in solution else r"(?<=\S) (?=\S)"
        found["two blanks between its items"] = re.sub(gap, "  ", solution)
        found["tabs between its items"] = re.sub(gap, "\t", solution)
        if "," in solution and "(" not in solution:
            found["no blanks behind its commas"] = re.sub(r",\s+", ",", solution)
            found["blanks behind its commas"] = re.sub(r",\s*", ", ", solution)
    if numeric and len(tokens) > 1 and "\n" not in solution.strip():
        found |= _like_the_example(draw.question, solution)
    if re.fullmatch(r"[A-Za-z]+", solution):
        words = set(re.findall(r"[A-Za-z]+", draw.question))
        same = sorted(word for word in words if word.casefold() == solution.casefold())
        if same and solution not in words:
            found["the case of letters that the question shows"] = same[0]
    return found


def _like_the_example(question: str, solution: str) -> dict[str, str]:
    """Write a list of numbers in the form of the question's format example, where that is such a list too."""
    for example in format_examples(question):
        tokens = tokens_of(example)
        if len(tokens) > 1 and _NUMBERS.fullmatch(example):
            comma = ", " if re.search(r",\s", example) else "," if "," in example else " "
            opening, closing = (example[0], example[-1]) if example[0] in "[(" else ("", "")
            text = opening + comma.join(tokens_of(solution)) + closing
            return {f"the form of the question's example {example[:30]!a}": text}
    return {}
