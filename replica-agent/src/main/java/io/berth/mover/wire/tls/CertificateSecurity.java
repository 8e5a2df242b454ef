package io.berth.mover.wire.tls;

import io.berth.contracts.ids.HostId;
import io.berth.mover.wire.Channel;
import io.berth.mover.wire.Distrust;
import io.berth.mover.wire.GuardedSocket;
import io.berth.mover.wire.Messages;
import io.berth.mover.wire.Security;
import io.berth.mover.wire.WireException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Two hosts with certificates: TLS 1.3 and nothing older, both sides authenticated. Each connection
 * has a context of its own, made of the files as they are then: a renewed certificate is taken
 * without a restart, and no session is resumed, so a certificate is looked at each time. Holds no
 * state.
 */
public final class CertificateSecurity implements Security {
    private static final String[] PROTOCOLS = {"TLSv1.3"};
    private static final String[] SUITES = {"TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256"};

    private final IdentityFiles files;
    private final InstantSource clock;

    /** Speaks as the host of these files. */
    public CertificateSecurity(IdentityFiles files, InstantSource clock) {
        this.files = files;
        this.clock = clock;
    }

    @Override
    public Channel connect(GuardedSocket socket, HostId target) throws WireException {
        return shake(socket, target);
    }

    @Override
    public Channel accept(GuardedSocket socket) throws WireException {
        return shake(socket, null);
    }

    /**
     * @param wanted the target; absent for the target itself
     */
    private Channel shake(GuardedSocket socket, @Nullable HostId wanted) throws WireException {
        HostTrust trust;
        SSLContext context;
        try {
            trust = new HostTrust(files.anchors(), clock, wanted);
            context = context(trust);
        } catch (IOException | GeneralSecurityException e) {
            throw new WireException.Distrusted(
                    Distrust.OWN_CREDENTIALS, "own files: " + e.getMessage(), e);
        }
        try {
            SSLSocket secured = secured(context, socket, wanted != null);
            secured.startHandshake();
            HostId peer = trust.found();
            if (peer == null) {
                throw new WireException.Distrusted(
                        Distrust.NO_CERTIFICATE, "no certificate was shown", null);
            }
            Messages messages =
                    new Messages(socket, secured.getInputStream(), secured.getOutputStream());
            return new TlsChannel(socket, messages, peer);
        } catch (IOException e) {
            WireException reason = why(e, trust, socket);
            socket.drain();
            throw reason;
        }
    }

    private SSLContext context(HostTrust trust) throws IOException, GeneralSecurityException {
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(files.keys(), new char[0]);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(keys.getKeyManagers(), new TrustManager[] {trust}, null);
        return context;
    }

    private static SSLSocket secured(SSLContext context, GuardedSocket socket, boolean client)
            throws IOException {
        SSLSocket secured =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(
                                        socket,
                                        socket.getInetAddress().getHostAddress(),
                                        socket.getPort(),
                                        false);
        secured.setUseClientMode(client);
        secured.setEnabledProtocols(PROTOCOLS);
        secured.setEnabledCipherSuites(SUITES);
        if (!client) {
            secured.setNeedClientAuth(true);
        }
        return secured;
    }

    /** What TLS says of a failure, as far as it says it. */
    static WireException why(IOException e, HostTrust trust, GuardedSocket socket) {
        HostTrust.NotTrusted refused = trust.refused();
        if (refused != null) {
            return new WireException.Distrusted(
                    refused.reason(), String.valueOf(refused.getMessage()), refused);
        }
        WireException other = socket.why("the handshake", e);
        if (!(other instanceof WireException.Gone) || !(e instanceof SSLException)) {
            return other;
        }
        String message = String.valueOf(e.getMessage());
        if (message.contains("Received fatal alert")) {
            return new WireException.Distrusted(Distrust.REFUSED_BY_PEER, message, e);
        }
        return message.contains("Empty client certificate chain")
                        && e instanceof SSLHandshakeException
                ? new WireException.Distrusted(
                        Distrust.NO_CERTIFICATE, "no certificate was shown", e)
                : other;
    }
}
