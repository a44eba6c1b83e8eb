"""The rules on anybody's environments, and planted bugs that score the rules."""
