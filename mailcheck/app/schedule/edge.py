"""Chooses what runs the nightly check on this computer, writes its files and calls its commands."""

from pathlib import Path

from mailcheck.app.schedule.cron import cron_plan, with_job, without_job
from mailcheck.app.schedule.job import Job, Kind, Plan, job
from mailcheck.app.schedule.launchd import launchd_plan
from mailcheck.app.schedule.machine import NOT_THERE, Machine, ThisMachine
from mailcheck.app.schedule.systemd import CALL, systemd_plan
from mailcheck.app.schedule.windows import windows_plan
from mailcheck.errors import Problem, UserError
from mailcheck.settings.folders import default_data_folder, default_settings_path, usual_settings_path

NOTHING_FITS = Problem(
    "This computer has neither systemd for your own log-in nor cron, so nothing can start the nightly run.",
    remedy="`mailcheck schedule show --with cron` shows the command; start it once an hour in any way you have.",
)


def plan(settings_path: Path, machine: Machine | None = None, kind: Kind | None = None) -> Plan:
    """Return what would be written and run; without `kind`, for what this computer has. Raises UserError."""
    on = machine or ThisMachine()
    wanted = _job(settings_path, on)
    match kind or _kind(on):
        case Kind.SYSTEMD:
            config = Path(on.environ.get("XDG_CONFIG_HOME") or on.home / ".config")
            return systemd_plan(wanted, config / "systemd" / "user")
        case Kind.LAUNCHD:
            return launchd_plan(wanted, on.home / "Library" / "LaunchAgents", on.user)
        case Kind.WINDOWS:
            domain, name = on.environ.get("USERDOMAIN", ""), on.environ.get("USERNAME", "")
            return windows_plan(wanted, default_data_folder(on.environ), f"{domain}\\{name}" if domain else name)
        case Kind.CRON:
            return cron_plan(wanted)


def install(settings_path: Path, machine: Machine | None = None, kind: Kind | None = None) -> Plan:
    """Switch the nightly run on, or bring it up to date; returns what was done.

    Raises UserError; then nothing of it is left.
    """
    on = machine or ThisMachine()
    wanted = plan(settings_path, on, kind)
    for other in _others(settings_path, on, wanted):
        _switch_off(other, on)
    if wanted.kind is Kind.CRON:
        _write_crontab(with_job(crontab(on), wanted.job), on)
        return wanted
    if wanted.kind is Kind.LAUNCHD:  # an agent that is loaded is not read again
        _call(wanted.stop, on)
    _write(wanted)
    if failed := _call(wanted.start, on):
        _switch_off(wanted, on)
        raise UserError(Problem(f"`{' '.join(failed)}` failed. Nothing was left behind.", remedy=_other_way(wanted)))
    return wanted


def remove(settings_path: Path, machine: Machine | None = None) -> bool:
    """Switch the nightly run off, whatever ran it; False if there was none. Raises UserError."""
    on = machine or ThisMachine()
    there = [each for each in _every_plan(settings_path, on) if is_there(each, on)]
    for each in there:
        _switch_off(each, on)
    return bool(there)


def is_there(of: Plan, machine: Machine) -> bool:
    """Whether anything of a plan is on this computer, be it up to date or not."""
    if of.kind is Kind.CRON:
        found = crontab(machine)
        return without_job(found, of.job) != found
    return any(piece.path.exists() for piece in of.pieces)


def is_current(of: Plan, machine: Machine) -> bool:
    """Whether everything of a plan is as it would be written now."""
    if of.kind is Kind.CRON:
        return of.crontab in crontab(machine)
    return all(_read(piece.path, piece.encoding) == piece.text for piece in of.pieces)


def crontab(machine: Machine) -> str:
    """Return the user's crontab; empty if there is none."""
    ran = machine.run(("crontab", "-l"))
    return ran.out if ran.code == 0 else ""


def installed(settings_path: Path, machine: Machine) -> Plan | None:
    """Return the plan of what is on this computer; None if there is no nightly run."""
    return next((each for each in _every_plan(settings_path, machine) if is_there(each, machine)), None)


def _every_plan(settings_path: Path, machine: Machine) -> tuple[Plan, ...]:
    own = {"darwin": (Kind.LAUNCHD, Kind.CRON), "win32": (Kind.WINDOWS,)}
    kinds = own.get(machine.platform, (Kind.SYSTEMD, Kind.CRON))
    return tuple(plan(settings_path, machine, kind) for kind in kinds)


def _others(settings_path: Path, machine: Machine, wanted: Plan) -> tuple[Plan, ...]:
    """Return what else runs the same job already: it must not be run twice."""
    return tuple(
        each for each in _every_plan(settings_path, machine) if each.kind is not wanted.kind and is_there(each, machine)
    )


def _kind(machine: Machine) -> Kind:
    if machine.platform == "darwin":
        return Kind.LAUNCHD
    if machine.platform == "win32":
        return Kind.WINDOWS
    if machine.run((*CALL, "show-environment")).code == 0:
        return Kind.SYSTEMD
    if machine.run(("crontab", "-l")).code != NOT_THERE:
        return Kind.CRON
    raise UserError(NOTHING_FITS)


def _job(settings_path: Path, machine: Machine) -> Job:
    path = settings_path.expanduser().absolute()
    wrong = [each for each in (str(path), machine.python) if not each.isprintable()]
    if wrong:
        raise UserError(Problem("A path that cannot be shown cannot be given to a scheduler.", repr(wrong[0])))
    # Of the variables, the Task Scheduler can be told only where the data lie.
    usual = default_settings_path() if machine.platform == "win32" else usual_settings_path(machine.environ)
    return job(path, usual=usual, python=machine.python, environ=machine.environ)


def _write(wanted: Plan) -> None:
    for piece in wanted.pieces:
        try:
            piece.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            piece.path.write_text(piece.text, encoding=piece.encoding, newline="\n")
        except OSError as error:
            why = error.strerror or "no reason given"
            raise UserError(Problem(f"could not be written ({why}).", str(piece.path))) from None


def _write_crontab(text: str, machine: Machine) -> None:
    if machine.run(("crontab", "-"), given=text).code:
        remedy = "`crontab -e` may say why; some computers allow cron to chosen people only."
        raise UserError(Problem("The crontab could not be written.", remedy=remedy))


def _switch_off(of: Plan, machine: Machine) -> None:
    if of.kind is Kind.CRON:
        _write_crontab(without_job(crontab(machine), of.job), machine)
        return
    _call(of.stop, machine)
    for piece in of.pieces:
        try:
            piece.path.unlink(missing_ok=True)
        except OSError as error:
            why = error.strerror or "no reason given"
            raise UserError(Problem(f"could not be deleted ({why}).", str(piece.path))) from None
    _call(of.after, machine)


def _call(commands: tuple[tuple[str, ...], ...], machine: Machine) -> tuple[str, ...]:
    """Run commands until one fails, and return that one."""
    return next((command for command in commands if machine.run(command).code), ())


def _other_way(wanted: Plan) -> str:
    if wanted.kind is Kind.SYSTEMD:
        return "Try `mailcheck schedule install --with cron`."
    return "`mailcheck schedule show` shows what would be written."


def _read(path: Path, encoding: str) -> str | None:
    try:
        return path.read_text(encoding=encoding)
    except (OSError, UnicodeError):
        return None
