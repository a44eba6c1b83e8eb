"""Open the model that a user names: `local`, `gguf:PATH`, `vllm:PATH`, `openai:NAME`, ..., or a NAME at an endpoint."""

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from resyn.core.errors import ConfigError
from resyn.core.progress import Progress
from resyn.llm.model import Model
from resyn.llm.weights import DEFAULT_WEIGHTS, KNOWN_WEIGHTS, fetch_weights, find_weights

_NO_KEY = "no-key"  # a client library sends some key always; never one that was meant for another server
_NO_TAGS = ("\0think\0", "\0/think\0")  # the client would cut thinking out of a reply; this stands in none


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider that pydantic-ai knows: its name there, the extra to install, and where its key is looked for."""

    client: str
    extra: str
    key_variable: str


PROVIDERS = {
    "anthropic": Provider("anthropic", "anthropic", "ANTHROPIC_API_KEY"),
    "deepseek": Provider("deepseek", "openai", "DEEPSEEK_API_KEY"),
    "fireworks": Provider("fireworks", "openai", "FIREWORKS_API_KEY"),
    "google": Provider("google", "google", "GOOGLE_API_KEY"),
    "openai": Provider("openai-chat", "openai", "OPENAI_API_KEY"),
    "openrouter": Provider("openrouter", "openai", "OPENROUTER_API_KEY"),
    "together": Provider("together", "openai", "TOGETHER_API_KEY"),
}


def open_model(
    spec: str,
    *,
    endpoint: str | None = None,
    key_variable: str | None = None,
    concurrency: int = 4,
    progress: Progress,
) -> Model:
    """Return the model of a specification, ready to answer.

    `local`, `local:NAME` and `gguf:PATH` run in this process, the weights fetched first where they are missing, with
    `concurrency` slots; `vllm:PATH` is run by vLLM in this process; `PROVIDER:NAME` asks a provider; NAME with an
    `endpoint` asks any OpenAI-compatible server, with the key in `key_variable` or none. Raises ConfigError on an
    unknown specification, a missing key or extra.
    """
    kind, _, rest = spec.partition(":")
    if endpoint is not None:
        name = rest if kind == "openai" and rest else spec
        return _open_endpoint(name, endpoint, key_variable, concurrency)
    if kind == "local":
        return _open_local(rest or DEFAULT_WEIGHTS, concurrency, progress)
    if kind == "gguf" and rest:
        return _open_file(Path(rest).expanduser(), concurrency)
    if kind == "vllm" and rest:
        from resyn.llm.vllm import VllmModel

        return VllmModel(rest, name=f"vllm:{Path(rest).name}")
    if kind in PROVIDERS and rest:
        return _open_provider(kind, rest, key_variable, concurrency)
    raise ConfigError(
        f"no model can be opened as {spec!r}",
        hint=f"Known are local, {', '.join(f'local:{name}' for name in KNOWN_WEIGHTS)}, gguf:PATH,"
        f" vllm:PATH, {', '.join(f'{name}:NAME' for name in PROVIDERS)}, and NAME together with an endpoint's address.",
    )


def _open_local(name: str, concurrency: int, progress: Progress) -> Model:
    from resyn.llm.local import LocalModel

    path = fetch_weights(find_weights(name), progress=progress)
    progress.say(f"Loading {name}")
    return LocalModel(path, name=f"local:{name}", slots=concurrency)


def _open_file(path: Path, concurrency: int) -> Model:
    from resyn.llm.local import LocalModel

    return LocalModel(path, name=f"gguf:{path.name}", slots=concurrency)


def check_endpoint(endpoint: str) -> None:
    """Raise ConfigError where an address is none, or holds a secret: addresses are shown and stored."""
    try:
        parts = urlsplit(endpoint)
        valid = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        valid = False
    if not valid:
        raise ConfigError(
            f"the endpoint {endpoint.rpartition('@')[2]!r} is not an http(s) address",
            hint="Give an address such as http://localhost:8000/v1.",
        )
    if parts.username or parts.password or parts.query:
        raise ConfigError(
            f"the endpoint {_shown(endpoint)!r} comes with a user, a password or a query, which may be secret",
            hint="Put the key into an environment variable and name that: --key-variable NAME, or in a run's --config.",
        )


def _open_endpoint(name: str, endpoint: str, key_variable: str | None, concurrency: int) -> Model:
    check_endpoint(endpoint)
    secret = _read_key(key_variable) if key_variable else None
    try:
        from pydantic_ai.models.openai import OpenAIChatModel
        from pydantic_ai.providers.openai import OpenAIProvider
    except ImportError:
        raise _missing("openai") from None
    from resyn.llm.provider import Access, ProviderModel

    provider = OpenAIProvider(base_url=endpoint, api_key=secret or _NO_KEY)
    client = OpenAIChatModel(name, provider=provider, profile={"thinking_tags": _NO_TAGS})
    access = Access(_shown(endpoint), key_variable, secret, priced=False)
    return ProviderModel(client, name=name, access=access, concurrency=concurrency)


def _open_provider(kind: str, name: str, key_variable: str | None, concurrency: int) -> Model:
    provider = PROVIDERS[kind]
    variable = key_variable or provider.key_variable
    try:
        from pydantic_ai.exceptions import UserError
        from pydantic_ai.models import infer_model
        from pydantic_ai.providers import infer_provider_class

        from resyn.llm.provider import Access, ProviderModel

        built_for = infer_provider_class(provider.client)
        secret = _read_key(variable)
        client = infer_model(
            f"{provider.client}:{name}",
            provider_factory=lambda _: built_for(api_key=secret),  # type: ignore[call-arg]
        )
    except ImportError:
        raise _missing(provider.extra) from None
    except UserError as error:
        raise ConfigError(
            f"{kind} has no model {name!r}: {error}", hint="Give the name as the provider writes it."
        ) from None
    # Anthropic's newer models refuse a request that sets both temperature and top_p.
    together = kind != "anthropic"
    access = Access(_shown(client.base_url or kind), variable, secret, priced=True, takes_top_p=together)
    return ProviderModel(client, name=f"{kind}:{name}", access=access, concurrency=concurrency)


def _read_key(variable: str) -> str:
    key = os.environ.get(variable, "").strip()
    if not key:
        raise ConfigError(
            f"the environment variable {variable} holds no key",
            hint=f"Set it: export {variable}=..., or name another variable that holds the key.",
        )
    return key


def _missing(extra: str) -> ConfigError:
    return ConfigError(
        f"this model needs the extra {extra!r}, which is not installed", hint=f"pip install 'resyn[{extra}]'"
    )


def _shown(address: str) -> str:
    """Return an address without what may be secret in it: user, password and query."""
    parts = urlsplit(address)
    if not parts.hostname:
        return address
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{parts.hostname}{port}{parts.path}"
