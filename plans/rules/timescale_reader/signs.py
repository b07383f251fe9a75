"""The words that tell the kinds apart, as patterns over masked text."""

import re

from plans.rules.timescale_reader.words import MARK

D = MARK


def _sign(source: str) -> re.Pattern[str]:
    return re.compile(source, re.I)


ONGOING = _sign(
    r"\b(?:on-?\s?going|continu(?:ous|al|es?|ed|ing|ation)(?:ly)?|business[\s-]as[\s-]usual|b\.?a\.?u|throughout|rolling|"
    r"all\s+year|year[\s-]round|always|permanent(?:ly)?|open[\s-]ended|at\s+all\s+times|day[\s-]to[\s-]day|"
    r"in\s+progress|under\s?way|live|embedded|in\s+year|across\s+the\s+year|indefinite(?:ly)?|active|sustained|"
    r"for\s+the\s+(?:duration|life(?:time)?)\s+of\s+the\s+plan|during\s+the\s+(?:plan\s+)?(?:year|period))\b"
)
FINITE = _sign(
    r"\b(?:is|are|was|were|has|have|had|will|shall|needs?|required|must|should|did|does|can|went|held|takes?|to\s+be)\b|"
    r"n't\b"
)

# What only the future or a failure has; with one of these nothing is done.
_NOT_DONE = _sign(
    r"\b(?:to\s+be|be|will|shall|not|yet|needs?|must|should|due|planned|(?:re-?)?scheduled|expected|intended|proposed|"
    r"postponed|delayed|cancelled|deferred|part(?:ly|ially)|nearly|almost|incomplete|once|if|until|required|now|"
    r"revised\s+(?:to|date|deadline|target|timescale))\b|revised:|n't\b|%"
)
_DONE_WORDS = (
    r"(?:completed|done|achieved|finished|closed|actioned|implemented|delivered|discharged|signed\s+off|fulfilled)"
)
_DONE_HEAD = _sign(
    r"^\W*(?:(?:this|action|status|now|already|all|fully|is|was|been|has|actions?|work)\b[\s:]*)*"
    rf"(?:{_DONE_WORDS}\b|complete(?:\W*$|\s*[-–:,.(]|\s+(?:in|on|at|as|since|and\s+\w+ed)\b|\s*{D}))"
)
_PARTICIPLE = (
    r"(?:\w+ed|held|made|met|sent|set|put|done|run|begun|built|led|given|taken|written|drawn|chosen|shown|undertaken)\b"
)
_PERFECT = _sign(
    rf"\b(?:has|have|had)\s+(?:(?:now|already|also|all|previously|since|recently)\s+)*(?:been\s+)?(?:\w+ly\s+)?{_PARTICIPLE}|"
    rf"\b(?:was|were)\s+(?:\w+ly\s+)?{_PARTICIPLE}|\balready\s+(?:established|in\s+place|\w+ed)\b"
)
_BARE = (
    r"\b(?:updated|delivered|held|produced|circulated|agreed|published|approved|reviewed|refreshed|appointed|trained|"
    r"recruited|developed|created|issued|established|adopted|uploaded|distributed|shared|signed|finali[sz]ed|ratified|"
    r"drafted|completed|achieved|closed|attended|met|sent|written|disseminated|endorsed|introduced|revised|added|"
    r"ran|took\s+place|secured|formed|commissioned|procured|installed|rolled\s+out)\b"
)
_BARE_DATED = _sign(rf"{_BARE}(?!\s+by\s+(?:the\s+)?{D}).*?{D}|^{D}\W+.*{_BARE}|{_BARE}\W*$")
BY_DATE_AFTER = _sign(rf"\b(?:by|before|(?:no|not)\s+later\s+than|ready\s+for|in\s+time\s+for)\s+(?:the\s+)?{D}")


def done(masked: str, recurring: bool) -> bool:
    """Whether the words say that something was done. "Complete by" and "to be completed" are not; see `_NOT_DONE`."""
    if _NOT_DONE.search(masked) or BY_DATE_AFTER.search(masked):
        return False
    if _DONE_HEAD.search(masked):
        return True
    return not recurring and bool(_PERFECT.search(masked) or _BARE_DATED.search(masked))


STARTS = _sign(
    r"\b(?:from|since|as\s+(?:of|from)|with\s+effect\s+from|w\.?e\.?f\.?|effective|start(?:s|ed|ing)?|"
    r"commenc(?:es?|ed|ing|ement)|beg(?:ins?|an|un|inning)|launch(?:ed|ing|es)|went\s+live|go(?:es|ing)?[\s-]live|"
    r"kick(?:s|ed)?[\s-]off|in\s+place|opens?|opened|not\s+before|no\s+earlier\s+than|not\s+earlier\s+than)\b"
    rf"[\s:–-]*(?:(?:on|in|from|at|during|is|was|the|of|date|month|early|since|to|start|w/?c)\b[\s:–-]*)*{D}"
)
STARTS_AFTER = _sign(
    rf"{D}\s*(?:\+|on-?wards?\b|forwards?\b|start(?:s|ing|ed)?\b(?!\s+of)|launch(?:ed)?\b|commencement\b|"
    r"(?:[-–,]|to|and|then|&|/)*\s*(?:(?:is|are|then|and)\s+)*(?:on-?wards?|beyond|thereafter|present|to\s+date|current)\b)"
)
RUNS_ON = _sign(rf"{D}\s*(?:[-–]|to)\s*(?:on-?\s?going|continu(?:ing|ous|al|ed|es?))\b")
AFTER_ONLY = _sign(rf"^\W*(?:after|following|post|later\s+than)\s+(?:the\s+)?{D}\W*$")

