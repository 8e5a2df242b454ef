package io.berth.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * One POST over HTTP/1.1, sent again and again over connections that stay open. The bytes of the
 * request are made once, and of the answer only the status counts: a client that shares the cores
 * with what it measures must cost little beside it, which {@link java.net.http.HttpClient} does
 * not.
 */
final class SameCall implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** More than the head of any answer of Berth. */
    private static final int MAX_HEAD = 8 * 1024;

    private static final String END_OF_HEAD = "\r\n\r\n";
    private static final String LENGTH = "content-length:";

    private final InetSocketAddress server;
    private final byte[] request;

    /** Not in use; as many as there were calls at once. */
    private final ConcurrentLinkedDeque<Socket> open = new ConcurrentLinkedDeque<>();

    /**
     * @param address for example {@code http://127.0.0.1:8085/api/v1/protect}
     */
    SameCall(URI address, String token, byte[] json) {
        server = new InetSocketAddress(address.getHost(), address.getPort());
        byte[] head =
                """
                POST %s HTTP/1.1\r
                Host: %s\r
                Authorization: Bearer %s\r
                Content-Type: application/json\r
                Content-Length: %d\r
                \r
                """
                        .formatted(address.getPath(), address.getAuthority(), token, json.length)
                        .getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream whole = new ByteArrayOutputStream(head.length + json.length);
        whole.writeBytes(head);
        whole.writeBytes(json);
        request = whole.toByteArray();
    }

    /**
     * Sends the request and waits for the whole answer.
     *
     * @throws IllegalStateException when the answer is no success
     */
    void send() {
        try {
            Socket connection = open.pollFirst();
            if (connection == null) {
                connection = connect();
            }
            connection.getOutputStream().write(request);
            String head = readAnswer(connection.getInputStream());
            open.addFirst(connection);
            if (!head.startsWith("HTTP/1.1 2")) {
                throw new IllegalStateException(server + " answered " + head.lines().findFirst());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Socket connect() throws IOException {
        Socket connection = new Socket();
        connection.setOption(StandardSocketOptions.TCP_NODELAY, true);
        connection.setSoTimeout(Math.toIntExact(TIMEOUT.toMillis()));
        connection.connect(server, Math.toIntExact(TIMEOUT.toMillis()));
        return connection;
    }

    /** The head of the answer; the body is read and thrown away. */
    private static String readAnswer(InputStream in) throws IOException {
        byte[] buffer = new byte[MAX_HEAD];
        int filled = 0;
        int end;
        String text;
        do {
            int read = in.read(buffer, filled, buffer.length - filled);
            if (read <= 0) {
                throw new EOFException("the answer ended, or its head is too long");
            }
            filled += read;
            text = new String(buffer, 0, filled, StandardCharsets.ISO_8859_1);
            end = text.indexOf(END_OF_HEAD);
        } while (end < 0);
        String head = text.substring(0, end);
        in.skipNBytes(length(head) - (filled - end - END_OF_HEAD.length()));
        return head;
    }

    private static long length(String head) throws IOException {
        for (String line : head.split("\r\n")) {
            if (line.regionMatches(true, 0, LENGTH, 0, LENGTH.length())) {
                return Long.parseLong(line.substring(LENGTH.length()).strip());
            }
        }
        throw new IOException("the answer does not say how long it is: " + head);
    }

    @Override
    public void close() {
        for (Socket connection; (connection = open.poll()) != null; ) {
            try {
                connection.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
