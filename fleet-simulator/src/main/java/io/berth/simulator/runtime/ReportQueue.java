package io.berth.simulator.runtime;

import io.berth.contracts.hosts.HostReport;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.function.LongConsumer;

/**
 * Delivers the reports of one life of a host in their order and at least once: one on its way at a
 * time, tried again until the broker has it. Used from the host's mailbox only.
 */
final class ReportQueue {
    /**
     * Reports that may wait. A host without a broker reads no commands, so it has little to answer;
     * what waits are tables, and those are not repeated before the last was delivered.
     */
    static final int MAX_WAITING = 10_000;

    private static final Duration RETRY = Duration.ofMillis(250);

    /** How a report is written. */
    @FunctionalInterface
    interface Writer {
        /** Tries once; the outcome is told in the host's mailbox. */
        void write(long number, HostReport report, BrokerLink.Outcome outcome);
    }

    private record Waiting(long number, HostReport report) {}

    private final Timer timer;
    private final Mailbox mailbox;
    private final Writer writer;
    private final LongConsumer delivered;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private boolean underWay;
    private boolean closed;

    /**
     * @param delivered told the number of each report that the broker has
     */
    ReportQueue(Timer timer, Mailbox mailbox, Writer writer, LongConsumer delivered) {
        this.timer = timer;
        this.mailbox = mailbox;
        this.writer = writer;
        this.delivered = delivered;
    }

    /**
     * @return false when too many wait already, so that this one is lost
     */
    boolean add(long number, HostReport report) {
        if (waiting.size() >= MAX_WAITING) {
            return false;
        }
        waiting.addLast(new Waiting(number, report));
        writeNext();
        return true;
    }

    /** The host is off: what waits is lost. */
    void close() {
        closed = true;
        waiting.clear();
    }

    private void writeNext() {
        Waiting next = waiting.peekFirst();
        if (underWay || closed || next == null) {
            return;
        }
        underWay = true;
        writer.write(next.number(), next.report(), appended -> ended(next, appended));
    }

    private void ended(Waiting written, boolean appended) {
        if (closed) {
            return;
        }
        if (appended) {
            underWay = false;
            waiting.removeFirst();
            delivered.accept(written.number());
            writeNext();
        } else {
            timer.after(RETRY, () -> mailbox.post(this::writeAgain));
        }
    }

    private void writeAgain() {
        underWay = false;
        writeNext();
    }
}
