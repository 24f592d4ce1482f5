"""A marked picture as templates draw it: every length in percent of the picture, so that it fits at any size."""

from dataclasses import dataclass
from datetime import datetime
from itertools import count

from helpdesk.marks.labels import ICON, PLACE, SENTENCE
from helpdesk.marks.models import Mark
from helpdesk.marks.rules import Kind, Shape, shapes_of

FAR_SIDE = 0.5
# Pixels of the screen that a picture takes on a timeline at most: its place is known before it has arrived.
ROOM = (480, 416)


def percent(part: float) -> str:
    """Return a part of a side as SVG understands it, whatever the language of the page."""
    return f"{round(part * 100, 2):g}%"


@dataclass(frozen=True, slots=True)
class Drawn:
    """One shape: where it is drawn, and the same in words. `number` counts the steps, and is 0 for everything else."""

    shape: Shape
    number: int

    @property
    def kind(self) -> str:
        """What it is."""
        return self.shape.kind.value

    @property
    def words(self) -> str:
        """What its author wrote with it."""
        return self.shape.words

    @property
    def icon(self) -> str:
        """The icon of its kind."""
        return ICON[self.shape.kind]

    @property
    def sentence(self) -> str:
        """What it is and where, in the active language."""
        return str(SENTENCE[self.shape.kind]) % {"place": PLACE[self.shape.place]}

    @property
    def x(self) -> str:
        """Its first corner, the tail of an arrow, or its place."""
        return percent(self.shape.x)

    @property
    def y(self) -> str:
        """As `x`, from the top."""
        return percent(self.shape.y)

    @property
    def x2(self) -> str:
        """Its other corner, or the tip of an arrow."""
        return percent(self.shape.x2)

    @property
    def y2(self) -> str:
        """As `x2`, from the top."""
        return percent(self.shape.y2)

    @property
    def middle_x(self) -> str:
        """The middle of an area."""
        return percent((self.shape.x + self.shape.x2) / 2)

    @property
    def middle_y(self) -> str:
        """As `middle_x`, from the top."""
        return percent((self.shape.y + self.shape.y2) / 2)

    @property
    def width(self) -> str:
        """How wide an area is."""
        return percent(self.shape.x2 - self.shape.x)

    @property
    def height(self) -> str:
        """How high an area is."""
        return percent(self.shape.y2 - self.shape.y)

    @property
    def half_width(self) -> str:
        """Half of how wide an area is."""
        return percent((self.shape.x2 - self.shape.x) / 2)

    @property
    def half_height(self) -> str:
        """Half of how high an area is."""
        return percent((self.shape.y2 - self.shape.y) / 2)

    @property
    def is_right(self) -> bool:
        """Whether words grow towards the left, because their place is on the right."""
        return self.shape.x > FAR_SIDE

    @property
    def is_low(self) -> bool:
        """Whether words grow upwards, because their place is low."""
        return self.shape.y > FAR_SIDE

    @property
    def room_x(self) -> str:
        """Where the room for words begins."""
        return "0%" if self.is_right else self.x

    @property
    def room_y(self) -> str:
        """As `room_x`, from the top."""
        return "0%" if self.is_low else self.y

    @property
    def room_width(self) -> str:
        """How much room there is for words."""
        return percent(self.shape.x if self.is_right else 1 - self.shape.x)

    @property
    def room_height(self) -> str:
        """As `room_width`, downwards or upwards."""
        return percent(self.shape.y if self.is_low else 1 - self.shape.y)


def drawn(shapes: tuple[Shape, ...]) -> list[Drawn]:
    """Return shapes as templates draw them, the steps numbered by their order."""
    numbers = count(1)
    return [Drawn(shape, next(numbers) if shape.kind is Kind.NUMBER else 0) for shape in shapes]


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with one version of its marks, for `marks/figure.html`. `ident` tells its parts from those of other pictures on the page."""

    ident: str
    key: str
    name: str
    width: int
    height: int
    shapes: list[Drawn]
    language: str
    version: int
    author: str
    at: datetime
    is_newest: bool = True

    @property
    def small(self) -> tuple[int, int]:
        """Width and height on a timeline."""
        part = min(1.0, ROOM[0] / self.width, ROOM[1] / self.height)
        return max(1, round(self.width * part)), max(1, round(self.height * part))


def figure_of(mark: Mark, *, language: str, newest: int | None = None) -> Figure:
    """Return a version of what was drawn; `language` is the one in which its author wrote, `newest` the last version of it."""
    return Figure(
        ident=f"m{mark.pk}",
        key=mark.attachment.key,
        name=mark.attachment.name,
        width=mark.width,
        height=mark.height,
        shapes=drawn(shapes_of(mark.shapes)),
        language=language,
        version=mark.version,
        author=mark.author_name,
        at=mark.created_at,
        is_newest=newest is None or mark.version == newest,
    )
