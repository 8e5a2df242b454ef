package io.berth.inventory.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An instance of a key vault over real HTTP, as far as inventory needs one: it keeps plaintexts in
 * memory, in a map that instances share as they share a database, and opens them for the place that
 * they were protected for. It encrypts nothing.
 */
final class FakeKeyvault implements AutoCloseable {
    /** What an instance does with requests. */
    enum Mood {
        /** Serves. */
        SERVING,
        /** Answers 503. */
        UNFIT,
        /** Answers 403 as to a principal that the ring does not name. */
        REFUSING,
        /** Takes requests and never answers. */
        MUTE
    }

    /** What instances share holds the version of the current key under this name. */
    static final String VERSION = "current version";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, String> shared;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile Mood mood = Mood.SERVING;
    private volatile String authorization = "";
    private volatile @Nullable Consumer<String> onRewrap;

    private FakeKeyvault(HttpServer server, Map<String, String> shared) {
        this.server = server;
        this.shared = shared;
    }

    /** Starts an instance at a port of 127.0.0.1. */
    static FakeKeyvault start(int port, Map<String, String> shared) {
        try {
            HttpServer server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            FakeKeyvault keyvault = new FakeKeyvault(server, shared);
            server.createContext("/api/v1/", keyvault::answer);
            server.setExecutor(keyvault.threads);
            server.start();
            return keyvault;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What instances share. */
    static Map<String, String> database() {
        return new ConcurrentHashMap<>();
    }

    void be(Mood next) {
        mood = next;
    }

    /** How many requests reached it. */
    int asked() {
        return asked.get();
    }

    /** The header of the last request. */
    String authorization() {
        return authorization;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.endsWith("protect")) {
            asked.incrementAndGet(); // What inventory does by itself is not counted.
        }
        authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        byte[] body = exchange.getRequestBody().readAllBytes();
        JsonNode request = body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
        switch (mood) {
            case UNFIT -> send(exchange, 503, problem("temporarily-unavailable"));
            case REFUSING -> send(exchange, 403, problem("ring-not-permitted"));
            case MUTE -> {}
            case SERVING ->
                    send(
                            exchange,
                            200,
                            switch (path.substring("/api/v1/".length()).split("/", -1)[0]) {
                                case "unprotect" -> unprotect(request);
                                case "rewrap" -> rewrap(request);
                                case "protect" -> protect(request);
                                default ->
                                        path.contains("/census/") ? census(path, request) : ring();
                            });
        }
    }

    private ObjectNode ring() {
        return JSON.createObjectNode().put("currentVersion", version());
    }

    private ObjectNode census(String path, JsonNode request) {
        shared.put(path.substring(path.lastIndexOf('/') + 1), request.get("counts").toString());
        return JSON.createObjectNode();
    }

    private long version() {
        return Long.parseLong(shared.getOrDefault(VERSION, "7"));
    }

    private ObjectNode rewrap(JsonNode request) {
        ObjectNode answer = JSON.createObjectNode();
        answer.put("keyVersion", version());
        ArrayNode records = answer.putArray("records");
        for (JsonNode record : request.get("records")) {
            String old = record.get("ciphertext").asText();
            String plaintext = shared.get(place(request, record) + " " + old);
            ObjectNode result = records.addObject();
            if (plaintext == null) {
                result.put("status", "refused").put("code", "key-destroyed");
            } else {
                String ciphertext = "sealed-" + UUID.randomUUID();
                shared.put(place(request, record) + " " + ciphertext, plaintext);
                result.put("status", "rewrapped").put("ciphertext", ciphertext);
            }
            if (onRewrap != null) {
                onRewrap.accept(record.get("object").asText());
            }
        }
        return answer;
    }

    /** Does something while a ciphertext is on its way back. */
    void onRewrap(Consumer<String> action) {
        onRewrap = action;
    }

    private ObjectNode protect(JsonNode request) {
        ObjectNode answer = JSON.createObjectNode();
        answer.put("ring", request.get("ring").asText()).put("keyVersion", version());
        ArrayNode records = answer.putArray("records");
        for (JsonNode record : request.get("records")) {
            String ciphertext = "sealed-" + UUID.randomUUID();
            shared.put(place(request, record) + " " + ciphertext, record.get("plaintext").asText());
            records.addObject()
                    .put("object", record.get("object").asText())
                    .put("ciphertext", ciphertext);
        }
        return answer;
    }

    private ObjectNode unprotect(JsonNode request) {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode records = answer.putArray("records");
        for (JsonNode record : request.get("records")) {
            String plaintext =
                    shared.get(place(request, record) + " " + record.get("ciphertext").asText());
            ObjectNode result = records.addObject();
            if (plaintext == null) {
                result.put("status", "refused").put("code", "ciphertext-not-authentic");
            } else {
                result.put("status", "opened")
                        .put("keyVersion", version())
                        .put("plaintext", plaintext);
            }
        }
        return answer;
    }

    private static String place(JsonNode request, JsonNode record) {
        return request.get("ring").asText()
                + " "
                + record.get("object").asText()
                + " "
                + record.get("field").asText();
    }

    private static ObjectNode problem(String code) {
        return JSON.createObjectNode().put("code", code);
    }

    private static void send(HttpExchange exchange, int status, ObjectNode body)
            throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /** Ends it: connections are refused from now on. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
