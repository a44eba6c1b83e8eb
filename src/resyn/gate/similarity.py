"""How alike two environments are: their code without names and constants, and what they ask without numbers."""

import ast
import builtins
import functools
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from resyn.core.behaviour import behaviour_hash, is_docstring
from resyn.core.environment import parse_source

SHINGLE = 6
"""Tokens of a shingle: long enough to hold a condition with its operands, short enough to survive an edit nearby."""

_BUILTINS = frozenset(dir(builtins))
_KEPT_NUMBERS = (0, 1, 2)


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What of an environment is compared: behaviour hash, shingles of verify and generate, the question's text."""

    behaviour: str
    verify: frozenset[int]
    generate: frozenset[int]
    text: str

    @property
    def code(self) -> frozenset[int]:
        """Shingles of both functions, those of verify apart from those of generate."""
        return self.verify | {-shingle for shingle in self.generate}


@functools.lru_cache(maxsize=4096)
def fingerprint(source: str) -> Fingerprint:
    """Return the fingerprint of a file's text; raises SyntaxError where it does not parse."""
    tree = parse_source(source)
    return Fingerprint(
        behaviour_hash(tree), code_shingles(tree, "verify"), code_shingles(tree, "generate"), question_text(tree)
    )


def jaccard(first: frozenset[int], second: frozenset[int]) -> float:
    """Return the share of what either set holds that both hold; 0 for two empty sets."""
    either = len(first | second)
    return len(first & second) / either if either else 0.0


def code_shingles(tree: ast.Module, function: str) -> frozenset[int]:
    """Return hashes of runs of `SHINGLE` tokens of a function and of the file's functions that it reaches.

    Names of variables and parameters, texts and numbers other than 0, 1 and 2 are masked; builtins and methods stay.
    """
    found = set()
    for node in _reached(tree, function):
        tokens = [token for statement in node.body if not is_docstring(statement) for token in _tokens(statement)]
        for start in range(max(1, len(tokens) - SHINGLE + 1)):
            found.add(zlib.crc32(" ".join(tokens[start : start + SHINGLE]).encode()))
    return frozenset(found)


def question_text(tree: ast.Module) -> str:
    """Return the question's template: docstring and texts of observe and what it reaches, numbers masked."""
    parts = [ast.get_docstring(tree) or ""]
    used = set()
    for function in _reached(tree, "observe"):
        for statement in function.body:
            if not is_docstring(statement):
                parts += _texts(statement)
                used |= {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}
    for statement in tree.body:
        if isinstance(statement, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id in used for target in statement.targets
        ):
            parts += _texts(statement)
    return re.sub(r"\d+", "0", re.sub(r"\s+", " ", " ".join(parts))).strip().lower()


def _reached(tree: ast.Module, function: str) -> list[ast.FunctionDef]:
    defined = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    reached: dict[str, ast.FunctionDef] = {}
    waiting = [function]
    while waiting:
        name = waiting.pop()
        if name in defined and name not in reached:
            reached[name] = defined[name]
            waiting += [node.id for node in ast.walk(defined[name]) if isinstance(node, ast.Name)]
    return list(reached.values())


def _texts(statement: ast.stmt) -> list[str]:
    return [
        node.value
        for node in ast.walk(statement)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value.strip()
    ]


def _tokens(node: ast.AST) -> Iterator[str]:
    parts: Iterable[ast.AST] = ast.iter_child_nodes(node)
    match node:
        case ast.Name(id=name):
            yield name if name in _BUILTINS else "v"
            return
        case ast.Constant(value=value):
            yield _constant(value)
            return
        case ast.arg() | ast.expr_context():
            return
        case ast.AnnAssign(target=target, value=value):
            yield "Assign"
            parts = [target, value] if value is not None else [target]
        case ast.Attribute(value=value, attr=attr):
            yield f".{attr}"
            parts = [value]
        case ast.FunctionDef(args=args, body=body):
            yield "def"
            parts = [args, *(statement for statement in body if not is_docstring(statement))]
        case _:
            yield type(node).__name__
    for part in parts:
        yield from _tokens(part)


def _constant(value: object) -> str:
    if isinstance(value, bool) or value is None or (isinstance(value, int) and value in _KEPT_NUMBERS):
        return repr(value)
    return type(value).__name__