BEFORE_DATE = _sign(r"\b(?:before|prior\s+to|ahead\s+of|in\s+advance\s+of)\s*(?:the\s+)?$")
BY = _sign(
    r"\b(?:by|no(?:t)?\s+later\s+than|deadline|in\s+time\s+for|latest|at\s+the\s+latest|ready\s+for|by\s+or\s+before|due\s+by|"
    r"on\s+or\s+before)[\s:–-]*(?:(?:the|of|is|approx(?:imately)?|around|about|on|latest|close\s+of\s+(?:play|business)|c\.?o\.?[pb])\b[.\s:]*)*$|"
    r"^\W*by\s+(?:\w+\s+){1,4}$|\bc\.?o\.?[pb]\b\.?\s*$"
)
REVISED = _sign(
    r"\b(?:revised|now|new|extended|moved|slipped|deferred|postponed|delayed|(?:re-?)?scheduled|carried\s+forward|rolled\s+over)\b"
    r"[^\x02]*$"
)
UNTIL = _sign(r"(?:\b(?:until|till?|up\s+to|through\s+to|ends?|ending|expires?|to)|>)\s*(?:the\s+)?$")
LATEST_AFTER = _sign(r"^\s*[(,–-]?\s*(?:at\s+(?:the\s+)?)?(?:latest|deadline)\b")
GLUE = (
    r"(?:by|from|due|date|in|on|at|for|the|of|until|target|deadline|approx(?:imately)?|circa|around|about|during|before|"
    r"no\s+later\s+than|not\s+later\s+than|each|every|over|and|between|with\s+effect|timescale|latest|to)"
)
PURE_DATE = _sign(rf"^[\W]*(?:{GLUE}\b[\s:.]*)*{D}[\s.,)]*$")

_CUES = (
    r"await(?:s|ing)?|pending|subject\s+to|when(?:ever)?|as\s+and\s+when|once(?!\s+(?:a|per|every|each|in)\b)|"
    r"as(?=\s+(?:required|needed|necessary|appropriate|requested|applicable|relevant))|if(?:\s+and\s+when)?|"
    r"where(?=\s+(?:required|necessary|needed|appropriate|possible|relevant|applicable))|"
    r"(?:up)?on(?=\s+(?:receipt|completion|publication|approval|request|demand|appointment|confirmation|notification|"
    r"referral|release|award|agreement|identification|sign[\s-]?off|receiving|each|every|going\s+live)\b)|upon|"
    r"following|after|depend(?:ent|ant|s|ing)\s+(?:up)?on|contingent\s+(?:up)?on|conditional\s+(?:up)?on|unless|"
    r"in\s+response\s+to|provided(?:\s+that)?|until(?!\s+\x02)|"
    r"as(?=\s+(?:(?!per\b)\w+\s+){1,3}(?:arises?|arising|allows?|permits?|emerges?|becomes?|available|occurs?|demands?|"
    r"requires?|required|needed|identified|dictates?|released|published)\b)"
)
CONDITION = _sign(rf"\b(?P<cue>{_CUES})\s+(?P<what>(?:(?!\bbut\b|\s/\s)[^,;()])+)")
PERMITTING = _sign(r"^\W*(?P<what>(?:\w+\s+){1,4})(?:permitting|dependent|dependant|allowing)\W*$")
ALIGNED = _sign(
    r"\b(?:to\s+be\s+)?(?P<cue>align(?:ed|s)?\s+(?:(?!with\b|to\b)\w+\s+){0,4}(?:with|to)|in\s+line\s+with|in\s+accordance\s+with|"
    r"in\s+conjunction\s+with|to\s+coincide\s+with|in\s+tandem\s+with|alongside|"
    r"during(?=\s+(?:ramadan|eid|advent|lent|passover|diwali|term[\s-]time|school\s+holidays)\b))\s+(?P<what>(?:(?!\bbut\b)[^,;()])+)"
)
ON_DEMAND = _sign(r"\b(?:ad[\s-]?hoc|reactive(?:ly)?|on\s+demand|on\s+request|by\s+exception|responsive)\b")
EVENTS = _sign(
    r"^\W*(?:(?:for|on|at|with)\s+)?(?:(?:all|any|each|every)\s+)?(?:new\s+(?:staff|starters?|employees?|members?|recruits?|"
    r"joiners?|contracts?|appointments?|guidance|legislation)|(?:staff|personnel|policy|legislative)\s+changes?|induction)\b"
)

