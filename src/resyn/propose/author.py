"""The author: a model that plans an environment, writes its file, and mends it after findings."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from resyn.core.environment import Environment
from resyn.core.errors import RefusedError
from resyn.core.jsontext import content_hash
from resyn.core.records import Finding, Usage
from resyn.core.verdicts import Verdict
from resyn.llm.extract import extract_source
from resyn.llm.model import Completion, Message, Model, Sampling
from resyn.propose.choice import choose_examples, shipped_examples
from resyn.propose.naming import name_environment
from resyn.propose.prompting import mend_messages, mend_missing_messages, plan_messages, write_messages

_PLAN_TOKENS = 700
_TASK = re.compile(r"^[\s*#>\d.)-]*task[\s*]*:[\s*]*(.+)$", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Style:
    """How an author is asked: `examples` is their number, `example_chars` the length up to which files are shown.

    `seed` tells apart runs that ask the same.
    """

    plan_first: bool = True
    examples: int = 1
    example_chars: int = 4_000
    temperature: float = 0.8
    top_p: float = 0.95
    max_tokens: int = 3_072
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file is to be written from; `title` says in a line what is asked, for later proposals to differ from.

    `refusal` says why the model refused to plan, "" where it did not: then the file is written without a plan.
    """

    text: str
    title: str
    usage: Usage
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """What the model wrote: the file, or "" and the reason why the reply holds none, or why there is no reply."""

    name: str
    source: str
    reason: str
    reply: str
    usage: Usage
    refused: bool = False


class Author:
    """Writes environments with a model; each method is one model call, and the same call gives the same prompt.

    Examples come from `examples` and from the short ones that are shipped. A call that the model refuses for good (a
    prompt too long) ends in a plan or a draft that says so.
    """

    def __init__(self, model: Model, examples: Sequence[Environment] = (), *, style: Style | None = None) -> None:
        self._model = model
        self._style = style or Style()
        self._pool = (*shipped_examples(), *examples)

    def plan(self, keyword: str, number: int, earlier: Sequence[str] = ()) -> Plan:
        """Plan the `number`-th proposal for a keyword, unlike the `earlier` titles; empty where plans are off."""
        if not self._style.plan_first:
            return Plan("", "", Usage())
        try:
            answer = self._ask(plan_messages(keyword, number, earlier), f"plan:{keyword}:{number}", _PLAN_TOKENS)
        except RefusedError as error:
            return Plan("", "", Usage(), refusal=str(error))
        text = _without_reasoning(answer.text)
        return Plan(text, _title(text, keyword), answer.usage)

    def write(self, keyword: str, number: int, plan: str = "") -> Draft:
        """Write the file of a plan's text, or of the keyword alone."""
        style = self._style
        examples = choose_examples(self._pool, keyword, number, count=style.examples, max_chars=style.example_chars)
        try:
            answer = self._ask(write_messages(keyword, number, plan, examples), f"write:{keyword}:{number}")
        except RefusedError as error:
            return _refused(error, name_environment(keyword, plan, ""))
        return _draft(answer, keyword, plan=plan)

    def mend(
        self,
        keyword: str,
        number: int,
        written: Mapping[str, Any],
        *,
        findings: Sequence[Finding] = (),
        verdicts: Sequence[Verdict] = (),
    ) -> Draft:
        """Write a file anew after findings and verdicts, in one request for both.

        `written` holds `name`, `source`, `reason` and `reply` of the last version.
        """
        if written["source"]:
            messages = mend_messages(keyword, written["source"], findings, verdicts)
        else:
            messages = mend_missing_messages(keyword, written["reply"], written["reason"])
        try:
            answer = self._ask(messages, f"mend:{keyword}:{number}:{written.get('mended', 0)}")
        except RefusedError as error:
            return _refused(error, written["name"])
        return _draft(answer, keyword, name=written["name"])

    def _ask(self, messages: Sequence[Message], sample: str, max_tokens: int | None = None) -> Completion:
        style = self._style
        seed = int(content_hash(f"{style.seed}:{sample}")[:7], 16)
        sampling = Sampling(style.temperature, style.top_p, max_tokens or style.max_tokens, seed)
        return self._model.complete(messages, sampling)


def _refused(error: RefusedError, name: str) -> Draft:
    return Draft(name, "", f"the model refused to write: {error}", "", Usage(), refused=True)


def _draft(answer: Completion, keyword: str, *, plan: str = "", name: str = "") -> Draft:
    found = extract_source(answer.text)
    reason = found.reason
    if not found.source and answer.truncated:
        reason = f"{reason}; it was cut off at {answer.usage.output_tokens:,} tokens"
    name = name or name_environment(keyword, plan, found.source)
    return Draft(name, found.source, reason, answer.text, answer.usage)


def _without_reasoning(text: str) -> str:
    return re.split(r"</think(?:ing)?>", text, flags=re.IGNORECASE)[-1].strip()


def _title(plan: str, keyword: str) -> str:
    task = _TASK.search(plan)
    return f"{name_environment(keyword, plan, '')}: {task[1].strip()[:200] if task else ''}".rstrip(": ")
