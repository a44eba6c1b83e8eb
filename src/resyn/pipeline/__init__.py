"""One candidate's way through the stages, many candidates at once, and what became of them."""
