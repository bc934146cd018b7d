"""The `badgewijzer` command."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from collections.abc import Callable, Coroutine
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from bot.lean import one_pool, without_drawing

with without_drawing():
    from bot import logs
from bot.conversation.flow import FlowError
from bot.settings import STAFF_ROLES, Settings, WrongSetting, is_mail_address, read

cli = typer.Typer(
    name="badgewijzer",
    help="A guide to claiming and sharing an edubadge, in the chat the learner already uses.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
awards_cli = typer.Typer(no_args_is_help=True, help="The awards that institutions made known.")
cli.add_typer(awards_cli, name="awards")
conversations_cli = typer.Typer(invoke_without_command=True, help="Who asks for a human: read, answer, hand back.")
cli.add_typer(conversations_cli, name="conversations")
privacy_cli = typer.Typer(no_args_is_help=True, help="For a learner who asks for their data, or to be forgotten.")
cli.add_typer(privacy_cli, name="privacy")
aside_cli = typer.Typer(
    invoke_without_command=True, help="What failed on a mistake of ours: see it, replay or drop it."
)
cli.add_typer(aside_cli, name="set-aside")
staff_cli = typer.Typer(no_args_is_help=True, help="Who may come to the desk.")
cli.add_typer(staff_cli, name="staff")
audit_cli = typer.Typer(no_args_is_help=True, help="The account of what staff did and looked at.")
cli.add_typer(audit_cli, name="audit")
slack_cli = typer.Typer(no_args_is_help=True, help="The Slack app of this installation.")
cli.add_typer(slack_cli, name="slack")

Conversation = Annotated[str, typer.Argument(help="The name of the conversation, or its beginning", metavar="NAME")]
Port = Annotated[int | None, typer.Option(help="Listen here instead of at PORT.")]


LONGEST_REPLY = 3000


def _stop(message: str, code: int = 1) -> NoReturn:
    print(f"badgewijzer: {message}", file=sys.stderr)
    raise SystemExit(code)


def _settings(**changes: object) -> Settings:
    """The settings, with what the command line says instead. Stops with what is wrong."""
    for name, value in changes.items():
        if value is not None:
            os.environ[name.upper()] = str(value)
    try:
        settings = read()
    except WrongSetting as wrong:
        _stop("these settings cannot be used:\n  " + "\n  ".join(str(wrong).splitlines()), 2)
    logs.set_up(settings.log_level)
    if settings.institutions:
        from bot.institutions import WrongInstitutions
        from bot.wiring import institutions_for

        try:
            institutions_for(settings)
        except WrongInstitutions as wrong:
            _stop(f"INSTITUTIONS cannot be used:\n{wrong}", 2)
    return settings


def _run(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run a process until it is told to stop; what a person can mend is told in a line."""
    from bot.commands.beside import NotFound
    from bot.store.backups import Refused
    from bot.store.database import AlreadyRunning, DatabaseAway

    one_pool()
    try:
        with asyncio.Runner(loop_factory=event_loop) as runner:
            runner.run(work())
    except (NotFound, Refused) as error:
        _stop(str(error))
    except FlowError as error:
        _stop(f"the flows have faults:\n{error}", 2)
    except AlreadyRunning as error:
        _stop(str(error), 3)
    except WrongSetting as error:
        _stop(f"these settings cannot be used:\n  {error}", 2)
    except DatabaseAway as error:
        _stop(f"the database cannot be used: {error}", 4)
    except OSError as error:
        if error.filename is None:
            raise
        _stop(f"{error.filename} cannot be written or read: {(error.strerror or str(error)).lower()}")
    except KeyboardInterrupt:
        pass


def event_loop() -> asyncio.AbstractEventLoop:
    """uvloop where it runs (docs/decisions/0029); Python's own on Windows."""
    try:
        import uvloop
    except ImportError:
        return asyncio.new_event_loop()
    return uvloop.new_event_loop()


