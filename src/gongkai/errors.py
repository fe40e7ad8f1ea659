"""Every error Gongkai raises on purpose: one tree, caught only by the CLI and the page.

A message names the file (or setting), the place in it and the remedy, so that the
person who reads it knows what to do next.
"""

from __future__ import annotations


class GongkaiError(Exception):
    """Something went wrong that a person can mend.

    ``message`` says what, ``remedy`` what to do, ``file`` and ``place`` where.
    ``exit_code``: 1 where some input failed, 2 where the call itself was wrong.
    """

    exit_code = 2

    def __init__(self, message: str, *, file: str = "", place: str = "", remedy: str = "") -> None:
        self.message = message
        self.file = file
        self.place = place
        self.remedy = remedy
        super().__init__(str(self))

    def __str__(self) -> str:
        where = "，".join(part for part in (self.file, self.place) if part)
        text = f"{where}：{self.message}" if where else self.message
        return f"{text}（{self.remedy}）" if self.remedy else text

    @property
    def told(self) -> str:
        """What a page tells of it: not where on this machine a file lies."""
        return f"{self.message}（{self.remedy}）" if self.remedy else self.message


class InputError(GongkaiError):
    """A file that can't become a report; the other files go on."""

    exit_code = 1


class UnsupportedFormat(InputError):
    """No reader takes this kind of file."""


class UnreadableFile(InputError):
    """The file is empty, truncated, encrypted, too large or not what its name says."""


class NotAReport(InputError):
    """The file can be read but is no annual report (a notice, a guide, a list of links)."""


class Unreachable(InputError):
    """A URL whose file can't be had: refused, absent, too large or too slow."""


class UsageError(GongkaiError):
    """The command was called with something it can't use."""


class SettingError(UsageError):
    """A setting in the environment or the config file is wrong."""


class NothingToIngest(UsageError):
    """The paths hold no file any reader takes."""


class ModelUnavailable(GongkaiError):
    """The embedding or chat model can't be had or loaded."""


class NoIndex(GongkaiError):
    """Nothing has been ingested into this home yet."""


class IndexMismatch(GongkaiError):
    """The index was built with another model, chunking or form version."""


class IndexBusy(GongkaiError):
    """Another ingest is writing to this home."""


class PortInUse(GongkaiError):
    """Something else listens on the port the page was to be served on."""
