"""One module per rule: a docstring with four headings, STAGE, VERSION and `check(evidence)`; nothing else to edit."""
