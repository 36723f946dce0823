"""Which column each node of a drawing stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import TypeAlias

    Pair: TypeAlias = tuple[int, int]


def layers(count: int, links: Iterable[Pair]) -> list[int]:
    """The layer of each of `count` nodes: every link leads to a higher one, but for those that close a cycle.

    A node stands as far left as its sources allow. One that feeds as many as feed it, or more, then moves right, up to
    what it feeds: a seed beside its only consumer is read more easily than one at the far left.
    """
    pairs = list(dict.fromkeys(links))
    backward = _backward(count, pairs)
    forward = [pair for pair in pairs if pair not in backward]
    after = _neighbours(count, forward)
    before = _neighbours(count, [(target, source) for source, target in forward])
    order = _in_order(after, [len(sources) for sources in before])
    layer = [0] * count
    for node in order:
        layer[node] = max((layer[source] + 1 for source in before[node]), default=0)
    for node in reversed(order):
        if after[node] and len(after[node]) >= len(before[node]):
            layer[node] = min(layer[target] for target in after[node]) - 1
    return layer


def _neighbours(count: int, links: Iterable[Pair]) -> list[list[int]]:
    near: list[list[int]] = [[] for _ in range(count)]
    for source, target in links:
        near[source].append(target)
    return near


def _backward(count: int, links: Sequence[Pair]) -> set[Pair]:
    """The links that have to be left out so that no cycle remains: those that lead to a node which is being walked."""
    after = _neighbours(count, links)
    fed = {target for _, target in links}
    found: set[Pair] = set()
    walked: set[int] = set()
    finished: set[int] = set()
    for root in sorted(range(count), key=fed.__contains__):
        path = [(root, iter(after[root]))] if root not in walked else []
        walked.add(root)
        while path:
            node, targets = path[-1]
            target = next(targets, None)
            if target is None:
                finished.add(node)
                path.pop()
            elif target not in walked:
                walked.add(target)
                path.append((target, iter(after[target])))
            elif target not in finished:
                found.add((node, target))
    return found


def _in_order(after: Sequence[Sequence[int]], waiting_for: list[int]) -> list[int]:
    """All nodes, each after those that feed it."""
    order = [node for node, missing in enumerate(waiting_for) if not missing]
    for node in order:
        for target in after[node]:
            waiting_for[target] -= 1
            if not waiting_for[target]:
                order.append(target)
    return order
