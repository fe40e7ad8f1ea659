"""Write an invented report as a cluttered page: other tables, old markup, the site inside the text.

By its name and seed a report gets what published pages have: a layout of nested tables, markup
pasted out of Word, its tables cut in two, other tables of figures, lists of other reports, a
hidden copy, GB18030. `write_saved` saves such a page as MHTML.
"""

from __future__ import annotations

import random
from dataclasses import replace
from email.message import EmailMessage
from html import escape

from gongkai.eval.invent import Invented
from gongkai.eval.printed import PrintedCell, PrintedTable

_WAYS = ("nested", "word", "cut", "figures", "others", "hidden", "gb", "inside", "empty rows")
_OTHERS = ("{city}卫生健康委员会", "{city}气象局", "{city}新港区人民政府")


def write_page(report: Invented) -> bytes:
    """The page, UTF-8 or GB18030."""
    order = report.order
    rng = random.Random(f"page:{order.seed}:{report.stem}")
    ways = {way for way in _WAYS if rng.random() < 0.45}
    charset = "gb2312" if "gb" in ways else "utf-8"
    page = _page(report, _article(report, ways, rng), ways, charset)
    return page.encode("gb18030" if "gb" in ways else "utf-8", "xmlcharrefreplace")


def write_saved(report: Invented) -> bytes:
    """The page saved with its frames and pictures (RFC 2557)."""
    mail = EmailMessage()
    mail["Subject"] = report.title
    mail["Snapshot-Content-Location"] = "http://www.example/xxgk/nb/1.html"
    mail.set_content(write_page(report), maintype="text", subtype="html", cte="quoted-printable")
    frame = "<html><body><p>今日天气：晴，12到20度。</p></body></html>".encode()
    mail.add_related(frame, maintype="text", subtype="html", cte="base64", cid="<frame@saved>")
    mail.add_related(b"GIF89a" + bytes(20), maintype="image", subtype="gif", cid="<dot@saved>")
    return b"MIME-Version: 1.0\r\n" + bytes(mail).replace(b"MIME-Version: 1.0\n", b"", 1)


def _article(report: Invented, ways: set[str], rng: random.Random) -> str:
    parts: list[str] = []
    paragraphs = 0
    for item in report.flow():
        if isinstance(item, PrintedTable):
            pieces = _cut(item, rng) if "cut" in ways and item.rows > 8 else [item]
            parts += [_table(piece, ways) for piece in pieces]
            continue
        kind, text = item
        if kind == "title" and "word" in ways:
            parts.append(f'<p class="MsoTitle" align="center"><b>{_words(text)}</b></p>')
        elif kind == "title":
            parts.append(f'<div class="title" style="text-align:center">{escape(text)}</div>')
        elif "word" in ways:
            bold = ("<b>", "</b>") if kind == "heading" else ("", "")
            parts.append(
                f'<p class="MsoNormal" style="text-indent:32.0pt">{bold[0]}{_words(text)}{bold[1]}</p>'
            )
        else:
            parts.append(f"<p>&nbsp;&nbsp;&nbsp;&nbsp;{escape(text)}</p>")
        paragraphs += kind == "paragraph"
        if paragraphs == 4 and "figures" in ways:  # within section 一
            parts.append(_figures(rng))
            paragraphs += 1
    if "inside" in ways:
        parts.append(
            '<p style="text-align:right">【打印本页】 【关闭窗口】</p>'
            f"<p>上一篇：{escape(_others(report)[0])}</p><p>下一篇：没有了</p>"
            f"<p>主办单位：{escape(report.order.body.city)}人民政府办公室 "
            "技术支持电话：0500-5559999 示ICP备00000000号</p>"
        )
    return "\n".join(parts)


def _words(text: str) -> str:
    """Text as Word's markup cuts it: runs of digits in spans of their own, and what it hides."""
    out, run = "", ""
    for letter in f"{text}\0":
        if letter.isascii() and letter.isdigit():
            run += letter
            continue
        if run:
            out += f'<span lang="EN-US">{run[:1]}<span style="color:black">{run[1:]}</span></span>'
            run = ""
        out += "" if letter == "\0" else escape(letter)
    return f'<span style="font-family:仿宋_GB2312">{out}<o:p></o:p></span>'


def _cut(table: PrintedTable, rng: random.Random) -> list[PrintedTable]:
    """The table as two, one below the other: what spans the cut is closed and goes on blank."""
    at = rng.randint(4, table.rows - 2)
    upper, lower = [], []
    for cell in table.cells:
        end = cell.row + cell.rowspan
        if cell.row < at:
            upper.append(replace(cell, rowspan=min(end, at) - cell.row))
        if end > at:
            kept = "" if cell.row < at else cell.text
            row = max(cell.row, at)
            lower.append(replace(cell, text=kept, row=row - at, rowspan=end - row))
    return [
        PrintedTable(tuple(upper), at, table.columns),
        PrintedTable(tuple(lower), table.rows - at, table.columns),
    ]


