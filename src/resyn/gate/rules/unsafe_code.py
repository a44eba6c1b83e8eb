"""The file uses something that is not pure computation.

What it checks
    Imports outside the allowed modules; names that run text or reach outside (eval, exec, compile, open, input,
    `__import__`, globals, locals, vars, breakpoint, exit); getattr and setattr with a computed name; attributes
    between double underscores, also inside strings; the global random generator, an unseeded or system generator;
    clocks; `id` and `hash`, whose values differ between processes; `print`; private attributes of modules, and
    system modules reached through them.

Why it matters
    Environments run inside trainers. Text that reaches `eval` lets a model's answer run code and forge its reward,
    a published vulnerability of several graders. The global generator and the clock make the same seed give
    different instances, so that a dataset cannot be drawn again. The jail stops what this list misses; the list
    keeps the file reviewable. `print` does no harm to a verdict, but writes a line into the trainer's log at each
    of thousands of calls.

Example it rejects
    import random

    def generate(level, rng):
        return {"numbers": [random.randint(1, 9) for _ in range(level + 3)]}

How to fix
    Use the `rng` that generate is given, and only that: `rng.randint(1, 9)`. Parse answers with `str` methods,
    `int` after a check by `re.fullmatch`, or `json.loads`. Remove prints, clocks and other modules.
"""

import ast
import re
import sys
from collections.abc import Iterator

from resyn.core.contract import ALLOWED_MODULES
from resyn.core.records import Finding
from resyn.gate.evidence import Evidence

STAGE = "text"
VERSION = 1

SHOWN = 5
"""Findings shown; the last one counts the rest."""

BANNED_NAMES = {
    "eval": "runs text as code; parse the text yourself",
    "exec": "runs text as code; parse the text yourself",
    "compile": "turns text into code; parse the text yourself",
    "open": "reads or writes files; put the data into generate",
    "input": "waits for a keyboard; functions get all they need as parameters",
    "globals": "reaches the module's names; pass values as parameters",
    "locals": "reaches a function's names; use a dict of your own",
    "vars": "reaches an object's attributes; use a dict of your own",
    "breakpoint": "starts a debugger; remove it",
    "exit": "ends the process; return a value",
    "quit": "ends the process; return a value",
    "help": "starts a pager; remove it",
    "print": "writes into the trainer's log at every call; remove it",
    "id": "differs from process to process; compare values",
    "hash": "differs from process to process; compare values",
    "memoryview": "is not needed for text and numbers; use bytes or lists",
}
_BY_NAME = ("getattr", "setattr", "delattr", "hasattr")
_CLOCKS = ("now", "today", "utcnow", "fromtimestamp", "utcfromtimestamp")
_PROTOCOL = ("getitem", "contains", "len", "eq", "lt", "le", "gt", "ge", "add", "mul", "sub", "and", "or", "xor")
_ALLOWED_DUNDERS = frozenset(f"__{name}__" for name in ("init", "post_init", "name", "doc", *_PROTOCOL))
"""Methods that serve as plain functions, such as `key=order.__getitem__`; none leads to another object's type."""

_EVALUATING = frozenset({"get_type_hints", "ForwardRef", "get_annotations"})
_DUNDER_TEXT = re.compile(r"__[a-z]+(?:_[a-z]+)*__")
_FORBIDDEN_MODULES = (sys.stdlib_module_names | {"numpy", "sympy", "pandas", "scipy", "networkx"}) - ALLOWED_MODULES


def check(evidence: Evidence) -> Iterator[Finding]:
    """Yield a finding per offending place, each with its line; a file that does not parse yields nothing."""
    tree = evidence.tree
    if tree is None:
        return
    reader = _Reader()
    reader.visit_all(tree)
    found = sorted(set(reader.found))
    for line, message in found[:SHOWN]:
        yield evidence.finding(__name__, message, line=line)
    if len(found) > SHOWN:
        lines = ", ".join(str(line) for line, _ in found[SHOWN : SHOWN + 10])
        yield evidence.finding(__name__, f"{len(found) - SHOWN} more such places, in lines {lines}")


