"""Options that several commands share, and what they open."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import click

from resyn.core.errors import ConfigError, SandboxError
from resyn.sandbox.isolation import Isolation
from resyn.sandbox.jail import Jail

Command = Callable[..., Any]

json_option = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
allow_unsafe_option = click.option(
    "--allow-unsafe",
    is_flag=True,
    help="Run environments although this kernel cannot contain them. Recorded in every result.",
)


format_weight_option = click.option(
    "--format-weight",
    type=click.FloatRange(0, 1),
    default=0.1,
    show_default=True,
    help="Share of the reward that is for the format; the rest is for a correct answer.",
)
key_option = click.option("--key-variable", metavar="NAME", help="Environment variable that holds the API key.")
endpoint_option = click.option(
    "--endpoint", metavar="URL", help="OpenAI-compatible endpoint, such as http://localhost:8000/v1."
)
model_option = click.option(
    "--model",
    default="local",
    show_default=True,
    help="local, local:NAME, gguf:PATH, vllm:PATH, openai:NAME, ...; with --endpoint the name it serves.",
)


def model_options(command: Command) -> Command:
    """Add the options that name a model, where it is served, and its key."""
    for option in (key_option, endpoint_option, model_option):
        command = option(command)
    return command


def isolation_of(allow_unsafe: bool) -> Isolation:
    """Return what to ask of the jail: with the flag nothing, but only where this kernel cannot contain anything."""
    if not allow_unsafe:
        return Isolation.AUTO
    try:
        with Jail(workers=1) as jail:
            return jail.isolation
    except SandboxError:
        return Isolation.NONE


@contextmanager
def jails(*, allow_unsafe: bool, salts: tuple[int, ...] = (0,), workers: int | None = None) -> Iterator[list[Jail]]:
    """Open one jail per hash salt; the first has `workers` workers (one per core by default), the others one."""
    isolation = isolation_of(allow_unsafe)
    with ExitStack() as stack:
        yield [
            stack.enter_context(
                Jail(
                    workers=workers if position == 0 else 1,
                    hash_seed=salt,
                    isolation=isolation,
                )
            )
            for position, salt in enumerate(salts)
        ]


def existing(paths: tuple[str, ...]) -> list[Path]:
    """Return paths; raises ConfigError naming the first that does not exist."""
    found = [Path(path) for path in paths]
    for path in found:
        try:
            path.stat()
        except FileNotFoundError:
            raise ConfigError(f"{path} does not exist", hint="Give a file or a folder that does.") from None
        except OSError as error:
            raise ConfigError(f"{path} cannot be read: {error.strerror}", hint="Check path and permissions.") from None
    return found
