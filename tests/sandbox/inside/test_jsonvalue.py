import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from resyn.sandbox.inside import jsonvalue, layout

LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
JSON = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4))


@settings(max_examples=40, database=None)
@given(JSON)
def test_json_is_encoded_and_comes_back(value: Any) -> None:
    code, data, error = jsonvalue.encode(value, 1 << 20)
    assert (code, error) == (layout.OK, "")
    assert json.loads(data.decode("utf-8", "surrogatepass")) == value


@settings(max_examples=40, database=None)
@given(JSON, st.sampled_from([(1,), {1}, b"x", 1j, float("nan"), float("inf"), object()]))
def test_foreign_value_is_found_wherever_it_is(value: Any, foreign: Any) -> None:
    code, data, error = jsonvalue.encode({"in": [value, {"deep": foreign}]}, 1 << 20)
    assert (code, data) == (layout.NOT_JSON, b"")
    assert error.startswith("value['in'][1]['deep'] is")


def test_equal_values_of_other_types_or_order_are_not_the_same() -> None:
    for value, other in ((1, 1.0), (True, 1), ((1,), [1]), ({"b": 1, "a": 2}, {"a": 2, "b": 1})):
        assert not jsonvalue.same(value, other)
    assert jsonvalue.same({"b": [1, "x"]}, {"b": [1, "x"]})
