"""How the names of a lead cell are understood, where reading the cell again would not tell: people have decided."""

from __future__ import annotations

from plans.rules.leads import read_leads

from .record import ActionRecord, PlanRecord

LEADS_AS = "Leads of"


def lead_notes(record: PlanRecord) -> list[str]:
    """A line for each such action: 'Leads of 2.1: “Adult Services” partner agency; …' (words, kind, nature)."""
    heading = next((column.heading for column in record.columns if column.field == "leads"), "")
    usual = "partner" if "partner" in heading.casefold() and "lead" not in heading.casefold() else "lead"
    glossary = {term.term: term.meaning for term in record.glossary}
    return [_note(action) for action in record.actions if action.leads_text and not _is_plain(action, glossary, usual)]


def _is_plain(action: ActionRecord, glossary: dict[str, str], kind: str) -> bool:
    found = read_leads(action.leads_text.split("\n"), glossary=glossary, kind=kind)
    return [(lead.words, lead.kind, lead.nature) for lead in found] == [
        (lead.words, lead.kind, lead.nature) for lead in action.leads
    ]


def _note(action: ActionRecord) -> str:
    names = "; ".join(f"“{lead.words}” {lead.kind} {lead.nature}" for lead in action.leads)
    return f"{LEADS_AS} {action.number}: {names or 'nobody yet'}."
