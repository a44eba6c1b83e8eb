"""An environment: one Python file of five functions, read as text and never imported here."""

import ast
import functools
import hashlib
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from resyn.core.behaviour import behaviour_hash
from resyn.core.contract import MAX_SOURCE_CHARS
from resyn.core.errors import CatalogueError

_NAME = re.compile(r"[a-z][a-z0-9_]{0,79}")


@dataclass(frozen=True, slots=True)
class Environment:
    """A file of the contract in `core.contract`: its name (the file's stem) and its text.

    Building one runs nothing and checks nothing but name and size: the text may be anything that a model wrote.
    Properties that need the syntax tree raise CatalogueError where the text does not parse.
    """

    name: str
    source: str
    path: Path | None = None

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise CatalogueError(
                f"{self.path or 'an environment'}: the name {self.name!r} is not a lower-case identifier of at most 80"
                " characters",
                hint="Name the file after what is asked, such as count_shortest_paths.py.",
            )
        if len(self.source) > MAX_SOURCE_CHARS:
            raise CatalogueError(
                f"{self.path or self.name} has {len(self.source):,} characters; at most {MAX_SOURCE_CHARS:,} are read",
                hint="Shorten the file; tables belong into the generator.",
            )

    @classmethod
    def read(cls, path: Path) -> "Environment":
        """Read a file; raises CatalogueError where it is missing, unreadable, or not UTF-8."""
        try:
            source = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            raise CatalogueError(f"{path} does not exist", hint="Give a file or a folder of environments.") from None
        except UnicodeDecodeError as error:
            raise CatalogueError(f"{path} is not UTF-8 text: {error}", hint="Save it as UTF-8.") from None
        except OSError as error:
            raise CatalogueError(
                f"{path} cannot be read: {error.strerror}", hint="Check path and permissions."
            ) from None
        return cls(path.stem, source, path)

    @property
    def tree(self) -> ast.Module:
        """The syntax tree; raises CatalogueError with the line where the text does not parse."""
        try:
            return parse_source(self.source)
        except SyntaxError as error:
            raise CatalogueError(
                f"{self.path or self.name} does not parse: {error.msg} (line {error.lineno})",
                hint="`resyn check` shows all that is wrong with a file.",
            ) from None

    @property
    def summary(self) -> str:
        """The first line of the file's docstring: one sentence that says what is asked."""
        return (ast.get_docstring(self.tree) or "").strip().split("\n")[0]

    @property
    def meta(self) -> dict[str, Any]:
        """The META literal, or an empty dict where there is none or it is not a literal."""
        return read_meta(self.tree)

    @property
    def version(self) -> int:
        """META["version"], 1 where it is not given."""
        version = self.meta.get("version", 1)
        return version if isinstance(version, int) else 1

    @property
    def category(self) -> str:
        """META["category"], "uncategorised" where it is not given."""
        return str(self.meta.get("category", "uncategorised"))

    @property
    def behaviour_hash(self) -> str:
        """See `core.behaviour`."""
        _ = self.tree  # raises what a text that does not parse is to raise
        return _behaviour_hash_of(self.source)

    @property
    def source_hash(self) -> str:
        """SHA-256 of the text, 64 hex digits."""
        return hashlib.sha256(self.source.encode()).hexdigest()


@functools.lru_cache(maxsize=512)  # a tree takes some 200 kB
def parse_source(source: str) -> ast.Module:
    """Parse text into a syntax tree; whatever the parser objects to (nesting, null bytes) is raised as SyntaxError."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an escape such as "\d" is no concern of who reads the file
            return ast.parse(source)
    except (ValueError, RecursionError, MemoryError) as error:
        raise SyntaxError(str(error) or type(error).__name__) from None


@functools.lru_cache(maxsize=4096)
def _behaviour_hash_of(source: str) -> str:
    return behaviour_hash(parse_source(source))


def read_meta(tree: ast.Module) -> dict[str, Any]:
    """Return the module's META literal; {} where it is missing or computed."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "META" for t in node.targets):
            try:
                value = ast.literal_eval(node.value)
            except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
                return {}
            return value if isinstance(value, dict) else {}
    return {}


def find_environments(paths: list[Path]) -> Iterator[Environment]:
    """Read files, and the `*.py` files below folders in sorted order, each once.

    Files whose name begins with an underscore are passed over. Raises CatalogueError where a path does not exist or a
    folder holds none.
    """
    seen: set[Path] = set()
    for path in paths:
        files = _files_below(path) if path.is_dir() else [path]
        if not files:
            raise CatalogueError(f"{path} holds no environment", hint="Environments are *.py files of five functions.")
        for file in files:
            if file.resolve() not in seen:
                seen.add(file.resolve())
                yield Environment.read(file)


def _files_below(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*.py") if not file.name.startswith("_"))
