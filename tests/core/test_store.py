import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from resyn.core.errors import StoreError
from resyn.core.records import Usage
from resyn.core.store import Step, Store, StoredCall

CALL = StoredCall("reply", "model", False, Usage(10, 20, 1.5, 0.25))


def test_steps_come_back_in_order_after_reopening(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        candidate = store.candidate("graphs", 0)
        store.add_step(candidate.id, Step("planned", {"plan": "short"}))
        store.add_step(candidate.id, Step("written", {"source": "x" * 5000, "name": "a"}))
    with Store(tmp_path) as store:
        assert store.candidate("graphs", 0).steps == (
            Step("planned", {"plan": "short"}),
            Step("written", {"name": "a", "source": "x" * 5000}),
        )
        assert [(row.keyword, row.number) for row in store.candidates()] == [("graphs", 0)]


def test_long_text_is_stored_once(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        for number in range(3):
            store.add_step(store.candidate("graphs", number).id, Step("written", {"source": "x" * 5000}))
    with sqlite3.connect(tmp_path / "run.sqlite") as connection:
        assert connection.execute("SELECT count(*) FROM text").fetchone() == (1,)


def test_model_call_keeps_its_first_reply_and_is_counted_once(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        assert store.find_call("k") is None
        store.add_call("k", "request", CALL)
        store.add_call("k", "request", StoredCall("other", "model", False, Usage(1, 1, 1.0, 1.0)))
        assert store.find_call("k") == CALL
        assert store.ledger() == (1, Usage(10, 20, 1.5, 0.25))


def test_cost_is_unknown_as_soon_as_one_price_is(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.add_call("a", "request", CALL)
        store.add_call("b", "request", StoredCall("reply", "model", True, Usage(1, 2, 0.5, None)))
        assert store.ledger() == (2, Usage(11, 22, 2.0, None))


def test_reply_with_a_lone_surrogate_is_stored(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.add_call("k", "request", StoredCall("a\ud800b", "model", False, Usage()))
        found = store.find_call("k")
        assert found is not None
        assert found.text == "a?b"


def test_second_process_is_told_that_the_folder_is_in_use(tmp_path: Path) -> None:
    code = f"from pathlib import Path; from resyn.core.store import Store; Store(Path({str(tmp_path)!r}))"
    with Store(tmp_path):
        other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert "is in use by another process" in other.stderr
    assert subprocess.run([sys.executable, "-c", code], capture_output=True).returncode == 0


def test_file_that_is_no_database_is_named_and_kept(tmp_path: Path) -> None:
    (tmp_path / "run.sqlite").write_bytes(b"this is no database, but a text of some length" * 50)
    before = (tmp_path / "run.sqlite").read_bytes()
    with pytest.raises(StoreError, match=r"run\.sqlite is damaged"):
        Store(tmp_path)
    assert (tmp_path / "run.sqlite").read_bytes() == before


def test_foreign_database_is_refused_and_kept(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "run.sqlite") as connection:
        connection.execute("CREATE TABLE other (x)")
    connection.close()
    before = (tmp_path / "run.sqlite").read_bytes()
    with pytest.raises(StoreError, match="is not a run's store"):
        Store(tmp_path)
    assert (tmp_path / "run.sqlite").read_bytes() == before


def test_other_schema_version_is_named(tmp_path: Path) -> None:
    Store(tmp_path).close()
    with sqlite3.connect(tmp_path / "run.sqlite") as connection:
        connection.execute("UPDATE meta SET value = '99' WHERE key = 'schema'")
    with pytest.raises(StoreError, match="schema version 99"):
        Store(tmp_path)


def test_damage_in_the_middle_is_reported_not_swallowed(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        for number in range(200):
            store.add_step(store.candidate("graphs", number).id, Step("written", {"source": f"{number}" * 3000}))
    size = (tmp_path / "run.sqlite").stat().st_size
    with (tmp_path / "run.sqlite").open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(size - 4096))
    with pytest.raises(StoreError, match="damaged"), Store(tmp_path) as store:
        list(store.candidates())


def test_folder_below_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be written"):
        Store(tmp_path / "file" / "run")


def test_full_disk_is_reported_and_loses_nothing(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        candidate = store.candidate("graphs", 0)
        store.add_step(candidate.id, Step("planned", {"plan": "short"}))
        # A page limit stands for the disk's end: SQLite answers with the same error.
        pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
        store._connection.execute(f"PRAGMA max_page_count = {pages + 1}")
        with pytest.raises(StoreError, match="full") as caught:
            store.add_step(candidate.id, Step("written", {"source": os.urandom(100_000).hex()}))
        assert "committed steps are safe" in caught.value.hint
    with Store(tmp_path) as store:
        assert store.candidate("graphs", 0).steps == (Step("planned", {"plan": "short"}),)


def damage(folder: Path, statement: str) -> None:
    with Store(folder) as store:
        store.write_meta("settings", {"seed": 0})
        store.add_step(store.candidate("graphs", 0).id, Step("written", {"source": "x" * 5000}))
    with sqlite3.connect(folder / "run.sqlite") as connection:
        connection.execute(statement)
    connection.close()


@pytest.mark.parametrize("statement", ["UPDATE step SET payload = '{'", "DELETE FROM text"])
def test_damaged_step_that_sqlite_does_not_see_is_reported(tmp_path: Path, statement: str) -> None:
    damage(tmp_path, statement)
    with Store(tmp_path) as store, pytest.raises(StoreError, match=r"run\.sqlite is damaged"):
        list(store.candidates())


def test_damaged_settings_are_reported(tmp_path: Path) -> None:
    damage(tmp_path, "UPDATE meta SET value = '{' WHERE key = 'settings'")
    with Store(tmp_path) as store, pytest.raises(StoreError, match=r"run\.sqlite is damaged"):
        store.read_meta("settings")


def test_many_candidates_are_begun_in_one_commit_and_keep_their_order(tmp_path: Path) -> None:
    keys = [(keyword, number) for keyword in ("b", "a") for number in range(3)]
    with Store(tmp_path) as store:
        assert not store.is_begun()
        store.begin(keys)
        store.begin(keys)
        assert [(row.keyword, row.number) for row in store.candidates()] == keys
        assert not store.is_begun()
        store.add_step(store.candidate("a", 1).id, Step("planned", {}))
        assert store.is_begun()


def test_store_of_the_version_before_judges_goes_on_and_is_marked(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.add_step(store.candidate("graphs", 0).id, Step("passed", {}))
    with sqlite3.connect(tmp_path / "run.sqlite") as connection:
        connection.execute("UPDATE meta SET value = '1' WHERE key = 'schema'")
    connection.close()
    with Store(tmp_path) as store:
        assert [row.steps[-1].kind for row in store.candidates()] == ["passed"]
        assert store.read_meta("schema") == 2


def test_ledger_that_was_summed_up_goes_on_with_each_new_call_and_no_old_one(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.add_call("a", "request", CALL)
        assert store.ledger() == (1, CALL.usage)
        store.add_call("b", "request", CALL)
        store.add_call("a", "request", CALL)
        counted = store.ledger()
    with Store(tmp_path) as store:
        assert store.ledger() == counted == (2, CALL.usage + CALL.usage)


def test_step_and_settings_with_lone_surrogates_are_stored(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.add_step(store.candidate("k", 0).id, Step("judged", {"why": "a\ud800b", "long": "\udfff" * 300}))
        store.write_meta("plan", {"model": "\ud800"})
        assert store.candidate("k", 0).steps[0].payload == {"why": "a?b", "long": "?" * 300}
        assert store.read_meta("plan") == {"model": "?"}
