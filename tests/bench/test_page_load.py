"""The times of requests at a constant rate."""

from threading import Event, Lock

from bench.page_load import at_rate


def test_a_stall_is_seen_in_every_request_that_it_delays() -> None:
    is_over, lock, asked = Event(), Lock(), 0

    def ask(_path: str) -> bool:
        nonlocal asked
        with lock:
            asked += 1
            if asked == 4:
                is_over.set()
        return is_over.wait(10)

    timed = at_rate(ask, ["/"] * 4, 100)
    assert [round(each.due - timed[0].due, 3) for each in timed] == [0.0, 0.01, 0.02, 0.03]
    assert all(each.done >= timed[3].due for each in timed)
    assert timed[0].ms >= 29.9


def test_failures_are_counted_in_order() -> None:
    assert [each.succeeded for each in at_rate(lambda path: path == "/a", ["/a", "/b", "/a"], 1000)] == [
        True,
        False,
        True,
    ]
