package io.berth.kit.agent;

import io.berth.contracts.Topics;
import io.berth.contracts.agents.AgentCertificateEvent;
import io.berth.contracts.agents.CertificateRevoked;
import io.berth.contracts.ids.CertificateSerial;
import io.berth.kit.table.CompactedTable;
import io.berth.kit.table.CompactedTables;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which certificates of agents were revoked, of all instances and services alike: the topic {@code
 * monitoring.agent-certificates} read whole. So a revocation is in force a moment after the commit
 * at whoever reads the topic, and no request asks a database. Soft state; holds only certificates
 * whose time is not over.
 */
@ApplicationScoped
public class RevokedAgents {
    private final CompactedTables tables;
    private final AgentAuthorities authorities;
    private final Map<String, CertificateRevoked> revoked = new ConcurrentHashMap<>();
    private volatile @Nullable CompactedTable<AgentCertificateEvent> table;

    @Inject
    public RevokedAgents(CompactedTables tables, AgentAuthorities authorities) {
        this.tables = tables;
        this.authorities = authorities;
    }

    void open(@Observes StartupEvent event) {
        if (authorities.configured()) {
            authorities.require();
            table = tables.open(Topics.AGENT_CERTIFICATES, (key, state, at) -> changed(key, state));
        }
    }

    private void changed(String key, @Nullable AgentCertificateEvent state) {
        switch (state) {
            case null -> revoked.remove(key);
            case CertificateRevoked certificate -> revoked.put(key, certificate);
        }
    }

    /** Whether all that was revoked before the start is known. */
    boolean isLoaded() {
        CompactedTable<AgentCertificateEvent> opened = table;
        return opened != null && opened.isLoaded();
    }

    /** The revocation of a certificate. */
    Optional<CertificateRevoked> of(CertificateSerial serial) {
        return Optional.ofNullable(revoked.get(serial.value()));
    }

    /** How many are known. */
    int size() {
        return revoked.size();
    }
}
