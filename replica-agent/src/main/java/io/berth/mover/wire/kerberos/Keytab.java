package io.berth.mover.wire.kerberos;

import io.berth.contracts.ids.HostId;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Who a host is in Kerberos: {@code berth-replica/<host id>@REALM}.
 *
 * @param file with the keys of that principal; only the agent may read it
 */
public record Keytab(Path file, HostId host, String realm) {
    /** The first part of every host's principal. */
    public static final String SERVICE = "berth-replica";

    /** RFC 1035's longest domain name. */
    private static final int REALM = 255;

    /**
     * @throws IllegalArgumentException when the realm is not in capital letters, as realms of a
     *     forest are
     */
    public Keytab {
        if (realm.isEmpty()
                || realm.length() > REALM
                || !realm.equals(realm.toUpperCase(Locale.ROOT))
                || realm.contains("@")
                || realm.contains("/")) {
            throw new IllegalArgumentException(
                    "a realm has 1 to %d capital letters, given '%s'".formatted(REALM, realm));
        }
    }

    /** Its own principal. */
    String principal() {
        return principal(host, realm);
    }

    /** That of a host. */
    static String principal(HostId host, String realm) {
        return "%s/%s@%s".formatted(SERVICE, host, realm);
    }
}
