"""Fill the prompts that lie beside this code as .md files, and lay out the conversations with an author."""

import functools
from collections.abc import Sequence
from importlib import resources

from resyn.core.contract import ALLOWED_MODULES
from resyn.core.environment import Environment
from resyn.core.errors import CatalogueError
from resyn.core.jsontext import content_hash
from resyn.core.records import Finding
from resyn.core.verdicts import Criterion, Verdict
from resyn.llm import prompts
from resyn.llm.model import Message
from resyn.llm.prompts import shorten

_MOST_FINDINGS = 6
_SHOWN_CHARS = 700


def plan_messages(keyword: str, number: int, earlier: Sequence[str]) -> list[Message]:
    """Return the conversation that asks for a plan."""
    text = fill("plan", keyword=keyword, angle=angle(keyword, number), earlier=_earlier(earlier))
    return [system_message(), Message("user", text)]


def write_messages(keyword: str, number: int, plan: str, examples: Sequence[Environment]) -> list[Message]:
    """Return the conversation that asks for the file: examples as earlier turns, then the plan or else the topic.

    The turns that stay the same from call to call come first, so that a server can keep them read.
    """
    task = fill("from_plan", plan=plan) if plan else fill("without_plan", angle=angle(keyword, number))
    turns = [system_message()]
    for example in examples:
        topic, summary = _topic(example)
        turns.append(Message("user", fill("example", keyword=topic, summary=summary)))
        turns.append(Message("assistant", f"```python\n{example.source.strip()}\n```"))
    return [*turns, Message("user", fill("write", keyword=keyword, task=task))]


def mend_messages(
    keyword: str, source: str, findings: Sequence[Finding], verdicts: Sequence[Verdict] = ()
) -> list[Message]:
    """Return the conversation that sends a refused file back with what rules and judges have against it."""
    objections = [criterion for verdict in verdicts for criterion in verdict.objections]
    listed = "\n".join(
        [_describe(finding) for finding in findings[:_MOST_FINDINGS]]
        + [_object(criterion) for criterion in objections[:_MOST_FINDINGS]]
    )
    text = fill("mend", keyword=keyword, source=source.strip(), findings=listed)
    return [system_message(), Message("user", text)]


def mend_missing_messages(keyword: str, reply: str, reason: str) -> list[Message]:
    """Return the conversation that asks again after a reply without a file."""
    text = fill("mend_missing", keyword=keyword, reason=reason, reply=shorten(reply, _SHOWN_CHARS))
    return [system_message(), Message("user", text)]


def angle(keyword: str, number: int) -> str:
    """Return what kind of problem the `number`-th proposal is asked for; neighbours are asked for different kinds."""
    angles = _angles()
    return angles[(int(content_hash(keyword)[:8], 16) + number) % len(angles)]


@functools.cache
def system_message() -> Message:
    """Return the contract and the rules, the same in every call."""
    return Message("system", fill("system", modules=", ".join(sorted(ALLOWED_MODULES))))


def fill(prompt: str, **values: str) -> str:
    """Return a prompt of this room with its `$names` filled in."""
    return prompts.fill("resyn.propose", prompt, **values)


@functools.cache
def _angles() -> tuple[str, ...]:
    return tuple((resources.files("resyn.propose") / "angles.txt").read_text(encoding="utf-8").splitlines())


def _earlier(earlier: Sequence[str]) -> str:
    listed = "\n".join(f"- {title}" for title in earlier if title)
    return f"\n\n{fill('earlier', listed=listed)}" if listed else ""


def _topic(example: Environment) -> tuple[str, str]:
    try:
        keywords, summary = example.meta.get("keywords") or [], example.summary
    except CatalogueError:
        keywords, summary = [], ""
    words = example.name.replace("_", " ")
    return str(keywords[0]) if keywords else words, summary or words


def _describe(finding: Finding) -> str:
    """Return a finding with its witness, as the model is to read it."""
    line = f" (line {finding.line})" if finding.line else ""
    parts = [f"- {finding.rule}: {shorten(finding.message, _SHOWN_CHARS)}{line}"]
    witness = finding.witness
    if witness is not None:
        level = f" at level {witness.level}" if witness.level is not None else ""
        parts.append(f"  Seen{level}: {shorten(witness.happened, _SHOWN_CHARS)}")
        if witness.question is not None:
            parts.append(f"  The question was: {shorten(witness.question, _SHOWN_CHARS)}")
        if witness.answer is not None:
            parts.append(f"  The answer was: {shorten(repr(witness.answer), _SHOWN_CHARS)}")
    return "\n".join(parts)


def _object(criterion: Criterion) -> str:
    """Return what a judge objects to, as the model is to read it."""
    name = criterion.name.replace("_", " ")
    return f"- not {name}: {shorten(criterion.why, _SHOWN_CHARS)}\n  Seen in: {shorten(criterion.quote, _SHOWN_CHARS)}"
