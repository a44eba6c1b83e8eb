"""JSON text as it is stored: compact, strict, key order kept (an instance's order may matter to its question)."""

import hashlib
import json
from typing import Any


def dump(value: Any) -> str:
    """Return compact JSON text; raises ValueError on NaN and infinities, TypeError on what JSON cannot hold."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def content_hash(text: str) -> str:
    """Return SHA-256 of a text, 64 hex digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
