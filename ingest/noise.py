"""What a site prints around a report: navigation, metadata lines, page numbers, footers."""

from __future__ import annotations

import re

from gongkai.text import fold

_LABELS = (
    "标题|文章标题|发布时间|发布日期|发文日期|成文日期|生成日期|公开日期|更新时间|时间|日期|文号|发文字号|发布机构|"
    "发文机关|发布机关|公开机构|发布单位|制发机关|责任部门|栏目|原文链接|本地目录|索引号|索引|信息分类|主题分类|体裁分类|"
    "主题词|关键词|来源|信息来源|作者|责任编辑|编辑|浏览次数|点击数|点击率|阅读|访问量|字号|字体|分享到|分享|打印|"
    "有效性|公开方式|公开时限|公开形式|当前位置|您的位置|您现在的位置|您当前的位置|所在位置|上一篇|下一篇|相关链接"
)
_METADATA = re.compile(rf"[【\[]?(?:{_LABELS})\s*[:：].*", re.DOTALL)
_DATED = re.compile(
    r"(?:20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s*(?:\d{1,2}:\d\d(?::\d\d)?)?)\s*"
    r"(?:(?:来源|作者|浏览|点击|阅读|编辑|字体|【).*)"
)
_WORDS = re.compile(
    r"(?:打印|关闭|分享|收藏|返回|返回顶部|返回首页|首页|纠错|导航|网站导航|网站地图|附件下载|文件下载|全真版|文字版|"
    r"微信|微博|qq空间|新浪微博|扫一扫.{0,20}|大|中|小|无障碍浏览|长者模式|适老化|登录|注册|手机版|繁体|简体|"
    r"[\s|>»/·【】\[\]:：])+"
)
_RULE = re.compile(r"[=＝\-—_*~·.\s|]*(?:正文)?[=＝\-—_*~·.\s|>]*")
_PAGE = re.compile(r"(?:第\s*\d+\s*页(?:\s*[,，/共]*\s*\d+\s*页)?|[-—–－]\s*\d+\s*[-—–－])")
_FOOTER = re.compile(
    r"icp备|公网安备|网站标识码[:：]|政府网站找错|版权所有|copyright|(?:主办|承办|协办)(?:单位)?\s*[:：]|"
    r"技术支持(?:电话|单位)?\s*[:：]|网站声明"
)
# A footer's lines are no sentences and no longer than this.
_FOOTER_LONGEST = 200
# Footers of these kinds take the address lines right above them along.
_FOOTER_END = re.compile(r"icp备|公网安备|网站标识码|版权所有|copyright")
_CRUMBS = re.compile(r"^\s*(?:您?(?:现在|当前|所在)?的?位置|当前位置|首页)\s*[:：>]?")
_BEGIN = re.compile(
    r"(?:本(?:年度|年)?(?:报告|年报)|根据《|依据《|依照《|按照《|根据中华|按照中华|依据中华|为贯彻|为深入|"
    r"20\d\d\s*年(?:度)?[，,])"
)
_TAIL = re.compile(
    r"(?<=[。！；\d])\s*(?:附件下载|文件下载|打印本页|打印|关闭窗口|关闭|返回顶部|\s)+$"
)
_PLEA = re.compile(r"页面链接与图片详见|<!--|-->|^\s*<")


def is_noise(text: str) -> bool:
    """Whether a paragraph is a site's and not the report's (judged by itself)."""
    short = fold(text).strip()
    if _RULE.fullmatch(short) or _PAGE.fullmatch(short) or is_footer(text):
        return True
    if "。" in short and len(short) > 60:
        return False
    return bool(
        _METADATA.fullmatch(short)
        or _DATED.fullmatch(short)
        or _WORDS.fullmatch(short)
        or _PLEA.search(short)
        or (_CRUMBS.match(short) and len(short) < 120)
    )


def is_page_number(text: str) -> bool:
    """Whether a paragraph is a page's number: - 3 -, 第3页 共8页."""
    return bool(_PAGE.fullmatch(fold(text).strip()))


def is_footer(text: str) -> bool:
    """Whether a paragraph belongs to a page's footer, where other bodies' phones stand."""
    return "。" not in text and len(text) <= _FOOTER_LONGEST and bool(_FOOTER.search(fold(text)))


def closes_footer(text: str) -> bool:
    """Whether it is a footer line that contact lines right above it belong to."""
    return is_footer(text) and bool(_FOOTER_END.search(fold(text)))


def crumbs_end(text: str) -> int:
    """Where the report begins in a line that a page's navigation was glued to; 0 if not."""
    if not _CRUMBS.match(text):
        return 0
    match = _BEGIN.search(text)
    return match.start() if match else 0


def tail_start(text: str) -> int:
    """Where a page's buttons begin that were glued to a line's end; its length if none were."""
    match = _TAIL.search(text)
    return match.start() if match else len(text)
