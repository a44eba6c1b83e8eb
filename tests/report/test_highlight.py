import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.report.stored import HOSTILE

from resyn.core.environment import find_environments
from resyn.core.index import catalogue_folder
from resyn.report.highlight import highlight
from resyn.report.text import visible


def plain(marked: str) -> str:
    return html.unescape(re.sub(r"</?i[^<>]*>", "", marked))


def test_keywords_texts_comments_numbers_and_names_are_marked() -> None:
    marked = highlight('def f(x):\n    return "a<b" + str(12)  # why\n')
    assert marked == (
        "<i class=k>def</i> <i class=d>f</i>(x):\n    <i class=k>return</i> <i class=s>&#34;a&lt;b&#34;</i> + "
        "str(<i class=n>12</i>)  <i class=c># why</i>\n"
    )


@pytest.mark.parametrize("environment", list(find_environments([catalogue_folder()]))[:12], ids=lambda one: one.name)
def test_marks_change_no_character_of_the_code(environment) -> None:
    assert plain(highlight(environment.source)) == visible(environment.source, 60_000)


@given(st.text(alphabet=st.sampled_from("ab1 \n\t\"'#()[]{}:=\\f<>&\x0c\r\u2028é")))
def test_any_text_comes_out_whole_and_escaped(source: str) -> None:
    marked = highlight(source)
    assert plain(marked) == visible(source, 60_000)
    assert set(re.findall(r"<[^>]*>", marked)) <= {f"<i class={kind}>" for kind in "kscnd"} | {"</i>"}


@pytest.mark.parametrize(
    "source", [HOSTILE, f"x = '{HOSTILE}'", f'f"""{HOSTILE}"""', "f'{a!r:>{b}} {{c}}' + 1", "x = ("]
)
def test_hostile_code_is_text(source: str) -> None:
    marked = highlight(source)
    assert "<script" not in marked
    assert "<img" not in marked
    assert plain(marked) == visible(source, 60_000)
