package io.berth.kit.vault;

import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RingId;
import io.berth.contracts.keyvault.RecordRef;
import io.berth.kit.vault.VaultCalls.Call;
import io.berth.kit.vault.VaultCalls.InstanceUnfit;
import io.berth.kit.vault.VaultCalls.Reply;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The key vault: it takes secrets and gives ciphertexts, opens them again, and exchanges those of
 * older keys. Never called inside a transaction: a call may take 12 s while instances are tried in
 * turn. At most {@value #MAX_RECORDS} records in a call.
 *
 * <p>{@code berth_vault_calls_total{operation,result}} counts the calls by what came of them.
 */
@ApplicationScoped
public class VaultClient {
    /** Most records of one call; the vault's own bound. */
    public static final int MAX_RECORDS = 1000;

    private static final Logger LOG = Logger.getLogger(VaultClient.class);
    private static final int FIRST_REFUSAL = 400;

    private final VaultCalls calls;
    private final VaultConfig config;
    private final MeterRegistry registry;

    VaultClient(VaultCalls calls, VaultConfig config, MeterRegistry registry) {
        this.calls = calls;
        this.config = config;
        this.registry = registry;
    }

    /** A secret, and the place that its ciphertext is bound to; the bytes are left as they are. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Plain(RecordRef place, byte[] secret) {
        @Override
        public String toString() {
            return "Plain[" + place + "]";
        }
    }

    /** A ciphertext, and the place that it is bound to. */
    public record Closed(RecordRef place, String ciphertext) {}

    /** A secret as the key vault gave it out. */
    public record Protected(String ciphertext, KeyVersion version) {}

    /** Whether a ciphertext opens. */
    public sealed interface Opened {
        /** It does; who asked overwrites the bytes. */
        @SuppressWarnings("ArrayRecordComponent") // never compared
        record Opens(KeyVersion version, byte[] secret) implements Opened {
            @Override
            public String toString() {
                return "Opens[" + version + "]";
            }
        }

        /**
         * It does not.
         *
         * @param code the key vault's own
         */
        record DoesNot(String code) implements Opened {}
    }

    /** What came of exchanging a ciphertext. */
    public sealed interface Rewrapped {
        /** It is under the newest key now. */
        record Exchanged(String ciphertext) implements Rewrapped {}

        /** It was already. */
        record Current() implements Rewrapped {}

        /**
         * It does not open.
         *
         * @param code the key vault's own
         */
        record DoesNotOpen(String code) implements Rewrapped {}
    }

    /**
     * What came of exchanging ciphertexts.
     *
     * @param version the key that the exchanged ones are under
     * @param records in the order of the request
     */
    public record Exchange(KeyVersion version, List<Rewrapped> records) {}

    private enum Operation {
        PROTECT,
        UNPROTECT,
        REWRAP,
        RING,
        CENSUS
    }

    /** Protects secrets, in their order; all or none. */
    public VaultAnswer<List<Protected>> protect(RingId ring, List<Plain> secrets) {
        byte[] body =
                VaultJson.write(
                        new VaultJson.Request<>(
                                ring.value(),
                                secrets.stream()
                                        .map(plain ->
                                                new VaultJson.Plain(
                                                        plain.place().object(),
                                                        plain.place().field(),
                                                        plain.secret()))
                                        .toList()));
        try {
            return call(
                    Operation.PROTECT,
                    "POST",
                    "/api/v1/protect",
                    body,
                    reply -> protectedSecrets(reply, secrets.size()));
        } finally {
            Arrays.fill(body, (byte) 0);
        }
    }

    private static @Nullable List<Protected> protectedSecrets(byte[] reply, int wanted) {
        VaultJson.Answer answer = VaultJson.read(reply, VaultJson.Answer.class);
        List<VaultJson.Result> results = results(answer, wanted);
        Long version = answer == null ? null : answer.keyVersion();
        if (results == null || version == null) {
            return null;
        }
        List<Protected> done = new ArrayList<>();
        for (VaultJson.Result result : results) {
            String ciphertext = result.ciphertext();
            if (ciphertext == null) {
                return null;
            }
            done.add(new Protected(ciphertext, new KeyVersion(version)));
        }
        return done;
    }

    /** Opens ciphertexts, in their order, each by itself. */
    public VaultAnswer<List<Opened>> unprotect(RingId ring, List<Closed> records) {
        return call(
                Operation.UNPROTECT,
                "POST",
                "/api/v1/unprotect",
                closed(ring, records),
                reply -> {
                    List<VaultJson.Result> results =
                            results(VaultJson.read(reply, VaultJson.Answer.class), records.size());
                    Arrays.fill(reply, (byte) 0);
                    return results == null
                            ? null
                            : results.stream().map(VaultClient::opened).toList();
                });
    }

    private static Opened opened(VaultJson.Result result) {
        Long version = result.keyVersion();
        byte[] plaintext = result.plaintext();
        return "opened".equals(result.status()) && version != null && plaintext != null
                ? new Opened.Opens(new KeyVersion(version), plaintext)
                : new Opened.DoesNot(code(result));
    }

    /** Exchanges ciphertexts for ones of the newest key, in their order, each by itself. */
    public VaultAnswer<Exchange> rewrap(RingId ring, List<Closed> records) {
        return call(
                Operation.REWRAP,
                "POST",
                "/api/v1/rewrap",
                closed(ring, records),
                reply -> {
                    VaultJson.Answer answer = VaultJson.read(reply, VaultJson.Answer.class);
                    List<VaultJson.Result> results = results(answer, records.size());
                    Long version = answer == null ? null : answer.keyVersion();
                    return results == null || version == null
                            ? null
                            : new Exchange(
                                    new KeyVersion(version),
                                    results.stream().map(VaultClient::rewrapped).toList());
                });
    }

    private static Rewrapped rewrapped(VaultJson.Result result) {
        String ciphertext = result.ciphertext();
        if ("rewrapped".equals(result.status()) && ciphertext != null) {
            return new Rewrapped.Exchanged(ciphertext);
        }
        return "current".equals(result.status())
                ? new Rewrapped.Current()
                : new Rewrapped.DoesNotOpen(code(result));
    }

    /** The key with which a ring protects now. */
    public VaultAnswer<KeyVersion> currentVersion(RingId ring) {
        return call(
                Operation.RING,
                "GET",
                "/api/v1/rings/" + ring.value(),
                null,
                reply -> {
                    VaultJson.Ring found = VaultJson.read(reply, VaultJson.Ring.class);
                    Long version = found == null ? null : found.currentVersion();
                    return version == null ? null : new KeyVersion(version);
                });
    }

    /**
     * Tells how many ciphertexts of a ring the holder keeps.
     *
     * @param countedAt when counting began
     * @param counts by key; answered again as they were sent
     */
    public VaultAnswer<Map<KeyVersion, Long>> report(
            RingId ring, Principal holder, Instant countedAt, Map<KeyVersion, Long> counts) {
        byte[] body =
                VaultJson.write(
                        new VaultJson.Count(
                                countedAt.toString(),
                                counts.entrySet().stream()
                                        .map(count ->
                                                new VaultJson.VersionCount(
                                                        count.getKey().value(), count.getValue()))
                                        .toList()));
        return call(
                Operation.CENSUS,
                "PUT",
                "/api/v1/rings/"
                        + ring.value()
                        + "/census/"
                        + URLEncoder.encode(holder.value(), StandardCharsets.UTF_8),
                body,
                reply -> counts);
    }

    private static byte[] closed(RingId ring, List<Closed> records) {
        return VaultJson.write(
                new VaultJson.Request<>(
                        ring.value(),
                        records.stream()
                                .map(record ->
                                        new VaultJson.Closed(
                                                record.place().object(),
                                                record.place().field(),
                                                record.ciphertext()))
                                .toList()));
    }

    private static @Nullable List<VaultJson.Result> results(
            VaultJson.@Nullable Answer answer, int wanted) {
        List<VaultJson.Result> results = answer == null ? null : answer.records();
        return results == null || results.size() != wanted ? null : results;
    }

    private static String code(VaultJson.Result result) {
        String code = result.code();
        return code == null ? "unknown" : code;
    }

    /** Reads an answer; null when it is not of the form agreed. */
    @FunctionalInterface
    private interface Reader<T> {
        @Nullable T read(byte[] reply);
    }

    private <T> VaultAnswer<T> call(
            Operation operation,
            String method,
            String path,
            byte @Nullable [] body,
            Reader<T> reader) {
        VaultAnswer<T> answer = answer(method, path, body, reader);
        String result =
                switch (answer) {
                    case VaultAnswer.Answered<T> _ -> "ok";
                    case VaultAnswer.Unavailable<T>(String reason) -> {
                        LOG.warnf("the key vault is not available: %s", reason);
                        yield "unavailable";
                    }
                    case VaultAnswer.Refused<T>(String code) -> {
                        LOG.warnf("the key vault refuses: %s", code);
                        yield "refused";
                    }
                };
        registry.counter(
                        "berth.vault.calls",
                        "operation",
                        operation.name().toLowerCase(Locale.ROOT),
                        "result",
                        result)
                .increment();
        return answer;
    }

    private <T> VaultAnswer<T> answer(
            String method, String path, byte @Nullable [] body, Reader<T> reader) {
        Optional<String> addresses = config.addresses();
        Optional<Path> tokenFile = config.tokenFile();
        if (addresses.isEmpty() || tokenFile.isEmpty()) {
            return new VaultAnswer.Unavailable<>("no key vault is configured");
        }
        String token;
        try {
            token = Files.readString(tokenFile.get()).strip();
        } catch (IOException e) {
            return new VaultAnswer.Unavailable<>(
                    "the token file " + tokenFile.get() + " cannot be read");
        }
        try {
            Reply reply =
                    calls.send(
                            Arrays.stream(addresses.get().split(",", -1))
                                    .map(String::strip)
                                    .toList(),
                            new Call(method, path, token, body));
            if (reply.status() >= FIRST_REFUSAL) {
                return new VaultAnswer.Refused<>(VaultJson.code(reply.status(), reply.body()));
            }
            T value = reader.read(reply.body());
            return value == null
                    ? new VaultAnswer.Refused<>("an answer that is not of the form agreed")
                    : new VaultAnswer.Answered<>(value);
        } catch (InstanceUnfit e) {
            return new VaultAnswer.Unavailable<>(
                    "no instance of " + addresses.get() + " serves; the last: " + e.getMessage());
        }
    }
}
