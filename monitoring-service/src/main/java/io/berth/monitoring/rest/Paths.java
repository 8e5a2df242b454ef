package io.berth.monitoring.rest;

import io.berth.contracts.ids.CertificateSerial;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.kit.rest.Problem;
import io.berth.kit.rest.ProblemException;
import java.util.function.Function;

/** Identifiers from paths; what is none is a problem with status 400. */
public final class Paths {
    private Paths() {}

    public static HostId host(String text) {
        return identifier(text, HostId::new);
    }

    public static VmId vm(String text) {
        return identifier(text, VmId::new);
    }

    public static ClusterId cluster(String text) {
        return identifier(text, ClusterId::new);
    }

    public static CertificateSerial serial(String text) {
        return identifier(text, CertificateSerial::new);
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