def _opening(settings: Settings, *, web: bool) -> None:
    """What is on and what is off, in plain words, at start."""
    token, secret = (
        settings.telegram_bot_token.get_secret_value(),
        settings.telegram_webhook_secret.get_secret_value(),
    )
    public = settings.base_url.startswith("https://")
    lines = [f"Badgewijzer, with its data in {'SQLite' if settings.sqlite_path else 'PostgreSQL'}"]
    if web:
        lines.append(f"  web chat     {settings.own_url}/chat")
    if not token:
        lines.append("  Telegram     off: set TELEGRAM_BOT_TOKEN to switch it on")
    elif secret:
        lines.append(
            "  Telegram     on, by webhook" + ("" if public else "; BASE_URL is not https, so set the webhook yourself")
        )
    else:
        lines.append("  Telegram     on, by long polling")
    if not settings.talks_on_slack:
        lines.append("  Slack        off: set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET to switch it on")
    elif settings.slack_app_token.get_secret_value():
        lines.append("  Slack        on, by Socket Mode")
    else:
        lines.append(
            "  Slack        on, at /hooks/slack" + ("" if public else "; BASE_URL is not https: Slack cannot reach it")
        )
    if settings.slack_client_id:
        lines.append(f"  workspaces   install it at {settings.own_url}/slack/install")
    if settings.sends_mail:
        signed = "signed by DKIM" if settings.dkim_key_file else "unsigned: your mail server must sign (DKIM)"
        lines.append(f"  e-mail       on, {signed}; {settings.mail_rate:g} mails a second at most")
    elif settings.in_sandbox:
        lines.append(
            f"  e-mail       for practice: it arrives in {settings.own_url}/sandbox/mailbox; set SMTP_URL for real mail"
        )
    else:
        lines.append("  e-mail       off: set SMTP_URL and EMAIL_FROM to switch it on")
    if settings.takes_mail:
        lines.append(f"  mail comes   {_ways_in(settings)}")
        if not settings.email_authserv_id:
            lines.append(
                "  senders      nobody vouches for them, so mails show nothing personal: set EMAIL_AUTHSERV_ID"
            )
    elif settings.sends_mail:
        lines.append("  mail comes   nowhere in: answers are lost; set LMTP_LISTEN, IMAP_URL or EMAIL_WEBHOOK_SECRET")
    if settings.in_sandbox:
        lines.append("  proof        by a login at the sandbox's eduID")
    elif settings.eduid_issuer:
        lines.append(f"  proof        by a login with eduID, at {settings.eduid_issuer}")
    else:
        lines.append("  proof        off: what the learner says is taken at their word, and marked so")
    if settings.edubadges_sis_token_url:
        lines.append("  awards       followed: edubadges is asked every 15 minutes which of them still wait")
    if not public:
        lines.append("  links to us  none outside the web chat: set BASE_URL to an https address for them")
    if not settings.support_email:
        lines.append("  a human      learners are sent to edubadges and eduID: set SUPPORT_EMAIL for your own desk")
    if settings.institutions:
        from bot.wiring import institutions_for

        profiles = institutions_for(settings).profiles
        lines.append(f"  institutions {', '.join(key for key in profiles if key != 'default') or 'the default only'}")
    if not settings.support_hours:
        lines.append("  office hours not said: set SUPPORT_HOURS, and learners hear when a human answers")
    if settings.staff_slack_channel:
        lines.append("  staff        read along and answer in a channel on Slack: invite the bot to it")
    elif not settings.staff_telegram_chat:
        lines.append(
            "  staff        no notices: set STAFF_SLACK_CHANNEL or STAFF_TELEGRAM_CHAT; `badgewijzer conversations` "
            "lists who waits"
        )
    if web and settings.staff_issuer:
        lines.append(f"  the desk     {settings.own_url}/desk: staff log in at {settings.staff_issuer}")
    elif web and settings.practises_desk:
        lines.append(f"  the desk     for practice: anybody can come in at {settings.own_url}/desk")
    elif web:
        lines.append("  the desk     off: set STAFF_ISSUER and STAFF_CLIENT_ID, where staff log in, to switch it on")
    if settings.in_sandbox:
        lines.append(f"  sandbox      on: eduID and edubadges are imitated, for practice: {settings.own_url}/sandbox")
    unlimited = [
        name
        for name in ("telegram_rate", "telegram_chat_rate", "slack_chat_rate", "inbound_per_minute", "mail_rate")
        if not getattr(settings, name)
    ]
    for name in unlimited:
        lines.append(f"  WARNING      {name.upper()}=0: no limit. For benchmarks only")
    print("\n".join(lines), file=sys.stderr, flush=True)


