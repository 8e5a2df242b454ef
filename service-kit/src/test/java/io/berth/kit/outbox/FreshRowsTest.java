package io.berth.kit.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is handed to the relay is bounded, and is worth nothing without one. */
class FreshRowsTest {
    private static OutboxRow row(int bytes) {
        return new OutboxRow("hosts.commands", null, new byte[] {1}, List.of(), new byte[bytes]);
    }

    @Test
    void aRowIsTakenOutOnce() {
        FreshRows fresh = new FreshRows();
        OutboxRow row = row(10);
        fresh.want(true);
        fresh.add(List.of(7L), List.of(row));
        assertThat(fresh.take(7)).isSameAs(row);
        assertThat(fresh.take(7)).isNull();
    }

    @Test
    void nothingIsHeldWhileNoRelayPublishesHere() {
        FreshRows fresh = new FreshRows();
        fresh.add(List.of(1L), List.of(row(10)));
        fresh.want(true);
        assertThat(fresh.take(1)).as("from before").isNull();
        fresh.add(List.of(2L), List.of(row(10)));
        fresh.want(false);
        fresh.want(true);
        assertThat(fresh.take(2)).as("from the session before").isNull();
    }

    @Test
    void whatDoesNotFitIsLeftOutAndRoomComesBack() {
        FreshRows fresh = new FreshRows();
        int half = (int) (FreshRows.MAX_BYTES / 2);
        fresh.want(true);
        fresh.add(List.of(1L, 2L, 3L), List.of(row(half), row(half), row(1)));
        assertThat(fresh.take(3)).isNull();
        assertThat(fresh.take(1)).isNotNull();
        fresh.add(List.of(4L), List.of(row(half)));
        assertThat(fresh.take(4)).isNotNull();
        fresh.add(List.of(5L), List.of(row(1)));
        fresh.forget();
        assertThat(fresh.take(5)).isNull();
        fresh.add(List.of(6L, 8L), List.of(row(half), row(half)));
        assertThat(fresh.take(8)).as("forgetting makes room").isNotNull();
    }
}
