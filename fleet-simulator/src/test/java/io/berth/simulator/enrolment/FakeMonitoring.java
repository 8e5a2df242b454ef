package io.berth.simulator.enrolment;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.berth.contracts.wire.EventCodec;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;

/** As much of monitoring as an agent sees: join tokens, certificates, beats. */
final class FakeMonitoring implements AutoCloseable {
    static final String ADMINISTRATOR = "the-administrators-token";

    private final HttpServer server;
    private final KeyPair authority = HostIdentity.newKeys();
    private final AtomicInteger serials = new AtomicInteger(0x1000);
    private final Map<String, String> tokens = new ConcurrentHashMap<>();

    /** Hosts that the inventory has. */
    final Set<String> known = ConcurrentHashMap.newKeySet();

    /** Serial numbers that are refused. */
    final Set<String> revoked = ConcurrentHashMap.newKeySet();

    /** What was asked, in order: {@code join h1}, {@code enrol h1}, {@code renew h1}. */
    final List<String> asked = new CopyOnWriteArrayList<>();

    /** The keys that were certified, in order. */
    final List<PublicKey> keys = new CopyOnWriteArrayList<>();

    /** Hosts whose beats were taken, in order. */
    final List<String> beats = new CopyOnWriteArrayList<>();

    /** How long after its making a certificate is to be renewed. */
    volatile Duration renewIn = Duration.ofDays(20);

    private record Answer(int status, Map<String, Object> body) {}

    private interface Endpoint {
        Answer answer(HttpExchange exchange, JsonNode body) throws Exception;
    }

    FakeMonitoring() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        on("/api/v1/hosts/", this::joinToken);
        on("/api/v1/enrolments", this::enrol);
        on("/api/v1/enrolments/renew", this::renew);
        on("/api/v1/heartbeats", this::beat);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void on(String path, Endpoint endpoint) {
        server.createContext(
                path,
                exchange -> {
                    try (exchange) {
                        Answer answer;
                        try {
                            answer =
                                    endpoint.answer(
                                            exchange,
                                            EventCodec.JSON.readTree(exchange.getRequestBody()));
                        } catch (Exception e) {
                            answer = refused(401, "agent-token-invalid", e.toString());
                        }
                        byte[] bytes = EventCodec.JSON.writeValueAsBytes(answer.body);
                        exchange.sendResponseHeaders(answer.status, bytes.length);
                        exchange.getResponseBody().write(bytes);
                    }
                });
    }

    private static Answer refused(int status, String code, String detail) {
        return new Answer(status, Map.of("code", code, "detail", detail));
    }

    private Answer joinToken(HttpExchange exchange, JsonNode body) {
        if (!bearer(exchange).equals(ADMINISTRATOR)) {
            return refused(403, "forbidden", "not an administrator");
        }
        String host = exchange.getRequestURI().getPath().split("/", -1)[4];
        asked.add("join " + host);
        if (!known.contains(host)) {
            return refused(404, "not-found", "There is no host " + host);
        }
        String token = "berth-join-" + serials.incrementAndGet();
        tokens.put(token, host);
        return new Answer(201, Map.of("token", token));
    }

    private Answer enrol(HttpExchange exchange, JsonNode body) throws Exception {
        String host = tokens.remove(body.path("token").asText());
        if (host == null) {
            return refused(401, "join-token-unknown", "Nobody has made it");
        }
        asked.add("enrol " + host);
        return certified(host, body);
    }

    private Answer renew(HttpExchange exchange, JsonNode body) throws Exception {
        Caller caller = caller(exchange);
        if (revoked.contains(caller.serial)) {
            return refused(401, "agent-certificate-revoked", "It was revoked");
        }
        asked.add("renew " + caller.host);
        return certified(caller.host, body);
    }

    private Answer beat(HttpExchange exchange, JsonNode body) throws Exception {
        Caller caller = caller(exchange);
        if (revoked.contains(caller.serial)) {
            return refused(401, "agent-certificate-revoked", "It was revoked");
        }
        if (!caller.host.equals(body.path("host").asText())) {
            return refused(403, "not-your-host", "It is of another host");
        }
        beats.add(caller.host);
        return new Answer(200, Map.of("accepted", 1, "limited", List.of()));
    }

    private record Caller(String host, String serial) {}

    private Caller caller(HttpExchange exchange) throws Exception {
        List<X509Certificate> chain = new ArrayList<>();
        JwtClaims claims =
                new JwtConsumerBuilder()
                        .setExpectedAudience("berth")
                        .setRequireExpirationTime()
                        .setMaxFutureValidityInMinutes(5)
                        .setVerificationKeyResolver((jws, _) -> leaf(jws, chain).getPublicKey())
                        .build()
                        .processToClaims(bearer(exchange));
        X509Certificate leaf = chain.getFirst();
        leaf.verify(authority.getPublic());
        String host = leaf.getSubjectX500Principal().getName().substring("CN=".length());
        if (!claims.getSubject().equals("host:" + host)) {
            throw new IllegalStateException("the subject is " + claims.getSubject());
        }
        return new Caller(host, leaf.getSerialNumber().toString(16));
    }

    private static X509Certificate leaf(JsonWebSignature jws, List<X509Certificate> chain) {
        try {
            chain.addAll(jws.getCertificateChainHeaderValue());
            return chain.getFirst();
        } catch (org.jose4j.lang.JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private Answer certified(String host, JsonNode body) throws Exception {
        String pem = body.path("certificateRequest").asText();
        JcaPKCS10CertificationRequest request;
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            request =
                    new JcaPKCS10CertificationRequest(
                            (PKCS10CertificationRequest) parser.readObject());
        }
        PublicKey key = request.getPublicKey();
        if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
            return refused(422, "key-not-proven", "another key");
        }
        keys.add(key);
        Instant now = Instant.now();
        String own = certificate(host, key, now);
        return new Answer(
                200,
                Map.of(
                        "certificate",
                        own,
                        "chain",
                        List.of(own, certificate("fake", authority.getPublic(), now)),
                        "renewAfter",
                        now.plus(renewIn).toString()));
    }

    private String certificate(String subject, PublicKey key, Instant now) throws Exception {
        X509Certificate certificate =
                new JcaX509CertificateConverter()
                        .getCertificate(
                                new JcaX509v3CertificateBuilder(
                                                new X500Name("CN=fake"),
                                                BigInteger.valueOf(serials.incrementAndGet()),
                                                Date.from(now.minusSeconds(300)),
                                                Date.from(now.plus(Duration.ofDays(30))),
                                                new X500Name("CN=" + subject),
                                                key)
                                        .build(
                                                new JcaContentSignerBuilder("SHA256withECDSA")
                                                        .build(authority.getPrivate())));
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(certificate);
        }
        return text.toString();
    }

    private static String bearer(HttpExchange exchange) {
        String header = exchange.getRequestHeaders().getFirst("Authorization");
        return header == null ? "" : header.substring("Bearer ".length());
    }
}
