"""The tables of the fact store: a report's parts in rows, so that nothing of it is lost."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Engine,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
)
from sqlalchemy.engine.interfaces import DBAPIConnection

# Raised when a table, the terms of lexical search or the settings of the chunk store change.
SCHEMA = "2"

metadata = MetaData()

reports = Table(
    "reports",
    metadata,
    Column("id", String, primary_key=True),
    Column("bureau", String, nullable=False),
    Column("title", String, nullable=False),
    Column("year", Integer, nullable=False),
    Column("form", String),
    Column("period", String, nullable=False),
    Column("headings", Text, nullable=False),  # JSON object
    Column("warnings", Text, nullable=False),  # JSON list
    Column("source_path", Text, nullable=False),
    Column("source_kind", String, nullable=False),
    Column("source_sha256", String, nullable=False),
    Column("ingested", String, nullable=False),  # ISO 8601, UTC
    # The report's chunks have the numbers first_chunk … last_chunk, without gaps: lexical
    # search then needs to look at no others (last < first where there are none).
    Column("first_chunk", Integer, nullable=False),
    Column("last_chunk", Integer, nullable=False),
    Index("reports_bureau", "bureau", "year"),
)

# Every file that was read, also where another file had already given the same report.
# ``reading``: the version of the readers that read it.
files = Table(
    "files",
    metadata,
    Column("path", Text, primary_key=True),
    Column("sha256", String, nullable=False, index=True),
    Column("report_id", String, ForeignKey("reports.id"), nullable=False, index=True),
    Column("reading", String, nullable=False),
)

paragraphs = Table(
    "paragraphs",
    metadata,
    Column("report_id", String, ForeignKey("reports.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("section", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("locator", Text, nullable=False),
    Column("heading", Boolean, nullable=False),
)

facts = Table(
    "facts",
    metadata,
    Column("report_id", String, ForeignKey("reports.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("section", String, nullable=False),
    Column("row", Text, nullable=False),  # JSON list
    Column("column", Text, nullable=False),  # JSON list
    Column("value", String),  # decimal digits: SQLite has no exact decimal
    Column("unit", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("locator", Text),
    Column("sure", Boolean, nullable=False),
)

contacts = Table(
    "contacts",
    metadata,
    Column("report_id", String, ForeignKey("reports.id"), primary_key=True),
    Column("field", String, primary_key=True),
    Column("value", Text, nullable=False),
    Column("locator", Text, nullable=False),
    Column("paragraph", Integer, nullable=False),
)

chunks = Table(
    "chunks",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("report_id", String, ForeignKey("reports.id"), nullable=False),
    Column("section", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("locator", Text, nullable=False),
    Column("paragraph", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("passage", String, nullable=False),  # digest of the text that was embedded
    Index("chunks_report", "report_id", "number"),
    Index("chunks_passage", "passage"),
)

# Contentless: the chunks table holds the text, this only the inverted index. SQLAlchemy has no
# notion of FTS5. Terms are made by `gongkai.index.lexical`, so the tokenizer only splits.
LEXICAL = (
    "CREATE VIRTUAL TABLE lexical USING fts5"
    "(terms, content='', tokenize=\"unicode61 remove_diacritics 0\")"
)


def writable(path: str) -> Engine:
    """The fact store at ``path``, made where it isn't there."""
    engine = create_engine(f"sqlite:///{path}")
    event.listen(engine, "connect", _unsynced)
    with engine.begin() as connection:
        fresh = not engine.dialect.has_table(connection, "reports")
        if fresh:
            metadata.create_all(connection)
            connection.exec_driver_sql(LEXICAL)
    return engine


def _unsynced(connection: DBAPIConnection, _: object) -> None:
    # A draft is brought to the disk once, when it is published; a killed one is thrown away.
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous=OFF")
    cursor.close()


def readable(path: str) -> Engine:
    """The fact store of a published generation: nobody writes it any more, so no locks."""
    return create_engine(f"sqlite:///file:{path}?mode=ro&immutable=1&uri=true")