def _ways_in(settings: Settings) -> str:
    """The ways in for mail, in words."""
    ways = {
        "from a mailbox (IMAP)": settings.imap_url.get_secret_value(),
        f"from a mail server, at {settings.lmtp_listen}": settings.lmtp_listen,
        "by posts to /hooks/email": settings.email_webhook_secret.get_secret_value(),
    }
    return "; ".join(way for way, given in ways.items() if given)


@cli.command()
def run(port: Port = None) -> None:
    """Run everything in one process: web chat, webhooks, polling, delivery."""
    settings = _settings(port=port)
    with without_drawing():
        from bot.web.app import serve

    _opening(settings, web=True)
    _run(lambda: serve(settings, deliver=True, poll=True))


@cli.command()
def web(port: Port = None) -> None:
    """Run the web application only; a worker delivers. Needs PostgreSQL to share with one."""
    settings = _settings(port=port)
    with without_drawing():
        from bot.web.app import serve

    if settings.sqlite_path:
        _stop(
            "web and worker share a database, which one SQLite file cannot be: use `badgewijzer run`, or set "
            "DATABASE_URL to PostgreSQL",
            3,
        )
    _opening(settings, web=True)
    _run(lambda: serve(settings, deliver=False, poll=False))


@cli.command()
def worker() -> None:
    """Deliver what is due, and poll where a channel has no webhook."""
    settings = _settings()
    with without_drawing():
        from bot.worker import work

    if settings.sqlite_path:
        _stop(
            "web and worker share a database, which one SQLite file cannot be: use `badgewijzer run`, or set "
            "DATABASE_URL to PostgreSQL",
            3,
        )
    _opening(settings, web=False)
    _run(lambda: work(settings))


@cli.command()
def migrate() -> None:
    """Bring the database to this version's shape; safe to repeat."""
    settings = _settings()
    from bot.store.database import DatabaseAway
    from bot.store.migrate import migrate as bring

    try:
        bring(settings.database_url)
    except DatabaseAway as error:
        _stop(f"the database cannot be used: {error}", 4)
    print("The database is up to date.")


@cli.command()
def backup(
    file: Annotated[Path, typer.Argument(help="Write it here, for your eyes only", metavar="FILE")],
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there")] = False,
) -> None:
    """Save the whole database in one file, as it is at one moment, while the program runs."""
    settings = _settings()
    from bot.commands.backup import saved

    _command(settings, saved, file, force)


@cli.command()
def restore(
    file: Annotated[Path, typer.Argument(help="What `backup` wrote", metavar="FILE")],
    sure: Annotated[bool, typer.Option("--yes", help="Do not ask whether you are sure")] = False,
    with_erased: Annotated[
        bool, typer.Option("--with-erased", help="Bring back also who was erased after the backup")
    ] = False,
) -> None:
    """Put a backup in the place of the database, which nobody may serve meanwhile."""
    settings = _settings()
    from bot.commands.backup import restored
    from bot.store.backups import Refused, look_at
    from bot.store.database import DatabaseAway

    try:
        look_at(settings.database_url, file)
    except Refused as refused:
        _stop(str(refused))
    except DatabaseAway as error:
        _stop(f"the database cannot be used: {error}", 4)
    question = f"Replace everything that is in the database by {file}? What was heard since then is lost."
    if not sure and not typer.confirm(question, err=True):
        _stop("nothing was changed")
    _command(settings, restored, file, with_erased)


@cli.command()
def check() -> None:
    """Proofread flows, texts and settings; every fault with file and line."""
    _settings()
    from bot.conversation.proofreading import placed, proofread
    from bot.wiring import LIMITS, flows_for

    flows = placed(flows_for(read()))
    faults = proofread(flows, LIMITS)
    for fault in faults:
        print(fault)
    if faults:
        _stop(f"{len(faults)} fault{'s' if len(faults) > 1 else ''}", 1)
    steps = sum(1 for _ in flows.paths())
    print(f"{len(flows.flows)} flows, {steps} steps, 2 languages, {len(LIMITS)} channels: nothing wrong.")


