package io.berth.monitoring.messaging;

import io.berth.contracts.Topics;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.inventory.InventoryState;
import io.berth.kit.table.CompactedTable;
import io.berth.kit.table.CompactedTables;
import io.berth.monitoring.config.MonitoringConfig;
import io.berth.monitoring.domain.RosterBook;
import io.berth.monitoring.domain.alert.EstateConditions;
import io.berth.monitoring.domain.enrolment.KnownHosts;
import io.berth.monitoring.domain.fence.BmcBook;
import io.berth.monitoring.domain.guest.GuestBook;
import io.berth.monitoring.domain.guest.WatchDefaults;
import io.berth.monitoring.domain.tip.HostGroups;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code inventory.state} whole: rosters of all domains, guests, alerts and tips. */
@ApplicationScoped
@Startup
public class InventoryRosters {
    private final CompactedTables tables;
    private final RosterBook book = new RosterBook();
    private final BmcBook controllers = new BmcBook();
    private final GuestBook guests;
    private final EstateConditions estate = new EstateConditions();
    private final HostGroups groups = new HostGroups();
    private final KnownHosts hosts = new KnownHosts();
    private @Nullable CompactedTable<InventoryState> table;

    @Inject
    public InventoryRosters(CompactedTables tables, MonitoringConfig config) {
        this.tables = tables;
        this.guests = new GuestBook(usual(config.guests()), byDomain(config), this::isLoaded);
    }

    @PostConstruct
    void open() {
        table =
                tables.open(
                        Topics.INVENTORY_STATE,
                        (key, state, position) -> {
                            book.changed(key, state);
                            guests.changed(key, state);
                            controllers.changed(key, state);
                            estate.changed(key, state);
                            groups.changed(key, state);
                            hosts.changed(key, state, position.timestamp());
                        });
    }

    /** Whether the inventory has been read as far as it went at the start. */
    public boolean isLoaded() {
        CompactedTable<InventoryState> opened = table;
        return opened != null && opened.isLoaded();
    }

    private static WatchDefaults usual(MonitoringConfig.Guests config) {
        return new WatchDefaults(config.threshold(), config.noContact(), config.repeat());
    }

    private static Map<DomainId, WatchDefaults> byDomain(MonitoringConfig config) {
        WatchDefaults usual = usual(config.guests());
        Map<DomainId, WatchDefaults> byDomain = new HashMap<>();
        config.guests()
                .domains()
                .forEach((domain, other) ->
                        byDomain.put(
                                new DomainId(domain),
                                new WatchDefaults(
                                        other.threshold().orElse(usual.lost()),
                                        other.noContact().orElse(usual.noContact()),
                                        other.repeat().orElse(usual.repeat()))));
        return byDomain;
    }

    /** The management controllers as read so far. */
    @Produces
    @Singleton
    BmcBook controllers() {
        return controllers;
    }

    /** The guests as read so far. */
    @Produces
    @Singleton
    GuestBook guests() {
        return guests;
    }

    /** The rosters as read so far. */
    @Produces
    @Singleton
    RosterBook book() {
        return book;
    }

    /** In which groups hosts lie as read so far. */
    @Produces
    @Singleton
    HostGroups groups() {
        return groups;
    }

    /** Which hosts there are as read so far. */
    @Produces
    @Singleton
    KnownHosts hosts() {
        return hosts;
    }

    /** What stands in the estate as read so far. */
    @Produces
    @Singleton
    EstateConditions estate() {
        return estate;
    }
}
