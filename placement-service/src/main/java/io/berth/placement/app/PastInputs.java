package io.berth.placement.app;

import io.berth.contracts.Event;
import io.berth.contracts.Topics;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.placement.InputOffset;
import io.berth.kit.table.PastRecords;
import io.berth.placement.store.Origin;
import io.berth.placement.store.PastDecision;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads what the decisions of one domain were made from, each topic once for all of them. */
@ApplicationScoped
public class PastInputs {
    static final String HOST_KEY = "host/";
    static final String CLUSTER_KEY = "cluster/";
    static final String VM_KEY = "vm/";

    private final PastRecords past;

    @Inject
    public PastInputs(PastRecords past) {
        this.past = past;
    }

    /** A place in a topic. */
    record Place(String topic, int partition, long offset) {}

    /**
     * The events that made placement decide, by their places; those that are gone are not there.
     */
    Map<Place, Event> events(List<PastDecision> decisions) {
        Map<String, Map<Integer, NavigableSet<Long>>> wanted = new TreeMap<>();
        for (PastDecision decision : decisions) {
            if (decision.entry().origin()
                    instanceof Origin.FromRecord(String topic, int partition, long offset)) {
                wanted.computeIfAbsent(topic, t -> new TreeMap<>())
                        .computeIfAbsent(partition, p -> new TreeSet<>())
                        .add(offset);
            }
        }
        Map<Place, Event> events = new HashMap<>();
        wanted.forEach((topic, partitions) ->
                partitions.forEach((partition, offsets) ->
                        past.each(
                                topic,
                                partition,
                                offsets,
                                (offset, event) ->
                                        events.put(new Place(topic, partition, offset), event))));
        return events;
    }

    /** What inventory, the monitor and the judge of reserves had said about a domain by when. */
    PastTables tables(DomainId domain, List<PastDecision> decisions) {
        PastTables tables = new PastTables(decisions);
        List<InputOffset> ends = tables.ends();
        Set<String> members = new HashSet<>();
        past.upTo(
                Topics.INVENTORY_STATE,
                ends,
                PastInputs::isOfInterest,
                (key, state, position) -> {
                    if (state != null && PastTables.concerns(state, domain)) {
                        members.add(key);
                    }
                    if (members.contains(key)) {
                        tables.keep(new PastTables.Inventory(key, state, position));
                    }
                });
        past.upTo(
                Topics.HOST_LOAD,
                ends,
                host -> members.contains(HOST_KEY + host),
                (key, load, position) -> tables.keep(new PastTables.Load(key, load, position)));
        past.upTo(
                Topics.PLACEMENT_CLUSTERS,
                ends,
                cluster -> members.contains(CLUSTER_KEY + cluster),
                (key, judged, position) ->
                        tables.keep(new PastTables.Judged(key, judged, position)));
        return tables;
    }

    private static boolean isOfInterest(String key) {
        return key.startsWith(HOST_KEY) || key.startsWith(CLUSTER_KEY) || key.startsWith(VM_KEY);
    }
}
