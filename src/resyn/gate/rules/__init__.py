"""One module per rule: a docstring with four headings, STAGE, VERSION and `check(evidence)`; nothing else to edit.

A module may also define `applies(evidence)`, False where the rule has nothing to compare with.
"""
