"""An adapter: a page of code by which a corpus of generators and scorers is asked for items and rewards.

It is a Python file that runs in the jail alone and defines

    META = {"modules": [...], ...}                        a literal
    class Corpus:
        names() -> list[str]                      the corpus's tasks
        draw(name, seed, index, level) -> dict    "question", "gold" (None where there is none) and "entry"
        score(name, entry, answer) -> float       the reward of an answer, as a trainer would get it
        levels(name) -> list                      optional: what `level` may be besides None, the default

`entry` is JSON, all that `score` needs; where an item can be drawn again it may be the item's place. META says which
`modules` the jail is to import. It may say which `optional` ones it imports where that works, which functions it calls
then (`prepare`, as "module:name"), the `distribution` whose version is named in the audit, and a `snippet`: text with
the fields {task!r}, {seed}, {index} and {answer!r} that repeats a defect without this package.
"""

import ast
import importlib.metadata
import string
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

from resyn.core.environment import parse_source, read_meta
from resyn.core.errors import ConfigError
from resyn.sandbox.package import Package, find_package

BUILT_IN: Final = Path(__file__).with_name("adapters")

_FIELDS: Final = ("task", "seed", "index", "level", "answer")

_SHIM: Final = """

def _resyn_start():
    import json
    builtins = json.__builtins__ if isinstance(json.__builtins__, dict) else vars(json.__builtins__)
    corpus, canary = Corpus(), "resyn_canary"
    def names(_):
        return [str(name) for name in corpus.names()]
    def levels(request):
        return list(corpus.levels(request["name"])) if hasattr(corpus, "levels") else []
    def draw(request):
        item = corpus.draw(request["name"], request["seed"], request["index"], request["level"])
        return {key: item[key] for key in ("question", "gold", "entry")}
    def score(request, answer):
        error, reward = "", None
        try:
            reward = float(corpus.score(request["name"], request["entry"], answer))
        except Exception as raised:
            error = f"{type(raised).__name__}: {raised}"[:300]
        executed = builtins.pop(canary, None) is not None
        if reward is not None and not -1e300 < reward < 1e300:
            error, reward = f"the reward is {reward}", None
        return {"reward": reward, "error": error, "executed": executed}
    return names, levels, draw, score

names, levels, draw, score = _resyn_start()
"""


@dataclass(frozen=True, slots=True)
class Adapter:
    """An adapter's name and text; nothing of it runs here."""

    name: str
    source: str
    meta: dict[str, Any]

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read an adapter's file; raises ConfigError where it defines no class Corpus or no modules."""
        try:
            source = path.read_text(encoding="utf-8")
            tree = parse_source(source)
        except (OSError, UnicodeDecodeError, SyntaxError) as error:
            raise ConfigError(f"{path} is no adapter: {error}", hint="It is a Python file; see the guide.") from None
        meta = read_meta(tree)
        if not defines_corpus(tree):
            raise ConfigError(f"{path} defines no class Corpus", hint="An adapter has one; see the guide to audits.")
        if not _is_list_of_text(meta.get("modules")):
            raise ConfigError(
                f"{path}: META['modules'] is no list of names", hint="Name the modules that the jail is to import."
            )
        return cls(path.stem.replace("_", "-"), source, meta)

    @classmethod
    def built_in(cls, name: str) -> Self:
        """Return an adapter that comes with this package; raises ConfigError for another name."""
        path = BUILT_IN / f"{name.replace('-', '_')}.py"
        if name not in built_in_names():
            raise ConfigError(
                f"there is no corpus called {name!r}",
                hint=f"Known are {', '.join(built_in_names())}; or give an adapter's file or a folder of environments.",
            )
        return cls.read(path)

    @property
    def program(self) -> str:
        """The text that runs in the jail: the adapter, and four functions that ask it."""
        return self.source + _SHIM

    def version(self, package: Package) -> str:
        """Return the version of the corpus's distribution where the package lies, "" where it is not known there."""
        name = str(self.meta.get("distribution", ""))
        found = importlib.metadata.distributions(name=name, path=list(package.paths)) if name else ()
        return next((distribution.version for distribution in found), "")

    def package(self, *, python: str | None = None, folders: Sequence[Path] = ()) -> Package:
        """Return what the jail has to import; raises ConfigError where the corpus is not installed."""
        try:
            optional = [str(name) for name in self.meta.get("optional", ())]
            prepare = [str(place) for place in self.meta.get("prepare", ())]
            return find_package(
                self.meta["modules"], python=python, folders=folders, optional=optional, prepare=prepare
            )
        except ConfigError as error:
            extra = self.meta.get("distribution")
            hint = f"pip install {extra}, or name the Python that has it with --python." if extra else error.hint
            raise ConfigError(str(error), hint=hint) from None

    def snippet(self, *, task: str, seed: int, index: int, level: Any, answer: str) -> str:
        """Return code that repeats a score without this package; "" where no plain text says so, or for a level."""
        template = self.meta.get("snippet")
        if not isinstance(template, str) or level is not None or not _is_plain(template):
            return ""
        return template.format(task=task, seed=seed, index=index, level=level, answer=answer)


def built_in_names() -> list[str]:
    """Return the names of the adapters that come with this package."""
    return sorted(path.stem.replace("_", "-") for path in BUILT_IN.glob("[a-z]*.py"))


def defines_corpus(tree: ast.Module) -> bool:
    """Tell whether a file is an adapter and no environment."""
    return any(isinstance(node, ast.ClassDef) and node.name == "Corpus" for node in tree.body)


def _is_plain(template: str) -> bool:
    """Tell whether a template asks for nothing but an item's fields: no other, no attribute, no width of gigabytes."""
    try:
        parts = list(string.Formatter().parse(template))
    except ValueError:
        return False
    return all(name is None or (name in _FIELDS and not width and how in (None, "r")) for _, name, width, how in parts)


def _is_list_of_text(value: object) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(item, str) for item in value)
