"""The command line: the same services as the window, for the IT colleague (docs/cli.md). It has no rule of its own."""
