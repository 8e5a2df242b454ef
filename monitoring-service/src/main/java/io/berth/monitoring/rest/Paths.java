package io.berth.monitoring.rest;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.kit.rest.Problem;
import io.berth.kit.rest.ProblemException;
import java.util.function.Function;

/** Identifiers from paths. */
final class Paths {
    private Paths() {}

    static HostId host(String text) {
        return identifier(text, HostId::new);
    }

    static VmId vm(String text) {
        return identifier(text, VmId::new);
    }

    private static <T> T identifier(String text, Function<String, T> type) {
        try {
            return type.apply(text);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    Problem.of(400, "bad-identifier", "Bad identifier", e.getMessage()));
        }
    }
}
