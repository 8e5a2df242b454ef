package io.berth.monitoring.domain.kvp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a guest's integration services are new enough, from what it publishes of itself. */
public record GuestServices(ServicesRule rule) {
    /**
     * Judges a guest.
     *
     * @param stated the guest system as inventory has it; null where it is not stated
     * @param intrinsic what the guest publishes in pool AUTO, by key
     * @return empty where the rules say nothing of it
     */
    public Optional<ServicesRule.Finding> judge(
            @Nullable String stated, Map<String, String> intrinsic) {
        String installed = intrinsic.get(IntrinsicKey.INTEGRATION_SERVICES_VERSION.key());
        if (installed == null) {
            return Optional.empty();
        }
        List<String> names = new ArrayList<>();
        if (stated != null) {
            names.add(stated);
        }
        String name = intrinsic.get(IntrinsicKey.OS_NAME.key());
        if (name != null) {
            names.add(name);
            String major = intrinsic.get(IntrinsicKey.OS_MAJOR_VERSION.key());
            String minor = intrinsic.get(IntrinsicKey.OS_MINOR_VERSION.key());
            if (major != null && minor != null) {
                names.add(name + " " + major + "." + minor);
            }
        }
        return rule.judge(names, installed);
    }
}
