"""Any plan, printed in any layout and format, is read back as it was, and nothing of it is lost."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, given, settings

from plans.importers.interpret import interpret
from plans.importers.interpret.account import missing
from plans.importers.reading import read_file
from scripts.samples.expected import expected
from scripts.samples.laid_out import lay_out
from tests.plans.importers.comparing import differences, unseen
from tests.plans.importers.random_plans import Printed, printed


# The same examples each time: a new corner found by chance should not stop somebody else's work. A failing one is shown
# as it was drawn: to look for a smaller one takes minutes, each try is a file read in a process of its own.
@settings(
    max_examples=80,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(document=printed())
def test_a_printed_plan_is_read_back(document: Printed) -> None:
    source = lay_out(document.plan, document.layout)
    read = read_file(document.format.printer(source), document.format.name)
    found = interpret(read)
    assert differences(found, expected(document.plan, document.layout)) == []
    assert unseen(source, found) == []
    assert missing(read, found) == {}
