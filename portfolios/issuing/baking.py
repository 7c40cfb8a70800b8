"""A credential as a picture that carries it: drawn here, with the token inside as Open Badges 3.0 says ("baking")."""

import io
import math
from functools import cache

from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

KEYWORD = "openbadgecredential"
SIZE, FINER = 600, 2  # pixels; drawn larger by so much, so that edges are smooth
PAPER, RIM, FIELD, RIBBON = "#fbf8f1", "#2f5d50", "#e3eee4", "#5d8a7a"
POINTS = 24


def bake(token: str) -> bytes:
    """Return a PNG with the signed credential in it, uncompressed."""
    carried = PngInfo()
    carried.add_itxt(KEYWORD, token, zip=False)
    content = io.BytesIO()
    _rosette().save(content, "PNG", pnginfo=carried)
    return content.getvalue()


@cache
def _rosette() -> Image.Image:
    """Draw a rosette with two ribbons and a tick. Without words: fonts do not know every name's letters."""
    side = SIZE * FINER
    image = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    middle = (side / 2, side * 0.42)
    for lean in (-1, 1):
        draw.polygon(_ribbon(middle, lean, side), fill=RIBBON)
    draw.polygon(_star(middle, side * 0.37, side * 0.335), fill=RIM)
    for radius, colour in ((0.30, PAPER), (0.28, FIELD)):
        draw.circle(middle, side * radius, fill=colour)
    tick = [(-0.13, 0.01), (-0.03, 0.11), (0.14, -0.10)]
    draw.line(
        [(middle[0] + x * side, middle[1] + y * side) for x, y in tick],
        fill=RIM,
        width=int(side * 0.045),
        joint="curve",
    )
    return image.resize((SIZE, SIZE), Image.Resampling.LANCZOS)


def _star(middle: tuple[float, float], outer: float, inner: float) -> list[tuple[float, float]]:
    around = []
    for number in range(POINTS * 2):
        angle, radius = math.pi * number / POINTS, inner if number % 2 else outer
        around.append((middle[0] + radius * math.cos(angle), middle[1] + radius * math.sin(angle)))
    return around


def _ribbon(middle: tuple[float, float], lean: int, side: float) -> list[tuple[float, float]]:
    corners = [(0.02, 0.20), (0.22, 0.16), (0.30, 0.52), (0.19, 0.46), (0.12, 0.55)]
    return [(middle[0] + lean * x * side, middle[1] + y * side) for x, y in corners]
