"""A conversation kept in the browser's own tab: a reload, or a restart here, doesn't lose it.

Nothing of it is stored on the server. Each finished answer sends the session along as JSON,
`keep.js` puts it into the tab's session storage, which ends with the tab, and a page that loads
gives it back. What comes back may be anybody's work: its size and types are checked here, and it
is escaped where it is drawn, like everything else.
"""

from __future__ import annotations

from dataclasses import replace

from pydantic import TypeAdapter, ValidationError

from gongkai.report import file_name
from gongkai.ui.log import Exchange, Session

LARGEST = 400_000  # characters of JSON; a browser keeps some millions, and sends them on each load
_SESSION = TypeAdapter(Session)

# What the page runs before it loads: the kept conversation takes the place of the first input.
RECALL = (
    "(kept, session) => { try { return [sessionStorage.getItem('gongkai') ?? '', session]; }"
    " catch { return ['', session]; } }"
)
# And when a citizen clears it: at once, whether or not the server answers.
FORGET = "() => { try { sessionStorage.removeItem('gongkai'); } catch {} return []; }"


def keep(session: Session) -> str:
    """The session as JSON for its browser, the oldest exchanges left out where it is too large.

    No file is told by its folder on the server.
    """
    exchanges = tuple(_public(exchange) for exchange in session.exchanges if _done(exchange))
    while exchanges:
        told = _SESSION.dump_json(Session(exchanges, session.conversation)).decode()
        if len(told) <= LARGEST:
            return told
        exchanges = exchanges[1:]
    return ""


def kept(told: object) -> Session | None:
    """The session a browser gave back; None where it is none that can be used."""
    if not isinstance(told, str) or not 0 < len(told) <= LARGEST:
        return None
    try:
        session = _SESSION.validate_json(told)
    except ValidationError:  # of an older version, or somebody else's
        return None
    return session if session.exchanges and all(map(_done, session.exchanges)) else None


def _done(exchange: Exchange) -> bool:
    return not exchange.pending and not exchange.growing


def _public(exchange: Exchange) -> Exchange:
    if exchange.answer is None:
        return exchange
    cited = tuple(replace(c, source=file_name(c.source)) for c in exchange.answer.citations)
    return replace(exchange, answer=replace(exchange.answer, citations=cited))
