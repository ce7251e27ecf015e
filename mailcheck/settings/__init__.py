"""What a person configured, and what a person said."""
