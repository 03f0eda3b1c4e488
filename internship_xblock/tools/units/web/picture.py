"""A scenario as a graph, for its author: situations by their distance from the start, arrows for choices, problems marked.

An arrow to the next row is a straight line in the room between the two. Any other runs dashed, along a lane of its own beside
the boxes, so that no line crosses a box.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ....core.errors import Words
from ....core.language.text import squeezed
from ....records.drawing.axis import SMALL
from ....records.drawing.shapes import WIDE, Drawing, Mark, Pen, Stroke, wrap
from ..steps.base import Row, Step
from ..steps.graph import Graph, Trouble
from ..steps.scenario import situation_name

BOX, HEIGHT, ASIDE = 160, 70, 16  # units: a box, the room beside it
GAP, TRACK, LANE = 44, 10, 12  # units between two rows; for each arrow that turns there; for each lane
IN_A_ROW = 4  # of situations that nobody can reach
# What stands in a box, the worst first.
_SAID: dict[Trouble, Words] = {
    "dead-end": gettext_lazy("Dead end"),
    "unreached": gettext_lazy("Out of reach"),
    "no-way-out": gettext_lazy("No way out"),
    "ends-at-once": gettext_lazy("Ends at once"),
    "one-choice": gettext_lazy("Only one choice"),
    "textless": gettext_lazy("No text"),
    "untitled": gettext_lazy("No title"),
}


@dataclass(frozen=True)
class Line:
    """A situation in words: the same as its box and the arrows from it."""

    name: str
    state: str
    choices: tuple[tuple[str, str], ...]  # the words of each, and where it leads; "" for nowhere


@dataclass(frozen=True)
class Picture:
    statement: str
    drawing: Drawing
    lines: tuple[Line, ...]


def picture(step: Step, mirrored: bool) -> Picture | None:
    """Return the graph of a scenario; None where there is no situation yet."""
    graph = Graph(step)
    if not graph.situations:
        return None
    states = _states(graph)
    lines = tuple(
        Line(situation_name(graph, name), states[name][1], tuple(_in_words(graph, row) for row in _leaving(graph, name)))
        for name in graph.situations
    )
    return Picture(_statement(graph), _Plan(graph, states).draw(mirrored), lines)


def _statement(graph: Graph) -> str:
    situations, choices, endings = len(graph.situations), sum(map(len, graph.offers.values())), len(graph.endings)
    return ", ".join((
        ngettext("%(count)s situation", "%(count)s situations", situations) % {"count": situations},
        ngettext("%(count)s choice", "%(count)s choices", choices) % {"count": choices},
        ngettext("%(count)s ending", "%(count)s endings", endings) % {"count": endings},
    ))  # fmt: skip


def _states(graph: Graph) -> Mapping[str, tuple[str, str]]:
    """How each box looks, and what it says below its title."""
    wrong: dict[str, Trouble] = {}
    order = list(_SAID)
    for problem in graph.problems():
        name, found = problem.situation, problem.trouble
        if found in _SAID and (name not in wrong or order.index(found) < order.index(wrong[name])):
            wrong[name] = found
    states = {}
    for name in graph.situations:
        if name in wrong:
            states[name] = ("bar-gap", str(_SAID[wrong[name]]))
        elif name in graph.endings:
            states[name] = ("bar-period", _("Ending"))
        else:
            states[name] = ("ring", _("Start") if name == graph.start else "")
    return states


def _leaving(graph: Graph, name: str) -> list[Row]:
    return [row for row in graph.choices.values() if row["from"] == name]


def _in_words(graph: Graph, choice: Row) -> tuple[str, str]:
    to = choice["to"]
    return squeezed(choice["text"]) or _("No text"), situation_name(graph, to) if to in graph.situations else ""


def _rows(graph: Graph) -> list[list[str]]:
    """The situations in rows: by distance, each near the one that it is reached from; last those that nobody can reach."""
    found: list[list[str]] = []
    for name in graph.situations:
        if name in graph.distances:
            found += [[] for _row in range(graph.distances[name] + 1 - len(found))]
            found[graph.distances[name]].append(name)
    for above, row in pairwise(found):
        _put_near(graph, above, row)
    lost = [name for name in graph.situations if name not in graph.distances]
    return [*found, *(lost[at : at + IN_A_ROW] for at in range(0, len(lost), IN_A_ROW))]


def _put_near(graph: Graph, above: Sequence[str], row: list[str]) -> None:
    def middle(name: str) -> float:
        places = [place for place, one in enumerate(above) if name in graph.leads_to(one)]
        return sum(places) / len(places)

    row.sort(key=middle)


@dataclass(frozen=True)
class _Arrow:
    """A choice on its way from a box to another; `to` is "" for one that leads nowhere."""

    choice: Row
    start: str
    to: str


class _Plan:
    """Where everything stands."""

    def __init__(self, graph: Graph, states: Mapping[str, tuple[str, str]]) -> None:
        self.graph, self.states, self.rows = graph, states, _rows(graph)
        self.row_of = {name: at for at, row in enumerate(self.rows) for name in row}
        self.arrows = list(self._arrows())
        self.around = [arrow for arrow in self.arrows if arrow.to and not self._is_straight(arrow)]
        widest = max(len(row) for row in self.rows)
        self.inner = max(WIDE - 2 * ASIDE, widest * (BOX + ASIDE) - ASIDE)
        self.left = {
            name: (self.inner - len(row) * (BOX + ASIDE) + ASIDE) / 2 + place * (BOX + ASIDE)
            for row in self.rows for place, name in enumerate(row)
        }  # fmt: skip
        self.tops = self._tops()

    def _arrows(self) -> Iterator[_Arrow]:
        for name in self.graph.situations:
            for row in _leaving(self.graph, name) if name not in self.graph.endings else ():
                yield _Arrow(row, name, row["to"] if row["to"] in self.graph.situations else "")

    def _is_straight(self, arrow: _Arrow) -> bool:
        return self.row_of[arrow.to] == self.row_of[arrow.start] + 1

    def _tops(self) -> list[float]:
        """Where each row begins: above it there is room for every arrow that turns there. The last one is the end."""
        turns = [0] * (len(self.rows) + 1)
        for arrow in self.around:
            turns[self.row_of[arrow.start] + 1] += 1
            turns[self.row_of[arrow.to]] += 1
        tops = [turns[0] * TRACK + (14 if turns[0] else 2)]
        for count in turns[1:-1]:
            tops.append(tops[-1] + HEIGHT + GAP + count * TRACK)
        return [*tops, tops[-1] + HEIGHT + turns[-1] * TRACK + 26]

    def draw(self, mirrored: bool) -> Drawing:
        pen = Pen(round(self.inner + len(self.around) * LANE + ASIDE), mirrored)
        starts, ends = self._ports()
        tracks = [0] * (len(self.rows) + 1)
        for arrow in self.arrows:
            name = arrow.choice["id"]
            pen.add(Mark(self._title(arrow), tuple(self._strokes(pen, arrow, starts[name], ends.get(name, 0), tracks))))
        for name in self.graph.situations:
            self._draw_box(pen, name)
        return pen.finish(self.tops[-1])

    def _ports(self) -> tuple[dict[str, float], dict[str, float]]:
        """Where each arrow leaves and where it arrives, from left to right: so that few of them cross."""
        starts: dict[str, float] = {}
        ends: dict[str, float] = {}
        for name in self.graph.situations:
            leaving = sorted((one for one in self.arrows if one.start == name), key=lambda one: self._place(one, one.to))
            arriving = sorted((one for one in self.arrows if one.to == name), key=lambda one: self._place(one, one.start))
            for ports, arrows in ((starts, leaving), (ends, arriving)):
                for number, arrow in enumerate(arrows, start=1):
                    ports[arrow.choice["id"]] = self.left[name] + BOX * number / (len(arrows) + 1)
        return starts, ends

    def _place(self, arrow: _Arrow, other_end: str) -> tuple[bool, float]:
        """Those along the lanes come from the right."""
        return arrow in self.around, self.left.get(other_end, 0)

    def _title(self, arrow: _Arrow) -> str:
        words, to = _in_words(self.graph, arrow.choice)
        start = situation_name(self.graph, arrow.start)
        said = f"{start[:60]}: {words[:80]} → {to[:60]}" if to else f"{start[:60]}: {words[:80]} (!)"
        return squeezed(said)

    def _strokes(self, pen: Pen, arrow: _Arrow, x: float, to_x: float, tracks: list[int]) -> Iterator[Stroke]:
        row = self.row_of[arrow.start]
        y = self.tops[row] + HEIGHT
        if not arrow.to:
            yield pen.line("edge", (x, y), (x, y + 10))
            yield pen.sign("sign", x, y + 20)
            return
        to_y = self.tops[self.row_of[arrow.to]]
        if self._is_straight(arrow):
            yield pen.line("edge", (x, y), (to_x, to_y - 5))
        else:
            lane = self.inner + (self.around.index(arrow) + 1) * LANE
            down = y + 10 + self._next(tracks, row + 1) * TRACK
            over = to_y - 12 - self._next(tracks, self.row_of[arrow.to]) * TRACK
            yield pen.line("cut", (x, y), (x, down), (lane, down), (lane, over), (to_x, over), (to_x, to_y - 5))
        yield Stroke("arrow", pen.line("arrow", (to_x - 4, to_y - 8), (to_x + 4, to_y - 8), (to_x, to_y - 1)).d + "z")

    @staticmethod
    def _next(tracks: list[int], gap: int) -> int:
        tracks[gap] += 1
        return tracks[gap] - 1

    def _draw_box(self, pen: Pen, name: str) -> None:
        look, state = self.states[name]
        title = situation_name(self.graph, name)
        left, top = self.left[name], self.tops[self.row_of[name]]
        strokes = [pen.box(look, left, top, BOX, HEIGHT)]
        if look == "bar-period":
            strokes.append(pen.diamond("fill", left + 16, top + HEIGHT - 15, 6))
        if look == "bar-gap":
            strokes.append(pen.sign("sign", left + 16, top + HEIGHT - 15))
        pen.add(Mark(squeezed(f"{title[:80]}. {state}"), tuple(strokes)))
        pen.text("name", left + 10, top + 20, wrap(title, BOX - 20, 2))
        if state:
            indent = 28 if len(strokes) > 1 else 10
            said = wrap(state, BOX - indent - 6, 1, SMALL)
            pen.text("gap" if look == "bar-gap" else "quiet", left + indent, top + HEIGHT - 11, said, typed=False)
