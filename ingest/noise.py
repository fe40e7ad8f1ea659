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
    r"(?:打印(?:本页|此页|文章)?|关闭(?:本页|窗口|页面)?|分享(?:到|至)?|收藏(?:本页)?|返回(?:顶部|首页|列表|上一页)?|"
    r"回到顶部|首页|纠错|导航|(?:网站|站点)(?:导航|地图)|附件下载|文件下载|全真版|文字版|"
    r"微信|微博|朋友圈|qq(?:空间|好友)?|新浪微博|扫一扫.{0,20}|大|中|小|无障碍(?:浏览|阅读)?|长者(?:模式|助手)|"
    r"适老化|登录|注册|手机版|繁体|简体|关于我们|联系我们|隐私(?:声明|保护|政策)|免责声明|法律声明|使用帮助|"
    r"[\s|>»/·【】\[\]:：()（）])+"
)
_RULE = re.compile(r"[=＝\-—_*~·.\s|]*(?:正文)?[=＝\-—_*~·.\s|>]*")
_PAGE = re.compile(r"(?:第\s*\d+\s*页(?:\s*[,，/共]*\s*\d+\s*页)?|[-—–－]\s*\d+\s*[-—–－])")
_FOOTER = re.compile(
    r"icp备|公网安备|网站标识码[:：]|政府网站找错|版权所有|copyright|"
    r"(?:主办|承办|协办|主管|维护|运维|建设|管理)(?:单位|部门)\s*[:：]|(?:主办|承办|协办)\s*[:：]|"
    r"技术支持(?:电话|单位)?\s*[:：]|网站声明|本网站?由[^。,，]{2,40}(?:主办|承办)|网站支持ipv6|建议使用.{0,20}分辨率|"
    r"未经(?:授权|许可|书面).{0,8}(?:转载|复制)"
)
# Of these kinds even one with a full stop is a footer.
_FOOTER_SENTENCE = re.compile(
    r"icp备\s*\S{0,3}\d|公网安备\s*\d|网站标识码[:：]\s*\d|版权所有\s*(?:[:：©。]|$)|"
    r"^(?:本|该)?网站由[^。,，]{2,40}(?:主办|承办)"
)
# What a page prints below an article: what follows it is the page's too, but for prose.
_BELOW = re.compile(
    r"[【\[]?(?:上一(?:篇|条)|下一(?:篇|条)|相关(?:链接|文章|阅读|信息|新闻|附件|下载|文件|推荐|稿件|解读)|附件下载|"
    r"责任编辑|浏览次数|点击(?:数|率)|访问量|字号|字体|分享(?:到|至)?|扫一扫.{0,20}|友情链接)\s*(?:[】\]]\s*)?(?:[:：].*|[)）]*)",
    re.DOTALL,
)
_BUTTON = re.compile(r"打印|关闭|分享|收藏|返回|回到|微信|微博|朋友圈|关于我们|联系我们")
# A file to be fetched, named on a line of its own below its article.
_FILE = re.compile(
    r"(?:附件\s*[（(]?[\d一二三四五六七八九十]{0,2}[）)]?\s*[:：]?\s*)?(?:\d{1,2}\s*[.、．]\s*)?[^。；]{0,80}"
    r"\.(?:docx?|wps|pdf|ofd|xlsx?|et|zip|rar|jpg|png|txt)\s*(?:[（(]?[\d.]+\s*[km]b?[)）]?)?\s*(?:下载)?"
)
_FILES = re.compile(
    r"(?:相关)?附件\s*[（(]?\d{0,2}[)）]?\s*(?:下载|列表)?\s*[:：]?|附件下载次数[:：]?\s*\d+(?:次)?"
)
# So long a sentence is prose, not a label or a link.
_PROSE = 20
# A footer's lines are no sentences and no longer than this.
_FOOTER_LONGEST = 200
_CRUMBS = re.compile(r"^\s*(?:您?(?:现在|当前|所在)?的?位置|当前位置|首页)\s*[:：>]?")
_BEGIN = re.compile(
    r"(?:本(?:年度|年)?(?:报告|年报)|根据《|依据《|依照《|按照《|根据中华|按照中华|依据中华|为贯彻|为深入|"
    r"20\d\d\s*年(?:度)?[，,])"
)
_TAIL = re.compile(
    r"(?<=[。！；\d])\s*(?:附件下载|文件下载|打印本页|打印|关闭窗口|关闭|返回顶部|\s)+$"
    r"|(?<=[。！])\s*[【\[]?(?:(?:上一|下一)[篇条]\s*[】\]]?[:：]|责任编辑[:：]|分享到[:：\s]|版权所有\s*[:：©]|"
    r"(?:主办|承办)单位[:：]|网站标识码[:：]|打印本页|扫一扫)[^。]{0,300}$"
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
    folded = fold(text).strip()
    if len(text) > _FOOTER_LONGEST:
        return False
    return bool((_FOOTER if "。" not in text else _FOOTER_SENTENCE).search(folded))


def is_below(text: str) -> bool:
    """Whether a paragraph is one that a page prints below an article: what follows is no
    report's, unless it `is_prose`."""
    short = fold(text).strip()
    if "。" in short and len(short) > 60:
        return False
    button = _WORDS.fullmatch(short) and _BUTTON.search(short)
    return bool(_BELOW.fullmatch(short) or button)


def is_file(text: str) -> bool:
    """Whether a paragraph names a file to be fetched, or is the word above such names."""
    short = fold(text).strip()
    return bool(_FILE.fullmatch(short) or _FILES.fullmatch(short))


def is_prose(text: str) -> bool:
    """Whether a paragraph holds a sentence."""
    return "。" in text and len(text) >= _PROSE and not is_footer(text)


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
