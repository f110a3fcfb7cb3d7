"""`python -m serentak`: the command line without its script."""

from serentak.site.command import main

main()
