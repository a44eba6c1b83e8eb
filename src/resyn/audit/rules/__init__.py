"""One module per rule of behaviour: a docstring, NEEDS_GOLD, STAGE and `check(task)`; nothing else to edit."""
