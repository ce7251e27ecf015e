"""What a person configured, and what a person said."""

from mailcheck.settings.providers import load_providers

__all__ = ["load_providers"]
