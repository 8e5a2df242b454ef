package io.berth.inventory.domain;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.keyvault.RecordRef;
import java.util.Arrays;
import java.util.Optional;

/** What a credential of a host opens. */
public enum CredentialKind {
    /** The host's operating system. */
    HOST("host"),
    /** Its management controller, which turns it on and off. */
    BMC("bmc");

    private final String label;

    CredentialKind(String label) {
        this.label = label;
    }

    /** As it stands in paths and rows. */
    public String label() {
        return label;
    }

    /** The kind with this label. */
    public static Optional<CredentialKind> of(String label) {
        return Arrays.stream(values()).filter(kind -> kind.label.equals(label)).findFirst();
    }

    /** What the password is bound to in the key vault: a ciphertext opens for this place alone. */
    public RecordRef passwordOf(HostId host) {
        return new RecordRef("host/" + host, label + ".password");
    }
}
