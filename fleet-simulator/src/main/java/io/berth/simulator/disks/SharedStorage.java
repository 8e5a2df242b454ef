package io.berth.simulator.disks;

import io.berth.contracts.ids.CsvId;
import io.berth.contracts.ids.VmId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the disks lie that hosts have moved: one truth for all hosts, as the volumes themselves are
 * shared by the nodes of a cluster. A disk that was never moved lies where the specification of its
 * VM says. Hard state, kept with the disks of the fleet.
 */
public final class SharedStorage {
    /** More moved disks are not remembered; moves of further ones fail. */
    public static final int MAX_MOVED = 100_000;

    /** Where a disk lies. */
    public record Place(VmId vm, String disk, CsvId csv) {}

    private record Key(VmId vm, String disk) {}

    private final Map<Key, CsvId> moved = new LinkedHashMap<>();

    /** Where a disk was moved to; absent when it never was. */
    public synchronized Optional<CsvId> at(VmId vm, String disk) {
        return Optional.ofNullable(moved.get(new Key(vm, disk)));
    }

    /** Whether a move of the disk could be remembered. */
    public synchronized boolean hasRoomFor(VmId vm, String disk) {
        return moved.size() < MAX_MOVED || moved.containsKey(new Key(vm, disk));
    }

    /** A disk lies on another volume now. */
    public synchronized void put(Place place) {
        moved.put(new Key(place.vm(), place.disk()), place.csv());
    }

    /** Every disk that was ever moved. */
    public synchronized List<Place> all() {
        List<Place> all = new ArrayList<>(moved.size());
        moved.forEach((key, csv) -> all.add(new Place(key.vm(), key.disk(), csv)));
        return all;
    }
}
