package io.berth.kit.vault;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.jspecify.annotations.Nullable;

/**
 * Calls that go to the next instance of the key vault when one does not serve. All of them may be
 * repeated: protecting and rewrapping twice give another ciphertext of the same secret, opening
 * changes nothing, a count replaces the one before.
 *
 * <p>Instances take turns, and other calls take turns in between; so more attempts are made than
 * there are instances.
 */
@ApplicationScoped
class VaultCalls {
    /** With one of two instances gone, the chance to meet only the dead one is below 2 %. */
    private static final int ATTEMPTS_MORE = 5;

    private static final int PAUSE_MILLIS = 50;
    private static final int LONGEST_SECONDS = 12;
    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final Duration ANSWER = Duration.ofSeconds(3);
    private static final int FIRST_SERVER_ERROR = 500;

    private final AtomicInteger turn = new AtomicInteger();
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT)
                    .build();

    /** A call, whichever instance it goes to; does not print its body, which may be a secret. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Call(String method, String path, String token, byte @Nullable [] body) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    /** What an instance answered, below 500; does not print its body. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Reply(int status, byte[] body) {
        @Override
        public String toString() {
            return "Reply[" + status + "]";
        }
    }

    /** An instance did not answer, or answered that it cannot serve at the moment. */
    static final class InstanceUnfit extends RuntimeException {
        private static final long serialVersionUID = 1L;

        InstanceUnfit(String what) {
            super(what);
        }
    }

    @Retry(
            maxRetries = ATTEMPTS_MORE,
            delay = PAUSE_MILLIS,
            jitter = PAUSE_MILLIS / 2,
            maxDuration = LONGEST_SECONDS,
            durationUnit = ChronoUnit.SECONDS,
            retryOn = InstanceUnfit.class)
    Reply send(List<String> addresses, Call call) {
        String address = addresses.get(Math.floorMod(turn.getAndIncrement(), addresses.size()));
        byte[] body = call.body();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base(address) + call.path()))
                        .timeout(ANSWER)
                        .header("Authorization", "Bearer " + call.token())
                        .header("Accept", "application/json")
                        .method(
                                call.method(),
                                body == null
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofByteArray(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        try {
            HttpResponse<byte[]> response =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() >= FIRST_SERVER_ERROR) {
                throw new InstanceUnfit(
                        address
                                + " answers "
                                + VaultJson.code(response.statusCode(), response.body()));
            }
            return new Reply(response.statusCode(), response.body());
        } catch (IOException e) {
            // The cause is not told: it may name what was sent.
            throw new InstanceUnfit(address + " does not answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the key vault was asked", e);
        }
    }

    private static String base(String address) {
        return address.contains("://") ? address : "http://" + address;
    }

    @PreDestroy
    void close() {
        http.shutdownNow();
    }
}
