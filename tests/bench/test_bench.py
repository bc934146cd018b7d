"""The benchmark runs and its figures come out; how good they are is not a test's business."""

from tests.bench.__main__ import WALK, bench


async def test_the_shortest_benchmark_gives_a_row_for_each_number_in_flight() -> None:
    rows = await bench("", chats=4, rounds=1)
    assert [row["in flight"] for row in rows] == [1, 16, 64]
    assert len(WALK) == 12
    for row in rows:
        assert row["turns/s"] > 0
        assert row["p50 ms"] <= row["p99 ms"]
        assert row["CPU µs/turn"] >= 0
