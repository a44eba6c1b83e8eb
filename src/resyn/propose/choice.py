"""Choose which examples an author is shown for a keyword: another pair each time, unlike the topic."""

import re
from collections.abc import Sequence
from importlib import resources

from resyn.core.environment import Environment
from resyn.core.errors import CatalogueError
from resyn.core.jsontext import content_hash

_WORD = re.compile(r"[a-z]{3,}")


def shipped_examples() -> tuple[Environment, ...]:
    """Return the short environments written to be shown to authors; read as text, never imported."""
    folder = resources.files("resyn.propose") / "examples"
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".py")), key=lambda file: file.name)
    return tuple(Environment(file.name.removesuffix(".py"), file.read_text(encoding="utf-8")) for file in files)


def choose_examples(
    pool: Sequence[Environment], keyword: str, number: int, *, count: int, max_chars: int
) -> tuple[Environment, ...]:
    """Return `count` examples for the `number`-th proposal of a keyword; the same ones for the same question.

    Small models copy what they see, so examples that share a word with the keyword come last, the examples of one call
    are of different categories and kinds of answer where the pool allows it, and consecutive proposals are shown
    different ones. Files longer than `max_chars` are shown only where nothing shorter is left.
    """
    words = _words(keyword)
    ranked = sorted(pool, key=lambda example: content_hash(f"{keyword}\0{example.name}"))
    turn = number * count % max(1, len(ranked))
    ranked = ranked[turn:] + ranked[:turn]
    chosen: list[Environment] = []
    while ranked and len(chosen) < count:
        shown = {kind for example in chosen for kind in _kinds(example)}
        best = min(
            ranked,
            key=lambda example: (
                len(example.source) > max_chars,
                bool(words & _topic(example)),
                len(_kinds(example) & shown),
            ),
        )
        ranked.remove(best)
        chosen.append(best)
    return tuple(chosen)


def _kinds(example: Environment) -> set[str]:
    try:
        meta = example.meta
    except CatalogueError:
        return set()
    return {f"category {meta.get('category')}", f"answer {meta.get('answer')}"}


def _topic(example: Environment) -> set[str]:
    try:
        meta, summary = example.meta, example.summary
    except CatalogueError:
        return _words(example.name)
    listed = [str(value) for key in ("keywords", "skills") for value in meta.get(key, ())]
    return _words(" ".join([example.name, summary, *listed]))


def _words(text: str) -> set[str]:
    return {word.removesuffix("s") for word in _WORD.findall(text.lower().replace("_", " "))}
