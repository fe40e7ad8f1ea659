"""Write an invented report as a page of a content management system, with the noise around it."""

from __future__ import annotations

from html import escape

from gongkai.eval.invent import Invented
from gongkai.eval.narrative import NOTICE
from gongkai.eval.printed import PrintedTable

_HEAD = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<title>{title}-{city}政府信息公开平台（示例）</title>
<meta name="ArticleTitle" content="{title}">
<meta name="ContentSource" content="{bureau}">
<meta name="PubDate" content="{date} 09:30">
<style>.nav li{{float:left}} td{{border:1px solid #999}}</style>
<script>var siteId = "0{year}"; function share(n) {{ return "电话：0500-5550000" + n; }}</script>
</head>
<body>
<div class="top"><a href="/">{city}政府信息公开平台</a> <span>今天是{date}</span></div>
<ul class="nav"><li><a href="/xxgk/zn/">政府信息公开指南</a></li><li><a href="/xxgk/ml/">\
法定主动公开内容</a></li><li><a href="/xxgk/nb/">\
政府信息公开年报</a></li><li><a href="/xxgk/sq/">依申请公开</a></li></ul>
<div class="crumb">当前位置：<a href="/">首页</a> &gt; \
<a href="/xxgk/nb/">政府信息公开年报</a> &gt; 正文</div>
<div class="meta">发布日期：{date} 来源：{bureau} 浏览次数：<span id="hits">1024</span> \
【字体：<a>大</a> <a>中</a> <a>小</a>】</div>
<div class="article" id="zoom">
"""
_FOOT = """</div>
<div class="pager">上一篇：<a href="a.html">关于发布{year}年公开要点的通知</a> 下一篇：\
<a href="b.html">没有了</a></div>
<div class="share"><script>share(1);</script>分享到：<a>微信</a> <a>微博</a></div>
<div class="footer"><p>{notice}</p>
<p>主办单位：{city}人民政府办公室　承办单位：{city}数据资源中心（示例）</p>
<p>地址：{city}网信路1号　邮编：999000　技术支持电话：{code}-5559999　传真：{code}-5559998</p>
<p>示ICP备00000000号-1　示公网安备 00000000000000号　网站标识码：0000000000</p></div>
</body>
</html>
"""


def write_html(report: Invented) -> bytes:
    """The page, UTF-8."""
    order = report.order
    body = order.body
    words = {
        "title": escape(report.title), "bureau": escape(body.name), "city": escape(body.city),
        "date": f"{order.year + 1}-01-{len(report.stem) % 27 + 1:02d}", "year": order.year,
        "notice": escape(NOTICE), "code": body.area_code,
    }  # fmt: skip
    parts = [_HEAD.format(**words)]
    for item in report.flow():
        if isinstance(item, PrintedTable):
            parts.append(_table(item))
            continue
        kind, text = item
        if kind == "title":
            parts.append(f"<h1>{escape(text)}</h1>\n")
        elif kind == "heading":
            parts.append(f'<p style="text-indent:2em"><strong>{escape(text)}</strong></p>\n')
        else:
            parts.append(f"<p>&emsp;&emsp;{escape(text)}</p>\n")
    parts.append(_FOOT.format(**words))
    return "".join(parts).encode()


def _table(table: PrintedTable) -> str:
    rows = []
    for line in table.by_row():
        cells = []
        for cell in line:
            spans = f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
            spans += f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
            text = escape(cell.text).replace("\n", "<br>") or "&nbsp;"
            inner = f"<p><span>{text}</span></p>" if cell.label else text
            cells.append(f"<td{spans}>{inner}</td>")
        rows.append(f"<tr>{''.join(cells)}</tr>\n")
    return f'<table cellspacing="0"><tbody>\n{"".join(rows)}</tbody></table>\n'
