"""What a model's reply says: the one place that takes the final answer out of it, for rewards, calibration, evaluation.

Tags count as `core.prompting` writes them, to the letter. Thinking is what stands from an opening think tag to the next
closing one; a reply whose first think tag is a closing one was begun by the chat template, and thinks up to there. A
think tag that is never closed begins no thinking: whether a reply keeps to the format is asked apart from what it
answers. An answer stands from an opening answer tag to the next closing one, with no other answer tag in between.
"""

import re
from itertools import islice, pairwise
from typing import Final

from resyn.core.prompting import ANSWER_TAGS, THINK_TAGS

_TAG: Final = re.compile("|".join(map(re.escape, (*THINK_TAGS, *ANSWER_TAGS))))
_THINK: Final = re.compile("|".join(map(re.escape, THINK_TAGS)))
_ANSWER: Final = re.compile("|".join(map(re.escape, ANSWER_TAGS)))
_END: Final = re.compile(
    r"(?:\s|<\|[a-z_]{1,32}\|>|<\uff5cend\u2581of\u2581sentence\uff5c>|</s>|<eos>|<end_of_turn>)*+"
)
"""What a tokenizer leaves at the end of a reply where a trainer (slime, AReaL, OpenRLHF) decodes special tokens too."""


def extract_answer(response: str) -> str | None:
    """Return the last complete answer outside the thinking, without white space around it; None where there is none.

    An empty answer is "". Takes time linear in the reply's length, whatever is written there.
    """
    said = _without_thinking(response)
    found = None
    for opening, closing in pairwise(_ANSWER.finditer(said)):
        if (opening[0], closing[0]) == ANSWER_TAGS:
            found = said[opening.end() : closing.start()]
    return None if found is None else found.strip()


def follows_format(response: str) -> bool:
    """Tell whether a reply is one think block and then one answer block, neither blank, and white space around them.

    The format reward of the paper (section on training). More tags than these four, of either kind, break the format;
    the end-of-turn marks of tokenizers, after all else, are not the model's text and do not.
    """
    tags = list(islice(_TAG.finditer(response), 5))
    if tuple(tag[0] for tag in tags) != (*THINK_TAGS, *ANSWER_TAGS):
        return False
    before, *inner, after = _between(response, tags)
    thinking, middle, answer = inner
    return bool(thinking.strip() and answer.strip() and _END.fullmatch(after)) and not (before + middle).strip()


def _between(text: str, marks: list[re.Match[str]]) -> list[str]:
    starts = [0, *(mark.end() for mark in marks)]
    ends = [*(mark.start() for mark in marks), len(text)]
    return [text[start:end] for start, end in zip(starts, ends, strict=True)]


def _without_thinking(response: str) -> str:
    """Return a reply with a line break in place of each block of thinking, so that no tag grows together."""
    kept = []
    position = 0
    opened: int | None = 0  # a reply may begin within the thinking; then its first tag closes it
    first = True
    for tag in _THINK.finditer(response):
        opens = tag[0] == THINK_TAGS[0]
        if opens and (first or opened is None):
            opened = tag.start()
        elif not opens and opened is not None:
            kept.append(response[position:opened])
            position, opened = tag.end(), None
        first = False
    kept.append(response[position:])
    return "\n".join(kept)
