from pathlib import Path

import pytest

from resyn.adapters.rows import COLUMNS, read_rows
from resyn.core.errors import ConfigError


def test_rows_hold_what_a_trainer_may_see_and_no_solution(folder: Path) -> None:
    rows = read_rows(folder)
    assert len(rows) == 12
    assert all(tuple(row) == COLUMNS for row in rows)
    assert {message["role"] for row in rows for message in row["prompt"]} == {"system", "user"}


def test_a_split_that_is_not_there_is_named_with_those_that_are(folder: Path) -> None:
    with pytest.raises(ConfigError, match="no split 'test'") as raised:
        read_rows(folder, "test")
    assert raised.value.hint == "It has train."
