package io.berth.simulator.enrolment;

import com.fasterxml.jackson.databind.JsonNode;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.wire.EventCodec;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is asked of monitoring while a host joins; whichever instance answers first is asked. */
@ApplicationScoped
class MonitoringCalls {
    private static final Duration CONNECT = Duration.ofSeconds(2);

    private final EnrolmentConfig config;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT)
                    .build();

    @Inject
    MonitoringCalls(EnrolmentConfig config) {
        this.config = config;
    }

    /** A call was not answered as hoped; the message says why, and holds no credential. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        private final String code;

        Refused(String code, String message) {
            super(message);
            this.code = code;
        }

        /** Of the problem; {@code unreachable} when nobody answered. */
        String code() {
            return code;
        }
    }

    /** What an administrator does: asks for a join token. */
    String joinToken(HostId host) throws Refused, InterruptedException {
        String administrator;
        try {
            administrator = Files.readString(config.tokenFile().orElseThrow()).strip();
        } catch (IOException e) {
            throw new Refused("no-administrator", "The administrator's token cannot be read");
        }
        return text(
                post("/api/v1/hosts/" + host + "/join-token", administrator, Map.of()), "token");
    }

    /** Joins. */
    HostIdentity enrol(HostId host, String token, KeyPair keys)
            throws Refused, InterruptedException {
        return identity(
                host,
                keys,
                post(
                        "/api/v1/enrolments",
                        null,
                        Map.of(
                                "token",
                                token,
                                "certificateRequest",
                                HostIdentity.request(host, keys))));
    }

    /** Gets the next certificate. */
    HostIdentity renew(HostIdentity now, String bearer, KeyPair keys)
            throws Refused, InterruptedException {
        return identity(
                now.host(),
                keys,
                post(
                        "/api/v1/enrolments/renew",
                        bearer,
                        Map.of("certificateRequest", HostIdentity.request(now.host(), keys))));
    }

    private static HostIdentity identity(HostId host, KeyPair keys, JsonNode answer)
            throws Refused {
        try {
            X509Certificate certificate = HostIdentity.certificate(text(answer, "certificate"));
            if (!certificate.getPublicKey().equals(keys.getPublic())) {
                throw new Refused("odd-answer", "The certificate is for another key");
            }
            return new HostIdentity(
                    host,
                    keys.getPrivate(),
                    certificate,
                    Instant.parse(text(answer, "renewAfter")),
                    authority(answer));
        } catch (GeneralSecurityException | DateTimeParseException e) {
            throw new Refused("odd-answer", "The answer holds no certificate");
        }
    }

    /** The last of the chain; absent where there is none beside the host's own. */
    private static @Nullable X509Certificate authority(JsonNode answer)
            throws GeneralSecurityException {
        JsonNode chain = answer.path("chain");
        return chain.size() < 2
                ? null
                : HostIdentity.certificate(chain.get(chain.size() - 1).asText());
    }

    private JsonNode post(String path, @Nullable String bearer, Map<String, String> body)
            throws Refused, InterruptedException {
        List<URI> instances = config.monitoring().orElseThrow();
        for (URI instance : instances) {
            try {
                return post(instance.resolve(path), bearer, body);
            } catch (IOException e) {
                // The next instance may answer.
            }
        }
        throw new Refused("unreachable", "No instance of monitoring answers at " + instances);
    }

    private JsonNode post(URI address, @Nullable String bearer, Map<String, String> body)
            throws IOException, Refused, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address)
                        .timeout(config.timeout())
                        .header("Content-Type", "application/json")
                        .POST(
                                HttpRequest.BodyPublishers.ofByteArray(
                                        EventCodec.JSON.writeValueAsBytes(body)));
        if (bearer != null) {
            request.header("Authorization", "Bearer " + bearer);
        }
        HttpResponse<byte[]> response =
                http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        JsonNode answer = EventCodec.JSON.readTree(response.body());
        if (response.statusCode() / 100 == 2) {
            return answer;
        }
        throw new Refused(
                answer.path("code").asText("http-" + response.statusCode()),
                answer.path("detail").asText(answer.path("title").asText("")));
    }

    private static String text(JsonNode answer, String field) throws Refused {
        String text = answer.path(field).asText("");
        if (text.isEmpty()) {
            throw new Refused("odd-answer", "The answer has no " + field);
        }
        return text;
    }
}
