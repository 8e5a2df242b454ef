package io.berth.mover.wire.tls;

import io.berth.contracts.ids.HostId;
import io.berth.mover.wire.Channel;
import io.berth.mover.wire.Distrust;
import io.berth.mover.wire.GuardedSocket;
import io.berth.mover.wire.Messages;
import io.berth.mover.wire.WireException;
import java.time.Duration;
import javax.net.ssl.SSLHandshakeException;

/** Messages in TLS records, which carry order, integrity and secrecy. */
record TlsChannel(GuardedSocket socket, Messages messages, HostId peer) implements Channel {
    @Override
    public void send(byte[] message) throws WireException {
        try {
            messages.send(message);
        } catch (WireException e) {
            throw refused(e);
        }
    }

    @Override
    public byte[] receive(Duration patience) throws WireException {
        try {
            return messages.receive(Messages.LONGEST, patience);
        } catch (WireException e) {
            throw refused(e);
        }
    }

    /**
     * In TLS 1.3 a client is through with its handshake before its certificate is looked at; that
     * it was refused comes with what it reads or writes next.
     */
    private static WireException refused(WireException e) {
        return e.getCause() instanceof SSLHandshakeException alert
                        && String.valueOf(alert.getMessage()).contains("Received fatal alert")
                ? new WireException.Distrusted(
                        Distrust.REFUSED_BY_PEER, String.valueOf(alert.getMessage()), alert)
                : e;
    }

    /** Hangs up without the farewell of TLS: frames say themselves where a transfer ends. */
    @Override
    public void close() {
        socket.hangUp();
    }
}
