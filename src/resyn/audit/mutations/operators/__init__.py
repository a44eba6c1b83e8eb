"""One module per class of bug: a docstring, PART (the function it spoils) and `changes(program)`."""
