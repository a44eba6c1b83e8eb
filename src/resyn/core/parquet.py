"""Parquet, where pyarrow is installed: the one place that imports it, and that says what is missing."""

from typing import Any

from resyn.core.errors import ConfigError


def load_pyarrow() -> tuple[Any, Any]:
    """Import pyarrow and pyarrow.parquet; raises ConfigError with the command that installs them."""
    try:
        import pyarrow  # type: ignore[import-untyped]  # it ships no types
        from pyarrow import parquet
    except ImportError as error:
        raise ConfigError(f"Parquet needs pyarrow: {error}", hint="Run `pip install 'resyn[parquet]'`.") from None
    return pyarrow, parquet
