"""What a press is asked to draw, as it travels to another process."""

import base64
import json
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Attached:
    """A file inside the document: the data that its figures come from. `moment` is the date that it carries."""

    name: str
    description: str
    data: bytes
    moment: datetime


@dataclass(frozen=True, slots=True)
class Job:
    """A document to draw; `identifier` has 16 bytes."""

    html: str
    style: str
    identifier: bytes
    attached: Attached

    def write(self) -> bytes:
        """Return the job as bytes."""
        file = self.attached
        return json.dumps(
            {
                "html": self.html,
                "style": self.style,
                "identifier": self.identifier.hex(),
                "name": file.name,
                "description": file.description,
                "data": base64.b64encode(file.data).decode(),
                "moment": file.moment.isoformat(),
            }
        ).encode()

    @classmethod
    def read(cls, data: bytes) -> "Job":
        """Read what `write` wrote."""
        found = json.loads(data)
        attached = Attached(found["name"], found["description"], base64.b64decode(found["data"]), datetime.fromisoformat(found["moment"]))
        return cls(found["html"], found["style"], bytes.fromhex(found["identifier"]), attached)
