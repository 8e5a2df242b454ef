package io.berth.keyvault.app;

import io.berth.keyvault.crypto.AuditKey;
import io.berth.keyvault.domain.audit.AuditEntry;
import io.berth.keyvault.domain.audit.ChainHead;
import io.berth.keyvault.domain.audit.ChainWalk;
import io.berth.keyvault.domain.audit.Finding;
import io.berth.keyvault.store.AuditStore;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Walks the trail as it stands in the database and compares it with what the topic was told. */
@ApplicationScoped
public class AuditVerifying {
    /** Most entries of one walk; a longer trail is walked in several. */
    public static final int MAX_ENTRIES = 20_000;

    private static final int PAGE = 500;

    private final AuditStore store;
    private final PublishedHeads published;
    private final Vault vault;
    private final KeyvaultConfig config;
    private final InstantSource clock;

    AuditVerifying(
            AuditStore store,
            PublishedHeads published,
            Vault vault,
            KeyvaultConfig config,
            InstantSource clock) {
        this.store = store;
        this.published = published;
        this.vault = vault;
        this.config = config;
        this.clock = clock;
    }

    /**
     * What a walk found.
     *
     * @param from the first entry that was walked
     * @param to the last one
     * @param complete whether it came to the end of the trail
     * @param head how far the trail reaches
     * @param publishedHeads how many heads of the topic it was compared with
     */
    public record Report(
            long from,
            long to,
            boolean complete,
            long head,
            int publishedHeads,
            List<Finding> findings) {}

    /** The heads that the topic was told of lately; see {@link PublishedHeads#since}. */
    public Map<Long, String> heads() {
        return heads(config.audit().compareFor());
    }

    private Map<Long, String> heads(Duration back) {
        return published.since(clock.instant().minus(back));
    }

    /**
     * Walks at most {@link #MAX_ENTRIES} entries above {@code after}, in one snapshot of the
     * database.
     *
     * @param heads hashes by sequence that the topic was told of
     */
    public Report verify(long after, Map<Long, String> heads) {
        return QuarkusTransaction.requiringNew()
                .call(() -> {
                    store.snapshot();
                    return walk(after, heads);
                });
    }

    private Report walk(long after, Map<Long, String> heads) {
        AuditKey key = vault.keys().auditKey();
        ChainHead head = store.head();
        long from = Math.max(after, head.first() - 1);
        Optional<String> before =
                from < head.first()
                        ? Optional.of(head.beforeFirst())
                        : store.find(from).map(AuditEntry::hash);
        ChainWalk walk =
                new ChainWalk(key::entry, from, before.orElse(ChainHead.BEFORE_FIRST), heads);
        if (before.isEmpty()) {
            walk.note(new Finding.Missing(from, from));
        }
        if (!key.sealed(head)) {
            walk.note(new Finding.HeadAltered(head.sequence()));
        }
        int taken = 0;
        boolean complete = false;
        while (!complete && taken < MAX_ENTRIES) {
            List<AuditEntry> page = store.after(walk.at(), PAGE);
            page.forEach(walk::take);
            taken += page.size();
            complete = page.size() < PAGE;
        }
        if (complete) {
            walk.end(head);
        }
        return new Report(
                from + 1, walk.at(), complete, head.sequence(), heads.size(), walk.findings());
    }
}
