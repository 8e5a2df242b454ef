package io.berth.mover.wire;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;

/** Messages over two streams: the length in four bytes, then the message. */
public final class Messages {
    /** The longest frame, and what Kerberos puts around it. */
    public static final int LONGEST = Frames.LONGEST + 1_024;

    private final GuardedSocket socket;
    private final DataInputStream in;
    private final OutputStream out;

    /**
     * @param in of the socket, or of what protects it
     */
    public Messages(GuardedSocket socket, InputStream in, OutputStream out) {
        this.socket = socket;
        this.in = new DataInputStream(in);
        this.out = out;
    }

    /** Sends one. */
    public void send(byte[] message) throws WireException {
        byte[] whole =
                ByteBuffer.allocate(Integer.BYTES + message.length)
                        .putInt(message.length)
                        .put(message)
                        .array();
        try {
            out.write(whole);
            out.flush();
        } catch (IOException e) {
            throw socket.why("sending a message", e);
        }
    }

    /**
     * Receives one, of at most so many bytes.
     *
     * @param patience until its first byte
     */
    public byte[] receive(int most, Duration patience) throws WireException {
        try {
            socket.readWithin(patience, "waiting for a message");
            int first = in.read();
            if (first < 0) {
                throw new WireException.Gone("the other side has hung up", null);
            }
            socket.readWithin(socket.timeouts().message(), "the length of a message");
            int length =
                    first << 24
                            | in.readUnsignedByte() << 16
                            | in.readUnsignedByte() << 8
                            | in.readUnsignedByte();
            if (length < 1 || length > most) {
                throw new WireException.Violation(
                        "a message of %d bytes; 1 to %d are allowed".formatted(length, most));
            }
            socket.readWithin(socket.timeouts().message(length), "a message");
            byte[] message = new byte[length];
            in.readFully(message);
            return message;
        } catch (EOFException e) {
            throw new WireException.Gone("the other side has hung up within a message", e);
        } catch (IOException e) {
            throw socket.why("receiving a message", e);
        } finally {
            socket.readFreely();
        }
    }
}
