"""Second opinions on an environment that the rules let pass: two judges, and a solver that sees the questions alone."""
