"""How large a picture is as browsers show it: turned as the camera says."""

from dataclasses import dataclass

from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _
from PIL import Image

from helpdesk.base.errors import RefusedFile
from helpdesk.marks.rules import MAX_PIXELS
from helpdesk.tickets.models import Attachment
from helpdesk.tickets.services.attachments import storage_path

ORIENTATION = 0x0112
# From this value on, the camera lay on its side (EXIF 2.3, 4.6.4).
ON_ITS_SIDE = 5
UNREADABLE = _("This picture cannot be drawn on: the file is damaged or too large.")


@dataclass(frozen=True, slots=True)
class Size:
    """Pixels of a picture as it is shown."""

    width: int
    height: int


def size_of(attachment: Attachment) -> Size:
    """Read only the head of a picture's file; raises RefusedFile with words when it is none."""
    try:
        with (
            default_storage.open(storage_path(attachment.council_id, attachment.key)) as file,
            Image.open(file, formats=["PNG", "JPEG"]) as image,
        ):
            width, height = image.size
            turned = image.getexif().get(ORIENTATION, 1) >= ON_ITS_SIDE
    except (OSError, ValueError, SyntaxError, TypeError, Image.DecompressionBombError):
        raise RefusedFile(UNREADABLE) from None
    if not 0 < width * height <= MAX_PIXELS:
        raise RefusedFile(UNREADABLE)
    return Size(height, width) if turned else Size(width, height)
