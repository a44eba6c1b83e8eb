"""What calls of a model would cost, from the list of prices that comes with its client; nothing is asked for it."""

from resyn.llm.choose import PROVIDERS

_IN_PROCESS = ("local", "gguf", "vllm")


def price_of(
    spec: str, *, endpoint: str | None = None, calls: int = 1, input_tokens: int, output_tokens: int
) -> float | None:
    """Return the price in US dollars of so many calls of a model, each with these tokens; None where none is known.

    A model that runs in this process costs nothing. One at an endpoint, or unknown to the list (genai-prices), has no
    known price. Prices may rise with the length of a request, so they are reckoned for each.
    """
    kind, _, name = spec.partition(":")
    if not calls:
        return 0.0
    if endpoint is not None:
        return None
    if kind in _IN_PROCESS:
        return 0.0
    try:
        from genai_prices import Usage, calc_price
    except ImportError:  # it comes with the extras of providers
        return None
    if kind not in PROVIDERS or not name:
        return None
    try:
        usage = Usage(input_tokens=input_tokens, output_tokens=output_tokens)
        return calls * float(calc_price(usage, name, provider_id=kind).total_price)
    except (LookupError, ValueError):
        return None
