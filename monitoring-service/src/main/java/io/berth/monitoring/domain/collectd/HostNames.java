package io.berth.monitoring.domain.collectd;

import io.berth.contracts.ids.HostId;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which host a machine's name means. A name is that of the host with the same id, or else of the
 * one whose id, in lower case, is the name up to its first dot: {@code Node-7.example.org} is
 * {@code node-7}. Where two ids differ only in that, the short name means neither. Immutable.
 */
public final class HostNames {
    private final Map<String, HostId> exact = new HashMap<>();
    private final Map<String, @Nullable HostId> shortened = new HashMap<>();

    /** The names of these hosts. */
    public HostNames(Collection<HostId> hosts) {
        for (HostId host : hosts) {
            exact.put(host.value(), host);
            String plain = shorten(host.value());
            shortened.put(plain, shortened.containsKey(plain) ? null : host);
        }
    }

    /** The host that a machine's name means. */
    public Optional<HostId> of(String name) {
        HostId same = exact.get(name);
        return Optional.ofNullable(same == null ? shortened.get(shorten(name)) : same);
    }

    private static String shorten(String name) {
        int dot = name.indexOf('.');
        return (dot < 0 ? name : name.substring(0, dot)).toLowerCase(Locale.ROOT);
    }
}
