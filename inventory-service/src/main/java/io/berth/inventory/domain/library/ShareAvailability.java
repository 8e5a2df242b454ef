package io.berth.inventory.domain.library;

import io.berth.contracts.inventory.LibraryServerState;
import java.util.Locale;
import java.util.Set;

/**
 * Whether the shares of a library server count as highly available.
 *
 * <p>The one place of this rule: where the support matrix comes to know it as data, {@link #of}
 * asks there.
 *
 * @param reason why they do or do not, in a sentence
 */
public record ShareAvailability(boolean highlyAvailable, String reason) {
    private static final String SYSTEM = "Windows Server 2008";
    private static final String OLDER = "Windows Server 2003";
    private static final Set<String> EDITIONS = Set.of("enterprise", "datacenter");

    /** The judgement of a server. */
    public static ShareAvailability of(LibraryServerState server) {
        return switch (server.platform()) {
            case STAND_ALONE ->
                    no(
                            "The server is one machine: its shares go with it. A share is highly"
                                    + " available on a failover cluster of "
                                    + SYSTEM
                                    + " Enterprise or Datacenter.");
            case NETWORK_LOAD_BALANCING ->
                    no(
                            "Machines behind network load balancing have files of their own: a"
                                    + " change on one is not seen on another.");
            case FAILOVER_CLUSTER -> ofCluster(server);
        };
    }

    private static ShareAvailability ofCluster(LibraryServerState server) {
        String system = server.operatingSystem().strip();
        String edition = server.edition();
        String told = edition == null ? system : system + " " + edition.strip();
        if (system.toLowerCase(Locale.ROOT).startsWith(OLDER.toLowerCase(Locale.ROOT))) {
            return no("Failover clusters of " + OLDER + " are not recognised.");
        }
        if (!system.equalsIgnoreCase(SYSTEM)
                || edition == null
                || !EDITIONS.contains(edition.strip().toLowerCase(Locale.ROOT))) {
            return no(
                    "A failover cluster of "
                            + told
                            + " is not listed; "
                            + SYSTEM
                            + " Enterprise and Datacenter are.");
        }
        return new ShareAvailability(true, "A failover cluster of " + told + ".");
    }

    private static ShareAvailability no(String reason) {
        return new ShareAvailability(false, reason);
    }
}
