"""The nightly run: whether it is due, what it leaves alone, and what it tells whom."""
