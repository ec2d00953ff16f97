"""Earmarks: what a pledge's money may pay for, and whether a budget can be paid under them.

An earmark is a set of programme lines; the empty set means any line.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from itertools import pairwise

Earmark = frozenset[int]
"""The ids of the programme lines a pledge may pay for; empty = any."""

ANY_LINE = 1_000_000
"""How wide an empty earmark counts: wider than any list of lines."""


def allows(earmark: Earmark, line_id: int) -> bool:
    """Say whether money with this earmark may pay for this programme line."""
    return not earmark or line_id in earmark


def narrowness(earmark: Earmark) -> int:
    """Say how wide an earmark is, to sort by: the number of its lines; an empty one is the widest."""
    return len(earmark) or ANY_LINE


def fundable(budgeted: Mapping[int, int], funds: Sequence[tuple[Earmark, int]]) -> Mapping[int, int]:
    """Say per programme line how many budgeted cents cannot be paid under the earmarks.

    `budgeted` holds what is still budgeted per line, `funds` each pledge's earmark and what is left
    of it, all in cents; amounts below zero count as nothing. All lines are looked at together, since
    they draw on the same money. The shortfalls are the smallest possible in sum; where several lines
    compete, the first in order is served first. Every line is in the answer; 0 = can be paid.
    """
    pots = _pots(funds)
    flow = _Flow([cents for _, cents in pots])
    shortfall = {}
    for line_id, cents in budgeted.items():
        reach = [place for place, (earmark, _) in enumerate(pots) if allows(earmark, line_id)]
        shortfall[line_id] = flow.draw(reach, max(cents, 0))
    return shortfall


def _pots(funds: Sequence[tuple[Earmark, int]]) -> list[tuple[Earmark, int]]:
    """Put the money of pledges with the same earmark together."""
    pots: dict[Earmark, int] = {}
    for earmark, cents in funds:
        pots[earmark] = pots.get(earmark, 0) + max(cents, 0)
    return list(pots.items())


class _Flow:
    """Lines drawing on pots: a maximum flow, grown line by line along shortest ways (Edmonds-Karp).

    A way leads from the line to a pot it may use; from a pot that is empty, on through a line that
    drew on it and can draw on another pot instead. What a line has got it keeps, in sum.
    """

    def __init__(self, left: list[int]) -> None:
        self.left = left
        self.reach: list[list[int]] = []
        self.drawn: list[dict[int, int]] = []

    def draw(self, reach: list[int], cents: int) -> int:
        """Give a new line as much of `cents` as there is a way for; return what it goes short."""
        self.reach.append(reach)
        self.drawn.append({})
        while cents > 0 and (way := self._way(len(self.reach) - 1)):
            cents -= self._send(way, cents)
        return cents

    def _way(self, line: int) -> list[tuple[int, int]]:
        """Find the shortest way from a line to money: (line, pot) steps; empty where there is none."""
        pot_from: dict[int, int] = {}
        line_from: dict[int, int] = {line: -1}
        waiting = deque([line])
        while waiting:
            here = waiting.popleft()
            for pot in self.reach[here]:
                if pot in pot_from:
                    continue
                pot_from[pot] = here
                if self.left[pot] > 0:
                    return _trace(pot, pot_from, line_from)
                for user, drawn in enumerate(self.drawn):
                    if user not in line_from and drawn.get(pot, 0) > 0:
                        line_from[user] = pot
                        waiting.append(user)
        return []

    def _send(self, way: list[tuple[int, int]], cents: int) -> int:
        """Send as much along a way as it can carry, and return how much that was."""
        moves = [(user, pot) for (_, pot), (user, _) in pairwise(way)]
        most = min([cents, self.left[way[-1][1]], *(self.drawn[user][pot] for user, pot in moves)])
        for line, pot in way:
            self.drawn[line][pot] = self.drawn[line].get(pot, 0) + most
        for user, pot in moves:
            self.drawn[user][pot] -= most
        self.left[way[-1][1]] -= most
        return most


def _trace(pot: int, pot_from: dict[int, int], line_from: dict[int, int]) -> list[tuple[int, int]]:
    """Walk back from the money to the line that asks, and give the steps in order."""
    way = []
    while pot >= 0:
        line = pot_from[pot]
        way.append((line, pot))
        pot = line_from[line]
    return way[::-1]
