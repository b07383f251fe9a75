"""Words that tell what a name is: the offices and bodies that every local partnership in England has."""

from __future__ import annotations

import re
from itertools import pairwise

# The last word of a post, after which another name may follow without a delimiter.
_CLOSING_POSTS = """
adviser advisers advisor advisors champion champions commissioner commissioners consultant consultants coordinator
coordinators co-ordinator co-ordinators lead leads manager managers officer officers
"""
_OTHER_POSTS = """
administrator administrators analyst analysts ambassador ambassadors ceo chair chairman chairperson chairs chief
clerk commander constable councillor councillors deputy executive director directors facilitator facilitators
governor head headteacher headteachers heads imam inspector leader leaders mayor member nurse nurses planner
practitioner practitioners president principal principals representative secretary sergeant solicitor specialist
specialists spoc spocs superintendent supervisor supervisors teacher teachers trainer trainers worker workers
expert experts rep
"""
_BODIES = """
academy agency alliance association authority borough bureau centre centres church club college command commission
constabulary consortium contractor council councils department directorate division federation force foundation
hospital hospitals hub hubs institute ltd mosque museum office police prison school service services shelter
society synagogue team teams temple trust trusts union unit units university department directorates company
charity housing
"""
_GROUPS = """
assembly board boards cabinet committee committees conference forum forums group network networks panel panels
partnership partnerships subgroup sub-group taskforce
"""
_PLURAL_BODIES = """
academies boroughs charities churches colleges councils hospitals mosques sector sectors synagogues temples trusts
universities
"""
_COLLECTIVES = """
agencies attendees bodies carers children communities employees families governors groups members organisations
organizations partners parents participants parks providers reps representatives residents schools signatories
staff stakeholders volunteers
"""
# Bodies that are a name by themselves: what stands beside one, with "and" between, is another.
_AGENCIES = """
ccg, council, fire, fire service, hr, libraries, local authority, local police, nhs, partners, police, police
service, prison, prisons, probation, probation service, schools, governors, colleges, universities, youth
offending team, yos, yot
"""
# Services that are a name by themselves as often as they are half of one.
_SERVICES = """
adult services, adult social care, adults services, children's services, childrens services, communications,
community safety, early help, education, environmental health, environmental services, finance, health, highways,
housing, legal, legal services, licensing, mental health, planning, public health, regeneration, social care,
trading standards, youth services, enforcement, safeguarding
"""
# Words that "and" joins in the names of services and posts.
_PAIRS = """
adult|community, adult|children, adult|children's, adults|children, adults|childrens, adults|children's,
advice|guidance, advice|information, assets|facilities, black|minority, business|enterprise, care|health,
children|adults, children|families, children|young, children's|adults, commissioning|procurement,
community|voluntary, crime|disorder, culture|leisure, drug|alcohol, drugs|alcohol, alcohol|drugs, alcohol|drug,
economy|skills, education|learning, education|skills, equalities|diversity, equality|diversity,
equality|inclusion, diversity|inclusion, faith|belief, families|children, finance|resources, fire|rescue,
further|higher, gypsy|traveller, health|care, health|safety, health|social, health|wellbeing, hr|od,
housing|homelessness, information|advice, it|digital, learning|development, learning|skills, leisure|culture,
parks|leisure, people|place, performance|improvement, police|crime, planning|regeneration, policy|performance,
policy|strategy, primary|secondary, secondary|primary, procurement|commissioning, research|intelligence,
schools|learning, schools|early, sport|leisure, leisure|libraries, transport|highways, trading|standards,
violence|vulnerability, voluntary|community, women|girls, youth|community, vol|com, learning|schools,
safety|development
"""

_CATEGORIES = frozenset({"providers", "staff", "organisations", "agencies", "partners", "members", "bodies"})
# The nouns that may end a name which is itself a list: "Planning, Transport and Environment Directorate".
LIST_NOUNS = ("service", "services", "directorate", "department", "division", "sector")
_GENERAL_WORDS = """
town parish district borough county primary secondary local independent maintained special private supplementary
neighbouring other all public registered social further higher
"""
_GENERAL = frozenset(_GENERAL_WORDS.split())

CLOSING_POSTS = frozenset(_CLOSING_POSTS.split())
POSTS = CLOSING_POSTS | frozenset(_OTHER_POSTS.split())
BODIES = frozenset(_BODIES.split())
GROUPS = frozenset(_GROUPS.split())
PLURAL_BODIES = frozenset(_PLURAL_BODIES.split())
COLLECTIVES = frozenset(_COLLECTIVES.split())
AGENCIES = frozenset(" ".join(each.split()) for each in _AGENCIES.split(","))
SERVICES = frozenset(" ".join(each.split()) for each in _SERVICES.split(","))
PAIRS = frozenset(tuple(each.strip().split("|")) for each in _PAIRS.split(","))

