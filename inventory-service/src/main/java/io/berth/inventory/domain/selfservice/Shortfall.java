package io.berth.inventory.domain.selfservice;

import io.berth.contracts.ids.MiB;
import io.berth.contracts.inventory.ResourceQuota;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A dimension in which a quota is too small.
 *
 * @param used before
 * @param asked on top of it
 */
public record Shortfall(Dimension dimension, long used, long asked, long limit) {
    /** What a quota limits. */
    public enum Dimension {
        /** How many VMs. */
        VMS("vms", "VMs"),
        /** Their virtual processors. */
        VCPUS("vcpus", "virtual processors"),
        /** Their memory. */
        MEMORY("memoryMiB", "MiB of memory");

        private final String label;
        private final String noun;

        Dimension(String label, String noun) {
            this.label = label;
            this.noun = noun;
        }
    }

    /** By how much the quota is too small. */
    public long missing() {
        return used + asked - limit;
    }

    /** In words. */
    public String text() {
        return "%d of %d %s are used, %d more are asked for, %d too many"
                .formatted(used, limit, dimension.noun, asked, missing());
    }

    /** For programs. */
    public Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("dimension", dimension.label);
        values.put("used", used);
        values.put("asked", asked);
        values.put("limit", limit);
        values.put("missing", missing());
        return values;
    }

    /** Every dimension in which a quota does not hold what is used and asked for together. */
    public static List<Shortfall> of(ResourceQuota quota, Usage used, Usage asked) {
        List<Shortfall> shortfalls = new ArrayList<>();
        MiB memory = quota.memory();
        check(Dimension.VMS, used.vms(), asked.vms(), quota.vms(), shortfalls);
        check(Dimension.VCPUS, used.vcpus(), asked.vcpus(), quota.vcpus(), shortfalls);
        check(
                Dimension.MEMORY,
                used.memoryMiB(),
                asked.memoryMiB(),
                memory == null ? null : memory.value(),
                shortfalls);
        return shortfalls;
    }

    private static void check(
            Dimension dimension,
            long used,
            long asked,
            @Nullable Long limit,
            List<Shortfall> shortfalls) {
        if (limit != null && asked > 0 && used + asked > limit) {
            shortfalls.add(new Shortfall(dimension, used, asked, limit));
        }
    }
}
