"""`python -m resyn` is the command line."""

from resyn.cli import main

main()
