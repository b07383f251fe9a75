"""What is taken for case data, and what of a plan's own numbers, dates and addresses is not."""

from __future__ import annotations

import hashlib
import itertools
import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prevent_tracker.core.personal import CaseData, Hit, HitSentence, find, hit_sentences
from prevent_tracker.core.personal_rules import is_nhs_number

HITS = [
    ("NHS no 943 476 5919.", "nhs_number", "943 476 5919"),
    ("his number is 9434765919", "nhs_number", "9434765919"),
    ("(943-476-5919)", "nhs_number", "943-476-5919"),
    ("NHS9434765919", "nhs_number", "9434765919"),
    ("12 943 476 5919 7", "nhs_number", "943 476 5919"),
    ("case no 943 476 5919", "nhs_number", "943 476 5919"),
    ("４３ ９４３ ４７６ ５９１９", "nhs_number", "９４３ ４７６ ５９１９"),
    ("943\u200b476\u00a05919", "nhs_number", "943\u200b476\u00a05919"),
    ("943\u2011476\u20135919", "nhs_number", "943\u2011476\u20135919"),
    ("94\u00ad3 476 59\u206019", "nhs_number", "94\u00ad3 476 59\u206019"),
    ("his number, 943 476\n5919, is known", "nhs_number", "943 476\n5919"),
    ("٩٤٣ ٤٧٦ ٥٩١٩", "nhs_number", "٩٤٣ ٤٧٦ ٥٩١٩"),
    ("NI AB 12 34 56 C", "ni_number", "AB 12 34 56 C"),
    ("NI: ab123456c", "ni_number", "ab123456c"),
    ("JG-12-34-56-D today", "ni_number", "JG-12-34-56-D"),
    ("DOB 12/03/2002", "birth_date", "DOB 12/03/2002"),
    ("d.o.b. 12.3.02", "birth_date", "d.o.b. 12.3.02"),
    ("DoB of the pupil is 12 March 2002", "birth_date", "DoB of the pupil is 12 March 2002"),
    ("dob: 2002-03-12", "birth_date", "dob: 2002-03-12"),
    ("date of birth 12032002", "birth_date", "date of birth 12032002"),
    ("She was born on 3rd March 2002", "birth_date", "born on 3rd March 2002"),
    ("born in Wood Green on 3 March 2002", "birth_date", "born in Wood Green on 3 March 2002"),
    ("a boy born in May 2003", "birth_date", "born in May 2003"),
    ("aged 14 (12/03/2002)", "birth_date", "aged 14 (12/03/2002"),
    ("a 14 year old, 12 March 2002", "birth_date", "14 year old, 12 March 2002"),
    ("12/03/2002 (DOB)", "birth_date", "12/03/2002 (DOB"),
    ("Call 07700 900123", "phone", "07700 900123"),
    ("07700900123", "phone", "07700900123"),
    ("+44 (0)7700 900 123", "phone", "+44 (0)7700 900 123"),
    ("0044 7700 900123", "phone", "0044 7700 900123"),
    ("020 8489 1000", "phone", "020 8489 1000"),
    ("(0121) 496 0123", "phone", "(0121) 496 0123"),
    ("tel:01632 960001.", "phone", "01632 960001"),
    ("tel 07700\u2011900\u2011123", "phone", "07700\u2011900\u2011123"),
    ("0\u20077700 900123 or 016977 2345", "phone", "016977 2345"),
    ("write to j.smith+x@school.example.sch.uk today", "email", "j.smith+x@school.example.sch.uk"),
    ("j.smith＠example.org", "email", "j.smith＠example.org"),
    ("lives at 12 Acacia Avenue, Harrow HA1 2XY", "address", "12 Acacia Avenue, Harrow HA1 2XY"),
    ("12a Acacia Rd\nHarrow\nHA1 2XY", "address", "12a Acacia Rd\nHarrow\nHA1 2XY"),
    ("Flat 3, Acacia House, N22 8HQ", "address", "Flat 3, Acacia House, N22 8HQ"),
    ("12 N22 8HQ", "address", "12 N22 8HQ"),
    ("Channel case 41923 was closed", "reference", "Channel case 41923"),
    ("referral ref: CH/2016/041", "reference", "referral ref: CH/2016/041"),
    ("Case no. 12", "reference", "Case no. 12"),
    ("case reference number is 12-345", "reference", "case reference number is 12-345"),
    ("URN 123456", "reference", "URN 123456"),
    ("crime ref 01CD/2345/16", "reference", "crime ref 01CD/2345/16"),
]

PLAIN = [
    "",
    "943 476 5918",  # wrong check digit
    "1111111111 and 0000000000",
    "Budget of £1,234,567,890 over 2016 2017 2018",
    "19434765919",  # eleven digits
    "QQ 12 34 56 C",  # a prefix that is not given out
    "GB 12 34 56 A, TN 12 34 56 B, AO 12 34 56 C",
    "on 01 04 16 a meeting, by 31 12 15 a report",
    "HO 123456",
    "By 31/03/2016; review on 1 April 2016",
    "date of birth recorded for all referrals by 31/03/2016",
    "Young people aged 14 to 25 by 31 March 2016",
    "those aged 14 from 1 April 2016",
    "31 March 2016: 14-25 year olds",
    "31 March 2017, aged 14-25",
    "UK-born extremists: review on 1 March 2016",
    "born in Harrow in 1998",
    "0300 123 4567 or 0800 789 321 or 0845 600 7000",  # never a person's own
    "01.04.2016 10.30 to 12.00",
    "01-04-2016 2017/18",
    "Ref 2016/17/0123",
    "07/08/2016 900123",
    "£07700900123",
    "Civic Centre, High Road, Wood Green N22 8LE",
    "In 2016 Bromley Civic Centre BR1 3UH",
    "In 2016, Stockwell Close, Bromley BR1 3UH",
    "3 wards of N17 and N22",
    "Channel cases 12, up from 8",
    "Channel case 2016/17",
    "Case numbers rose to 14",
    "In case no 10 of them come",
    "the case no longer stands in 2016",
    "5 case studies; case 3",
    "case no. 2016",
    "Follow @HaringeyCouncil at 10 @ the library",
]


