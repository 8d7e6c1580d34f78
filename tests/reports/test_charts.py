from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from markupsafe import Markup

from evaluacion.reports import charts, radar
from evaluacion.reports.charts import Band, Bar, Mark
from evaluacion.reports.pen import PAINT, Medium, level_role, wrap
from evaluacion.reports.radar import Axis

BANDS = [Band(name=f"N{n + 1}", start=n / 5, end=(n + 1) / 5, start_text=str(n * 20)) for n in range(5)]


def axes(count: int, *, name: str = "Confianza", share: float | None = 0.5) -> list[Axis]:
    mark = Mark(share=share, text="50" if share is not None else "s/d")
    return [Axis(number=n + 1, name=name, main=mark, declared=Mark(share=0.6, text="60")) for n in range(count)]


def drawn(medium: Medium) -> list[Markup]:
    main, declared = Mark(share=0.5, text="Sustentado 50"), Mark(share=0.55, text="Declarado 55")
    return [
        charts.scale(medium, BANDS, "100", main, declared, key="a", title="Escala"),
        charts.bar(medium, 0.4, 0.5),
        charts.bars(medium, [Bar(name="Uno", main=main, declared=declared)], key="b", title="Barras"),
        radar.profile(medium, axes(6), ["20", "40", "60", "80"], key="c", title="Perfil"),
        radar.profile(medium, axes(6), ["20", "40", "60", "80"], key="d", title="Perfil", phone=True),
    ]


@pytest.mark.parametrize("medium", list(Medium))
def test_every_drawing_is_well_formed(medium: Medium) -> None:
    for drawing in drawn(medium):
        ElementTree.fromstring(drawing)


def test_drawings_for_pages_carry_classes_and_no_style_or_colour() -> None:
    for drawing in drawn(Medium.PAGE):
        assert "style=" not in drawing
        assert "#" not in drawing
        assert set(re.findall(r'class="(g-[a-z0-9]+)"', drawing)) - set(PAINT) <= {"g-mini"}


def test_drawings_for_paper_carry_colours_and_their_typeface() -> None:
    for drawing in drawn(Medium.PAPER):
        assert "var(" not in drawing
        assert 'font-family="Source Sans 3"' in drawing


def test_drawings_that_hold_information_are_images_with_a_title() -> None:
    scale = drawn(Medium.PAGE)[0]
    assert 'role="img"' in scale
    assert '<title id="a-t">Escala</title>' in scale
    assert 'aria-labelledby="a-t"' in scale


@pytest.mark.parametrize("text", ["<script>x</script>", '" onload="x', "{{7*7}}", "&lt;"])
def test_texts_are_escaped_everywhere(text: str) -> None:
    mark = Mark(share=0.5, text=text)
    for drawing in (
        charts.scale(Medium.PAGE, BANDS, text, mark, mark, key="a", title=text, description=text),
        radar.profile(Medium.PAGE, axes(5, name=text), [text] * 4, key="b", title=text),
        charts.bars(Medium.PAPER, [Bar(name=text, main=mark)], key="c", title=text),
    ):
        read = "".join(ElementTree.fromstring(drawing).itertext())
        assert text.split()[0][:8] in read
        assert "<script>" not in drawing


@pytest.mark.parametrize("count", [3, 4, 6, 9, 14])
def test_a_radar_has_a_vertex_for_each_axis(count: int) -> None:
    drawing = ElementTree.fromstring(radar.profile(Medium.PAGE, axes(count), [], key="a", title="x"))
    rings = [one.get("points", "").split() for one in drawing.iter("polygon")]
    assert {len(points) for points in rings} == {count}
    assert len(rings) == 5 + 2


@pytest.mark.parametrize("count", [1, 2, 15, 30])
def test_too_few_or_too_many_axes_become_bars(count: int) -> None:
    drawing = ElementTree.fromstring(radar.profile(Medium.PAGE, axes(count), [], key="a", title="x"))
    assert list(drawing.iter("polygon")) == []
    assert len(list(drawing.iter("rect"))) == count


def test_the_first_axis_is_at_twelve_and_the_second_follows_the_clock() -> None:
    drawing = ElementTree.fromstring(radar.profile(Medium.PAGE, axes(6, share=1.0), [], key="a", title="x"))
    outer = next(one for one in drawing.iter("polygon") if one.get("class") == "g-marco").get("points", "").split()
    (x0, y0), (x1, y1) = (tuple(map(float, point.split(","))) for point in outer[:2])
    assert (x0, y0) == (290, 66)
    assert x1 > x0
    assert y1 > y0


def test_a_missing_value_is_never_drawn_as_zero() -> None:
    some = [
        *axes(5),
        Axis(number=6, name="x", main=Mark(share=None, text="s/d"), declared=Mark(share=None, text="s/d")),
    ]
    drawing = radar.profile(Medium.PAGE, some, [], key="a", title="x")
    assert "g-sust" not in drawing
    assert "g-trazo" in drawing
    assert "s/d" in drawing


@pytest.mark.parametrize(
    ("here", "there"), [(0, 0), (0, 1), (1, 1), (0.5, 0.5), (0.97, 0.99), (0.01, 0.02), (0.8, 0.2)]
)
@pytest.mark.parametrize("width", [328, 640])
def test_labels_of_the_scale_stay_inside_and_apart(here: float, there: float, width: float) -> None:
    drawing = charts.scale(
        Medium.PAPER,
        BANDS,
        "100",
        Mark(share=here, text="Sustentado 100.0"),
        Mark(share=there, text="Declarado 100.0"),
        key="a",
        title="x",
        width=width,
    )
    found = re.findall(r'<text x="([\d.-]+)" y="28" font-size="16" text-anchor="(\w+)"', drawing)
    ends = {anchor: float(x) for x, anchor in found}
    assert ends["start"] - ends["end"] >= 9.9
    assert ends["end"] >= 110
    assert ends["start"] <= width - 95


def test_any_number_of_levels_takes_the_five_fills_in_order() -> None:
    assert [level_role(n, 5) for n in range(1, 6)] == ["g-n1", "g-n2", "g-n3", "g-n4", "g-n5"]
    assert [level_role(n, 3) for n in range(1, 4)] == ["g-n1", "g-n3", "g-n5"]
    assert level_role(1, 1) == "g-n3"


def test_steps_and_squares_fill_from_the_left() -> None:
    assert charts.steps(3, 5).count('fill="none"') == 2
    assert charts.squares(1, 4).count('fill="none"') == 3


def test_long_names_wrap_and_end_in_an_ellipsis() -> None:
    assert wrap("Confianza entre sociedad y gobierno de la república", 12, 2) == ("Confianza", "entre…")
    assert wrap("corto", 12, 2) == ("corto",)
