"""A hash of what an environment does: its syntax tree without comments, docstrings, annotations of layout and META."""

import ast
import hashlib
from collections.abc import Iterator


def behaviour_hash(tree: ast.Module) -> str:
    """Return 16 hex digits that change with the code's behaviour and with nothing else.

    Comments, blank lines, docstrings and an unused META literal do not count. Empty fields are left out, so that the
    hash is the same under every supported Python version (their `ast.dump` differ).
    """
    digest = hashlib.sha256()
    skipped = _unused_meta(tree)
    for token in _tokens(tree, skipped):
        digest.update(token.encode())
        digest.update(b"\0")
    return digest.hexdigest()[:16]


def is_docstring(node: ast.stmt) -> bool:
    """Tell whether a statement is a bare string, which has no effect wherever it stands."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _unused_meta(tree: ast.Module) -> ast.stmt | None:
    assigned = [
        node
        for node in tree.body
        if isinstance(node, ast.Assign)
        and len(node.targets) == 1
        and isinstance(node.targets[0], ast.Name)
        and node.targets[0].id == "META"
    ]
    loads = sum(isinstance(node, ast.Name) and node.id == "META" for node in ast.walk(tree))
    return assigned[0] if len(assigned) == 1 and loads == 1 else None


def _tokens(node: ast.AST, skipped: ast.stmt | None) -> Iterator[str]:
    yield type(node).__name__
    for name, value in ast.iter_fields(node):
        if name in ("ctx", "kind", "type_comment", "type_ignores") or value is None or value == []:
            continue
        yield f".{name}"
        if isinstance(value, list):
            for child in value:
                if child is skipped or (isinstance(child, ast.stmt) and is_docstring(child)):
                    continue
                yield from _tokens(child, skipped) if isinstance(child, ast.AST) else (repr(child),)
            yield "]"
        elif isinstance(value, ast.AST):
            yield from _tokens(value, skipped)
        else:
            # Decimal text of an int beyond 4,300 digits is refused by Python itself.
            yield f"{type(value).__name__}:{hex(value) if type(value) is int else repr(value)}"
