"""What follows when rows of the desk go."""

from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from helpdesk.desk.models import KeptFile


@receiver(post_delete, sender=KeptFile, dispatch_uid="desk.kept_file")
def delete_content(sender: type[KeptFile], instance: KeptFile, **_kwargs: object) -> None:
    """Take a file out of the storage once its row is gone for good, whoever deleted it: also when its draft, ticket or author goes."""
    transaction.on_commit(partial(default_storage.delete, instance.storage_path))
