"""Where the server is and who asks: from an option, the environment, the project, or the user's own file.

The project's file is the nearest `pyproject.toml`, from the current folder up; it says what it says below
`[tool.invokegraph]`. The user's own is `config.toml` in the folder that the system has for settings.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any, Final, NamedTuple, cast

from invokegraph.cli.endings import CommandError
from invokegraph.words import did_you_mean, shorten

_KNOWN: Final = ("url", "token")
_URL, _TOKEN = "INVOKEGRAPH_URL", "INVOKEGRAPH_TOKEN"


class Server(NamedTuple):
    """A server, and how it is asked.

    Attributes:
        url: Where it is.
        token: Sent as a bearer token.
        url_from: Where the URL was found, for messages.
        token_from: Where the token was found.
    """

    url: str
    token: str | None
    url_from: str
    token_from: str

    def __repr__(self) -> str:
        return f"<Server {self.url}>"  # a token is a secret


def server(url: str | None, otherwise: str = "") -> Server:
    """The server that is meant.

    A token in a file is for the server that the same file names, and is sent to no other.

    Args:
        url: What the option says.
        otherwise: What else there is to say, for the message where nobody says it.

    Raises:
        CommandError: Nobody says it, or a file cannot be read.
    """
    if url is not None and not url.strip():  # such as a variable of the shell that is not set
        raise CommandError("--url is empty: say which server, or leave it out for that of the settings")
    files = [*_project(), *_user()]
    places = [("--url", url), (_URL, os.environ.get(_URL)), *((file, held.get("url")) for file, held in files)]
    named = [(place, found) for place, found in places if found]
    if not named:
        raise CommandError(
            f"which server? Say --url http://localhost:9090{otherwise}\n"
            f"  {_URL}, `url` below [tool.invokegraph] in pyproject.toml, or in {user_file()} say it for good"
        )
    url_from, wanted = named[0]
    tokens = [
        (_TOKEN, os.environ.get(_TOKEN)),
        *((file, held.get("token")) for file, held in files if held.get("url") == wanted),
    ]
    token_from, token = next(((place, found) for place, found in tokens if found), ("", None))
    return Server(wanted, token, url_from, token_from)


def user_file() -> Path:
    """The user's own settings."""
    from typer import get_app_dir

    return Path(get_app_dir("invokegraph")) / "config.toml"


def _project() -> list[tuple[str, dict[str, str]]]:
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (file := folder / "pyproject.toml").is_file():
            tool = _read(file).get("tool")
            table = cast("dict[str, Any]", tool).get("invokegraph") if isinstance(tool, dict) else None
            return [] if table is None else [_checked(file, table, " [tool.invokegraph]")]
    return []


def _user() -> list[tuple[str, dict[str, str]]]:
    file = user_file()
    return [_checked(file, _read(file), "")] if file.is_file() else []


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}") from error
    except ValueError as error:
        # TOML's own message tells line and column, and nothing of the text, which may be a secret.
        reason = str(error) if isinstance(error, tomllib.TOMLDecodeError) else "not UTF-8"
        raise CommandError(f"{file}: not TOML: {reason}") from error


def _checked(file: Path, table: object, where: str) -> tuple[str, dict[str, str]]:
    """A file's settings; an error for what is none, so that a typo is not passed over."""
    if not isinstance(table, dict):
        raise CommandError(f"{file}{where}: a table of settings is needed")
    settings: dict[str, str] = {}
    for name, value in cast("dict[str, object]", table).items():
        if name not in _KNOWN:
            hint = did_you_mean(name, _KNOWN) or f"there are {' and '.join(_KNOWN)}"
            raise CommandError(f"{file}{where}: there is no setting {shorten(name)}; {hint}")
        if not isinstance(value, str):
            raise CommandError(f"{file}{where}: {name} is a text")
        settings[name] = value
    return f"{file}{where}", settings
