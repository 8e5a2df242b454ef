package io.berth.replica.store;

import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.HostId;
import io.berth.replica.domain.HostStanding;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** What the monitor last said of each host, in the caller's transaction. */
@ApplicationScoped
public class HostStore {
    private static final String UPSERT =
            """
            insert into replica_host (host, standing, boot) values (?, ?, ?)
            on conflict (host) do update
            set standing = excluded.standing, boot = excluded.boot
            """;

    private final Database database;

    HostStore(Database database) {
        this.database = database;
    }

    /**
     * What is known of a host.
     *
     * @param boot the life of its agent of which it was said
     */
    public record KnownHost(HostId host, HostStanding standing, BootId boot) {}

    /** Those of these hosts of which something is known. */
    public Map<HostId, KnownHost> of(Collection<HostId> hosts) {
        Map<HostId, KnownHost> found = new HashMap<>();
        database.each(
                "select host, standing, boot from replica_host where host = any(?)",
                p -> p.texts(hosts),
                row ->
                        new KnownHost(
                                new HostId(row.text()),
                                HostStanding.valueOf(row.text()),
                                new BootId(row.number())),
                known -> found.put(known.host(), known));
        return found;
    }

    /** Saves what is known now. */
    public void save(Collection<KnownHost> hosts) {
        database.batch(
                UPSERT,
                hosts,
                (p, known) ->
                        p.text(known.host()).text(known.standing()).number(known.boot().value()));
    }
}
