"""What is otherwise at which institution: profiles, read once from the file that INSTITUTIONS names.

`docs/institutions.example.toml` shows everything that can stand there. What a profile does not say is as `default`
says, and what that does not say as the settings say.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Any, Literal, get_args
from zoneinfo import ZoneInfo

from fluent.syntax import FluentSerializer, ast
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, ValidationInfo

from bot.conversation.events import Fact
from bot.conversation.flow import RETURN, Branch, Choose, Flow, Flows, Question
from bot.conversation.proofreading import MONTH
from bot.conversation.texts import LANGUAGES, Source
from bot.conversation.understanding import normal
from bot.hours import Hours
from bot.settings import is_mail_address

DEFAULT = "default"
"""The table with what holds where a profile says nothing."""

FLOW = "institution"
"""The flow of the institutions' own questions."""

SITES = ("edubadges.nl", "eduid.nl", "surf.nl")
"""Where learners may be sent from any institution; a profile's own domains come beside these."""


class WrongInstitutions(Exception):
    """The file cannot be used; each line of the message names a mistake, with file and line, and what is meant."""


def _plain(text: str) -> str:
    if found := re.search(r"[{}<>]", text):
        raise ValueError(f"has a {found[0]}; plain text is meant, without markup")
    return text.strip()


def _address(value: str) -> str:
    if not is_mail_address(value):
        raise ValueError("is no e-mail address; one like edubadges@example.nl is meant")
    return value


def _page(value: str) -> str:
    if not re.fullmatch(r"https://[\w-]+(\.[\w-]+)+(/[^\s<>\"{}]{0,80})?", value):
        raise ValueError("is no page; an address like https://example.nl/edubadges is meant, of at most 80 characters")
    return value


def _domain(value: str) -> str:
    if not re.fullmatch(r"(?:[a-z0-9-]+\.)+[a-z]{2,}", value):
        raise ValueError("is no domain; one like example.nl is meant, without @ or https://")
    return value


def _month(value: str) -> str:
    if not re.fullmatch(MONTH, value):
        raise ValueError("is no month; write it as November 2026")
    return value


def _source(value: str) -> str:
    address = re.fullmatch(r"https?://[\w-]+(\.[\w-]+)+(/\S*)?", value)
    title = len(re.findall(r"[^\W\d_]{2,}", value)) > 1
    if not address and not title:
        raise ValueError(
            "is no address or title; one like https://example.nl/edubadges, or the name of a page, is meant"
        )
    return value


def _both(said: Mapping[Any, str]) -> Mapping[Any, str]:
    if missing := set(LANGUAGES) - set(said):
        raise ValueError(f"has no {sorted(missing)[0]}; both nl and en are meant")
    return said


def _different(values: tuple[str, ...]) -> tuple[str, ...]:
    if twice := [value for number, value in enumerate(values) if value in values[:number]]:
        raise ValueError(f"has {twice[0]} twice; each once is meant")
    return values


def _hours(value: str, info: ValidationInfo) -> Hours:
    assert info.context is not None
    return Hours(value, info.context["zone"])


Plain = Annotated[str, AfterValidator(_plain)]
Title = Annotated[Plain, Field(min_length=1, max_length=40)]
Answer = Annotated[Plain, Field(min_length=1, max_length=1200)]
Name = Annotated[Plain, Field(min_length=1, max_length=120)]


Way = Literal["personal", "institution", "requested"]
"""How a badge comes: awarded to an own address, awarded to an account at the institution, requested by the learner."""


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class OwnQuestion(_Table):
    """A question that learners of this institution ask, with its answer, and where and when that was read."""

    title: Annotated[Mapping[Literal["nl", "en"], Title], AfterValidator(_both)]
    answer: Annotated[Mapping[Literal["nl", "en"], Answer], AfterValidator(_both)]
    source: Annotated[str, Field(min_length=1, max_length=300), AfterValidator(_source)]
    read: Annotated[str, AfterValidator(_month)]


