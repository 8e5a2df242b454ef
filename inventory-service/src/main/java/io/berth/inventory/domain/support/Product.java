package io.berth.inventory.domain.support;

import io.berth.contracts.inventory.Hypervisor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A product of software as somebody states it. What is not stated is not guessed.
 *
 * @param servicePack 0 where none is installed
 */
public record Product(
        String name,
        @Nullable String version,
        @Nullable String edition,
        @Nullable String installation,
        @Nullable Long servicePack) {
    /** A product of which only the name matters. */
    public static Product named(String name) {
        return new Product(name, null, null, null, null);
    }

    /** What runs VMs on a host. */
    public static Product of(Hypervisor hypervisor) {
        return new Product(
                hypervisor.product(),
                hypervisor.version(),
                hypervisor.edition(),
                hypervisor.installation(),
                hypervisor.servicePack());
    }

    /** For people: {@code Windows Server 2008 R2 Datacenter (core, service pack 1)}. */
    public String text() {
        StringBuilder text = new StringBuilder(name);
        if (version != null) {
            text.append(' ').append(version);
        }
        if (edition != null) {
            text.append(' ').append(edition);
        }
        List<String> more = new ArrayList<>();
        if (installation != null) {
            more.add(installation);
        }
        if (servicePack != null && servicePack > 0) {
            more.add("service pack " + servicePack);
        }
        return more.isEmpty() ? text.toString() : text + " (" + String.join(", ", more) + ")";
    }
}
