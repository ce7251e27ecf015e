"""The doors: the command line, the demo."""
