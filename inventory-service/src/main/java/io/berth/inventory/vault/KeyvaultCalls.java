package io.berth.inventory.vault;

import io.berth.inventory.vault.KeyvaultApi.ProtectAnswer;
import io.berth.inventory.vault.KeyvaultApi.ProtectRequest;
import io.berth.inventory.vault.KeyvaultApi.UnprotectAnswer;
import io.berth.inventory.vault.KeyvaultApi.UnprotectRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/**
 * Calls of the key vault that go to the next instance when one does not answer. Both calls may be
 * repeated: protecting twice gives another ciphertext for the same secret, opening changes nothing.
 *
 * <p>Instances take turns, and other requests take turns in between; so more attempts are made than
 * there are instances.
 */
@ApplicationScoped
class KeyvaultCalls {
    /** With one of two instances gone, the chance to meet only the dead one is below 2 %. */
    private static final int ATTEMPTS_MORE = 5;

    private static final int PAUSE_MILLIS = 50;
    private static final int LONGEST_SECONDS = 12;

    private final KeyvaultApi api;

    KeyvaultCalls(@RestClient KeyvaultApi api) {
        this.api = api;
    }

    /** An instance answered that it cannot serve at the moment. */
    static final class InstanceUnfit extends RuntimeException {
        private static final long serialVersionUID = 1L;

        InstanceUnfit(int status) {
            super("the key vault answered " + status);
        }
    }

    @Retry(
            maxRetries = ATTEMPTS_MORE,
            delay = PAUSE_MILLIS,
            jitter = PAUSE_MILLIS / 2,
            maxDuration = LONGEST_SECONDS,
            durationUnit = ChronoUnit.SECONDS,
            retryOn = {ProcessingException.class, InstanceUnfit.class})
    ProtectAnswer protect(String bearer, ProtectRequest request) {
        return fit(() -> api.protect(bearer, request));
    }

    @Retry(
            maxRetries = ATTEMPTS_MORE,
            delay = PAUSE_MILLIS,
            jitter = PAUSE_MILLIS / 2,
            maxDuration = LONGEST_SECONDS,
            durationUnit = ChronoUnit.SECONDS,
            retryOn = {ProcessingException.class, InstanceUnfit.class})
    UnprotectAnswer unprotect(String bearer, UnprotectRequest request) {
        return fit(() -> api.unprotect(bearer, request));
    }

    private static <T> T fit(Supplier<T> call) {
        try {
            return call.get();
        } catch (WebApplicationException e) {
            int status = e.getResponse().getStatus();
            if (status >= 500) {
                throw new InstanceUnfit(status);
            }
            throw e;
        }
    }
}
