package io.berth.monitoring.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.Awaitility;

/** Somebody who is told of alerts by HTTP, and checks who signs. */
final class Pager implements AutoCloseable {
    private static final String SECRET = "a secret of thirty-two characters";

    private final HttpServer server;
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();

    /** A request. */
    record Call(String event, String delivery, String signature, String body) {
        boolean isSignedWithOurSecret() {
            String[] parts = signature.split("[=,]", -1);
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
                byte[] signed = (parts[1] + "." + body).getBytes(StandardCharsets.UTF_8);
                return HexFormat.of().formatHex(mac.doFinal(signed)).equals(parts[3]);
            } catch (GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        }
    }

    Pager() throws IOException {
        Path secrets = Files.createDirectories(Path.of("target/test-secrets"));
        Files.writeString(secrets.resolve("pager"), SECRET);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::take);
        server.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            calls.add(
                    new Call(
                            header(exchange, "Berth-Event"),
                            header(exchange, "Berth-Delivery"),
                            header(exchange, "Berth-Signature"),
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8)));
            boolean refuse = refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
            exchange.sendResponseHeaders(refuse ? 500 : 204, -1);
        }
    }

    private static String header(HttpExchange exchange, String name) {
        return String.valueOf(exchange.getRequestHeaders().getFirst(name));
    }

    /** Answers the next calls with an error. */
    void refuseFirst(int number) {
        refusals.set(number);
    }

    String url() {
        return "http://127.0.0.1:%d/alerts".formatted(server.getAddress().getPort());
    }

    List<Call> calls(String fingerprint) {
        return calls.stream().filter(call -> call.body().contains(fingerprint)).toList();
    }

    List<Call> await(String fingerprint, int number, Duration atMost) {
        Awaitility.await().atMost(atMost).until(() -> calls(fingerprint).size() >= number);
        return calls(fingerprint);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
