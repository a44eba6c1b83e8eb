"""Adapters of public corpora: text that runs in the jail alone; nothing here imports them."""
