"""What happens to agreed calls, told to higher floors inside the transaction. Receivers only write rows or enqueue tasks."""

from django.dispatch import Signal

call_changed = Signal()  # call, by: it was moved, cancelled, tried, or is to be made in another way
