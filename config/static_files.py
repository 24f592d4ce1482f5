"""Storage of collected static files."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleStorage(CompressedManifestStaticFilesStorage):
    """Fingerprints also the names by which JavaScript modules import each other, so that a module never runs twice under two names."""

    support_js_module_import_aggregation = True
