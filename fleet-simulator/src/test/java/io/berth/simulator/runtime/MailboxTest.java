package io.berth.simulator.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One thing after another, whatever the number of threads. */
class MailboxTest {
    private static final int TASKS = 20_000;

    @Test
    void runsEveryTaskOnceInTheOrderOfPostingAndNeverTwoAtATime() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            Mailbox mailbox = new Mailbox(threads);
            List<Integer> seen = new ArrayList<>();
            CountDownLatch done = new CountDownLatch(1);
            for (int i = 0; i < TASKS; i++) {
                int number = i;
                mailbox.post(() -> seen.add(number));
            }
            mailbox.post(done::countDown);
            assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(seen).isEqualTo(IntStream.range(0, TASKS).boxed().toList());
        }
    }

    @Test
    void aTaskThatFailsTakesNoOtherWithIt() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(1)) {
            Mailbox mailbox = new Mailbox(threads::submit);
            CountDownLatch done = new CountDownLatch(2);
            mailbox.post(done::countDown);
            mailbox.post(() -> {
                throw new IllegalStateException("on purpose");
            });
            mailbox.post(done::countDown);
            assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }
}