@cli.command()
def diagram(
    flow: Annotated[str, typer.Argument(help="Only this flow; otherwise all, as docs/journeys.md has them.")] = "",
) -> None:
    """Draw the flows, in Mermaid."""
    from bot.conversation.diagram import document, drawing
    from bot.wiring import flows_for

    flows = flows_for(_settings().model_copy(update={"sandbox": False}))  # as they lead to the real sites
    if flow and flow not in flows.flows:
        _stop(f"there is no flow {flow}; there are {', '.join(flows.flows)}", 2)
    print(drawing(flows, flows.flows[flow]) if flow else document(flows), end="" if not flow else "\n")


@cli.command()
def understand(
    file: Annotated[
        Path | None, typer.Argument(help="Utterances: language, pending step, text, meaning; tabs between", exists=True)
    ] = None,
    show: Annotated[bool, typer.Option("--print", help="Print the meaning found for each")] = False,
    names: Annotated[bool, typer.Option("--names", help="List the names of all meanings")] = False,
) -> None:
    """How well people are understood: right answers, wrong actions and the confusions for a file of utterances."""
    from bot.phrases import judging
    from bot.phrases.reading import read_phrases
    from bot.wiring import PHRASES, flows_for

    flows = flows_for(_settings(log_level="error"))
    if names:
        print("\n".join(judging.names(flows)))
        return
    if file is None:
        _stop("name a file of utterances, such as tests/understanding/judged.tsv, or give --names", 2)
    try:
        said = judging.read(file, flows)
    except (judging.WrongFile, OSError, UnicodeDecodeError) as wrong:
        _stop(f"this file cannot be judged:\n{wrong}", 2)
    judged = [judging.judge(flows, one) for one in said]
    if show:
        for one in judged:
            print(f"{one.said.step}\t{one.said.text}\t{one.told}")
        return
    phrases = (text for _, text, _ in read_phrases(PHRASES))
    print("\n".join(judging.report(judged, judging.said_before(flows, phrases))))


@cli.command()
def chat(
    language: Annotated[str, typer.Option(help="nl or en")] = "nl",
    award: Annotated[
        str, typer.Option(help="Begin with a badge: personal, institution or requested", metavar="KIND")
    ] = "",
    badge: Annotated[str, typer.Option(help="The badge of that award")] = "Verpleegkundig rekenen",
    institution: Annotated[str, typer.Option(help="Who awarded it")] = "Hogeschool Voorbeeld",
    deadline: Annotated[str, typer.Option(help="Its last day, as 2026-12-31")] = "",
    record: Annotated[Path | None, typer.Option(help="Write a transcript to this file, for the tests")] = None,
) -> None:
    """Talk to the bot in this terminal. Nothing is kept."""
    if language not in ("nl", "en"):
        _stop("--language is nl or en", 2)
    if award not in ("", "personal", "institution", "requested"):
        _stop("--award is personal, institution or requested", 2)
    _check_file("--record", record)
    facts = {"badge": badge, "institution": institution, "kind": award} if award else {}
    if deadline:
        facts["deadline"] = _day(deadline).isoformat()
    settings = _settings(log_level="error")
    from bot.terminal import Practice
    from bot.terminal import chat as talk

    _run(lambda: talk(settings, Practice(language, facts), record))


def _check_file(option: str, file: Path | None) -> None:
    """Stop when this file could not be written; None: no file is wanted."""
    if file and not file.parent.is_dir():
        _stop(f"{option}: there is no folder {file.parent}", 2)
    if file and file.is_dir():
        _stop(f"{option}: {file} is a folder; a file is meant", 2)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        _stop(f"{text!r} is no date; write it as 2026-12-31", 2)


