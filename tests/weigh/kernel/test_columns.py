"""Columns of one table have one length, and rows can be taken."""

import numpy as np
import pytest

from riscontro.errors import RiscontroError
from riscontro.weigh.kernel import HOPS, UNKNOWN, Claims, Side
from tests.weigh.kernel.make import claims


def test_rows_are_taken_in_every_column() -> None:
    table = claims([{"at": 5, "outlet": 1}, {"at": 7, "outlet": 2, "side": Side.AGAINST}])
    taken = table.take(np.array([1]))
    assert (len(taken), taken.at.tolist(), taken.outlet.tolist(), taken.side.tolist()) == (1, [7], [2], [Side.AGAINST])
    assert taken.chain.tolist() == [[UNKNOWN] * HOPS]


def test_columns_of_unlike_length_are_refused() -> None:
    table = claims([{"at": 5}, {"at": 7}])
    columns = {name: getattr(table, name) for name in table.__slots__} | {"at": table.at[:1]}
    with pytest.raises(RiscontroError, match=r"differ in length: at 1, outlet 2"):
        Claims(**columns)
