"""Loading an environment's code with the builtins and imports of the contract.

This keeps honest code within the contract and names what it may not use. It is no wall: code that sets out to get
around it can. The wall is the kernel's (`inside.seccomp`, `inside.kernel`).
"""

import builtins
import sys
import types
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

NAME: Final = "environment"
FILE: Final = "<environment>"
_WITHHELD: Final = frozenset(("open", "exec", "eval", "compile", "input", "breakpoint", "exit", "quit", "help"))


_seen: dict[str, Any] = {}


def allow(modules: frozenset[str]) -> None:
    """Settle what environments see: the builtins but for a few, and an `__import__` that knows these modules only."""
    _seen.update((name, value) for name, value in vars(builtins).items() if name not in _WITHHELD)
    _seen["__import__"] = _guard(builtins.__import__, modules)


def load(code: types.CodeType, modules: dict[str, types.ModuleType]) -> dict[str, Any]:
    """Run a module body and return its names; whatever the body raises comes out."""
    module = types.ModuleType(NAME)
    module.__dict__["__builtins__"] = _seen
    modules[NAME] = module  # dataclasses and typing look their class's module up
    exec(code, module.__dict__)
    return module.__dict__


def _guard(real: Callable[..., types.ModuleType], allowed: frozenset[str]) -> Callable[..., types.ModuleType]:
    def guarded(
        name: str,
        globals: Mapping[str, object] | None = None,
        locals: Mapping[str, object] | None = None,
        fromlist: Sequence[str] | None = (),
        level: int = 0,
    ) -> types.ModuleType:
        # C code that needs a module, as `datetime.strptime` does, comes this way too; only it gives a list.
        asked_by_c = type(fromlist) is list and name in sys.modules
        if not asked_by_c and (level or name.partition(".")[0] not in allowed):
            raise ImportError(f"module {name!r} is not available to environments")
        return real(name, globals, locals, fromlist, level)

    return guarded
