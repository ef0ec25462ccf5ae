"""XML is parsed and located in one pass, however many pieces a text has and however many elements are asked for."""

from __future__ import annotations

from tests.recordings.recorders import needs_botocore

from shapeproof.recordings.checking.check_options import CheckOptions
from shapeproof.recordings.checking.checker import Checker
from shapeproof.recordings.discovery.units import Unit
from shapeproof.recordings.syntax.xml_parser import parse_xml

COUNT = 20_000


def test_text_between_elements_is_joined() -> None:
    root = parse_xml(b"<a>1<b>in<c/>side</b>2&amp;<b/>3</a>")
    assert (root.text, [child.text for child in root.children]) == ("12&3", ["inside", ""])
    root = parse_xml(b"<a>" + b"x<b/>" * 500_000 + b"</a>")
    assert (root.text, len(root.children)) == ("x" * 500_000, 500_000)


@needs_botocore
def test_every_unknown_element_has_its_location() -> None:
    item = "<item><volumeId>é</volumeId>\n<Odd>1</Odd></item>"
    text = f"<DescribeVolumesResponse><volumeSet>{item * COUNT}</volumeSet></DescribeVolumesResponse>"
    unit = Unit("ec2.DescribeVolumes_1.xml", is_explicit=True, data=text.encode())
    results = Checker(CheckOptions()).check(unit)
    found = [located for result in results for located in result.findings if located.finding.code == "SP301"]
    assert [(located.line, located.column) for located in found] == [(line, 1) for line in range(2, COUNT + 2)]
