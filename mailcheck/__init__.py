"""mailcheck: are professional and personal email kept apart? Reads only.

    import mailcheck
    settings = mailcheck.load_settings("mailcheck.toml")
    report = mailcheck.check(settings)
    print(report.status, report.exit_code)

Exports are loaded when first used (PEP 562): importing `mailcheck` imports nothing else.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mailcheck.audit import check
    from mailcheck.model import Finding, Protection, ProtectionState, Report, Status
    from mailcheck.protection import judge_protection
    from mailcheck.settings import load_settings

__version__ = "0.1.0"

__all__ = [
    "Finding",
    "Protection",
    "ProtectionState",
    "Report",
    "Status",
    "__version__",
    "check",
    "judge_protection",
    "load_settings",
]

_HOMES = {
    "check": "mailcheck.audit",
    "judge_protection": "mailcheck.protection",
    "load_settings": "mailcheck.settings",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - PEP 562
    if name not in __all__:
        raise AttributeError(f"module 'mailcheck' has no attribute {name!r}")
    return getattr(import_module(_HOMES.get(name, "mailcheck.model")), name)
