"""Descriptions as block editors keep them in JSON, as the text a reader would see."""

import json
from typing import Any

from shopkit.channels.rules.reading.markup import text_of_page

MOST_BLOCKS, DEEPEST = 1_000, 4


def text_of_blocks(source: str) -> str:
    """The text of the blocks, a paragraph each; what is no such document stays as it is."""
    if not source.startswith("{") or '"blocks"' not in source:
        return source
    try:
        told = json.loads(source)
    except (ValueError, RecursionError):
        return source
    blocks = told.get("blocks") if isinstance(told, dict) else None
    if not isinstance(blocks, list):
        return source
    texts = [text_of(block) for block in blocks[:MOST_BLOCKS]]
    return "\n\n".join(text for text in texts if text)


def text_of(block: Any) -> str:
    data = block.get("data") if isinstance(block, dict) else None
    if not isinstance(data, dict):
        return ""
    if isinstance(data.get("items"), list):
        return "\n".join(entries(data["items"], 0))
    text = data.get("text")
    return text_of_page(text).strip() if isinstance(text, str) else ""


def entries(items: list[Any], depth: int) -> list[str]:
    """The entries of a list, those of lists inside it behind their own."""
    found: list[str] = []
    for item in items:
        told = item.get("content", item.get("text")) if isinstance(item, dict) else item
        if isinstance(told, str) and (text := text_of_page(told).strip()):
            found.append(f"- {text}")
        inner = item.get("items") if isinstance(item, dict) else None
        if isinstance(inner, list) and depth < DEEPEST:
            found += entries(inner, depth + 1)
    return found
