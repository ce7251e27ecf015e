"""What text is made harmless for a screen. Light, since every command prints."""

import unicodedata


def harmless(text: str) -> str:
    """Return text that cannot steer a terminal: no control, format (right-to-left marks …) or private characters."""
    return "".join(
        character if character == "\n" or unicodedata.category(character) not in {"Cc", "Cf", "Co", "Cs", "Cn"} else ""
        for character in text
    )
