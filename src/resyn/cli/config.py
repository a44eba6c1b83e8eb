"""Settings that are seldom changed, and files of settings: `--config FILE` and `--config KEY=VALUE`."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, get_args

import click

from resyn.core.errors import ConfigError
from resyn.pipeline.settings import RunSettings


@dataclass(frozen=True, slots=True)
class RunConfig:
    """What a run can be told beside its options; a file of settings may name the options too.

    `calibration` is on where a solver's model is given, unless it is said otherwise. `judge_endpoint` and
    `solver_endpoint` are where those models are served, if not where the author's is.
    """

    temperature: float = 0.8
    seed: int = 0
    instances: int = 50
    plan_first: bool = True
    examples: int = 1
    judges: bool = True
    judge_endpoint: str | None = None
    votes: int = 1
    solver: bool = True
    solver_endpoint: str | None = None
    attempts: int = 2
    require_solver: bool = False
    calibration: bool | None = None
    calibration_instances: int = 20
    key_variable: str | None = None

    def settings(self, *, calibration: bool) -> dict[str, Any]:
        """Return what `RunSettings` takes; `calibration` tells whether it is on where nothing was said."""
        kept = {field.name for field in fields(RunSettings)}
        told = {name: value for name, value in asdict(self).items() if name in kept}
        return told | {"calibration": calibration if self.calibration is None else self.calibration}


_LEAST = {"instances": 1, "examples": 0, "votes": 1, "attempts": 1, "calibration_instances": 1, "temperature": 0}


def settings_option(record: type[Any], *, least: Mapping[str, float]) -> Callable[[Callable[..., Any]], Any]:
    """Return the option `--config` of a command, which hands it a record; `least` holds its numbers' lower bounds."""

    def callback(context: click.Context, _: click.Parameter, given: tuple[str, ...]) -> Any:
        return _read_config(context, given, record, least)

    return click.option(
        "--config",
        multiple=True,
        is_eager=True,
        callback=callback,
        metavar="FILE|KEY=VALUE",
        help="TOML file of settings, or one setting such as temperature=0.4 (may be repeated).",
    )


def _read_config(context: click.Context, given: tuple[str, ...], record: type[Any], least: Mapping[str, float]) -> Any:
    """Read files and pairs, later ones over earlier ones; what names an option becomes that option's default.

    Raises ConfigError naming file or pair, key and value.
    """
    options = {parameter.name for parameter in context.command.params} - {
        "config",
        "as_json",
        "allow_unsafe",
        "dry_run",
    }
    kinds = {field.name: field.type for field in fields(record)}
    settings: dict[str, Any] = {}
    defaults: dict[str, Any] = {}
    for text in given:
        for key, value in _read(text).items():
            name = key.replace("-", "_")
            if name in options and isinstance(value, str | int | float):
                defaults[name] = value
            elif name in kinds:
                settings[name] = _checked(name, value, kinds[name], place=text, least=least)
            else:
                known = ", ".join(sorted({*kinds, *(str(option) for option in options)}))
                raise ConfigError(f"{text}: there is no setting {key!r}", hint=f"Settings are: {known}.")
    context.default_map = {**(context.default_map or {}), **defaults}
    return record(**settings)


config_option = settings_option(RunConfig, least=_LEAST)


def _read(text: str) -> dict[str, Any]:
    if "=" in text and not Path(text).is_file():
        key, _, value = text.partition("=")
        try:
            return {key.strip(): tomllib.loads(f"value = {value}")["value"]}
        except tomllib.TOMLDecodeError:
            return {key.strip(): value.strip()}  # a word needs no quotes
    try:
        return tomllib.loads(Path(text).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ConfigError(f"{text} does not exist", hint="Give a TOML file, or a setting as KEY=VALUE.") from None
    except OSError as error:
        raise ConfigError(f"{text} cannot be read: {error.strerror}", hint="Check path and permissions.") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{text} is not TOML: {error}", hint="Write one `key = value` a line.") from None


def _checked(name: str, value: Any, kind: Any, *, place: str, least: Mapping[str, float]) -> Any:
    kinds = get_args(kind) or (kind,)
    if float in kinds and type(value) is int:
        value = float(value)
    if type(value) not in kinds:
        names = " or ".join(one.__name__ for one in kinds if one is not type(None))
        raise ConfigError(f"{place}: {name} = {value!r} is not of type {names}", hint="Write it as TOML does.")
    if name in least and value < least[name]:
        raise ConfigError(f"{place}: {name} = {value} is less than {least[name]}", hint="Give a larger number.")
    return value