def _table(table: PrintedTable, ways: set[str]) -> str:
    rows = []
    if "empty rows" in ways:  # by which Word fixes the widths of columns
        rows.append("<tr height=0>" + "<td style='border:none'></td>" * table.columns + "</tr>")
    for line in table.by_row():
        rows.append(f"<tr>{''.join(_cell(cell, ways) for cell in line)}</tr>")
    head = '<table class="MsoTableGrid" border="1">' if "word" in ways else "<table>"
    broken = "<![if !supportMisalignedColumns]><![endif]>" if "word" in ways else ""
    body = "\n".join(rows)
    return f"{head}<tbody>\n{body}\n{broken}</tbody></table><p>&nbsp;</p>"


def _cell(cell: PrintedCell, ways: set[str]) -> str:
    spans = f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
    spans += f" colspan={cell.colspan}" if cell.colspan > 1 else ""
    if "word" not in ways:
        return f"<td{spans} width='67'>{escape(cell.text).replace(chr(10), '<br/>')}</td>"
    text = "".join(
        f'<p class="MsoNormal" align="center">{_words(line)}</p>' for line in cell.text.split("\n")
    )
    return f'<td{spans} style="border:solid windowtext 1.0pt;mso-border-alt:none">{text}</td>'


def _figures(rng: random.Random) -> str:
    """Another table of figures, with words of the form in it: what the site published where."""
    heads = ("序号", "公开栏目", "发布数（条）")
    names = ("政策文件", "行政许可", "行政处罚", "规章", "政府集中采购", "其他")
    rows = [[str(n), name, str(rng.randint(1, 90))] for n, name in enumerate(names, 1)]
    cells = "".join(
        f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in (heads, *rows)
    )
    return f"<p>各栏目信息发布情况如下表：</p><table border=1>{cells}</table>"


def _others(report: Invented) -> list[str]:
    city, year = report.order.body.city, report.order.year
    return [f"{name.format(city=city)}{year}年政府信息公开工作年度报告" for name in _OTHERS]


def _page(report: Invented, article: str, ways: set[str], charset: str) -> str:
    body, year = report.order.body, report.order.year
    city = escape(body.city)
    day = f"{year + 1}-01-{len(report.stem) % 27 + 1:02d}"
    others = "".join(
        f'<li><a href="/n/{n}.html">{escape(name)}</a> <i>{day}</i></li>'
        for n, name in enumerate(_others(report))
    )
    side = f'<div class="list"><h3>相关信息</h3><ul>{others}</ul></div>' if "others" in ways else ""
    copy = f'<div id="print" style="display:none">{article}</div>' if "hidden" in ways else ""
    info = (
        "<table class='xxgk_info'><tr><td>索引号</td><td>000000000/" + str(year + 1) + "-00012</td>"
        f"<td>公开日期</td><td>{day}</td></tr><tr><td>发布机构</td><td>{escape(body.name)}</td>"
        "<td>文号</td><td>无</td></tr></table>"
    )
    counter = "<table id='count'><tr><td>今日访问</td><td>3021</td><td>总计</td><td>918273</td></tr></table>"
    places = (("/", "首页"), ("/gk", "政府信息公开"), ("/fw", "办事服务"), ("/hd", "互动交流"))
    links = "".join(f"<td><a href='{to}'>{name}</a></td>" for to, name in places)
    bar = f"<table width=980><tr>{links}</tr></table>"
    foot = (
        f"<div><p>地址：{city}网信路1号 邮编：999000 电话：{body.area_code}-5558888</p>"
        "<p>网站标识码：0000000000 示公网安备 00000000000000号</p></div>"
    )
    inner = f"{info}<div class='con'>{article}</div>{copy}{side}"
    if "nested" in ways:
        inner = (
            "<table width='980' align='center'><tr><td width='200' valign='top'>"
            f"<table><tr><td>年度报告</td></tr><tr><td>{city}</td></tr></table></td>"
            f"<td valign='top'><table width='760'><tr><td>{inner}</td></tr></table></td></tr></table>"
        )
        foot = f"<table width='980'><tr><td>{foot}</td></tr></table>"
    return (
        f"<html xmlns:o='urn:schemas-microsoft-com:office:office'><head>"
        f"<meta http-equiv='Content-Type' content='text/html; charset={charset}'>"
        f"<title>{escape(report.title)}_{city}人民政府门户网站（示例）</title>"
        f"<meta name='PubDate' content='{day}'></head><body>"
        f"<!--[if gte mso 9]><xml><w:WordDocument></w:WordDocument></xml><![endif]-->"
        f"{bar}{inner}{counter}{foot}</body></html>"
    )