@awards_cli.command("link")
def awards_link(
    badge: Annotated[str, typer.Option(help="The name of the edubadge")],
    institution: Annotated[str, typer.Option(help="Who awarded it")] = "",
    kind: Annotated[str, typer.Option(help="personal (to an e-mail address) or institution (to an account)")] = "",
    address: Annotated[str, typer.Option(help="The e-mail address it was awarded to")] = "",
    eppn: Annotated[str, typer.Option(help="The institution account it was awarded to")] = "",
    deadline: Annotated[str, typer.Option(help="Its last day, as 2026-12-31; 82 days from now when left out")] = "",
    bundle: Annotated[str, typer.Option(help="edubadges' id of the award action, where you know it")] = "",
) -> None:
    """Keep one award, and print the links that open its conversation. Each works for one learner."""
    if kind not in ("", "personal", "institution"):
        _stop("--kind is personal or institution", 2)
    for name, value in (("--badge", badge), ("--institution", institution)):
        if len(value) > 120 or (name == "--badge" and not value.strip()):
            _stop(f"{name} takes 1 to 120 characters", 2)
    if address and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", address):
        _stop(f"--address: {address!r} is no e-mail address", 2)
    if bundle and not re.fullmatch(r"[A-Za-z0-9_-]{22}", bundle):
        _stop("--bundle takes the 22 characters that edubadges names the award action by", 2)
    settings = _settings()
    from bot.commands.awards import linked
    from bot.store.awards import Award

    day = _day(deadline) if deadline else None
    if day and day < datetime.now(settings.zone).date():
        _stop(f"--deadline: {day} has passed", 2)
    if not institution:
        from bot.wiring import institutions_for

        institution = institutions_for(settings).name_of_domain(eppn or address)
    guessed = kind or ("personal" if address else "institution" if eppn else "")
    _command(settings, linked, Award(badge.strip(), institution.strip(), guessed, day, address, eppn, bundle))


Batch = Annotated[int, typer.Argument(help="The number of the batch, as `awards list` has it", metavar="BATCH")]
Sure = Annotated[bool, typer.Option("--yes", help="Do not ask whether you are sure")]
AsJson = Annotated[bool, typer.Option("--json", help="As JSON, for another program")]


def _sure(question: str) -> bool:
    return typer.confirm(question, err=True)


