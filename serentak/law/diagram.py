"""The states of a record type as a picture: a column for each step, an arrow for each way between states.

Pure geometry in whole pixels; the words, the table beside it and the drawing are the page's. Acts that
leave a state as it is are not drawn.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

WIDTH, HEIGHT = 184, 44
GAP_X, GAP_Y = 48, 56
EDGE = 16


@dataclass(frozen=True)
class Box:
    """A state at its place; `kind` is start, waiting, end or plain."""

    id: str
    title: Mapping[str, str]
    kind: str
    x: int
    y: int


@dataclass(frozen=True)
class Arrow:
    """From one state to another, for all acts that lead there; `path` in SVG's words. `back` runs against
    the steps."""

    origin: str
    to: str
    path: str
    back: bool


@dataclass(frozen=True)
class Picture:
    """Boxes and arrows inside `width` × `height`."""

    boxes: list[Box]
    arrows: list[Arrow]
    width: int
    height: int


def picture(record_type: Mapping[str, Any]) -> Picture:
    """The picture of a record type's definition."""
    boxes = {box.id: box for box in _boxes(record_type)}
    ways = {
        (origin, move["to"])
        for move in record_type["moves"]
        for origin in move["from"]
        if origin and move["to"] not in ("same", origin)
    }
    arrows = [_arrow(boxes[origin], boxes[to]) for origin, to in sorted(ways)]
    return Picture(
        list(boxes.values()),
        arrows,
        max(box.x for box in boxes.values()) + WIDTH + EDGE,
        max(box.y for box in boxes.values()) + HEIGHT + GAP_Y,
    )


def _boxes(record_type: Mapping[str, Any]) -> list[Box]:
    filled: dict[int, int] = {}
    opening = {move["to"] for move in record_type["moves"] if "" in move["from"]}
    out = []
    for state in record_type["states"]:
        column = state["step"] - 1
        row = filled.get(column, 0)
        filled[column] = row + 1
        kind = "end" if state.get("end") else "waiting" if state.get("waiting") else "plain"
        out.append(
            Box(
                state["id"],
                state["title"],
                "start" if state["id"] in opening else kind,
                EDGE + column * (WIDTH + GAP_X),
                EDGE + GAP_Y // 2 + row * (HEIGHT + GAP_Y),
            )
        )
    return out


def _arrow(a: Box, b: Box) -> Arrow:
    """Forward from side to side, within a column up or down, backward in a bow below the boxes."""
    if a.x == b.x:
        down = a.y < b.y
        x = a.x + WIDTH // 2 + (14 if down else -14)
        start, end = (a.y + HEIGHT, b.y - 3) if down else (a.y, b.y + HEIGHT + 3)
        return Arrow(a.id, b.id, f"M{x} {start}V{end}", not down)
    if a.x < b.x:
        x, y, to_x, to_y = a.x + WIDTH, a.y + HEIGHT // 2 - 6, b.x - 3, b.y + HEIGHT // 2 - 6
        bend = GAP_X // 2
        return Arrow(a.id, b.id, f"M{x} {y}C{x + bend} {y} {to_x - bend} {to_y} {to_x} {to_y}", False)
    x, y, to_x, to_y = a.x + WIDTH // 2 - 30, a.y + HEIGHT, b.x + WIDTH // 2 + 30, b.y + HEIGHT + 3
    low = max(y, to_y) + GAP_Y // 2
    return Arrow(a.id, b.id, f"M{x} {y}C{x} {low} {to_x} {low} {to_x} {to_y}", True)
