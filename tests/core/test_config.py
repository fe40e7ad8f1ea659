"""Settings: their order, and a clear word on a wrong one."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongkai.config import load_config
from gongkai.errors import SettingError


def test_overrides_win_over_the_environment_and_that_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('port = 1001\nhost = "0.0.0.0"\nmodel = "a"\n', "utf-8")
    environ = {"GONGKAI_HOME": str(tmp_path), "PORT": "1002", "GONGKAI_HOST": "::1"}
    config = load_config(environ, port=1003, host=None)
    assert (config.port, config.host, config.model) == (1003, "::1", "a")
    assert load_config(environ).port == 1002


def test_the_prefixed_name_wins_over_the_plain_one(tmp_path: Path) -> None:
    environ = {"GONGKAI_HOME": str(tmp_path), "PORT": "1", "GONGKAI_PORT": "2"}
    assert load_config(environ).port == 2


def test_defaults_stay_on_this_machine_and_without_a_chat_model(tmp_path: Path) -> None:
    config = load_config({"GONGKAI_HOME": str(tmp_path)})
    assert (config.host, config.port, config.chat_model) == ("127.0.0.1", 7860, "")
    assert config.home == tmp_path


def test_home_is_made_absolute() -> None:
    assert load_config({"GONGKAI_HOME": "some/place"}).home.is_absolute()
    assert load_config({}).home.is_absolute()


@pytest.mark.parametrize(
    ("environ", "file", "word"),
    [
        ({"GONGKAI_PORT": "eighty"}, None, "port"),
        ({"GONGKAI_PORT": "70000"}, None, "port"),
        ({"GONGKAI_MAX_FILE_MB": "0"}, None, "max_file_mb"),
        ({}, "port = ", "config.toml"),
        ({}, "prot = 80", "prot"),
        ({}, "host = 5", "host"),
    ],
)
def test_a_wrong_setting_is_named(
    tmp_path: Path, environ: dict[str, str], file: str | None, word: str
) -> None:
    if file is not None:
        (tmp_path / "config.toml").write_text(file, "utf-8")
    with pytest.raises(SettingError, match=word) as caught:
        load_config({"GONGKAI_HOME": str(tmp_path), **environ})
    assert caught.value.exit_code == 2
    assert caught.value.remedy
