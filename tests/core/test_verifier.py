import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resyn.core.errors import CatalogueError
from resyn.core.verifier import Verifier

TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@settings(deadline=None)
@given(TEXT, st.integers(), TEXT, TEXT, st.none() | TEXT)
def test_verifier_survives_its_text(
    environment: str, version: int, behaviour_hash: str, instance: str, reference: str | None
) -> None:
    verifier = Verifier(environment, version, behaviour_hash, instance, reference)
    assert Verifier.from_text(verifier.to_text()) == verifier


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        "null",
        "[" * 100_000,
        None,
        5,
        Verifier("a", 1, "b", "{}").to_text().replace('"version":1', '"version":"1"'),
    ],
)
def test_other_text_is_refused_with_the_remedy(text: str) -> None:
    with pytest.raises(CatalogueError, match="is not the verifier of a dataset row") as caught:
        Verifier.from_text(text)
    assert "column `verifier`" in caught.value.hint


@pytest.mark.parametrize(
    ("reference", "change"),
    [(None, {"schema": 3}), (None, {"schema": 2}), ("7", {"schema": 1}), ("7", {"reference": 7}), ("7", {"schema": 3})],
)
def test_another_schema_is_refused_naming_both(reference: str | None, change: dict[str, object]) -> None:
    data = json.loads(Verifier("a", 1, "b", "{}", reference).to_text()) | change
    with pytest.raises(CatalogueError, match=f"has schema {data['schema']}, this version reads schema 1"):
        Verifier.from_text(json.dumps(data))


def test_row_with_a_reference_has_a_schema_of_its_own() -> None:
    assert json.loads(Verifier("a", 1, "b", "{}").to_text())["schema"] == 1
    assert json.loads(Verifier("a", 1, "b", "{}", "").to_text())["schema"] == 2
