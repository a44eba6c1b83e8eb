import pytest

from resyn.dataset.card import _fenced, _table, size_category


@pytest.mark.parametrize(
    ("rows", "size"), [(1, "n<1K"), (999, "n<1K"), (1000, "1K<n<10K"), (16_000, "10K<n<100K"), (10**6, "1M<n<10M")]
)
def test_size_category_is_the_hubs(rows: int, size: str) -> None:
    assert size_category(rows) == size


def test_fence_is_longer_than_any_run_of_backticks_inside() -> None:
    assert _fenced("a ```` b") == "`````\na ```` b\n`````"
    assert _fenced("a", language="json") == "```json\na\n```"
    assert _fenced("7", inline=True) == "`7`"
    assert _fenced("`7`", inline=True) == "`` `7` ``"
    assert _fenced("a\nb", inline=True) == "\n\n```\na\nb\n```"


def test_cell_never_breaks_its_table() -> None:
    assert _table(["a"], [["x|y\nz"], [12345]]) == "| a |\n| --- |\n| x\\|y z |\n| 12,345 |"
