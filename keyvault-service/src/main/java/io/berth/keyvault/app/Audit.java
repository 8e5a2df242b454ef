package io.berth.keyvault.app;

import io.berth.contracts.Topic;
import io.berth.contracts.Topics;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.keyvault.AuditHeadPublished;
import io.berth.contracts.keyvault.KeyAuditEvent;
import io.berth.contracts.keyvault.RingEvent;
import io.berth.contracts.keyvault.UnsealRefused;
import io.berth.contracts.keyvault.VaultEvent;
import io.berth.contracts.keyvault.VaultUnsealed;
import io.berth.contracts.wire.EventCodec;
import io.berth.keyvault.crypto.AuditKey;
import io.berth.keyvault.domain.AdmissionStamp;
import io.berth.keyvault.domain.audit.AuditEntry;
import io.berth.keyvault.domain.audit.ChainHead;
import io.berth.keyvault.store.AuditStore;
import io.berth.kit.faults.TransientFaults;
import io.berth.kit.outbox.Outbox;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What was done is written down before anybody gets anything of it: into the outbox and, in the
 * same transaction, as the next entry of the trail.
 *
 * <p>The trail has one order, so one transaction at a time appends to it, in whatever instance: the
 * row lock of its head. Calls that change nothing else would stand in line for the disk one by one;
 * those of this instance that wait together are written by one of them, in one transaction with one
 * lock.
 */
@ApplicationScoped
public class Audit {
    /** Calls in one transaction; more wait for the next. */
    static final int MAX_CALLS = 64;

    /** Entries removed in one transaction, which holds the head. */
    private static final int MAX_REMOVED = 1000;

    private static final Logger LOG = Logger.getLogger(Audit.class);

    private final Outbox outbox;
    private final AuditStore store;
    private final Vault vault;
    private final InstantSource clock;
    private final Queue<Call> waiting = new ConcurrentLinkedQueue<>();
    private final ReentrantLock turn = new ReentrantLock();

    Audit(Outbox outbox, AuditStore store, Vault vault, InstantSource clock) {
        this.outbox = outbox;
        this.store = store;
        this.vault = vault;
        this.clock = clock;
    }

    /** Events of a call that waits; written under the turn alone. */
    private static final class Call {
        private final List<? extends KeyAuditEvent> events;
        private final @Nullable AdmissionStamp judgedBy;
        private final Context context = Context.current();
        private boolean done;
        private boolean stale;
        private @Nullable RuntimeException failure;

        Call(List<? extends KeyAuditEvent> events, @Nullable AdmissionStamp judgedBy) {
            this.events = events;
            this.judgedBy = judgedBy;
        }
    }

    /** Writes an event into the caller's transaction, together with the change that it tells of. */
    public void append(RingEvent event) {
        append(vault.keys().auditKey(), store.headForChange(), List.of(event));
    }

    /** The same of a whole vault. */
    public void append(VaultEvent event) {
        append(vault.keys().auditKey(), event);
    }

    /** The same, in a vault that this transaction opens. */
    public void append(AuditKey key, VaultEvent event) {
        append(key, store.headForChange(), List.of(event));
    }

    /**
     * Begins the trail of a vault that was put back, in the caller's transaction.
     *
     * @param key of that vault, which this instance does not use yet
     * @param from where the trail goes on
     */
    public void begin(AuditKey key, ChainHead from, List<? extends KeyAuditEvent> events) {
        ChainHead sealed = from.sealed(key.seal(from));
        store.begin(store.wrappedKey().orElseThrow(), sealed);
        append(key, sealed, events);
    }

    /** Writes an event of a whole vault that changes nothing else; saved when this returns. */
    public void recordVault(VaultEvent event) {
        record(List.of(event));
    }

    /**
     * Tells the topic of something at a sealed vault, which has no key to bind it into the trail;
     * the trail hears of it by {@link VaultUnsealed}.
     */
    public void tellOutside(UnsealRefused event) {
        outbox.put(Topics.KEYVAULT_AUDIT, event);
    }

    /** Writes events of a call that changes nothing else; they are saved when this returns. */
    void record(List<? extends KeyAuditEvent> events) {
        if (!events.isEmpty()) {
            write(new Call(events, null));
        }
    }

    /**
     * Writes an event of a call that was judged by what this instance remembers; it is saved when
     * this returns true. Otherwise nothing is: a ring or an entry of the container has changed
     * since, and the call must be judged anew.
     *
     * @param judgedBy which rings and entries that was
     */
    boolean recordUnlessStale(KeyAuditEvent event, AdmissionStamp judgedBy) {
        Call call = new Call(List.of(event), judgedBy);
        write(call);
        return !call.stale;
    }

    private void write(Call own) {
        waiting.add(own);
        turn.lock();
        try {
            while (!own.done) {
                writeWaiting();
            }
        } finally {
            turn.unlock();
        }
        if (own.failure != null) {
            throw own.failure;
        }
    }

    private void writeWaiting() {
        List<Call> calls = new ArrayList<>();
        Call next;
        while (calls.size() < MAX_CALLS && (next = waiting.poll()) != null) {
            calls.add(next);
        }
        write(calls);
    }

