"""What the steps tell a meter."""

from riscontro.meter import metered


class Kept(list):
    def __call__(self, done, total=None, *, of=""):
        self.append((done, total, of))


def test_an_item_counts_once_the_next_is_asked_for():
    kept = Kept()
    items = metered(iter("ab"), kept, total=2, of="letters")
    assert next(items) == "a"
    assert kept == []
    assert next(items) == "b"
    assert kept == [(1, 2, "letters")]
    assert list(items) == []
    assert kept == [(1, 2, "letters"), (2, 2, "letters")]
