"""Texts and pages that are empty, broken, monstrous or no report."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage

_PAGE = "<!DOCTYPE html><html><head><meta charset='utf-8'><title>{0}</title></head><body>{1}</body>"


def _page(title: str, body: str) -> bytes:
    return _PAGE.format(title, body).encode()


def _notice() -> bytes:
    return (
        "关于报送2023年政府信息公开工作年度报告的通知（示例）\n各单位：\n"
        "请于2024年1月15日前将本单位政府信息公开工作年度报告报送至办公室。\n"
        "联系电话：0500-5550001。\n"
    ).encode()


def _guide() -> bytes:
    lines = [
        "青泽市示例局政府信息公开指南", "一、公开的内容", "本机关主动公开下列政府信息：机构职能、政策法规。",
        "二、公开的方式", "通过门户网站公开。", "三、依申请公开",
        "申请人填写《政府信息公开申请表》，地址：青泽市示例路1号。",
    ]  # fmt: skip
    return "\n".join(lines).encode("gb18030")


def _links() -> bytes:
    years = range(2015, 2025)
    items = [
        f"<li><a href='{y}.html'>青泽市示例局{y}年政府信息公开工作年度报告</a></li>" for y in years
    ]
    return _page("政府信息公开年报（示例）", f"<ul>{''.join(items)}</ul>")


def _explainer() -> bytes:
    return _page(
        "图解（示例）",
        "<h1>一图读懂：青泽市示例局2023年政府信息公开工作年度报告</h1><p>过去一年，主动公开信息示例条。</p>",
    )


def _scripts_only() -> bytes:
    return _page("", "<div id='app'></div><script>load('报告')</script>")


def _deep_tables() -> bytes:
    return _page("示例", "<table><tr><td>" * 20_000 + "深")


def _deep_divs() -> bytes:
    return _page("示例", "<div>" * 200_000 + "深")


def _entities() -> bytes:
    lines = ["<!ENTITY a0 '示例示例'>"]
    lines += [f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10)]
    return f"<!DOCTYPE html [{''.join(lines)}]><html><body><p>&a9;</p></body></html>".encode()


def _wide_spans() -> bytes:
    row = "<tr>" + "<td rowspan='65534' colspan='1000'>示例</td>" * 300 + "</tr>"
    return _page("示例", f"<table>{row * 300}</table>")


def _one_line() -> bytes:
    return ("报告、" * 2_000_000).encode()


def _picture_mail() -> bytes:
    """A saved page without its page: only a picture is in it."""
    message = EmailMessage()
    message["Subject"] = "示例"
    message.set_content(b"\x89PNG\r\n\x1a\n", maintype="image", subtype="png")
    return b"MIME-Version: 1.0\r\n" + bytes(message)


TEXT: dict[str, Callable[[], bytes]] = {
    "空（示例）.txt": lambda: b"",
    "空白（示例）.html": lambda: b" \n\t\r\n",
    "二进制（示例）.txt": lambda: bytes(range(256)) * 40,
    "程序（示例）.docx": lambda: b"MZ\x90\x00" + bytes(4096),
    "假图片（示例）.pdf": lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "通知（示例）.txt": _notice,
    "指南（示例）.txt": _guide,
    "列表（示例）.html": _links,
    "图解（示例）.html": _explainer,
    "脚本（示例）.html": _scripts_only,
    "深表格（示例）.html": _deep_tables,
    "深层（示例）.html": _deep_divs,
    "实体（示例）.html": _entities,
    "合并（示例）.html": _wide_spans,
    "一行（示例）.txt": _one_line,
    "无正文（示例）.mht": _picture_mail,
}
