package io.berth.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.berth.contracts.wire.EventCodec;
import io.berth.platform.ComponentName;
import io.berth.platform.InstallationKeys;
import io.berth.platform.PlatformClient;
import io.berth.platform.Role;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Secrets protected and opened over the key vault's REST interface, in batches, by the running
 * platform; the client shares the machine's cores with it.
 */
final class KeyvaultBench implements AutoCloseable {
    /** What is promised on two cores, in batches of 100. */
    static final long FLOOR_PROTECTS_PER_SECOND = 2_000;

    private static final int BATCH = 100;
    private static final int RECORD_BYTES = 1024;
    private static final int[] CLIENTS = {1, 2, 4};
    private static final Duration WARM_UP = Duration.ofSeconds(6);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration VALIDITY = Duration.ofHours(1);
    private static final String PRINCIPAL = "bench";
    private static final int CEILING_RECORDS = 1_000;

    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(TIMEOUT)
                    .build();
    private final String base;
    private final String token;
    private final String ring = "bench-" + Long.toString(System.currentTimeMillis(), 36);
    private final byte[] toProtect;
    private final byte[] toOpen;

    private KeyvaultBench(PlatformClient platform) {
        String url = platform.ports().url(ComponentName.KEYVAULT);
        base = url + "/api/v1/";
        token =
                InstallationKeys.loadOrCreate(platform.installation().keys())
                        .token(Role.SERVICE, PRINCIPAL, VALIDITY);
        ObjectNode wanted = EventCodec.JSON.createObjectNode().put("id", ring);
        wanted.putArray("principals").add(PRINCIPAL);
        try (Rest administration = new Rest(url, platform.token(Role.ADMINISTRATOR))) {
            administration.post("rings", wanted);
        }
        toProtect = plaintexts();
        toOpen = ciphertexts(send("protect", toProtect));
    }

    /** One operation by so many clients at once. */
    private record Load(String operation, int clients, double perSecond, Sample callMillis) {}

    /**
     * @param perLoad how long each load is measured
     */
    static Report run(Duration perLoad) {
        List<Load> loads = new ArrayList<>();
        try (KeyvaultBench bench = new KeyvaultBench(PlatformClient.connect())) {
            var _ = bench.load("protect", bench.toProtect, 2, WARM_UP);
            var _ = bench.load("unprotect", bench.toOpen, 2, WARM_UP);
            for (int clients : CLIENTS) {
                loads.add(bench.load("protect", bench.toProtect, clients, perLoad));
                loads.add(bench.load("unprotect", bench.toOpen, clients, perLoad));
            }
        }
        CpuTime.Measured ceiling = CpuTime.of(CEILING_RECORDS, KeyvaultBench::ciphersAlone);
        List<List<String>> rows = new ArrayList<>();
        rows.add(
                List.of(
                        "AES-256-GCM alone, one core (ceiling)",
                        "",
                        "%,.0f".formatted(ceiling.perSecond()),
                        "",
                        ""));
        loads.forEach(load -> rows.add(row(load)));
        double best =
                loads.stream()
                        .filter(load -> load.operation().equals("protect"))
                        .mapToDouble(Load::perSecond)
                        .max()
                        .orElse(0);
        return new Report(
                "keyvault: records of %d bytes over REST, %d in a call"
                        .formatted(RECORD_BYTES, BATCH),
                new Table(List.of("", "clients", "records/s", "ms/call p50", "p99"), rows),
                List.of(
                        "One instance; client, service and database share the cores.",
                        "Ceiling: processor time of one cipher made new for each record."),
                best < FLOOR_PROTECTS_PER_SECOND
                        ? List.of(
                                "%,.0f protects/s; the floor is %,d"
                                        .formatted(best, FLOOR_PROTECTS_PER_SECOND))
                        : List.of());
    }

    private static List<String> row(Load load) {
        return List.of(
                load.operation(),
                Integer.toString(load.clients()),
                "%,.0f".formatted(load.perSecond()),
                "%,.1f".formatted(load.callMillis().percentile(50)),
                "%,.1f".formatted(load.callMillis().percentile(99)));
    }

    private Load load(String operation, byte[] body, int clients, Duration time) {
        long begun = System.nanoTime();
        long end = begun + time.toNanos();
        List<Double> calls = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Double>>> all = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                all.add(threads.submit(() -> callUntil(end, operation, body)));
            }
            for (Future<List<Double>> one : all) {
                calls.addAll(one.get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        return new Load(
                operation,
                clients,
                calls.size() * (double) BATCH / seconds,
                new Sample(calls.stream().mapToDouble(Double::doubleValue).toArray()));
    }

    private List<Double> callUntil(long end, String operation, byte[] body) {
        List<Double> millis = new ArrayList<>();
        do {
            long from = System.nanoTime();
            byte[] answer = send(operation, body);
            millis.add((System.nanoTime() - from) / 1e6);
            if (answer.length < BATCH * RECORD_BYTES) {
                throw new IllegalStateException(
                        operation + " answered " + answer.length + " bytes for " + BATCH);
            }
        } while (System.nanoTime() - end < 0);
        return millis;
    }

    private byte[] send(String operation, byte[] body) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(base + operation))
                        .timeout(TIMEOUT)
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(body))
                        .build();
        try {
            HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(
                        request.uri() + " answered " + response.statusCode());
            }
            return response.body();
        } catch (IOException e) {
            throw new IllegalStateException(request.uri() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private byte[] plaintexts() {
        SplittableRandom random = new SplittableRandom(1);
        ObjectNode body = EventCodec.JSON.createObjectNode().put("ring", ring);
        ArrayNode records = body.putArray("records");
        for (int i = 0; i < BATCH; i++) {
            byte[] secret = new byte[RECORD_BYTES];
            random.nextBytes(secret);
            records.addObject()
                    .put("object", "bench/" + i)
                    .put("field", "secret")
                    .put("plaintext", Base64.getEncoder().encodeToString(secret));
        }
        return bytes(body);
    }

    private byte[] ciphertexts(byte[] protectedRecords) {
        ObjectNode body = EventCodec.JSON.createObjectNode().put("ring", ring);
        ArrayNode records = body.putArray("records");
        try {
            for (JsonNode record : EventCodec.JSON.readTree(protectedRecords).path("records")) {
                records.addObject()
                        .put("object", record.path("object").asText())
                        .put("field", record.path("field").asText())
                        .put("ciphertext", record.path("ciphertext").asText());
            }
        } catch (IOException e) {
            throw new IllegalStateException("protect did not answer JSON", e);
        }
        if (records.size() != BATCH) {
            throw new IllegalStateException("protect answered " + records.size() + " records");
        }
        return bytes(body);
    }

    private static byte[] bytes(ObjectNode body) {
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static long ciphersAlone() {
        byte[] plaintext = new byte[RECORD_BYTES];
        SecretKeySpec key = new SecretKeySpec(new byte[32], "AES");
        byte[] nonce = new byte[12];
        SecureRandom random = new SecureRandom();
        long sum = 0;
        try {
            for (int i = 0; i < CEILING_RECORDS; i++) {
                random.nextBytes(nonce);
                Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
                cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, nonce));
                sum += Arrays.hashCode(cipher.doFinal(plaintext));
            }
            return sum;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JDK has no AES-GCM", e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
