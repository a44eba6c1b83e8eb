"""A value that a function returns cannot be stored as JSON and read back unchanged.

What it checks
    What generate, observe, solve and wrong_answers return survives a round trip through JSON with types and order:
    no tuple, set, bytes, NaN, infinity or object, no key that is not text. Texts are valid Unicode, without half a
    surrogate pair or a NUL.

Why it matters
    Datasets keep instances as JSON text, and verify reads them back. A tuple comes back as a list and an integer
    key as text, so that a verifier which passed its own tests fails on stored rows: a defect of published corpora.

Example it rejects
    def generate(level, rng):
        return {"edges": {(0, 1): rng.randint(1, 9)}}

How to fix
    Use lists in place of tuples and sets (sorted), and str for the keys of dicts: `{"edges": [[0, 1, 7]]}`. Build
    tuples and integer keys inside verify, where they are needed.
"""

from collections.abc import Iterator

from resyn.core.records import Finding
from resyn.gate.evidence import Draw, Evidence
from resyn.sandbox.calls import Reply, Status

STAGE = "run"
VERSION = 1


def check(evidence: Evidence) -> Iterator[Finding]:
    """Yield a finding per function, with the first path in its value that is not JSON."""
    groups: dict[str, list[tuple[Draw, str]]] = {}
    for draw in evidence.draws:
        for function, reply in _by_function(draw):
            reason = _reason(reply)
            if reason:
                groups.setdefault(function, []).append((draw, reason))
    for function, cases in groups.items():
        draw, reason = cases[0]
        message = (
            f"what {function} returns is not JSON: {reason} ({len(cases)} of {len(evidence.draws)} draws); "
            "use dicts with text keys, lists, text, whole numbers, finite floats, True, False and None"
        )
        yield evidence.finding(__name__, message, draw.witness(reason))


def _by_function(draw: Draw) -> tuple[tuple[str, Reply], ...]:
    return (
        ("generate", draw.generated),
        ("observe", draw.observed),
        ("solve", draw.solved),
        ("wrong_answers", draw.wrong),
    )


def _reason(reply: Reply) -> str:
    if reply.status is Status.NOT_JSON:
        return reply.error or "it does not come back from JSON as it was"
    if reply.status is not Status.OK:
        return ""
    if any(char in reply.text for char in ("\\u0000", "\0")):
        return "a text holds the character NUL"
    try:
        _encodable(reply.value)
    except UnicodeEncodeError:
        return "a text holds half of a surrogate pair, which is not valid Unicode"
    return ""


def _encodable(value: object) -> None:
    """Encode every text of a JSON value; raises UnicodeEncodeError."""
    layer = [value]
    while layer:
        part = layer.pop()
        if isinstance(part, str):
            part.encode()
        elif isinstance(part, dict):
            layer += [*part, *part.values()]
        elif isinstance(part, list):
            layer += part
