"""Why something is left out of an edition: the paragraphs and sections that committees name. Pure.

Sources: Local Government Act 1972, Schedule 12A, Part 1 (England); Freedom of Information Act 2000, Part II.
"""

from __future__ import annotations

from collections.abc import Mapping

EXEMPTIONS: Mapping[str, str] = {
    "12A-1": "Information about an individual (LGA 1972, Schedule 12A, paragraph 1)",
    "12A-2": "Likely to reveal who an individual is (LGA 1972, Schedule 12A, paragraph 2)",
    "12A-3": "Financial or business affairs (LGA 1972, Schedule 12A, paragraph 3)",
    "12A-5": "Legal professional privilege (LGA 1972, Schedule 12A, paragraph 5)",
    "12A-7": "Prevention, investigation or prosecution of crime (LGA 1972, Schedule 12A, paragraph 7)",
    "FOI-22": "Intended for future publication (FOIA 2000, section 22)",
    "FOI-24": "National security (FOIA 2000, section 24)",
    "FOI-31": "Law enforcement (FOIA 2000, section 31)",
    "FOI-36": "Conduct of public affairs (FOIA 2000, section 36)",
    "FOI-38": "Health and safety (FOIA 2000, section 38)",
    "FOI-40": "Personal information (FOIA 2000, section 40)",
    "FOI-41": "Given in confidence (FOIA 2000, section 41)",
}
