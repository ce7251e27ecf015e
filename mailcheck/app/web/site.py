"""Which address shows which page, and how an answer becomes what a browser gets."""

import json
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from mailcheck.app.web.asked import Answer, Asked, Data, Elsewhere, File, NotInDemo, Page, Shown
from mailcheck.app.web.desk import Desk
from mailcheck.app.web.door import Door
from mailcheck.app.web.form import Form
from mailcheck.app.web.forms import TOKEN
from mailcheck.app.web.links import NAVIGATION, on_page, with_link
from mailcheck.app.web.pages import PAGES
from mailcheck.errors import AccountProblem, UserError

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

STYLE, SCRIPT = "page.css", "page.js"
NOT_FOUND = "There is no such page here."


def site(desk: Desk, door: Door) -> Starlette:
    """Return the application behind the gate."""
    routes = [_route(address, page, desk, door) for address, page in PAGES.items()]
    routes.append(Route("/{anything:path}", _answering(_nothing, desk, door), methods=["GET", "POST"]))
    return Starlette(routes=[*_looks(), *routes])


def _route(address: str, page: Page, desk: Desk, door: Door) -> Route:
    method, _, path = address.partition(" ")
    return Route(path, _answering(page, desk, door), methods=[method])


def _nothing(desk: Desk, asked: Asked) -> Answer:
    return _problem("Not found", [NOT_FOUND], 404)


def _answering(page: Page, desk: Desk, door: Door) -> Any:  # noqa: ANN401 - an endpoint of starlette
    async def answering(request: Request) -> Response:
        form = request.scope.get("mailcheck.form", Form())
        asked = Asked(request.path_params, dict(request.query_params), form)
        return await run_in_threadpool(_contained, page, desk, asked, door)

    return answering


def _contained(page: Page, desk: Desk, asked: Asked, door: Door) -> Response:
    """Containment for one page: what is wrong is said on it. An unexpected error's text might quote a letter."""
    try:
        return _response(page(desk, asked), desk, door)
    except NotInDemo as none:
        problem = _problem("Not in the demo", [str(each) for each in none.problems], 200)
    except UserError as wrong:
        problem = _problem("That did not work", [str(each) for each in wrong.problems], 400)
    except AccountProblem as refusal:
        problem = _problem("The mailbox could not be reached", [refusal.text], 502)
    except Exception as error:  # noqa: BLE001 - the last containment
        told = f"Something went wrong inside mailcheck: {type(error).__name__}. Nothing in your mailboxes was changed."
        problem = _problem("That did not work", [told], 500)
    return _response(problem, desk, door)


def _problem(title: str, problems: list[str], status: int) -> Shown:
    return Shown("problem.html", {"title": title, "problems": problems}, status)


def _response(answer: Answer, desk: Desk, door: Door) -> Response:
    match answer:
        case Shown(template, values, status):
            common = {"form_token": door.form_token, "has_roster": not desk.is_demo and desk.roster_path.exists()}
            return Response(rendered(template, {**values, **common}), status, media_type="text/html")
        case Elsewhere(address):
            return Response(status_code=303, headers={"location": address})
        case Data(value):
            return Response(json.dumps(value), media_type="application/json")
        case File(name, content):
            headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}
            return Response(content, headers=headers, media_type="application/octet-stream")


def rendered(template: str, values: Mapping[str, Any]) -> str:
    """Return a page."""
    return environment().get_template(template).render(values)


@cache
def environment() -> "Environment":
    """Return what fills in the pages: the report's own pieces are at hand."""
    from jinja2 import ChoiceLoader, PackageLoader

    from mailcheck.report.html import ICON
    from mailcheck.report.templates import environment_of, loader

    made = environment_of(
        ChoiceLoader([PackageLoader("mailcheck.app.web", "look"), loader(), PackageLoader("mailcheck.roster", "look")])
    )
    made.filters |= {"on_page": on_page, "with_link": with_link}
    made.globals |= {
        "NAVIGATION": NAVIGATION,
        "ICON": ICON,
        "TOKEN": TOKEN,
        "has_roster": False,
        "STYLE_SHEET": _style_sheet(made),
    }
    return made


def style_sheet() -> str:
    """Return the style as it stands in the pages after which nothing more can be asked for."""
    return str(environment().globals["STYLE_SHEET"])


def _style_sheet(look: "Environment") -> "Markup":
    from markupsafe import Markup

    return Markup(_source(look, "base.css") + _source(look, STYLE))  # noqa: S704 - our own style sheets


def refusal(status: int, why: str) -> bytes:
    """Return the page of a refusal: it needs no cookie, and tells nothing of anybody."""
    return rendered("refused.html", {"status": status, "why": why}).encode()


def _looks() -> list[Route]:
    """Return where the style and the script are."""

    def of(content: str, kind: str) -> Any:  # noqa: ANN401 - an endpoint of starlette
        async def look(request: Request) -> Response:
            return Response(content, media_type=kind)

        return look

    return [
        Route(f"/{STYLE}", of(style_sheet(), "text/css")),
        Route(f"/{SCRIPT}", of(_source(environment(), SCRIPT), "text/javascript")),
        Route("/roster_parts.css", of(_source(environment(), "roster_parts.css"), "text/css")),
        Route("/roster.js", of(_source(environment(), "roster.js"), "text/javascript")),
    ]


def _source(look: "Environment", name: str) -> str:
    assert look.loader is not None  # noqa: S101 - given above
    return look.loader.get_source(look, name)[0]
