"""Records that flow through every stage, the environment contract, and the run's store."""
