package io.berth.contracts.inventory;

import io.berth.contracts.Require;
import java.util.List;

/**
 * The processors of a host, which are all alike.
 *
 * @param features what guests can see of it, as the kernel or hypervisor names them, such as {@code
 *     sse4_2}
 */
public record Processor(ProcessorVendor vendor, String model, List<String> features) {
    /** Most features of one processor; today's have some 150. */
    public static final int MAX_FEATURES = 512;

    /** Longest name of a feature, in UTF-16 code units. */
    public static final int MAX_FEATURE = 32;

    /** Longest name of a model, in UTF-16 code units. */
    public static final int MAX_MODEL = 128;

    /**
     * @throws IllegalArgumentException when a part is missing or too long, or a feature stands
     *     there twice
     */
    public Processor {
        Require.present("processor.vendor", vendor);
        Require.text("processor.model", model, MAX_MODEL);
        features = Require.distinct("processor.features", features, MAX_FEATURES);
        features.forEach(feature -> Require.text("processor.features[]", feature, MAX_FEATURE));
    }
}