class Profile(_Table):
    """What is otherwise at one institution."""

    names: tuple[Name, ...] = ()
    domains: tuple[Annotated[str, AfterValidator(_domain)], ...] = ()
    page: Annotated[str, AfterValidator(_page)] | None = None
    support_email: Annotated[str, AfterValidator(_address)] | None = None
    support_hours: Annotated[str, AfterValidator(_hours)] | None = None
    name_step: Literal["verify_in_eduid", "idp_guest", "none"] | None = None
    guest_idp: Name | None = None
    service_desk: Annotated[Mapping[Literal["nl", "en"], Name], AfterValidator(_both)] | None = None
    ways: Annotated[tuple[Way, ...], Field(min_length=1), AfterValidator(_different)] | None = None
    questions: tuple[OwnQuestion, ...] = ()


@dataclass(frozen=True)
class Institutions:
    """Every profile by its key. `hours`: when the desk is open that answers where no profile says so; None: unknown."""

    profiles: Mapping[str, Profile] = field(default_factory=dict)
    hours: Hours | None = None
    file: Path | None = None

    def __post_init__(self) -> None:
        named = {normal(name): key for key, profile in self.profiles.items() for name in profile.names}
        object.__setattr__(self, "_named", named)
        object.__setattr__(self, "_told", {key: self._told_of(key) for key in ("", *self.profiles)})

    @classmethod
    def read(cls, file: Path, zone: ZoneInfo, hours: Hours | None = None) -> Institutions:
        """The profiles of a file. Raises WrongInstitutions."""
        try:
            text = file.read_text("utf-8")
            tables = tomllib.loads(text)
        except OSError as error:
            raise WrongInstitutions(f"{file}: cannot be read: {error.strerror}") from None
        except UnicodeDecodeError:
            raise WrongInstitutions(f"{file}: is not UTF-8; save it as such") from None
        except tomllib.TOMLDecodeError as error:
            where = re.search(r"line (\d+)", str(error))
            line = int(where[1]) if where else text.count("\n") + 1
            raise WrongInstitutions(f"{file}:{line}: is not TOML: {error}") from None
        try:
            profiles = TypeAdapter(dict[str, Profile]).validate_python(tables, context={"zone": zone})
        except ValidationError as error:
            told = [f"{file}:{_line(text, one['loc'])}: {_explained(one)}" for one in error.errors()]
            raise WrongInstitutions("\n".join(told)) from None
        faults = [f"{file}:{_line(text, where)}: {what}" for where, what in _faults(profiles)]
        if faults:
            raise WrongInstitutions("\n".join(faults))
        return cls(profiles, hours, file)

    def of(self, facts: Mapping[str, Fact]) -> str:
        """The key of the profile that an award of these facts falls under; "" for none."""
        named: Mapping[str, str] = self._named  # type: ignore[attr-defined]
        return named.get(normal(str(facts.get("institution", ""))), "") if named else ""

    def name(self, facts: Mapping[str, Fact]) -> str:
        """What we call the institution of these facts: its profile's first name, else as it was told; "" for none."""
        key = self.of(facts)
        told = str(facts.get("institution", "unknown"))
        return self.profiles[key].names[0] if key else "" if told == "unknown" else told

    def name_of_domain(self, address: str) -> str:
        """What we call the institution that this is a domain of, or an address or account at; "" for none."""
        domain = address.rpartition("@")[2].lower()
        for profile in self.profiles.values():
            if any(domain == known or domain.endswith(f".{known}") for known in profile.domains):
                return profile.names[0]
        return ""

    def facts(self, facts: Mapping[str, Fact]) -> Mapping[str, Fact]:
        """What these facts do not say and the profile does (`Flows.profile`)."""
        told: Mapping[str, Mapping[str, Fact]] = self._told  # type: ignore[attr-defined]
        return told[self.of(facts)]

    def _told_of(self, key: str) -> Mapping[str, Fact]:
        found: dict[str, Fact] = {"profile": key} if key else {}
        for name in ("support_email", "name_step", "guest_idp"):
            if value := self._said(key, name):
                found[name] = value
        if key and (domains := self.profiles[key].domains):
            found["institution_domains"] = " ".join(domains)
        if key and (page := self.profiles[key].page):
            found["institution_page"] = page
        for language, desk in (self._said(key, "service_desk") or {}).items():
            found |= {"service_desk": desk, f"service_desk_{language}": desk}
        ways = self._said(key, "ways") if key else None
        if ways and len(ways) == 1:
            found["kind"] = ways[0]
        elif missing := set(get_args(Way)) - set(ways or get_args(Way)):
            found["missing_way"] = missing.pop()
        return found

    def hours_for(self, facts: Mapping[str, Fact]) -> Hours | None:
        """When the desk that answers a learner with these facts is open."""
        return self._said(self.of(facts), "support_hours") or self.hours

    def _said(self, key: str, name: str) -> Any:
        for one in (key, DEFAULT):
            if one in self.profiles and (value := getattr(self.profiles[one], name)) is not None:
                return value
        return None

    def with_questions(self, flows: Flows) -> Flows:
        """These flows with the institutions' own questions before the frequent ones, each where it is asked."""
        asked = {key: profile.questions for key, profile in self.profiles.items() if profile.questions}
        if not asked or self.file is None:
            return flows
        steps = [
            Choose(
                f"topics_{_word(key)}",
                side=True,
                **{f"{_word(key)}_{number}": f"{_word(key)}_{number}" for number in range(1, len(questions) + 1)},
                more=flows.topics,
                never_mind=RETURN,
            )
            for key, questions in asked.items()
        ]
        whose = Branch("whose", on="profile", otherwise=flows.topics, **{key: f"topics_{_word(key)}" for key in asked})
        told = [
            Question(f"{_word(key)}_{number}") for key, those in asked.items() for number in range(1, len(those) + 1)
        ]
        sources = [_written(self.file, language, asked) for language in LANGUAGES]
        return replace(
            flows,
            flows={**flows.flows, FLOW: Flow(FLOW, whose, *steps, *told)},
            texts=flows.texts.and_those(sources),
            topics=f"{FLOW}.whose",
        )


