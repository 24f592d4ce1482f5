"""One description of the document for two standards: PDF/A-3a as WeasyPrint writes it, with the identifier of PDF/UA-1 in the same RDF.

A second RDF beside the first, which is what WeasyPrint offers for additions, is not seen by validators.
"""

from collections.abc import Callable

RdfOf = Callable[[str, int | None, str | None], bytes]
UA_IDENTIFIER = (
    b'<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about=""><pdfuaid:part>1</pdfuaid:part></rdf:Description>'
)
# PDF/A allows a property only if its schema is described in the document (ISO 19005-3, 6.6.2.3).
UA_SCHEMA = (
    b'<rdf:Description xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
    b' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" rdf:about=""><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    b"<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>"
    b"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    b'<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>'
    b"<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>"
    b"<pdfaProperty:description>Part of ISO 14289 that the document conforms to</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>"
    b"</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
)
END = b"</rdf:RDF>"


def with_ua(rdf_of: RdfOf) -> RdfOf:
    """Wrap WeasyPrint's description so that it names PDF/UA-1 too."""

    def both(variant: str, version: int | None, conformance: str | None) -> bytes:
        head, end, rest = rdf_of(variant, version, conformance).rpartition(END)
        return head + UA_IDENTIFIER + UA_SCHEMA + end + rest

    return both
