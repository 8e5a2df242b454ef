package io.berth.mover.wire.kerberos;

import io.berth.contracts.ids.HostId;
import io.berth.mover.wire.Channel;
import io.berth.mover.wire.Distrust;
import io.berth.mover.wire.GuardedSocket;
import io.berth.mover.wire.Messages;
import io.berth.mover.wire.WireException;
import java.time.Duration;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.MessageProp;

/**
 * Messages in encrypted tokens of GSS-API. The context numbers them; one that comes twice, too late
 * or after a gap ends the connection.
 */
record GssChannel(GuardedSocket socket, Messages messages, GSSContext context, HostId peer)
        implements Channel {
    @Override
    public void send(byte[] message) throws WireException {
        byte[] token;
        try {
            token = context.wrap(message, 0, message.length, new MessageProp(0, true));
        } catch (GSSException e) {
            throw KerberosSecurity.why(e);
        }
        messages.send(token);
    }

    @Override
    public byte[] receive(Duration patience) throws WireException {
        byte[] token = messages.receive(Messages.LONGEST, patience);
        try {
            MessageProp how = new MessageProp(false);
            byte[] message = context.unwrap(token, 0, token.length, how);
            if (!how.getPrivacy()
                    || how.isDuplicateToken()
                    || how.isOldToken()
                    || how.isUnseqToken()
                    || how.isGapToken()) {
                throw new WireException.Distrusted(
                        Distrust.NOT_GENUINE,
                        "a message: encrypted %s, repeated %s, old %s, out of order %s, after a gap %s"
                                .formatted(
                                        how.getPrivacy(),
                                        how.isDuplicateToken(),
                                        how.isOldToken(),
                                        how.isUnseqToken(),
                                        how.isGapToken()),
                        null);
            }
            return message;
        } catch (GSSException e) {
            throw KerberosSecurity.why(e);
        }
    }

    @Override
    public void close() {
        try {
            context.dispose();
        } catch (GSSException e) {
            // Its keys are gone with the connection.
        }
        socket.hangUp();
    }
}
