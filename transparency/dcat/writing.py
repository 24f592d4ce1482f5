"""The graph as bytes: the same statements give the same bytes."""

import json
from dataclasses import dataclass

from rdflib import Graph

CONTEXT = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dct": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
DESCRIPTION = "  <rdf:Description "
Tree = dict[str, "Tree"] | list["Tree"] | str | float | None


@dataclass(frozen=True, slots=True)
class Serialisation:
    """A way of writing the graph, by the end of its address."""

    suffix: str
    media_type: str
    rdflib: str

    @property
    def content_type(self) -> str:
        """Media type with the encoding, where it has such a parameter."""
        return f"{self.media_type}; charset=utf-8" if self.rdflib == "turtle" else self.media_type


SERIALISATIONS: tuple[Serialisation, ...] = (
    Serialisation("ttl", "text/turtle", "turtle"),
    Serialisation("jsonld", "application/ld+json", "json-ld"),
    Serialisation("rdf", "application/rdf+xml", "xml"),
)


def _sorted(tree: Tree) -> Tree:
    """JSON-LD sets have no order: give them one."""
    if isinstance(tree, list):
        return sorted((_sorted(one) for one in tree), key=lambda one: json.dumps(one, sort_keys=True))
    if isinstance(tree, dict):
        return {name: one if name == "@context" else _sorted(one) for name, one in sorted(tree.items())}
    return tree


def _in_order(graph: Graph) -> Graph:
    """The same statements, put in by order: rdflib's XML has the properties of a node in the order in which they came."""
    ordered = Graph(bind_namespaces="none")
    for prefix, space in sorted(graph.namespaces()):
        ordered.bind(prefix, space)
    for statement in sorted(graph, key=lambda found: tuple(term.n3() for term in found)):
        ordered.add(statement)
    return ordered


def _ordered_xml(text: str) -> str:
    """rdflib writes descriptions and prefixes in any order: sort them. It puts one description after the other, each indented by two spaces."""
    start, end = text.index(DESCRIPTION), text.rindex("</rdf:RDF>")
    opening, *prefixes = text[:start].rstrip().removesuffix(">").split("\n   ")
    blocks = sorted(block for block in text[start:end].split(DESCRIPTION) if block)
    head = "\n   ".join([opening.rstrip(), *sorted(prefix.strip() for prefix in prefixes)])
    return f"{head}\n>\n" + "".join(DESCRIPTION + block for block in blocks) + "</rdf:RDF>\n"


def catalog_bytes(graph: Graph, serialisation: Serialisation) -> bytes:
    """Write a graph."""
    if serialisation.rdflib == "json-ld":
        tree: Tree = json.loads(graph.serialize(format="json-ld", context=CONTEXT, auto_compact=False))
        return (json.dumps(_sorted(tree), ensure_ascii=False, indent=1) + "\n").encode()
    if serialisation.rdflib == "xml":
        graph = _in_order(graph)
    text: str = graph.serialize(format=serialisation.rdflib)
    return (_ordered_xml(text) if serialisation.rdflib == "xml" else text).encode()
