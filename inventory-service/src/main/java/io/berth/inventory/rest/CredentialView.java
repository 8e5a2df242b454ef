package io.berth.inventory.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.contracts.ids.KeyVersion;
import io.berth.inventory.app.Credentials.Check;
import io.berth.inventory.domain.Credential;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A credential as it is shown: all but the password. */
record CredentialView(
        String host, String kind, String user, long keyVersion, Instant setAt, String setBy) {
    static CredentialView of(Credential credential) {
        return new CredentialView(
                credential.host().value(),
                credential.kind().label(),
                credential.user(),
                credential.keyVersion().value(),
                credential.setAt(),
                credential.setBy().value());
    }

    /**
     * Whether a credential opens.
     *
     * @param code the key vault's reason when it does not
     * @param tookMillis how long the key vault took, in milliseconds
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CheckView(
            boolean opens, @Nullable Long keyVersion, @Nullable String code, long tookMillis) {
        static CheckView of(Check check) {
            KeyVersion version = check.keyVersion();
            return new CheckView(
                    check.opens(),
                    version == null ? null : version.value(),
                    check.code(),
                    check.took().toMillis());
        }
    }
}
