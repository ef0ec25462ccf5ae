"""URLs of recordings: their names in messages, and the globs in them."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from shapeproof.recordings.discovery.globs import matches
from shapeproof.recordings.discovery.urls import split_scheme

__all__ = ["UrlGlob", "is_absolute", "is_chained", "name_of", "scheme_of", "split_glob"]

_WEB: Final = frozenset({"http", "https"})
_CHAIN: Final = "::"


class UrlGlob(NamedTuple):
    """A glob below a URL.

    Attributes:
        root: the URL of the directory that it starts in.
        glob: the glob, as `globs.matches` takes it: the slash at its start is the root's.
    """

    root: str
    glob: str

    @property
    def depth(self) -> int | None:
        """How many levels of directories below the root it looks into; None for all of them."""
        return None if "**" in self.glob else self.glob.count("/") - 1

    def matches(self, relative: str) -> bool:
        """Whether it matches a path, relative to the root."""
        return matches(self.glob, relative)


def scheme_of(url: str) -> str:
    """The scheme of a URL, in lower case."""
    parts = split_scheme(url)
    return parts[0].lower() if parts else ""


def is_absolute(url: str) -> bool:
    """Whether a URL has an absolute path right after its scheme: `file:///a`, or `file://C:/a` of Windows."""
    parts = split_scheme(url)
    return parts is not None and re.match(r"/|[A-Za-z]:[/\\]", parts[1]) is not None


def is_chained(url: str) -> bool:
    """Whether a URL has several in it, one read through the other: `zip://a.jsonl::s3://bucket/b.zip`."""
    return _CHAIN in url


def name_of(url: str) -> str:
    """The URL as messages, reports and state files show it: without user, password, query and fragment.

    A query may be the signature that gives access to the file.
    """
    parts = split_scheme(url)
    if parts is None:
        return url
    scheme, rest = parts
    if scheme.lower() in _WEB or _is_signed(rest):
        rest = re.split(r"[?#]", rest, maxsplit=1)[0]
    host, slash, path = rest.partition("/")
    return f"{scheme}://{host.rpartition('@')[2]}{slash}{path}"


def _is_signed(rest: str) -> bool:
    """Whether what follows the scheme ends with a query: `?` followed by `name=`. It is a character of a key otherwise."""
    return re.search(r"\?[A-Za-z0-9_.-]+=", rest) is not None


def split_glob(url: str) -> UrlGlob | None:
    """The glob that a URL ends with; None if it has none.

    Args:
        url: the URL. `*`, `**` and `[…]` are as in other globs; `?` too, but starts the query of a web address.
    """
    parts = split_scheme(url)
    if parts is None:
        return None
    scheme, rest = parts
    is_web = scheme.lower() in _WEB
    path = rest.partition("?")[0] if is_web else rest
    special = re.search(r"[*\[]" if is_web else r"[*?\[]", path)
    if special is None or (not is_web and _is_signed(path)):
        return None
    cut = path.rfind("/", 0, special.start())
    if cut < 0:
        return UrlGlob(f"{scheme}://", f"/{path}")
    return UrlGlob(f"{scheme}://{path[:cut]}", path[cut:])