_HEADS = {"nl": "Wat wil je weten?", "en": "What would you like to know?"}
_MORE = {"nl": "Andere vragen", "en": "Other questions"}


def _word(key: str) -> str:
    return re.sub(r"\W", "_", key)


def _written(file: Path, language: str, asked: Mapping[str, tuple[OwnQuestion, ...]]) -> Source:
    """The questions as a file of texts."""
    entries: list[Any] = []
    for key, questions in asked.items():
        more = ast.Attribute(ast.Identifier("more"), _pattern(_MORE[language]))
        topics = ast.Identifier(f"topics_{_word(key)}")
        entries.append(ast.Message(topics, _pattern(_HEADS[language]), [more]))
        for number, one in enumerate(questions, 1):
            comment = ast.Comment(f"Source: {one.source} ({one.read})")
            title = ast.Attribute(ast.Identifier("title"), _pattern(one.title[language]))  # type: ignore[index]
            name = ast.Identifier(f"{_word(key)}_{number}")
            entries.append(ast.Message(name, _pattern(one.answer[language]), [title], comment))  # type: ignore[index]
    return Source(file, FLOW, language, FluentSerializer().serialize(ast.Resource(entries)))


def _pattern(text: str) -> ast.Pattern:
    """The text as it stands there: a line that begins like Fluent's own signs is still a line of it."""
    elements: list[Any] = []
    for part in re.split(r"(?m)^(\s*[*.\[])", text):
        blank, sign = (part[:-1], part[-1:]) if re.fullmatch(r"\s*[*.\[]", part) else (part, "")
        elements += [ast.TextElement(blank)] if blank else []
        elements += [ast.Placeable(ast.StringLiteral(sign))] if sign else []
    return ast.Pattern(elements)


def _links_away(text: str, domains: Iterable[str]) -> Iterator[str]:
    """The sites that a text names and that are neither known nor of these domains; an e-mail address is no site."""
    for found in re.finditer(r"(?<![@\w.-])(?:https?://)?(?P<site>(?:[\w-]+\.)+[a-z]{2,})(?![\w@-])", text, re.I):
        site = found["site"].lower()
        if not any(site == known or site.endswith(f".{known}") for known in (*SITES, *domains)):
            yield site


