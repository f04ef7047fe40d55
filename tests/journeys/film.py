"""Short films for the browser's camera: badges held before a lens, drawn anew for each test.

Chromium shows a file of JPEG pictures, one behind the other, as if a camera took them, and begins
again at the end. The lens is a pinhole that sees 65 degrees, as a laptop's does.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from math import cos, radians, sin
from pathlib import Path
from random import Random
from typing import TypeAlias

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from checkin.images import qr_png

WIDTH, HEIGHT = 1280, 720
FOCAL = 1000.0
PICTURES = 8
EDGE = 24  # pixels of paper around the code

Vector: TypeAlias = tuple[float, float, float]


@dataclass(frozen=True)
class Scene:
    """How badges are held, and what the camera makes of it. Angles are in degrees."""

    size: float = 0.75  # of the picture's height
    turned: float = 0.0  # like the hand of a clock
    leaning: float = 0.0  # its upper edge away from the lens
    aside: float = 0.0  # its right edge away from the lens
    blur: float = 0.0  # pixels
    light: float = 1.0
    grain: int = 6  # of 255


STRAIGHT = Scene()
TILTED = Scene(size=0.8, turned=17, leaning=25, aside=30)
BLURRED = Scene(size=0.7, blur=2.0)
DARK = Scene(light=0.3, grain=40)
SIDE_BY_SIDE = Scene(size=0.48)


@dataclass(frozen=True)
class Plane:
    """Where a badge hangs in front of the lens: its middle, and the directions of its edges."""

    middle: Vector
    right: Vector
    down: Vector
    back: Vector


def badge(text: str) -> Image.Image:
    """A printed badge as the lens sees it: its code on white paper."""
    return on_paper(qr_png(text, "Q"))


def on_paper(png: bytes) -> Image.Image:
    """A picture of a code, laid on white paper."""
    return ImageOps.expand(Image.open(BytesIO(png)).convert("L"), EDGE, fill=255)


def somebody(badge_held: Image.Image) -> Image.Image:
    """A drawn face, like nobody's, above the badge that is held up."""
    side = badge_held.width
    picture = Image.new("L", (side, side + badge_held.height), 150)
    pen = ImageDraw.Draw(picture)

    def box(left: float, top: float, right: float, bottom: float) -> tuple[float, ...]:
        return left * side, top * side, right * side, bottom * side

    pen.ellipse(box(0.24, 0.08, 0.76, 0.86), fill=215, outline=60, width=3)
    pen.rectangle(box(0.42, 0.82, 0.58, 1.0), fill=205)
    for eye in (0.38, 0.62):
        pen.ellipse(box(eye - 0.05, 0.36, eye + 0.05, 0.4), fill=255, outline=40, width=2)
        pen.ellipse(box(eye - 0.02, 0.36, eye + 0.02, 0.4), fill=30)
        pen.arc(box(eye - 0.07, 0.28, eye + 0.07, 0.38), 200, 340, fill=40, width=4)
    pen.line(box(0.5, 0.4, 0.47, 0.56), fill=90, width=3)
    pen.arc(box(0.4, 0.58, 0.6, 0.72), 20, 160, fill=60, width=5)
    picture.paste(badge_held, (0, side))
    return picture


def shoot(film: Path, scene: Scene, *badges: Image.Image) -> Path:
    """The film of one badge, of several side by side or of nobody, written to `film`."""
    chance = Random(film.name)
    with film.open("wb") as written:
        for picture in _pictures(scene, badges, chance):
            picture.convert("RGB").save(written, "JPEG", quality=85)
    return film


def roll(film: Path, scene: Scene, screens: Sequence[Image.Image]) -> Path:
    """The film of a screen that changes while it is held up, written to `film`."""
    chance = Random(film.name)
    with film.open("wb") as written:
        for screen in screens:
            for picture in _pictures(scene, (screen,), chance):
                picture.convert("RGB").save(written, "JPEG", quality=85)
    return film


def photograph(scene: Scene, held: Image.Image, chance: Random) -> Image.Image:
    """One picture of a code that is held up, as a camera hands it over."""
    return next(_pictures(scene, (held,), chance))


