package io.berth.inventory.domain;

import io.berth.contracts.ids.HostId;

/** Why a credential is not set, shown or checked. */
public sealed interface CredentialRefusal extends InventoryRefusal {
    /** There are no credentials of this kind. */
    record UnknownCredentialKind(String kind) implements CredentialRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "unknown-credential-kind",
                    Sort.ABSENT,
                    "There are no credentials of this kind",
                    "There are no credentials of kind " + kind + ".",
                    "Use host or bmc.");
        }

        @Override
        public Values values() {
            return Values.of("kind", kind);
        }
    }

    /** The host has no such credential. */
    record CredentialNotFound(HostId host, CredentialKind kind) implements CredentialRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "credential-not-found",
                    Sort.ABSENT,
                    "The host has no such credential",
                    "Host " + host + " has no " + kind.label() + " credential.",
                    "Set it with PUT /api/v1/hosts/" + host + "/credentials/" + kind.label() + ".");
        }

        @Override
        public Values values() {
            return Values.of("host", host.value()).and("kind", kind.label());
        }
    }

    /** No instance of the key vault answers. */
    record KeyvaultUnavailable(String reason) implements CredentialRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "keyvault-unavailable",
                    Sort.UNAVAILABLE,
                    "The key vault cannot be reached",
                    "Nothing was stored or read: " + reason + ".",
                    "Start the key vault or set berth.inventory.keyvault.addresses, then repeat"
                            + " the request.");
        }

        @Override
        public Values values() {
            return Values.of("reason", reason);
        }
    }

    /** The key vault does not do what inventory asks. */
    record KeyvaultRefused(String code) implements CredentialRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "keyvault-refused",
                    Sort.UPSTREAM,
                    "The key vault refuses inventory",
                    "Nothing was stored or read: the key vault answered " + code + ".",
                    "Check berth.inventory.keyvault.token-file, and that the ring of"
                            + " berth.inventory.keyvault.ring names inventory.");
        }

        @Override
        public Values values() {
            return Values.of("keyvaultCode", code);
        }
    }
}
