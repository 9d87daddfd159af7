"""Two processes that fold at the same moment, and one that folds while another rebuilds."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.db.models import Sum
from django.utils import timezone

from reports.actions import fold, rebuild
from reports.models import Changed, Tally
from reports.queries.checking import differences
from reports.vocabulary import Dim, Grain
from services import actions
from tests import factories
from tests.cast import make_cast


def together(*calls):
    def run(call):
        try:
            return call(at=timezone.now())
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


@pytest.fixture
def filed():
    cast = make_cast()
    requests = [factories.file(cast.jingan, f"{number}单元电梯又坏了，老人下不来楼", "4") for number in range(1, 7)]
    for request in requests[:3]:
        actions.take(request=request, actor=cast.manager)
    return requests


@pytest.mark.django_db(transaction=True)
def test_each_change_is_folded_in_once(filed):
    noted = Changed.objects.count()
    folded = together(fold, fold, fold)

    assert noted > len(filed)
    assert (sum(folded), Changed.objects.count()) == (noted, 0)
    in_months = Tally.objects.filter(scope=factories.COUNTY, grain=Grain.MONTH, dim=Dim.ALL)
    assert in_months.aggregate(Sum("received"))["received__sum"] == len(filed)
    assert list(differences()) == []


@pytest.mark.django_db(transaction=True)
def test_folding_during_a_rebuild_adds_nothing_twice(filed):
    together(rebuild, fold)
    while fold(at=timezone.now()):
        pass

    assert not Changed.objects.exists()
    assert list(differences()) == []