_ACRONYM = re.compile(r"(?=(?:[^A-Z]*[A-Z]){2})[A-Z][A-Za-z&]{1,6}\d{0,3}(?:['’]?s)?")
_POST_ACRONYM = re.compile(r"(?:[A-Z]{1,4}O|DSL|SPOC|DCI|DCS|DASS|MD|DPH)(?:['’]?s)?")
_GROUP_ACRONYM = re.compile(r"[A-Z]{0,4}(?:SCB|CSB|SAB|ASB|SCP|CSP|HWB|HWBB|YJB|LRF|MARAC|SACRE|VRP|PDG|SSP)")
_HEADED = re.compile(
    r"\b(?:head|director|lead|leads|manager|officer|cabinet member|member|portfolio holder|chair|commander|advis[eo]r|"
    r"coordinator|co-ordinator|champion|commissioner|deputy|executive|secretary|minister)\s+(?:of|for)\b",
    re.I,
)
_BARE = re.compile(r"^[^\w]+|[^\w]+$")


def words(name: str) -> list[str]:
    """The words of a name, casefolded, without the marks around them; what stands in brackets is left out."""
    open_text = re.sub(r"\([^()]*\)?", " ", name)
    bare = (_BARE.sub("", word) for word in open_text.split())
    return [word.casefold().replace("’", "'") for word in bare if word]


def plain(name: str) -> str:
    return " ".join(words(name))


def is_acronym(name: str) -> bool:
    """Whether a name is one acronym: HfH, SO15, HR&EC, PEO's."""
    return bool(_ACRONYM.fullmatch(name.strip()))


def is_headed(name: str) -> bool:
    """ "Head of Leisure", "Strategic Lead for Communities": a post whose subject follows."""
    return bool(_HEADED.search(name))


def is_post(name: str) -> bool:
    """Whether a name is an office that somebody holds."""
    if is_headed(name):
        return True
    said = name.split("(")[0].split()
    if any(_POST_ACRONYM.fullmatch(word.strip(",.;")) for word in said):
        return True
    found = words(name.split(":")[0])
    if not found:
        return False
    return found[-1] in POSTS or (":" in name and found[-1] in POSTS) or _inside(found)


def _inside(found: list[str]) -> bool:
    """ "OD Consultant Adults & Childrens", "Assistant Director Communities": the office stands before its subject."""
    inside = any(word in CLOSING_POSTS | {"director"} for word in found[1:-1])
    return inside and found[-1] not in BODIES | GROUPS | (
        COLLECTIVES - {"children", "communities", "families", "schools"}
    )


def subject_goes_on(name: str) -> bool:
    """ "Head of Community Safety", "Director Communities": what follows "and" may be more of the subject."""
    found = words(name)
    if not found or found[-1] in POSTS | BODIES | GROUPS:
        return False
    return is_headed(name) or _inside(found)


def opens_with_body(name: str) -> bool:
    """ "University of Elm": a body whose noun stands first."""
    found = words(name)
    return len(found) > 2 and found[0] in BODIES and found[1] in {"of", "for"}


def is_group(name: str) -> bool:
    found = words(name)
    return bool(found) and (found[-1] in GROUPS or bool(_GROUP_ACRONYM.fullmatch(name.split()[-1])))


def is_body(name: str) -> bool:
    """Whether a name ends with the noun of a body or a group: Council, Service, Team, Board, Mosques."""
    found = words(name)
    return bool(found) and found[-1] in BODIES | GROUPS | PLURAL_BODIES


def is_agency(name: str) -> bool:
    return plain(name) in AGENCIES or plain(name).removeprefix("local ") in AGENCIES


def stands_alone(name: str) -> bool:
    return is_agency(name) or plain(name).replace("'", "") in {each.replace("'", "") for each in SERVICES}


def is_collective(name: str) -> bool:
    """ "All agencies", "HPDG members", "Staff in referring agencies"."""
    found = words(name)
    if not found:
        return False
    if found[0] in {"all", "staff", "participating", "relevant"} or found[-1] in COLLECTIVES:
        return True
    if any(word in _CATEGORIES and after in {"for", "of", "in"} for word, after in pairwise(found)):
        return True
    return found[-1] in PLURAL_BODIES - {"sector", "sectors"} and all(word in _GENERAL | {"and"} for word in found[:-1])


def is_general(name: str) -> bool:
    """Whether a name only says of what sort: "Primary", "Town". What follows "and" belongs to it."""
    found = words(name)
    return bool(found) and all(word in _GENERAL for word in found)


def is_noun_alone(name: str) -> bool:
    """ "Officer", "Team": the end of a name whose beginning stands on the line above."""
    found = words(name)
    return len(found) == 1 and found[0] in (CLOSING_POSTS | BODIES | GROUPS) - AGENCIES - {"housing", "council"}


def are_pair(left: str, right: str) -> bool:
    """Whether "and" between these is inside a name: "Children" and "Young People's Service"."""
    before, after = words(left), words(right)
    return bool(before and after) and (before[-1], after[0]) in PAIRS