def _faults(profiles: Mapping[str, Profile]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """What is wrong with profiles that are well-formed each."""
    names: dict[str, str] = {}
    domains: dict[str, str] = {}
    for key, profile in profiles.items():
        if profile.guest_idp and profile.name_step not in (None, "idp_guest"):
            unused = f'is never said with name_step = "{profile.name_step}"'
            yield (key, "guest_idp"), f'guest_idp: {unused}; leave it out, or write name_step = "idp_guest"'
        told: list[tuple[tuple[str | int, ...], str]] = [
            ((key, "service_desk", language), text) for language, text in (profile.service_desk or {}).items()
        ]
        told += [((key, "page"), profile.page)] if profile.page else []
        for number, question in enumerate(profile.questions):
            for part, texts in (("title", question.title), ("answer", question.answer)):
                told += [((key, "questions", number, part, language), text) for language, text in texts.items()]
        for place, text in told:
            for site in _links_away(text, profile.domains):
                name = ".".join(part for part in place[1:] if isinstance(part, str))
                meant = ", ".join((*SITES, *profile.domains))
                yield place, f"{name}: leads to {site}; only {meant} are meant, add the institution's own to domains"
        if key == DEFAULT:
            for name in ("names", "domains", "page", "questions", "ways"):
                if getattr(profile, name):
                    yield (key, name), f"{name}: belongs in the table of one institution, not in [{DEFAULT}]"
            continue
        if not re.fullmatch(r"[a-z][a-z0-9-]*", key):
            yield (key,), f"[{key}]: is no key; a short name of small letters, digits and - is meant"
        if not profile.names:
            yield (key,), f"[{key}]: names is missing; the names under which it awards edubadges are meant"
        for known, said, what in ((names, profile.names, "names"), (domains, profile.domains, "domains")):
            for one in said:
                if known.setdefault(normal(one), key) != key:
                    yield (key, what), f"{what}: {one} is also in [{known[normal(one)]}]; each belongs to one"


def _line(text: str, place: tuple[str | int, ...]) -> int:
    """The line on which this place of a TOML text stands, as near as it can be told."""
    lines = text.splitlines()
    found, at = 1, 0
    table = ""
    for depth, part in enumerate(place):
        if isinstance(part, int):
            heads = [number for number, line in enumerate(lines) if re.match(rf"\s*\[\[\s*{table}\s*\]\]", line)]
            if part < len(heads):
                found, at = heads[part] + 1, heads[part] + 1
            continue
        name = rf"[\"']?{re.escape(str(part))}[\"']?"
        table = rf"{table}\s*\.\s*{name}" if table else name
        head = rf"\s*\[+\s*{table}\s*\]+"
        dotted = r"\s*\.\s*".join(rf"[\"']?{re.escape(str(one))}[\"']?" for one in place[depth:])
        for line in (rf"\s*{dotted}\s*=", rf"\s*{name}\s*[.=]"):
            matching = (
                n for n in range(at, len(lines)) if re.match(head, lines[n]) or (at and re.match(line, lines[n]))
            )
            if (number := next(matching, None)) is not None:
                found, at = number + 1, number + 1
                break
    return found


def _explained(error: Any) -> str:
    """A mistake in the words of those who write the file."""
    name = ".".join(str(part) for part in error["loc"][1:] if isinstance(part, str)) or str(error["loc"][0])
    what = str(error["msg"]).removeprefix("Value error, ")
    match error["type"]:
        case "extra_forbidden":
            allowed = OwnQuestion if "questions" in error["loc"] else Profile
            what = f"is not known here; meant is one of {', '.join(allowed.model_fields)}"
        case "missing":
            what = "is missing"
        case "literal_error":
            what = f"is {error['input']!r}; meant is {error['ctx']['expected'].replace(chr(39), '')}"
        case "string_type":
            what = 'is no text; write it between quotes, as "…"'
        case "tuple_type" if error["loc"][-1] == "questions":
            what = f"is a table of its own for each question; write [[{error['loc'][0]}.questions]], with two brackets"
        case "tuple_type":
            what = 'is no list; write it as ["…", "…"]'
        case "dict_type":
            what = f'is no table; write it as {name}.nl = "…" and {name}.en = "…"'
        case "string_too_long" | "too_long":
            what = f"is too long; at most {error['ctx']['max_length']} characters are meant"
        case "string_too_short" | "too_short":
            what = "is empty; leave it out, or fill it in"
        case "model_type" | "model_attributes_type" | "mapping_type":
            what = "is no table; keys with values are meant" if len(error["loc"]) > 1 else "stands outside a table"
    return f"{name}: {what}"