@pytest.mark.parametrize(("text", "kind", "words"), HITS)
def test_what_looks_like_case_data(text: str, kind: str, words: str) -> None:
    assert [(hit.kind, hit.words, text[hit.start : hit.end]) for hit in find(text)] == [(kind, words, words)]


@pytest.mark.parametrize("text", PLAIN)
def test_what_plans_are_full_of_is_none(text: str) -> None:
    assert find(text) == ()


def test_the_same_words_written_otherwise_are_the_same_words() -> None:
    written = ["943 476 5919", "9434765919", "943\n476\u00a05919", "９４３４７６５９１９"]
    assert {find(text)[0].digest for text in written} == {hashlib.sha256(b"9434765919").hexdigest()}
    assert find("A@B.example")[0].digest == find("a@b.example")[0].digest


def test_masked_words_keep_four_characters_at_most() -> None:
    assert find("943 476 5919")[0].masked == "94••••••••19"
    assert Hit("reference", 0, 6, "URN123", "").masked == "••••••"


def test_hits_stand_in_order_and_never_overlap() -> None:
    text = "Mail a@b.example, DOB 1/2/2003, 07700 900123, case no 12, 9434765919"
    hits = find(text)
    assert [hit.kind for hit in hits] == ["email", "birth_date", "phone", "reference", "nhs_number"]
    assert all(one.end <= two.start for one, two in itertools.pairwise(hits))


def test_the_error_names_the_field_and_shows_the_words() -> None:
    error = CaseData("narrative", "What happened", find("9434765919"))
    assert error.errors == {
        "narrative": [
            "What happened has “9434765919”, which looks like an NHS number. Take it out, or say that it is not about a"
            " person."
        ]
    }
    assert [said.hit for said in hit_sentences(error)] == list(error.hits)
    assert isinstance(error.errors["narrative"][0], HitSentence)


def nhs_number(nine: str) -> str | None:
    total = sum(int(digit) * weight for digit, weight in zip(nine, range(10, 1, -1), strict=True))
    check = 11 - total % 11
    return None if check == 10 else nine + str(0 if check == 11 else check)


NUMBERS = (
    st.from_regex(r"\A[0-9]{9}\Z").map(nhs_number).filter(lambda number: number is not None and len(set(number)) > 1)
)
AROUND = st.text(max_size=60)
BETWEEN = st.sampled_from(["", " ", "-", "\u00a0", "\u2011", "\n", "\u200b", "\u2009", "."])


@given(AROUND, NUMBERS, BETWEEN, BETWEEN, AROUND)
def test_a_valid_nhs_number_is_found_in_any_text(before: str, number: str, one: str, two: str, after: str) -> None:
    written = f"{number[:3]}{one}{number[3:6]}{two}{number[6:]}"
    text = f"{before}|{written}|{after}"
    place = len(before) + 1
    found = [hit for hit in find(text) if hit.start < place + len(written) and hit.end > place]
    assert found, text
    assert is_nhs_number(number)


# Without "case" beside "ref", "no." and "number": what those make together is a hit, and rightly so.
WORDS = re.findall(
    r"\S+",
    """actions Prevent lead officer training schools by March 2016 April 2015/16 Q3 31/03/2016 ongoing 58 14 plan ward
    N17 HPDG £25,000 1.2 quarter aged 14-25 Channel panel referrals work 2016-17 Strategy born High Road House review 12
    delivery safeguarding (CSP) 100% 1st 4th x4 weekly DCS/ACE""",
)


@given(st.lists(st.sampled_from(WORDS)))
def test_words_of_plans_are_never_hits(words: list[str]) -> None:
    assert find(" ".join(words)) == ()


@given(st.text())
def test_any_text_is_searched_and_hits_are_its_own_words(text: str) -> None:
    for hit in find(text):
        assert text[hit.start : hit.end] == hit.words


@pytest.mark.parametrize(
    "hostile",
    ["1 " * 50_000, "0 1" * 30_000, "a " * 50_000 + "1", "12 " + "high " * 20_000 + "road", "1 a st " * 15_000,
     "born in " * 12_000 + "1", "dob " * 25_000 + "1", "@" * 100_000, "a@" * 50_000, "a." * 50_000 + "@1",
     "1-" * 50_000, "case no " * 12_000 + "1", "0(1)" * 25_000, "07" + ". (" * 30_000, "flat a " * 14_000 + "1",
     "12 jan 20" * 10_000, "jan" * 33_000 + "123"],
)  # fmt: skip
def test_no_text_takes_long(hostile: str) -> None:
    started = time.process_time()
    find(hostile)
    assert time.process_time() - started < 3, hostile[:20]  # 100,000 characters; texts are at most 6,000


FIXTURES = Path(__file__).parents[2] / "fixtures"
PLANS = sorted(path for folder in ("plans", "rounds") for path in (FIXTURES / folder).iterdir() if path.is_file())


@pytest.mark.parametrize("path", PLANS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_real_plans_and_a_years_updates_hold_no_hit(path: Path) -> None:
    """Five plans as councils published them, and what the demonstration's agencies say of them."""
    text = path.read_text(encoding="utf-8")
    assert len(text) > 1000
    assert find(text) == ()
