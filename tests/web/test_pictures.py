"""The geometry of the pictures, and the words that say the same."""

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from web import charts
from web.labels import STAGES, STEPS


def render(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


def test_path_says_where_it_stands() -> None:
    assert charts.path(1, 0.5, [0.1, 0.2]).words == "Stage 2 of 4: Consolidation. 2 meetings so far."
    assert charts.path("redefinition").words == "Stage 4 of 4: Redefinition."
    assert charts.path(0, 0, [0.1]).words.endswith("1 meeting so far.")
    assert charts.path(3, concluded=True).words == "All four stages are done."


def test_path_tells_done_from_here_and_ahead() -> None:
    assert [station.state for station in charts.path("construction").stations] == [
        "done",
        "done",
        "here",
        "ahead",
    ]
    assert {station.state for station in charts.path(3, concluded=True).stations} == {"done"}


def test_path_is_coloured_as_far_as_it_has_come() -> None:
    stretches = charts.path(1, 0.5).stretches
    assert [(piece.start, piece.end, piece.colour) for piece in stretches] == [
        ("0.00%", "33.33%", "dawn"),
        ("33.33%", "50.00%", "leaf"),
    ]


def test_path_runs_the_other_way_where_people_read_so() -> None:
    stations = charts.path(0, right_to_left=True).stations
    assert [station.x for station in stations] == ["100.00%", "66.67%", "33.33%", "0.00%"]


@given(
    st.integers(0, 3),
    st.floats(-2, 3, allow_nan=False),
    st.lists(st.floats(-2, 3, allow_nan=False), max_size=9),
)
def test_path_never_leaves_its_picture(stage: int, progress: float, meetings: list[float]) -> None:
    path = charts.path(stage, progress, meetings)
    for x in [*path.meetings, *(end for piece in path.stretches for end in (piece.start, piece.end))]:
        assert 0 <= float(x.rstrip("%")) <= 100


@pytest.mark.parametrize("stage", [4, -1, "middle"])
def test_path_refuses_a_stage_there_is_not(stage: int | str) -> None:
    with pytest.raises(ValueError, match="No stage"):
        charts.path(stage)


def test_along_places_a_meeting_within_its_stage() -> None:
    assert charts.along("initiation", 0) == 0
    assert charts.along(1, 0.5) == pytest.approx(0.5)
    assert charts.along(3, 0.5) == 1


def test_path_component_is_an_image_with_words() -> None:
    html = render("{% path 1 0.5 marks %}", marks=[0.1])
    assert 'role="img" aria-label="Stage 2 of 4: Consolidation. 1 meeting so far."' in html
    assert all(str(stage.label) in html for stage in STAGES)
    assert "style=" not in html


def test_small_path_has_the_same_words_and_no_labels() -> None:
    html = render('{% path 1 size="small" %}')
    assert 'aria-label="Stage 2 of 4: Consolidation."' in html
    assert "<text" not in html


def test_bars_are_a_table_of_what_they_show() -> None:
    html = render("{% bars rows 5 %}", rows=[("Everyone was heard", 4.4), ("None", 0, "plum")])
    assert '<th scope="row">Everyone was heard</th>' in html
    assert "<td>4.4</td>" in html
    assert 'width="88.00%"' in html
    assert html.count('class="track"') == 2
    assert html.count("<rect") == 3


@given(st.lists(st.floats(0, 1e9, allow_nan=False), max_size=6))
def test_bars_never_leave_their_row(values: list[float]) -> None:
    for bar in charts.bars([("x", value) for value in values]):
        assert 0 <= float(bar.width.rstrip("%")) <= 100


@pytest.mark.parametrize("step", range(1, 8))
def test_wheel_tells_done_from_here_and_ahead(step: int) -> None:
    states = [segment.state for segment in charts.wheel(step)]
    assert states == ["done"] * (step - 1) + ["here"] * (step < 7) + ["ahead"] * (6 - step)


def test_wheel_says_its_step() -> None:
    assert f'aria-label="Step 3 of 6: {STEPS[2]}."' in render("{% wheel 3 %}")
    assert "All six steps are done." in render("{% wheel 7 %}")


@given(st.tuples(*[st.integers(0, 60)] * 3), st.sampled_from([None, 0, 1, 2]))
def test_rings_keep_each_member_in_their_ring(counts: tuple[int, int, int], own: int | None) -> None:
    dots = charts.rings(counts, own).dots
    assert len(dots) == sum(counts)
    for index, dot in enumerate(dots):
        ring = 0 if index < counts[0] else 1 if index < counts[0] + counts[1] else 2
        inner = charts.RING_RADII[ring - 1] if ring else 0
        assert inner < (dot.x**2 + dot.y**2) ** 0.5 < charts.RING_RADII[ring]


def test_rings_show_the_way_one_came() -> None:
    assert charts.rings((3, 3, 5), own=1, came_from=2).way
    assert not charts.rings((3, 3, 5), own=1, came_from=1).way
    assert charts.rings((3, 3, 5)).own is None


def test_values_of_one_picture_are_said_with_as_many_places():
    assert [bar.text for bar in charts.bars([("A", 4), ("B", 4.3)])] == ["4.0", "4.3"]
    assert [bar.text for bar in charts.bars([("A", 4), ("B", 3.0)])] == ["4", "3"]
    assert [mark.text for mark in charts.trend([4, None, 4.25], 1, 5).marks] == ["4.0", "4.2"]
