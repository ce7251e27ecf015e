"""The pages, one file each: functions from what was asked to an answer."""

from mailcheck.app.web.asked import Page
from mailcheck.app.web.pages import checking, declaring, files, findings, leaving, nightly, overview, sorting

PAGES: dict[str, Page] = {
    "GET /": overview.overview,
    "GET /report": overview.report,
    "GET /check": checking.check,
    "POST /check": checking.start,
    "POST /check/stop": checking.stop,
    "GET /check/state": checking.state,
    "GET /findings": findings.findings,
    "GET /findings/{name}": findings.finding,
    "POST /findings/{name}/names": findings.fetch,
    "GET /findings/{name}/names": findings.names,
    "POST /findings/{name}/settle": findings.settle,
    "POST /findings/{name}/except": findings.make_exception,
    "POST /findings/{name}/undo": findings.undo,
    "GET /sort": sorting.sort,
    "POST /sort/begin": sorting.begin,
    "GET /sort/question": sorting.question,
    "POST /sort/answer": sorting.answer,
    "POST /sort/stop": sorting.stop,
    "GET /file": files.file,
    "POST /file": files.judge,
    "GET /file/found": files.found,
    "POST /file/protect": files.protect,
    "GET /file/copy": files.copy,
    "POST /file/clear": files.clear,
    "POST /drafts": files.drafts,
    "GET /declarations": declaring.declarations,
    "GET /declarations/{name}": declaring.declaration,
    "POST /declarations/{name}": declaring.answer,
    "GET /nightly": nightly.nightly,
    "POST /stop": leaving.stop,
}
"""By method and address."""