_REF = r"(?:[a-z]{1,3}\s?)?\d{1,3}(?:\.\d{1,3})*\s?(?:\([a-z]{1,3}\)|[a-z](?![a-z]))?"
_REF_NAMES = (
    r"(?:actions?|items?|objectives?|points?|rows?|no\.?|nos\.?|numbers?|priority|sections?|ref(?:erence)?\.?|para(?:graph)?s?|"
    r"milestones?|outcomes?|tasks?|activit(?:y|ies)|recommendations?|line|step|#)"
)
REFERENCE = _sign(
    r"^\W*(?:(?:please|also|to\s+be|is|are|action|will\s+be|cross[\s-]?ref(?:erence)?d?:?)\s+)*"
    r"(?:see(?:\s+also)?|as\s+(?:per|for|in|at|with|under)|as(?=\s+\d)|refer\s+(?:back\s+)?to|link(?:s|ed)?\s+(?:in\s+)?(?:to|with)|"
    r"same\s+as|same\s+timescale\s+as|per|cf\.?|(?:in\s+)?(?:line|accordance|conjunction)\s+with|align(?:ed|s)?\s+(?:to|with)|"
    r"covered\s+(?:by|in|under)|included\s+(?:in|under)|part\s+of|ref\.?|links?\s+to|cross[\s-]?refer(?:ence)?(?:\s+(?:to|with))?|"
    r"follows|merged\s+with|combined\s+with|tied\s+to|delivered\s+(?:through|under|as\s+part\s+of))\b[\s:]*(?:the\s+)?"
    rf"(?:{_REF_NAMES}\s*)?(?P<ref>{_REF}(?:\s*(?:,|&|and|/)\s*{_REF})*)(?=\W|$)"
)
ABOVE = _sign(
    r"^\W*(?:(?:see|as|same\s+as|as\s+per|refer\s+to)\s+(?:(?:the\s+)?(?:row|action|item|entry|date|line|timescale)s?\s+)?"
    r"(?P<where>above|below|previous|before|previously(?:\s+stated)?)(?:\s+(?:row|action|item))?|ditto|do\.|same|\"|'')\W*$"
)
DOCUMENT = _sign(
    r"^\W*(?:please\s+)?(?:see|refer\s+to|as\s+set\s+out\s+in|as\s+detailed\s+in|as\s+outlined\s+in|as\s+per|linked\s+to|"
    r"covered\s+(?:by|in|under)|in\s+line\s+with\s+(?=.*\b(?:action\s+)?plan\b))\s*:?\s*(?P<what>\D[^;]*)$"
)
HANDED_OVER = _sign(
    r"\b(?:incorporated|included|merged|absorbed|picked\s+up|subsumed|moved|transferred|superseded|covered)\s+"
    r"(?:in|into|within|by|under|to|with|as\s+part\s+of)\s+(?P<what>.+)$"
)
AS_PER = _sign(r"\b(?:as\s+per|in\s+line\s+with|according\s+to|in\s+accordance\s+with|see)\s+(?P<what>[^,;()]+)")
PUBLICATION = _sign(rf"^\W*publication\s*(?:date|in|of|on|:)?\s*{D}\W*$")

NOT_CONFIRMED = _sign(
    r"^\W*(?:date\s+|timescales?\s+|timing\s+|dates\s+)?(?:is\s+|are\s+)?(?:t\.?\s?b\.?\s?[cad]\.?|to\s+be\s+"
    r"(?:confirmed|agreed|advised|announced|arranged|decided|determined|scheduled|set|finali[sz]ed|identified|established)|"
    r"not\s+yet\s+(?:known|agreed|confirmed|set)|unknown|awaiting\s+date)\b[^\x02]{0,30}$"
)
NOT_STATED = _sign(
    r"^\W*(?:n\s?/?\s?a|not\s+applicable|none|nil|not\s+(?:stated|given|specified|known|set|timetabled)|blank|"
    r"no\s+(?:date|timescale|timescales|deadline|timescale\s+column|due\s+date)(?:\s+\w+)?)\W*$"
)
HASTE = _sign(
    r"\b(?:immediate(?:ly)?|a\.?s\.?a\.?p|as\s+soon\s+as(?:\s+(?:reasonably\s+)?(?:possible|practicable))?|urgent(?:ly)?|"
    r"forthwith|straight\s?away|now|with\s+immediate\s+effect|in\s+due\s+course|soon|timely|promptly|without\s+delay)\b"
)
HORIZON = _sign(
    r"\b(?:short(?:er)?|medium|long(?:er)?|mid|near)(?:\s*(?:-|–|/|to|\s)\s*(?:medium|long(?:er)?))?[\s-]+terms?\b"
)
# A word that English prose cannot do without: what holds none and says no time may not be English at all.
PROSE = _sign(
    r"\b(?:a|an|the|of|in|on|at|to|for|with|and|or|is|are|was|were|be|by|from|re|out|as|it|that|not|no)\b|n't\b"
)
NEXT_MEETING = _sign(
    r"\b(?P<what>(?:next|following|forthcoming|first|final)\s+(?:\w+\s+){0,4}?(?:meeting|board|panel|inspection|refresh|"
    r"committee|review|cycle|session|forum|conference)(?:\s+meeting)?)\b"
)
