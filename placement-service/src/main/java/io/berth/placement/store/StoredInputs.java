package io.berth.placement.store;

import io.berth.contracts.placement.InputOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far inputs had been read, by topic and partition: stored with every decision, so it has to be
 * short.
 */
record StoredInputs(Map<String, Map<Integer, Long>> next) {
    static StoredInputs of(List<InputOffset> offsets) {
        Map<String, Map<Integer, Long>> next = new TreeMap<>();
        for (InputOffset offset : offsets) {
            next.computeIfAbsent(offset.topic(), topic -> new TreeMap<>())
                    .put(offset.partition(), offset.offset());
        }
        return new StoredInputs(next);
    }

    List<InputOffset> toDomain() {
        List<InputOffset> offsets = new ArrayList<>();
        next.forEach((topic, partitions) ->
                partitions.forEach((partition, offset) ->
                        offsets.add(new InputOffset(topic, partition, offset))));
        return offsets;
    }
}
