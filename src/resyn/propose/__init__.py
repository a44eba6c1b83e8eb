"""A model writes environments: keywords, prompts, plan before code, and taking the file out of a reply."""
