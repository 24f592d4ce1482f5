"""The seal of a PDF: PAdES B-B, not drawn on any page, which certifies that nothing may be changed afterwards. Nothing is fetched."""

import hashlib
import io

from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers.pdf_cms import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from transparency.sealer.protocol import PDF
from transparency.sealing.client import Identity, identity, signature

FIELD = "Seal"
ALGORITHM = "sha256"
# A signature of RSA 4096; those of elliptic curves are shorter.
LONGEST_SIGNATURE = 512
# Room for the signature with its certificates in the file.
RESERVED = 24576


class SealerSigner(Signer):
    """pyHanko's signer without a key: the digest of what is to be signed goes to the sealer, its signature comes back."""

    def __init__(self, who: Identity, document: str) -> None:
        own, *others = load_certs_from_pemder_data(b"".join(who.certificates))
        store = SimpleCertificateStore.from_certs(others)  # type: ignore[no-untyped-call]
        self.document = document
        super().__init__(signing_cert=own, cert_registry=store)

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:  # noqa: FBT001, FBT002  pyHanko's
        """Return the signature of the signed attributes; raises CannotSeal."""
        if dry_run:
            return bytes(LONGEST_SIGNATURE)
        if digest_algorithm != ALGORITHM:
            raise NotImplementedError(digest_algorithm)
        return signature(PDF, self.document, hashlib.sha256(data).hexdigest())[0]


def seal_pdf(data: bytes, *, document: str, reason: str) -> bytes:
    """Return the document with its seal, about 14 kB more; raises CannotSeal."""
    signer = SealerSigner(identity(), document)
    about = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm=ALGORITHM,
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        reason=reason,
    )
    written = io.BytesIO()
    PdfSigner(about, signer).sign_pdf(IncrementalPdfFileWriter(io.BytesIO(data)), bytes_reserved=RESERVED, output=written)
    return written.getvalue()