@awards_cli.command("import")
def awards_import(
    file: Annotated[Path, typer.Argument(help="A CSV file, as edubadges itself takes it", metavar="FILE")],
    badge: Annotated[str, typer.Option(help="The edubadge, where the file has no column Badge")] = "",
    institution: Annotated[str, typer.Option(help="Who awards it, where the file has no column Institution")] = "",
    deadline: Annotated[
        str, typer.Option(help="The last day, as 2026-12-31, where the file tells none; else 82 days from today")
    ] = "",
    language: Annotated[str, typer.Option(help="nl or en: the language of these learners, where you know it")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell what would be done")] = False,
    sure: Sure = False,
    as_json: AsJson = False,
) -> None:
    """Bring in the awards of a file: first tells what is new, known, changed and refused, then asks.

    The file is one that edubadges takes: for accounts (EPPN) or for e-mail addresses, separated by semicolons, commas
    or tabs. Columns Badge, Institution and Deadline may stand beside. It is done wholly or not at all; to bring in the
    same file again changes nothing.
    """
    if language not in ("", "nl", "en"):
        _stop("--language is nl or en", 2)
    for name, value in (("--badge", badge), ("--institution", institution)):
        if len(value.strip()) > 120:
            _stop(f"{name} takes at most 120 characters", 2)
    settings = _settings()
    from bot.commands.awards import brought_in
    from bot.uploads import Given

    day = _day(deadline) if deadline else None
    if day and day < datetime.now(settings.zone).date():
        _stop(f"--deadline: {day} has passed", 2)
    if as_json and not (sure or dry_run):
        _stop("--json asks nothing: give --yes or --dry-run with it", 2)
    given = Given(" ".join(badge.split()), " ".join(institution.split()), day)

    async def work() -> None:
        ask = None if sure else _sure
        print(await brought_in(settings, file, given, language, only_look=dry_run, sure=ask, as_json=as_json))

    _run(work)


@awards_cli.command("list")
def awards_list(as_json: AsJson = False) -> None:
    """List what was brought in, the newest first, and how far it is."""
    from bot.commands.awards import listed

    _command(_settings(), listed, as_json)


@awards_cli.command("status")
def awards_status(batch: Batch, as_json: AsJson = False) -> None:
    """Tell what became of one batch: how many came how far, refused rows, its campaign."""
    from bot.commands.awards import status

    _command(_settings(), status, batch, as_json)


@awards_cli.command("forget")
def awards_forget(batch: Batch, sure: Sure = False) -> None:
    """Forget a batch: awards that nobody has begun with go, the others stay with their learners."""
    from bot.commands.awards import forgotten

    _command(_settings(), forgotten, batch, None if sure else _sure)


@awards_cli.command("invite")
def awards_invite(
    batch: Batch,
    test_to: Annotated[str, typer.Option("--test-to", help="Send one of these mails here", metavar="ADDRESS")] = "",
    start: Annotated[bool, typer.Option("--start", help="Write to all of them")] = False,
    pause: Annotated[bool, typer.Option("--pause", help="Write to nobody for a while")] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Go on after a pause")] = False,
    cancel: Annotated[bool, typer.Option("--cancel", help="Write to nobody else")] = False,
    show: Annotated[bool, typer.Option("--status", help="Tell how it goes")] = False,
    sure: Sure = False,
    as_json: AsJson = False,
) -> None:
    """Write to the learners of a batch: each gets a mail that guides them to their award, and can answer it.

    Without an option it only tells who would be written to, and shows one mail. Who has claimed it, was written to, or
    wants no mail is left out. Answers to learners go ahead of these mails.
    """
    chosen = {"start": start, "pause": pause, "resume": resume, "cancel": cancel}
    orders: list[Any] = [name for name, wanted in chosen.items() if wanted]
    if len(orders) + bool(test_to) + show > 1:
        _stop("give one of --test-to, --start, --pause, --resume, --cancel and --status", 2)
    if test_to and not is_mail_address(test_to):
        _stop(f"--test-to: {test_to!r} is no e-mail address", 2)
    if as_json and (orders or test_to):
        _stop("--json goes with --status, or with no other option", 2)
    settings = _settings()
    from bot.commands import campaign

    if orders:
        _command(settings, campaign.ordered, batch, orders[0], None if sure else _sure)
    elif test_to:
        _command(settings, campaign.tried, batch, test_to.lower())
    else:
        _command(settings, campaign.stands if show else campaign.previewed, batch, as_json)


@cli.command()
def invite(
    institution: Annotated[str, typer.Option(help="Whose learners it is for")] = "",
    course: Annotated[str, typer.Option(help="The course it belongs to")] = "",
    to: Annotated[
        Path | None, typer.Option("--to", help="Write texts, QR codes and posters to this folder", metavar="FOLDER")
    ] = None,
    listing: Annotated[bool, typer.Option("--list", help="List the invitations there are")] = False,
    withdraw: Annotated[str, typer.Option(help="Take back the invitation of this name", metavar="NAME")] = "",
) -> None:
    """Make a reusable link without personal data, with text for a mail or course page, QR code and poster."""
    for name, value in (("--institution", institution), ("--course", course)):
        if len(value) > 120:
            _stop(f"{name} takes at most 120 characters", 2)
    if to and to.exists() and not to.is_dir():
        _stop(f"--to: {to} is no folder", 2)
    settings = _settings()
    from bot.commands import invitation

    if listing:
        _command(settings, invitation.listed)
    elif withdraw:
        _command(settings, invitation.withdrawn, withdraw)
    else:
        _command(settings, invitation.made, institution.strip(), course.strip(), to)


def _command(settings: Settings, work: Callable[..., Coroutine[Any, Any, str]], *details: object) -> None:
    """Run a short command beside the program and print what it says."""

    async def told() -> None:
        print(await work(settings, *details))

    _run(told)


@slack_cli.command("manifest")
def slack_manifest(
    socket_mode: Annotated[
        bool, typer.Option("--socket-mode", help="Without a public address: by SLACK_APP_TOKEN")
    ] = False,
    rotate: Annotated[
        bool, typer.Option("--rotate", help="Tokens expire after twelve hours; Slack cannot undo this")
    ] = False,
) -> None:
    """Print what Slack is told of the app, to paste at https://api.slack.com/apps under "From a manifest"."""
    settings = _settings()
    from bot.commands import slack
    from bot.commands.beside import NotFound

    try:
        print(slack.manifest(settings, socket_mode=socket_mode, rotate=rotate))
    except NotFound as missing:
        _stop(str(missing), 2)


@conversations_cli.callback()
def conversations(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        conversations_list()


@conversations_cli.command("list")
def conversations_list(
    everything: Annotated[bool, typer.Option("--all", help="Also those whom the bot talks with")] = False,
) -> None:
    """List who waits for a human or talks with one, the longest first."""
    from bot.commands.conversations import listed

    _command(_settings(), listed, everything)


@conversations_cli.command("show")
def conversations_show(name: Conversation) -> None:
    """Print one conversation, with what is known of it."""
    from bot.commands.conversations import shown

    _command(_settings(), shown, name)


@conversations_cli.command("picture")
def conversations_picture(
    name: Conversation,
    number: Annotated[int, typer.Argument(help="Which one, as `show` numbers them")],
    file: Annotated[Path, typer.Argument(help="The new file to write it to")],
) -> None:
    """Write a picture that the learner let us keep to a file, to look at."""
    from bot.commands.conversations import picture

    _command(_settings(), picture, name, number, file)


@conversations_cli.command("reply")
def conversations_reply(
    name: Conversation,
    text: Annotated[str, typer.Argument(help="What to say; - reads it from standard input")],
    author: Annotated[str, typer.Option("--as", help="Who says it; the learner reads this name")] = "",
) -> None:
    """Say something to a learner; the bot is silent there until you hand back."""
    settings = _settings()
    text = (sys.stdin.read() if text == "-" else text).strip()
    if not 1 <= len(text) <= LONGEST_REPLY:
        _stop(f"a reply has 1 to {LONGEST_REPLY} characters; this one has {len(text)}", 2)
    author = author.strip() or settings.organisation or "Helpdesk"
    if len(author) > 80 or author == "staff":
        _stop("--as takes a name of at most 80 characters", 2)
    from bot.commands.conversations import replied

    _command(settings, replied, name, text, author)


@conversations_cli.command("hand-back")
def conversations_hand_back(name: Conversation) -> None:
    """Give the word back to the bot, which repeats where they were."""
    from bot.commands.conversations import handed_back

    _command(_settings(), handed_back, name)


@cli.command()
def unmerge(name: Conversation) -> None:
    """Part what was joined: each chat that was added to this conversation has its own again."""
    from bot.commands.conversations import parted

    _command(_settings(), parted, name)


@privacy_cli.command("export")
def privacy_export(
    name: Conversation,
    to: Annotated[Path | None, typer.Option("--to", help="Write it to this file, which only you can read")] = None,
) -> None:
    """Print everything that is kept of one learner, as JSON."""
    from bot.commands.privacy import exported

    _check_file("--to", to)
    _command(_settings(), exported, name, to)


@privacy_cli.command("erase")
def privacy_erase(
    name: Conversation,
    sure: Annotated[bool, typer.Option("--yes", help="Do not ask whether you are sure")] = False,
) -> None:
    """Forget one learner and everything that is owed to them. This cannot be undone."""
    settings = _settings()
    from bot.commands.privacy import erased, known

    async def work() -> None:
        whole = await known(settings, name)
        if not sure and not typer.confirm(
            f"Erase everything of conversation {whole[:8]}? It cannot be undone.", err=True
        ):
            _stop("nothing was erased")
        print(await erased(settings, whole))

    _run(work)


@cli.command()
def report(
    since: Annotated[
        str, typer.Option(help="Journeys begun from this day on, as 2026-12-31; 365 days when left out")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for another program")] = False,
) -> None:
    """Count journeys: begun, steps reached, claimed, public, median days, a human asked for, why people stopped."""
    settings = _settings()
    from bot.commands.report import told

    _command(
        settings, told, _day(since) if since else datetime.now(settings.zone).date() - timedelta(days=365), as_json
    )


@aside_cli.callback()
def set_aside(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        set_aside_list()


@aside_cli.command("list")
def set_aside_list() -> None:
    """List what was set aside, the oldest first, with its error."""
    from bot.commands.set_aside import listed

    _command(_settings(), listed)


@aside_cli.command("replay")
def set_aside_replay(
    key: Annotated[str, typer.Argument(help="The key of one, or its beginning", metavar="KEY")] = "",
    everything: Annotated[bool, typer.Option("--all", help="Everything that is set aside, the oldest first")] = False,
) -> None:
    """Have it done again, once the mistake is mended; what fails again stays set aside."""
    if bool(key) == everything:
        _stop("name one KEY, or give --all", 2)
    from bot.commands.set_aside import Stays, replayed

    try:
        _command(_settings(), replayed, key)
    except Stays as stays:
        print(stays)
        raise SystemExit(1) from None


@aside_cli.command("drop")
def set_aside_drop(
    key: Annotated[str, typer.Argument(help="The key of one, or its beginning", metavar="KEY")],
    sure: Annotated[bool, typer.Option("--yes", help="Do not ask whether you are sure")] = False,
) -> None:
    """Let it go for good. The learner read an apology when it was set aside, and hears no more of it."""
    from bot.commands.set_aside import dropped

    def insist(what: str) -> None:
        if not sure and not typer.confirm(f"Drop {what}? This cannot be undone.", err=True):
            _stop("nothing was dropped")

    _command(_settings(), dropped, key, insist)


Mailbox = Annotated[str, typer.Argument(help="The e-mail address of their work account", metavar="EMAIL")]


def _role(role: str) -> Any:
    if role not in STAFF_ROLES:
        _stop(f"a role is one of {', '.join(STAFF_ROLES)}", 2)
    return role


@staff_cli.command("add")
def staff_add(
    email: Mailbox,
    name: Annotated[str, typer.Option(help="What they are called, as learners see it")],
    role: Annotated[str, typer.Option(help="viewer, agent, lead, admin or auditor")],
    institution: Annotated[
        list[str] | None, typer.Option(help="Only learners of this institution; more than once, if need be")
    ] = None,
) -> None:
    """Invite somebody: from then on they can log in at the desk."""
    if not is_mail_address(email):
        _stop(f"{email!r} is no e-mail address", 2)
    if not 1 <= len(name := " ".join(name.split())) <= 60:
        _stop("--name takes 1 to 60 characters", 2)
    from bot.commands.staff import added

    only = [one for one in (" ".join(one.split())[:120] for one in institution or []) if one]
    _command(_settings(), added, email, name, _role(role), only)


@staff_cli.command("list")
def staff_list() -> None:
    """List who may come to the desk."""
    from bot.commands.staff import listed

    _command(_settings(), listed)


@staff_cli.command("role")
def staff_role(email: Mailbox, role: Annotated[str, typer.Argument(metavar="ROLE")]) -> None:
    """Give somebody another role; they have to log in again."""
    from bot.commands.staff import given

    _command(_settings(), given, email, _role(role))


@staff_cli.command("remove")
def staff_remove(email: Mailbox) -> None:
    """Let somebody go, at once."""
    from bot.commands.staff import removed

    _command(_settings(), removed, email)


@audit_cli.callback()
def audit() -> None:
    """The account of what staff did and looked at."""


@audit_cli.command("verify")
def audit_verify(as_json: AsJson = False) -> None:
    """Check that no row was changed, taken out or put in. Ends with 1 where one was, and says which."""
    settings = _settings()
    from bot.commands.audit import NotWhole, verified

    async def work() -> None:
        try:
            print(await verified(settings, as_json))
        except NotWhole as broken:
            if as_json:
                print(broken)
                raise SystemExit(1) from None
            _stop(str(broken))

    _run(work)


def main() -> None:
    """The command line."""
    cli(prog_name="badgewijzer")


if __name__ == "__main__":
    main()
