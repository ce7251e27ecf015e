"""Pure readers of what servers and people write."""
