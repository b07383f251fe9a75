"""Words that tell where a promise starts. General English of plans; no name of any body is among them."""

from __future__ import annotations

# Verbs that are hardly ever nouns: with a capital they start a clause even in the middle of a line.
_VERBS = """
accept achieve act adapt add address administer adopt advertise advise agree align allocate allow amend analyse
apply appoint arrange ascertain assess assign assist assure attend be become begin broaden build carry challenge
check choose circulate clarify collaborate collate collect commence commission communicate compile complete
comply conduct confirm connect consider consolidate construct consult continue convene coordinate co-ordinate
create cultivate deal decide define deliver deploy describe design determine develop devise direct disrupt
disseminate distribute divert draw edit educate embed empower enable encourage endorse enforce engage enhance
enrol ensure equip escalate establish evaluate examine exercise expand explain explore extend facilitate
finalise find follow form formalise formulate gain gather generate get give grow have help hold identify
illustrate implement improve include incorporate increase inform initiate install instigate institute integrate
intervene introduce investigate invite involve join keep know launch liaise listen maintain make manage maximise
meet mitigate mobilise motivate nominate obtain offer organise oversee participate pilot prepare present
prevent-proof prioritise procure produce promote protect prove provide publicise publish purchase pursue raise
ratify reach reassure receive recognise recommend reconvene record recruit redesign reduce re-establish refer
refine reflect refresh register reinforce reissue relaunch remain remind remove renew re-launch replace
represent re-run resolve respond retain revise revisit revitalise roll run safeguard scope scrutinise secure
seek select send set shape showcase signpost simplify speak specify sponsor standardise start stimulate
streamline strengthen submit supply sustain tackle take tell track transfer translate understand undertake
update upgrade upload utilise validate verify widen work write
"""
# Verbs that are nouns as often: in the middle of a line they start a clause only where no name is going on.
_NOUN_VERBS = """
access action answer approach audit benchmark brief budget campaign capture cascade chair change close contact
control copy debrief demonstrate display draft drive exchange feed file focus forge fund guide host influence
issue lead link list lobby map market measure mentor monitor network open outline partner place plan position
practise prioritise profile programme progress push question rate recap refocus reform release report request
research review rollout sample schedule screen share show sign sign-off stage steer study support survey target
task teach test trial train use visit watch
"""
VERBS = frozenset(_VERBS.split())
NOUN_VERBS = frozenset(_NOUN_VERBS.split()) - VERBS
ALL_VERBS = VERBS | NOUN_VERBS

_OPEN = """
a about across after against all alongside among amongst an and annual any around as at be because before behind
being below between both by can could current during each every existing following for from further has have
high if in including inside into is its joint key local low main more must my national new next no nor of off on
one onto or other our out over overall own partner per primary prior re regional relevant same secondary should
some such than that the their these this those through throughout to toward towards two three under until upon
upto via wider what when where whether which while who whose will with within without would young
"""
# After one of these, or after an adjective, a clause is not complete: what follows belongs to it.
OPEN_WORDS = frozenset(_OPEN.split())
ADJECTIVE_ENDINGS = ("al", "ive", "ous", "ic", "able", "ible", "ary", "ful", "ant", "ent's", "less", "wide")

# Sentences that go on with what the one before them said.
_CONTINUES = """
additionally all also although as because both but consequently dates e.g. each either eg examples following for
from furthermore he however i.e. if in including it its moreover nb note notes once otherwise please she should
since so some such taking that the their them then there therefore these they this those through thus we when
where whereas which whilst while who with
"""
CONTINUES = frozenset(_CONTINUES.split())

# Capitalised in the middle of a line and with no full stop before them, these start something new.
STARTERS = frozenset({"all", "a", "an", "any", "each", "every", "the", "to", "no"})
