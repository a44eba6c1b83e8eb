"""An environment's text and tree side by side, so that a bug can be planted without touching a line around it."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

Definition = ast.FunctionDef | ast.ClassDef
Node = TypeVar("Node", bound=ast.AST)

INSTANCE = "instance"
"""Name of the parameter that holds the instance, in verify, observe and solve."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Other text for the characters `start` to `end` of the source."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One planted bug: edits that do not overlap, the line of the first, and what they do."""

    edits: tuple[Edit, ...]
    line: int
    description: str


class Program:
    """A parsed environment; `checking`, `asking` and `drawing` are the functions of verify, observe and generate."""

    def __init__(self, source: str, tree: ast.Module) -> None:
        self.source = source
        self.tree = tree
        self._definitions = {node.name: node for node in tree.body if isinstance(node, Definition)}
        self._starts = [0]
        for line in source.split("\n"):
            self._starts.append(self._starts[-1] + len(line) + 1)
        self._lines = source.split("\n")

    @cached_property
    def checking(self) -> tuple[Definition, ...]:
        """Verify and all that it calls, but for what observe calls too: a change there changes the question with it."""
        return self._reached("verify", without="observe")

    @cached_property
    def asking(self) -> tuple[Definition, ...]:
        """Observe and all that it calls, but for what verify calls too."""
        return self._reached("observe", without="verify")

    @cached_property
    def drawing(self) -> tuple[Definition, ...]:
        """Generate and all that it calls, but for what verify or observe call too."""
        return tuple(node for node in self._reached("generate", without="verify") if node not in self.asking)

    def function(self, name: str) -> ast.FunctionDef | None:
        """Return a top-level function."""
        found = self._definitions.get(name)
        return found if isinstance(found, ast.FunctionDef) else None

    def nodes(self, kind: type[Node], within: Iterable[ast.AST]) -> Iterator[Node]:
        """Yield the nodes of a kind in source order, but for those in f-strings, whose place is not reliable."""
        for definition in within:
            yield from sorted((node for node in _outside_strings(definition) if isinstance(node, kind)), key=_position)

    def statements(self, within: Iterable[ast.AST]) -> Iterator[tuple[ast.stmt, list[ast.stmt]]]:
        """Yield every statement with the block that it stands in."""
        for parent in self.nodes(ast.AST, within):
            for name in ("body", "orelse"):
                block = getattr(parent, name, None)
                if isinstance(block, list):
                    yield from ((statement, block) for statement in block)

    def text(self, node: ast.AST) -> str:
        """Return a node's own text."""
        start, end = self.span(node)
        return self.source[start:end]

    def span(self, node: ast.AST) -> tuple[int, int]:
        """Return where a node's text begins and ends, in characters."""
        return (
            self._offset(getattr(node, "lineno", 1), getattr(node, "col_offset", 0)),
            self._offset(getattr(node, "end_lineno", 1), getattr(node, "end_col_offset", 0)),
        )

    def replace(self, node: ast.expr | ast.stmt, text: str, description: str) -> Change:
        """Return the change that puts other text in a node's place."""
        return Change((Edit(*self.span(node), text),), node.lineno, description)

    def without_statement(self, statement: ast.stmt, siblings: list[ast.stmt], description: str) -> Change:
        """Return the change that takes a statement out, whole lines where it fills them."""
        start, end = self.span(statement)
        if len(siblings) == 1:
            return Change((Edit(start, end, "pass"),), statement.lineno, description)
        line_start = self._starts[statement.lineno - 1]
        line_end = self._starts[statement.end_lineno or statement.lineno]
        rest = self.source[end:line_end].strip()
        if self.source[line_start:start].strip() or (rest and not rest.startswith("#")):
            return Change((Edit(start, end, "pass"),), statement.lineno, description)
        return Change((Edit(line_start, line_end, ""),), statement.lineno, description)

    def before_body(self, function: ast.FunctionDef, line: str, description: str) -> Change:
        """Return the change that puts a line before a function's first statement, behind its docstring."""
        body = function.body
        first = body[1] if len(body) > 1 and ast.get_docstring(function) is not None else body[0]
        start = self.span(first)[0]
        indent = " " * first.col_offset
        return Change((Edit(start, start, f"{line}\n{indent}"),), first.lineno, description)

    def apply(self, change: Change) -> str:
        """Return the source with a change made."""
        source = self.source
        for edit in sorted(change.edits, key=lambda edit: -edit.start):
            source = source[: edit.start] + edit.text + source[edit.end :]
        return source

    def enclosed(self, node: ast.expr, parent: ast.expr) -> tuple[int, int]:
        """Return the span of an operand with the parentheses around it, as far as they belong to `parent`."""
        low, high = self.span(parent)
        start, end = self.span(node)
        while True:
            left, right = self._left_of(start, low), self._right_of(end, high)
            if left is None or right is None or self.source[left] != "(" or self.source[right] != ")":
                return start, end
            start, end = left, right + 1

    def _left_of(self, place: int, low: int) -> int | None:
        place -= 1
        while place >= low and self.source[place].isspace():
            place -= 1
        return place if place >= low else None

    def _right_of(self, place: int, high: int) -> int | None:
        while place < high and self.source[place].isspace():
            place += 1
        return place if place < high else None

    def _offset(self, line: int, column: int) -> int:
        text = self._lines[line - 1]
        if not text.isascii():  # columns count bytes
            column = len(text.encode()[:column].decode("utf-8", "ignore"))
        return self._starts[line - 1] + column

    def _reached(self, name: str, *, without: str) -> tuple[Definition, ...]:
        excluded = self._closure(without) - {name}
        return tuple(node for key, node in self._definitions.items() if key in self._closure(name) - excluded)

    def _closure(self, name: str) -> set[str]:
        found: set[str] = set()
        waiting = [name]
        while waiting:
            current = waiting.pop()
            if current in self._definitions and current not in found:
                found.add(current)
                loads = (node.id for node in ast.walk(self._definitions[current]) if isinstance(node, ast.Name))
                waiting += [other for other in loads if other in self._definitions]
        return found


def _outside_strings(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    if not isinstance(node, ast.JoinedStr):
        for child in ast.iter_child_nodes(node):
            yield from _outside_strings(child)


def _position(node: ast.AST) -> tuple[int, int, int]:
    end = getattr(node, "end_lineno", 0) * 100_000 + getattr(node, "end_col_offset", 0)
    return getattr(node, "lineno", 0), getattr(node, "col_offset", 0), -end
