"""A job on each line of standard input, its PDF to standard output after a line with its length. Ends when there are no more jobs, or with 1 and a traceback on standard error when one cannot be drawn."""

import gc
import os
import sys

from transparency.press.document import html_to_pdf
from transparency.press.job import Job

# A document is a hundred thousand objects that live until it is written: looking through them again and again finds nothing to throw away.
gc.set_threshold(50_000)
for line in sys.stdin.buffer:
    job = Job.read(line)
    # Fonts in the document would carry the time of drawing: with that of the figures, the same report gives the same bytes.
    os.environ["SOURCE_DATE_EPOCH"] = str(int(job.attached.moment.timestamp()))
    document = html_to_pdf(job.html, style=job.style, identifier=job.identifier, attached=job.attached)
    sys.stdout.buffer.write(b"%d\n" % len(document) + document)
    sys.stdout.buffer.flush()
    del document, job
    gc.collect()
