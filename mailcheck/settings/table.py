"""What every table of a file is held to. Imported only when a file is read."""

from pydantic import BaseModel, ConfigDict
from pydantic_core import PydanticCustomError

from mailcheck.settings.problems import OWN


class Table(BaseModel):
    """A table that takes no unknown keys and no values that merely look right, and shows none in an error.

    Its validator is made when it is first used: most files have few of the tables that there can be.
    """

    model_config = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True, defer_build=True)


def wrong(what: str, remedy: str = "") -> PydanticCustomError:
    """Return the error that a validator raises: what is wrong, and what would be right. Neither repeats the value."""
    return PydanticCustomError(OWN, "{what}", {"what": what, "remedy": remedy})
