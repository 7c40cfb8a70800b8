"""The best assignment, as a min-cost flow: one unit of flow for each mentee who gets a mentor."""

import numpy as np
from numpy.typing import NDArray

# Where a mentee without a mentor is: one place after the last mentor, so that it also sorts after them all.
type Mates = NDArray[np.int64]


def best_flow(points: NDArray[np.int64], allowed: NDArray[np.bool_], places: NDArray[np.int64]) -> Mates:
    """Assign each mentee (row) a mentor (column): as many as can be, then with the most points.

    `points` are not negative. A mentee left out gets the number of mentors, one past the last column.
    Which of several equally good assignments comes out is the engine's choice: see `ties.py`.
    """
    # It takes long to load: only where pairs are sought.
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    mentees, mentors = points.shape
    mates = np.full(mentees, mentors, dtype=np.int64)
    rows, columns = np.nonzero(allowed)
    if not len(rows):
        return mates
    flow = SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(
        mentees + columns, rows, np.ones(len(rows), dtype=np.int64), -points[rows, columns]
    )
    flow.set_nodes_supplies(
        np.arange(mentees + mentors), np.concatenate((np.full(mentees, -1, dtype=np.int64), places))
    )
    # The largest flow first and the cheapest such flow second is the very order we want.
    status = flow.solve_max_flow_with_min_cost()
    if status != flow.OPTIMAL:
        raise RuntimeError(f"the flow engine gave no answer: {status}")
    used = flow.flows(arcs) > 0
    mates[rows[used]] = columns[used]
    return mates