def _pictures(
    scene: Scene, badges: tuple[Image.Image, ...], chance: Random
) -> Iterator[Image.Image]:
    for _ in range(PICTURES):
        picture = _room()
        for place, held in enumerate(badges):
            side = place - (len(badges) - 1) / 2
            _hang(picture, held, _held(scene, held, side, chance))
        yield _taken(picture, scene, chance)


def _room() -> Image.Image:
    """A wall that the light falls on from above."""
    return ImageOps.invert(Image.linear_gradient("L")).point(_wall).resize((WIDTH, HEIGHT))


def _wall(shade: float) -> float:
    return 60 + shade * 0.4


def _held(scene: Scene, held: Image.Image, side: float, chance: Random) -> Plane:
    """Where a hand holds it just now: never quite still. `side` is 0 for the middle."""
    distance = FOCAL * held.height / (scene.size * HEIGHT)
    step = held.width * 1.02
    middle = (side * step + chance.uniform(-4, 4), chance.uniform(-4, 4), distance)
    turn = radians(scene.turned + chance.uniform(-1, 1))
    right, down, back = _axes(turn, radians(scene.leaning), radians(scene.aside))
    return Plane(middle, right, down, back)


def _axes(turn: float, lean: float, aside: float) -> tuple[Vector, Vector, Vector]:
    """The badge's own directions, turned in its plane, then about its two edges."""
    right = _tipped((cos(turn), sin(turn), 0.0), lean, aside)
    down = _tipped((-sin(turn), cos(turn), 0.0), lean, aside)
    return right, down, _tipped((0.0, 0.0, 1.0), lean, aside)


def _tipped(direction: Vector, lean: float, aside: float) -> Vector:
    x, y, z = direction
    y, z = y * cos(lean) + z * sin(lean), z * cos(lean) - y * sin(lean)
    return x * cos(aside) - z * sin(aside), y, z * cos(aside) + x * sin(aside)


def _hang(picture: Image.Image, held: Image.Image, plane: Plane) -> None:
    """Draw it where the rays from the lens meet its plane."""
    rays = _rays(plane, held)
    whole = Image.new("L", held.size, 255)
    size, how = picture.size, Image.Transform.PERSPECTIVE
    seen = held.transform(size, how, rays, Image.Resampling.BICUBIC)
    picture.paste(seen, mask=whole.transform(size, how, rays))


def _rays(plane: Plane, held: Image.Image) -> list[float]:
    """Which point of the badge each pixel shows: the eight factors that Pillow takes."""
    far = _dot(plane.back, plane.middle)
    depth = _row(plane.back)
    across = _row(_minus(plane.right, plane.back, far, _dot(plane.right, plane.middle)))
    along = _row(_minus(plane.down, plane.back, far, _dot(plane.down, plane.middle)))
    x = [one + held.width / 2 * deep for one, deep in zip(across, depth, strict=True)]
    y = [one + held.height / 2 * deep for one, deep in zip(along, depth, strict=True)]
    return [value / depth[2] for value in (*x, *y, *depth[:2])]


def _minus(direction: Vector, back: Vector, far: float, offset: float) -> Vector:
    x, y, z = (far * one - offset * other for one, other in zip(direction, back, strict=True))
    return x, y, z


def _row(direction: Vector) -> Vector:
    """What a direction makes of the ray through a pixel, as factors of column, row and 1."""
    x, y, z = direction
    return x, y, z * FOCAL - x * WIDTH / 2 - y * HEIGHT / 2


def _dot(one: Vector, other: Vector) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


def _taken(picture: Image.Image, scene: Scene, chance: Random) -> Image.Image:
    """What the sensor keeps of it: out of focus, too little light, and noise."""
    grain = Image.frombytes("L", picture.size, chance.randbytes(WIDTH * HEIGHT))
    noise = grain.point([value * scene.grain // 255 for value in range(256)])
    shaded = picture.filter(ImageFilter.GaussianBlur(scene.blur)).point(
        [int(value * scene.light) for value in range(256)]
    )
    return ImageChops.add(shaded, noise, offset=-scene.grain // 2)
