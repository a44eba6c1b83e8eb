from importlib import resources

import pytest

from resyn.llm.prompts import fill, read_prompt, shorten


def test_names_are_filled_in_and_one_left_over_is_an_error() -> None:
    assert "arrays" in fill("resyn.propose", "without_plan", angle="Something with arrays.")
    with pytest.raises(KeyError, match="angle"):
        fill("resyn.propose", "without_plan")


def test_text_that_looks_like_a_name_is_left_as_it_is() -> None:
    assert "cost = $total" in fill("resyn.propose", "without_plan", angle="cost = $total")


@pytest.mark.parametrize("package", ["resyn.propose", "resyn.judge"])
def test_every_prompt_can_be_read(package: str) -> None:
    names = [file.name for file in (resources.files(package) / "prompts").iterdir() if file.name.endswith(".md")]
    assert names
    assert all(read_prompt(package, name.removesuffix(".md")).strip() for name in names)


def test_long_text_is_cut_with_a_mark() -> None:
    assert shorten("abcdef", 6) == "abcdef"
    assert shorten("abcdefg", 3) == "abc [...]"
