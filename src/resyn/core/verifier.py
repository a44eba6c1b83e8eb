"""The text in a dataset row that says how to verify an answer: all that a trainer has to hand on."""

import json
from dataclasses import dataclass
from typing import Any, Final, Self

from resyn.core import jsontext
from resyn.core.errors import CatalogueError
from resyn.core.records import Item

SCHEMA: Final = 1
_FIELDS: Final = {"schema": int, "environment": str, "version": int, "behaviour_hash": str, "instance": str}


@dataclass(frozen=True, slots=True)
class Verifier:
    """An instance and the environment that verifies answers to it; `instance` is JSON text (see `records.Item`)."""

    environment: str
    version: int
    behaviour_hash: str
    instance: str

    @classmethod
    def of(cls, item: Item) -> Self:
        """Return the verifier of a row."""
        return cls(item.environment, item.version, item.behaviour_hash, item.instance)

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
        if data["schema"] != SCHEMA:
            raise CatalogueError(
                f"the verifier has schema {data['schema']}, this version reads schema {SCHEMA}",
                hint="Use the version of resyn that the dataset's manifest.json names.",
            )
        return cls(data["environment"], data["version"], data["behaviour_hash"], data["instance"])

    def to_text(self) -> str:
        """Return JSON text."""
        return jsontext.dump(
            {
                "schema": SCHEMA,
                "environment": self.environment,
                "version": self.version,
                "behaviour_hash": self.behaviour_hash,
                "instance": self.instance,
            }
        )
