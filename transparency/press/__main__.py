"""One job from standard input, its PDF to standard output; ends with 1 and a traceback on standard error when it cannot be drawn."""

import sys

from transparency.press.document import html_to_pdf
from transparency.press.job import Job

job = Job.read(sys.stdin.buffer.read())
sys.stdout.buffer.write(html_to_pdf(job.html, style=job.style, identifier=job.identifier, attached=job.attached))