class _Reader:
    """Walks a tree without recursion, knowing which names stand for which modules."""

    def __init__(self) -> None:
        self.found: list[tuple[int, str]] = []
        self.modules: dict[str, str] = {}
        self.bound: set[str] = set()

    def visit_all(self, tree: ast.Module) -> None:
        nodes = list(ast.walk(tree))
        self.bound = _bound_names(nodes)
        for node in nodes:
            if isinstance(node, ast.Import | ast.ImportFrom):
                self._import(node)
        for node in nodes:
            match node:
                case ast.Name():
                    self._name(node)
                case ast.Attribute():
                    self._attribute(node)
                case ast.Call():
                    self._call(node)
                case ast.Constant(value=str() as text):
                    self._text(node, text)

    def _say(self, node: ast.expr | ast.stmt, message: str) -> None:
        self.found.append((node.lineno, message))

    def _import(self, node: ast.Import | ast.ImportFrom) -> None:
        if isinstance(node, ast.Import):
            for alias in node.names:
                self.modules[alias.asname or alias.name.partition(".")[0]] = alias.name
                self._module(node, alias.name)
            return
        module = node.module or ""
        if node.level:
            self._say(node, "a relative import: an environment is one file that stands alone")
            return
        self._module(node, module)
        for alias in node.names:
            name = alias.name
            if module == "random" and name != "Random":
                self._say(node, f"`from random import {name}` uses the global generator; use the rng of generate")
            elif name.startswith("_") or (name in _FORBIDDEN_MODULES and module != "datetime"):
                self._say(node, f"`from {module} import {name}` reaches what the file may not use; remove it")
            elif name in _EVALUATING:
                self._say(node, f"`{name}` evaluates text as code; remove it")
            self.modules[alias.asname or name] = f"{module}.{name}"

    def _module(self, node: ast.stmt, module: str) -> None:
        top = module.partition(".")[0]
        if top not in ALLOWED_MODULES:
            allowed = "math, re, json, itertools, collections, fractions, heapq, functools, string"
            self._say(node, f"`import {module}` is not allowed; use pure Python or modules such as {allowed}")

    def _text(self, node: ast.Constant, text: str) -> None:
        for name in _DUNDER_TEXT.findall(text):
            if name not in _ALLOWED_DUNDERS and name != "__main__":
                self._say(node, f"the text {name!r} names an internal of Python; remove it")

    def _name(self, node: ast.Name) -> None:
        if not isinstance(node.ctx, ast.Load) or node.id in self.bound:
            return
        if node.id in BANNED_NAMES:
            self._say(node, f"`{node.id}` {BANNED_NAMES[node.id]}")
        elif _is_dunder(node.id) and node.id not in _ALLOWED_DUNDERS:
            self._say(node, f"`{node.id}` is an internal of Python; remove it")

    def _attribute(self, node: ast.Attribute) -> None:
        root = _dotted(node)
        module = self.modules.get(root[0], "") if root else ""
        top = module.partition(".")[0]
        if _is_dunder(node.attr):
            if node.attr not in _ALLOWED_DUNDERS:
                self._say(node, f"`.{node.attr}` is an internal of Python; remove it")
        elif top and (node.attr.startswith("_") or (node.attr in _FORBIDDEN_MODULES and top != "datetime")):
            self._say(node, f"`{'.'.join(root)}` reaches what the file may not use; remove it")
        elif node.attr in _EVALUATING and top:
            self._say(node, f"`{node.attr}` evaluates text as code; remove it")
        elif module == "random" and node.attr != "Random":
            self._say(node, f"`random.{node.attr}` uses the global generator; use the rng of generate")
        elif top in ("datetime", "calendar") and node.attr in _CLOCKS:
            self._say(node, f"`{'.'.join(root)}` reads the clock; take dates from the rng")

    def _call(self, node: ast.Call) -> None:
        if isinstance(node.func, ast.Name) and node.func.id in _BY_NAME and node.func.id not in self.bound:
            second = node.args[1] if len(node.args) > 1 else None
            if not (isinstance(second, ast.Constant) and isinstance(second.value, str)):
                self._say(node, f"`{node.func.id}` with a computed name; write the attribute out, or use a dict")
        unseeded = not node.args and not node.keywords
        if unseeded and self._stands_for(node.func) == "random.Random":
            self._say(node, "`Random()` without a seed differs at every run; use the rng of generate")

    def _stands_for(self, node: ast.expr) -> str:
        parts = _dotted(node)
        if not parts:
            return ""
        return ".".join([self.modules.get(parts[0], parts[0]), *parts[1:]])


def _bound_names(nodes: list[ast.AST]) -> set[str]:
    """Return names that the file itself defines as functions, parameters or variables: those hide the builtin."""
    names = set()
    for node in nodes:
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.arg(arg=name):
                names.add(name)
            case ast.Name(id=name, ctx=ast.Store()):
                names.add(name)
    return names - {"eval", "exec", "compile", "open"}


def _dotted(node: ast.expr) -> list[str]:
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return [*reversed([*parts, node.id])] if isinstance(node, ast.Name) else []


def _is_dunder(name: str) -> bool:
    return len(name) > 4 and name.startswith("__") and name.endswith("__")
