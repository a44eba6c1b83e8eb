"""Mechanical rules that an environment must pass, each a file named after the defect it finds."""
