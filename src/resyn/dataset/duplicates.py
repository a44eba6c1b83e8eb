"""What makes two rows of a dataset the same puzzle.

Templated siblings share nearly all of their words, so likeness of texts says nothing: "Alice sits left of Bob" and "Bob
sits left of Alice" have equal bags of words and different answers, and so have [3, 1, 2] and [2, 1, 3]. A row is
therefore dropped only for one of three reasons:

- `same question`: the text is equal, whichever environments and splits the two come from;
- `same instance`: the environment's instance is equal but for the order of keys;
- `reordered`: the same environment makes the same statements (lines, sentences, listed clauses) in another order, *and*
  each puzzle's solution is accepted by the other's verifier. The second half keeps apart what order tells apart: the
  steps of a program, the rows of a grid.
"""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from resyn.core import jsontext
from resyn.core.records import Item

SAME_QUESTION = "same question"
SAME_INSTANCE = "same instance"
REORDERED = "reordered"

_BREAK = re.compile(r"[.;:!?]\s+|\n")
_MARK = re.compile(r"(?:\(?[0-9a-z]{1,3}[.)]|[-*•])\s+")


def statements(question: str) -> tuple[str, ...]:
    """Return what a question states, sorted: its lines, sentences and clauses without list marks, case, white space."""
    pieces = (" ".join(piece.split()).strip(" .;:") for piece in _BREAK.split(question.casefold()))
    return tuple(sorted(_MARK.sub("", piece, count=1) if _MARK.match(piece) else piece for piece in pieces if piece))


def sorted_instance(instance: str) -> str:
    """Return an instance's JSON text with sorted keys."""
    return json.dumps(json.loads(instance), sort_keys=True, ensure_ascii=False)


@dataclass(slots=True)
class Seen:
    """What the rows so far say.

    `answers_any` tells whether one of the given items is interchangeable with the first: each one's solution answers
    the other's question.
    """

    answers_any: Callable[[Item, Sequence[Item]], bool]
    _questions: set[str] = field(default_factory=set)
    _instances: set[str] = field(default_factory=set)
    _statements: dict[str, list[Item]] = field(default_factory=dict)

    def take(self, item: Item) -> str:
        """Return why an item repeats an earlier one, "" where it does not; then it counts as an earlier one itself."""
        question = jsontext.content_hash(item.question)
        instance = jsontext.content_hash(f"{item.environment}\n{sorted_instance(item.instance)}")
        if question in self._questions:
            return SAME_QUESTION
        if instance in self._instances:
            return SAME_INSTANCE
        stated = jsontext.content_hash("\n".join((item.environment, *statements(item.question))))
        siblings = self._statements.setdefault(stated, [])
        if siblings and self.answers_any(item, siblings):
            return REORDERED
        siblings.append(item)
        self._questions.add(question)
        self._instances.add(instance)
        return ""
