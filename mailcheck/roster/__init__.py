"""Many members' attestations, and one view of them: for a supervisor, on the supervisor's own computer.

Files are taken in one by one (`intake`), what they say is kept small (`store`), and how each member stands follows from
it (`standing`). A finding is not a report of misconduct.
"""

FOOTER = "A finding is not a report of misconduct. Speak with the member first."
"""Clause MIP-PM-1, on every roster."""
