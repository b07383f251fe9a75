"""A document drawn later as at a moment is the one drawn at that moment, byte for byte, whatever came after."""

from __future__ import annotations

import datetime as dt
import itertools
import os
import subprocess
import sys
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from prevent_tracker.core import clock
from prevent_tracker.core.database import as_owner
from reporting.document import digest
from reporting.services.drafting import draft_pack, write_pack
from reporting.snapshot import snapshot
from tests.cast import Cast

from .histories import EVENTS, History

GAPS = st.sampled_from([dt.timedelta(0), dt.timedelta(minutes=7), dt.timedelta(days=1), dt.timedelta(days=60)])
STEPS = st.lists(st.tuples(st.sampled_from(["draw", *EVENTS]), st.integers(0, 119), GAPS), min_size=12, max_size=24)


def test_what_was_drawn_at_a_moment_is_drawn_again_later(live_cast: Cast) -> None:
    histories = itertools.count(1)

    @hypothesis_settings(max_examples=5, deadline=None)
    @given(steps=STEPS)
    def play(steps: list[tuple[str, int, dt.timedelta]]) -> None:
        count = next(histories)
        history = History(live_cast.here, f"history-{count}", clock.now() + count * dt.timedelta(days=3000))
        history.begin()
        history.draw(alone=True)
        for what, n, after in steps:
            history.do(what, n, after)
        history.draw()
        with history.world.as_("auditor") as access:
            for pack_id, moment, text in history.drawn:
                assert history.drawn_at(access, pack_id, moment) == text

    with as_owner():  # who alone writes the past
        play()


AGAIN = """
import sys
import django
django.setup()
from partners.models import User
from partners.tenancy import acting
from prevent_tracker.core import clock
from reporting.document import digest
from reporting.models import Pack
from reporting.snapshot import snapshot
import datetime as dt
with acting(User.objects.get(pk=sys.argv[1]), sys.argv[2]) as access:
    pack = Pack.objects.within(access).get(pk=sys.argv[3])
    print(digest(snapshot(access, pack, moment=dt.datetime.fromisoformat(sys.argv[4]))))
"""


def test_another_process_finds_the_same_digest(live_cast: Cast) -> None:
    here = live_cast.here
    with here.as_("coordinator") as by:
        pack = draft_pack(by=by, board=here.boards["hpdg"], round=here.round)
        write_pack(
            by=by, pack=pack, headline="On track.", narrative="", recommendations=["Note it."], marking="OFFICIAL",
            meeting=here.meetings[1], cover={},
        )  # fmt: skip
    moment = clock.now()
    with here.as_("auditor") as access:
        found = digest(snapshot(access, pack, moment=moment))
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    environment = {
        **os.environ,
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"],
        "PYTHONHASHSEED": "7",
    }
    arguments = [str(here.people["auditor"].pk), here.partnership.slug, str(pack.pk), moment.isoformat()]
    done = subprocess.run(
        [sys.executable, "-c", AGAIN, *arguments],
        cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == found
