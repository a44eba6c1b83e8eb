"""The text in a dataset row that says how to verify an answer: all that a trainer has to hand on."""

import json
from dataclasses import dataclass
from typing import Any, Final, Self

from resyn.core import jsontext
from resyn.core.errors import CatalogueError
from resyn.core.records import Item

SCHEMA: Final = 1
REFERENCE_SCHEMA: Final = 2
"""Of rows with a reference: whoever knows schema 1 alone refuses them, and never verifies by the environment."""

_FIELDS: Final = {"schema": int, "environment": str, "version": int, "behaviour_hash": str, "instance": str}
_NONE: Final = type(None)


@dataclass(frozen=True, slots=True)
class Verifier:
    """An instance and the environment that verifies answers to it; `instance` is JSON text (see `records.Item`).

    Where there is a `reference`, an answer is correct where it matches that (see `core.reference`), whatever the
    environment says.
    """

    environment: str
    version: int
    behaviour_hash: str
    instance: str
    reference: str | None = None

    @classmethod
    def of(cls, item: Item) -> Self:
        """Return the verifier of a row."""
        return cls(item.environment, item.version, item.behaviour_hash, item.instance, item.reference)

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Read what `to_text` wrote; raises CatalogueError for any other text or a schema of another version."""
        try:
            data: Any = json.loads(text)
        except (ValueError, TypeError, RecursionError):
            data = None
        if not isinstance(data, dict) or any(type(data.get(name)) is not kind for name, kind in _FIELDS.items()):
            raise CatalogueError(
                f"{str(text)[:200]!r} is not the verifier of a dataset row",
                hint="Hand on the column `verifier` as it is: it holds JSON text.",
            )
        reference = data.get("reference")
        if data["schema"] != (SCHEMA if reference is None else REFERENCE_SCHEMA) or type(reference) not in (str, _NONE):
            raise CatalogueError(
                f"the verifier has schema {data['schema']}, this version reads schema {SCHEMA}, and schema "
                f"{REFERENCE_SCHEMA} with a reference",
                hint="Use the version of resyn that the dataset's manifest.json names.",
            )
        return cls(data["environment"], data["version"], data["behaviour_hash"], data["instance"], reference)

    def to_text(self) -> str:
        """Return JSON text."""
        data = {
            "schema": SCHEMA,
            "environment": self.environment,
            "version": self.version,
            "behaviour_hash": self.behaviour_hash,
            "instance": self.instance,
        }
        if self.reference is not None:
            data |= {"schema": REFERENCE_SCHEMA, "reference": self.reference}
        return jsontext.dump(data)
