package io.berth.monitoring.store;

import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.monitoring.ClockSettled;
import io.berth.contracts.monitoring.ClockSkewed;
import io.berth.contracts.monitoring.FailuresHeld;
import io.berth.contracts.monitoring.HoldReleased;
import io.berth.contracts.monitoring.HostFailed;
import io.berth.contracts.monitoring.HostIsolated;
import io.berth.contracts.monitoring.HostQuarantined;
import io.berth.contracts.monitoring.HostRecovered;
import io.berth.contracts.monitoring.HostSuspect;
import io.berth.contracts.monitoring.HostUnreachable;
import io.berth.contracts.monitoring.HostUp;
import io.berth.contracts.monitoring.NodeEvent;
import io.berth.contracts.monitoring.QuarantineEnded;
import io.berth.contracts.monitoring.QuarantineWithheld;
import io.berth.monitoring.domain.DomainHold;
import io.berth.monitoring.domain.HostLiveness;
import io.berth.monitoring.domain.HostStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What was last said of hosts and domains. */
@ApplicationScoped
public class StatusStore {
    /** Notes an event, in the caller's transaction. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void note(NodeEvent event) {
        switch (event) {
            case HostUp e -> note(e, e.host(), HostLiveness.UP, e.boot(), e.tenure(), e.logTime());
            case HostRecovered e ->
                    note(e, e.host(), HostLiveness.UP, e.boot(), e.tenure(), e.logTime());
            case HostSuspect e ->
                    note(e, e.host(), HostLiveness.SUSPECT, e.boot(), e.tenure(), e.logTime());
            case HostUnreachable e ->
                    note(e, e.host(), HostLiveness.UNREACHABLE, e.boot(), e.tenure(), e.logTime());
            case HostFailed e -> {
                HostStatusEntity row =
                        note(e, e.host(), HostLiveness.FAILED, e.boot(), e.tenure(), e.logTime());
                row.lastBeat = e.lastBeat();
                row.evidence = e.evidence();
            }
            case HostIsolated e ->
                    note(e, e.host(), HostLiveness.ISOLATED, e.boot(), e.tenure(), e.logTime());
            case HostQuarantined e -> known(e.host(), row -> row.quarantinedUntil = e.until());
            case QuarantineEnded e -> known(e.host(), row -> row.quarantinedUntil = null);
            case ClockSkewed e -> known(e.host(), row -> row.clockSkewMillis = e.skewMillis());
            case ClockSettled e -> known(e.host(), row -> row.clockSkewMillis = null);
            case QuarantineWithheld _ -> {}
            case FailuresHeld e -> hold(e);
            case HoldReleased e -> DomainHoldEntity.deleteById(e.domain().value());
        }
    }

    /** What is told of a host that has beaten, and so has a row. */
    private static void known(HostId host, Consumer<HostStatusEntity> change) {
        HostStatusEntity row = HostStatusEntity.findById(host.value());
        if (row != null) {
            change.accept(row);
        }
    }

    private static HostStatusEntity note(
            NodeEvent event,
            HostId host,
            HostLiveness liveness,
            BootId boot,
            Tenure tenure,
            Instant logTime) {
        HostStatusEntity row = HostStatusEntity.findById(host.value());
        if (row == null) {
            row = new HostStatusEntity();
            row.host = host.value();
            row.domain = event.domain().value();
            row.liveness = liveness;
            row.since = logTime;
            row.persist();
        }
        if (!row.domain.equals(event.domain().value())) {
            row.quarantinedUntil = null;
            row.clockSkewMillis = null;
        }
        row.domain = event.domain().value();
        row.liveness = liveness;
        row.boot = boot.value();
        row.tenure = tenure.value();
        row.since = logTime;
        row.lastBeat = null;
        row.evidence = null;
        return row;
    }

    private static void hold(FailuresHeld held) {
        DomainHoldEntity row = DomainHoldEntity.findById(held.domain().value());
        boolean known = row != null;
        if (row == null) {
            row = new DomainHoldEntity();
            row.domain = held.domain().value();
        }
        row.reason = held.reason();
        row.silent = held.silent();
        row.failed = held.failed();
        row.configured = held.configured();
        row.since = held.logTime();
        if (!known) {
            row.persist();
        }
    }

    /** What was last said of one host. */
    @Transactional
    public Optional<HostStatus> host(HostId host) {
        return HostStatusEntity.<HostStatusEntity>findByIdOptional(host.value())
                .map(HostStatusEntity::toDomain);
    }

    /** What was last said of each of these hosts; hosts of which nothing was said are missing. */
    @Transactional
    public Map<HostId, HostStatus> hosts(Collection<HostId> hosts) {
        Map<HostId, HostStatus> found = new HashMap<>();
        List<HostStatusEntity> rows =
                HostStatusEntity.list("host in ?1", hosts.stream().map(HostId::value).toList());
        rows.forEach(row -> found.put(new HostId(row.host), row.toDomain()));
        return found;
    }

    /** The holds of these domains; domains that are not held are missing. */
    @Transactional
    public Map<DomainId, DomainHold> holds(Collection<DomainId> domains) {
        Map<DomainId, DomainHold> found = new HashMap<>();
        List<DomainHoldEntity> rows =
                DomainHoldEntity.list(
                        "domain in ?1", domains.stream().map(DomainId::value).toList());
        rows.forEach(row -> found.put(new DomainId(row.domain), row.toDomain()));
        return found;
    }
}
