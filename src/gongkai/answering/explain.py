"""A query told in plain data: how a question was understood, for `gongkai ask --explain`."""

from __future__ import annotations

from gongkai.answering.query import Ask, Query
from gongkai.answering.topics import meaning

Json = dict[str, object]

_OPERATIONS = {
    "lookup": "查数", "sum": "合计", "share": "占比", "trend": "变化", "compare": "比较",
    "yesno": "有无", "breakdown": "分项",
}  # fmt: skip


def query_json(query: Query) -> Json:
    """The query's fields; of each ask the topic's id and label, parts, operation and score."""
    return {
        "bureaus": list(query.bureaus),
        "choices": list(query.choices),
        "among": list(query.among),
        "unknown_bodies": list(query.unknown_bodies),
        "heard": [{"said": said, "taken_for": name} for said, name in query.heard],
        "years": list(query.years),
        "relative": query.relative,
        "inherited": list(query.inherited),
        "asks": [
            {
                "topic": ask.topic,
                "label": meaning().label(ask.topic),
                "parts": [_part(ask, name) for name in ask.parts if name],
                "operation": ask.operation,
                "text": ask.text,
                "score": round(ask.score, 3),
                "or": ask.runner_up,
            }
            for ask in query.asks
        ],
    }


def explained(query: Query) -> str:
    """The query in a few lines of Chinese."""
    bodies = "、".join(query.bureaus or query.among) or "（没有指明）"
    if query.choices and not query.among:
        bodies = f"（未定，可能是{'、'.join(query.choices[:8])}）"
    years = "、".join(map(str, query.years)) or "（没有指明，取最新）"
    if query.relative:
        years += f"（由“{query.relative}”推得）"
    lines = [f"机关：{bodies}", f"年份：{years}"]
    if query.unknown_bodies:
        lines.append(f"没有收录的机关：{'、'.join(query.unknown_bodies)}")
    lines += [f"把“{said}”当作{name}" for said, name in query.heard]
    for ask in query.asks:
        label = meaning().label(ask.topic) or "（正文检索）"
        parts = "、".join(_part(ask, name) for name in ask.parts if name)
        told = f"{label}{parts and '·' + parts}，{_OPERATIONS[ask.operation]}，得分{ask.score:.2f}"
        lines.append(f"问：“{ask.text}” → {told}")
    names = {"bureau": "机关", "year": "年份", "topic": "事项"}
    if query.inherited:
        lines.append(f"承接上文：{'、'.join(names[name] for name in query.inherited)}")
    return "\n".join(lines)


def _part(ask: Ask, name: str) -> str:
    data = meaning()
    if ask.topic == "contact":
        return data.contact_fields[name][0] if name in data.contact_fields else name
    return data.parts[name].label if name in data.parts else name