    /** One bad call must not refuse the others: they are tried again one by one. */
    private void write(List<Call> calls) {
        RuntimeException failure = null;
        try {
            QuarkusTransaction.requiringNew().run(() -> writeAll(calls));
        } catch (RuntimeException e) {
            if (calls.size() > 1 && !TransientFaults.isTransient(e)) {
                calls.forEach(call -> write(List.of(call)));
                return;
            }
            failure = e;
        }
        for (Call call : calls) {
            call.failure = failure;
            call.done = true;
        }
    }

    private void writeAll(List<Call> calls) {
        AuditKey key = vault.keys().auditKey();
        AuditStore.End end = store.endForChange();
        Links links = new Links(key, end.head());
        for (Call call : calls) {
            call.stale = call.judgedBy != null && !call.judgedBy.equals(end.stamp());
            if (!call.stale) {
                try (Scope _ = call.context.makeCurrent()) {
                    links.add(call.events);
                }
            }
        }
        links.save();
    }

    private void append(AuditKey key, ChainHead head, List<? extends KeyAuditEvent> events) {
        Links links = new Links(key, head);
        links.add(events);
        links.save();
    }

    /** Entries that one transaction appends, each bound to the one before. */
    private final class Links {
        private final AuditKey key;
        private final ChainHead before;
        private final List<AuditEntry> entries = new ArrayList<>();
        private String hash;

        Links(AuditKey key, ChainHead before) {
            this.key = key;
            this.before = before;
            this.hash = before.hash();
        }

        void add(List<? extends KeyAuditEvent> events) {
            for (KeyAuditEvent event : events) {
                byte[] body = EventCodec.body(event);
                AuditEntry entry =
                        new AuditEntry(
                                before.sequence() + entries.size() + 1,
                                outbox.put(Topics.KEYVAULT_AUDIT, event, body),
                                Topic.typeOf(event.getClass()),
                                event.partitionKey(),
                                event.principal().value(),
                                clock.instant().truncatedTo(ChronoUnit.MICROS),
                                new String(body, StandardCharsets.UTF_8),
                                "");
                hash = key.entry(hash, entry);
                entries.add(entry.hashed(hash));
            }
        }

        void save() {
            if (!entries.isEmpty()) {
                ChainHead after = before.at(before.sequence() + entries.size(), hash);
                store.append(entries, seal(key, before, after));
            }
        }
    }

    /**
     * A head that is not as it was sealed was written by somebody else: it is not sealed again, so
     * that each verification says so until an administrator has looked.
     */
    private ChainHead seal(AuditKey key, ChainHead before, ChainHead after) {
        if (!key.sealed(before)) {
            if (!store.isOf(key.tenant())) {
                throw new IllegalStateException(
                        "the vault was restored meanwhile; this instance opens it anew");
            }
            LOG.errorf(
                    "the head of the audit trail at entry %d is not as it was sealed",
                    before.sequence());
            return after.sealed(ChainHead.BROKEN);
        }
        return after.sealed(key.seal(after));
    }

    /**
     * Seals a broken head as it stands, and tells the topic at once who did it: what was wrong
     * before is then no longer told apart from what is right.
     */
    ChainHead reseal(Principal by) {
        return QuarkusTransaction.requiringNew()
                .call(() -> {
                    ChainHead head = store.headForChange();
                    ChainHead sealed = head.sealed(vault.keys().auditKey().seal(head)).told();
                    LOG.warnf("audit trail sealed anew at entry %d by %s", head.sequence(), by);
                    tell(sealed, by);
                    store.save(sealed);
                    return sealed;
                });
    }

    /**
     * Removes the oldest entries that the topic was told of, at most {@value #MAX_REMOVED} at a
     * time; the head says on what the trail then begins.
     *
     * @return how many were removed
     */
    int removeOlderThan(Duration age) {
        return QuarkusTransaction.requiringNew()
                .call(() -> {
                    ChainHead head = store.headForChange();
                    Instant oldest = clock.instant().minus(age);
                    AuditEntry last = null;
                    int number = 0;
                    for (AuditEntry entry : store.after(head.first() - 1, MAX_REMOVED)) {
                        if (!entry.at().isBefore(oldest)
                                || entry.sequence() > head.published()
                                || entry.sequence() == head.sequence()) {
                            break;
                        }
                        last = entry;
                        number++;
                    }
                    if (last != null) {
                        store.removeUpTo(last.sequence());
                        store.save(seal(vault.keys().auditKey(), head, head.without(last)));
                    }
                    return number;
                });
    }

    /**
     * Tells the topic how far the trail reaches, unless it was told already.
     *
     * @return whether it was told now
     */
    boolean publishHead() {
        return QuarkusTransaction.requiringNew()
                .call(() -> {
                    ChainHead head = store.headForChange();
                    if (head.sequence() <= head.published()) {
                        return false;
                    }
                    tell(head, Vault.ITSELF);
                    store.save(head.told());
                    return true;
                });
    }

    private void tell(ChainHead head, Principal by) {
        outbox.put(
                Topics.KEYVAULT_AUDIT,
                new AuditHeadPublished(
                        vault.keys().tenant().toString(), head.sequence(), head.hash(), by));
    }
}
