"""A model names keywords: the skills that a problem takes (PAPER, pipeline, step 1), or topics of a field."""

import re
from typing import Final

from resyn.core.errors import RefusedError
from resyn.core.jsontext import content_hash
from resyn.llm.model import Message, Model, Sampling
from resyn.propose.prompting import fill

MOST_WORDS: Final = 2

_MOST_SKILLS: Final = 6
_AT_ONCE: Final = 40  # topics asked for in one call; small models repeat themselves in longer lists
_LEADER: Final = re.compile(r"^\s*(?:[-*•]|\(?\d{1,3}[.):])?\s*")
_SKILL: Final = re.compile(r"[a-z][a-z0-9'+/-]*(?: [a-z0-9][a-z0-9'+/-]*)*")


def name_skills(problem: str, model: Model, *, seed: int = 0) -> tuple[str, ...]:
    """Ask for the skills that a problem takes; lines of the reply that are no topic are passed over.

    A problem that the model refuses, such as one too long for it, has none.
    """
    try:
        answer = model.complete([Message("user", fill("skills", problem=problem))], _sampling(f"skills:{seed}", 200))
    except RefusedError:
        return ()
    return parse_skills(answer.text)[:_MOST_SKILLS]


def name_topics(domain: str, count: int, model: Model, *, seed: int = 0) -> tuple[str, ...]:
    """Ask for topics of a field until there are `count`, or a call brings nothing new."""
    found: list[str] = []
    while len(found) < count:
        listed = "\n".join(f"- {topic}" for topic in found[-200:])
        had = fill("had", listed=listed) if found else ""
        wanted = min(_AT_ONCE, count - len(found))
        prompt = fill("field", domain=domain, count=str(wanted), had=f" {had}" if had else "")
        answer = model.complete([Message("user", prompt)], _sampling(f"field:{seed}:{len(found)}", 12 * wanted + 100))
        fresh = [topic for topic in parse_skills(answer.text) if topic not in found]
        if not fresh:
            break
        found += fresh
    return tuple(found[:count])


def parse_skills(reply: str) -> tuple[str, ...]:
    """Return the topics of one or two words that a reply lists, one a line or between commas, each once."""
    text = re.split(r"</think(?:ing)?>", reply, flags=re.IGNORECASE)[-1]
    lines = text.split("\n")
    items = [item for line in lines for item in _LEADER.sub("", line, count=1).split(",")]
    topics = [" ".join(item.strip(" \t\"'`*_.;").replace("_", " ").lower().split()) for item in items]
    fitting = [topic for topic in topics if _SKILL.fullmatch(topic) and len(topic.split()) <= MOST_WORDS]
    return tuple(dict.fromkeys(topic for topic in fitting if 3 <= len(topic) <= 40))


def _sampling(sample: str, max_tokens: int) -> Sampling:
    return Sampling(temperature=0.7, top_p=0.95, max_tokens=max_tokens, seed=int(content_hash(sample)[:7], 16))
