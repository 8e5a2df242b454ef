package io.berth.mover.wire.kerberos;

import io.berth.contracts.ids.HostId;
import io.berth.mover.wire.Channel;
import io.berth.mover.wire.Distrust;
import io.berth.mover.wire.GuardedSocket;
import io.berth.mover.wire.Messages;
import io.berth.mover.wire.Security;
import io.berth.mover.wire.WireException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import javax.security.auth.Subject;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSCredential;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.GSSManager;
import org.ietf.jgss.GSSName;
import org.ietf.jgss.Oid;
import org.jspecify.annotations.Nullable;

/**
 * Two hosts of one realm: Kerberos 5 by the JDK's GSS-API (RFC 4121). Both sides prove who they
 * are; encryption, integrity, the detection of repeats and of order are asked for, and a context
 * that lacks one of them is not used. Holds no state: each connection logs in with the keytab as it
 * is then, so new keys and tickets are taken without a restart.
 *
 * <p>The JVM finds the key distribution centre by {@code java.security.krb5.conf} or the system's
 * {@code krb5.conf}.
 */
public final class KerberosSecurity implements Security {
    /** The longest token of a handshake: a ticket of Active Directory holds up to 48,000 bytes. */
    static final int TOKEN = 64 << 10;

    /** Kerberos needs two; more would be a peer that goes on for ever. */
    private static final int ROUNDS = 4;

    private static final String MECHANISM = "1.2.840.113554.1.2.2";
    private static final String PRINCIPAL_NAME = "1.2.840.113554.1.2.2.1";

    private final Keytab keytab;
    private final String targets;

    /** Speaks as the host of this keytab. */
    public KerberosSecurity(Keytab keytab) {
        this(keytab, keytab.realm());
    }

    /** Asks for targets of another realm, as no agent does. */
    KerberosSecurity(Keytab keytab, String targets) {
        this.keytab = keytab;
        this.targets = targets;
    }

    @Override
    public Channel connect(GuardedSocket socket, HostId target) throws WireException {
        return as(socket, target);
    }

    @Override
    public Channel accept(GuardedSocket socket) throws WireException {
        return as(socket, null);
    }

    /**
     * @param target absent for the target itself
     */
    private Channel as(GuardedSocket socket, @Nullable HostId target) throws WireException {
        Subject self = login(target != null);
        try {
            return Subject.callAs(self, () -> established(socket, target));
        } catch (CompletionException e) {
            throw switch (e.getCause()) {
                case WireException known -> known;
                case GSSException gss -> why(gss);
                case IOException io -> socket.why("the handshake", io);
                case null, default -> throw e;
            };
        }
    }

    private Channel established(GuardedSocket socket, @Nullable HostId target)
            throws GSSException, IOException {
        Messages messages = new Messages(socket, socket.getInputStream(), socket.getOutputStream());
        GSSContext context = target == null ? acceptor() : initiator(target);
        try {
            exchange(context, socket, messages, target != null);
            requireProtection(context);
            HostId peer = peer(target == null ? context.getSrcName() : context.getTargName());
            return new GssChannel(socket, messages, context, peer);
        } catch (GSSException | IOException e) {
            context.dispose();
            throw e;
        }
    }

    private GSSContext initiator(HostId target) throws GSSException {
        GSSManager manager = GSSManager.getInstance();
        GSSContext context =
                manager.createContext(
                        manager.createName(
                                Keytab.principal(target, targets), new Oid(PRINCIPAL_NAME)),
                        new Oid(MECHANISM),
                        credential(manager, GSSCredential.INITIATE_ONLY),
                        GSSContext.DEFAULT_LIFETIME);
        context.requestMutualAuth(true);
        context.requestConf(true);
        context.requestInteg(true);
        context.requestReplayDet(true);
        context.requestSequenceDet(true);
        context.requestCredDeleg(false);
        return context;
    }

    private GSSContext acceptor() throws GSSException {
        GSSManager manager = GSSManager.getInstance();
        return manager.createContext(credential(manager, GSSCredential.ACCEPT_ONLY));
    }

    private GSSCredential credential(GSSManager manager, int usage) throws GSSException {
        return manager.createCredential(
                manager.createName(keytab.principal(), new Oid(PRINCIPAL_NAME)),
                GSSCredential.DEFAULT_LIFETIME,
                new Oid(MECHANISM),
                usage);
    }

    private static void exchange(
            GSSContext context, GuardedSocket socket, Messages messages, boolean first)
            throws GSSException, IOException {
        byte[] in = new byte[0];
        boolean speak = first;
        for (int round = 0; !context.isEstablished(); round++) {
            if (round == ROUNDS) {
                throw new WireException.Violation("no context after %d tokens".formatted(ROUNDS));
            }
            if (!speak) {
                in = messages.receive(TOKEN, socket.timeouts().handshake());
            }
            byte[] out =
                    first
                            ? context.initSecContext(in, 0, in.length)
                            : context.acceptSecContext(in, 0, in.length);
            if (out != null && out.length > 0) {
                messages.send(out);
            }
            speak = false;
        }
    }

    private static void requireProtection(GSSContext context) throws WireException {
        if (!context.getMutualAuthState()
                || !context.getConfState()
                || !context.getIntegState()
                || !context.getReplayDetState()
                || !context.getSequenceDetState()) {
            throw new WireException.Distrusted(
                    Distrust.UNPROTECTED,
                    "proof of both %s, encryption %s, integrity %s, repeats %s, order %s; all are needed"
                            .formatted(
                                    context.getMutualAuthState(),
                                    context.getConfState(),
                                    context.getIntegState(),
                                    context.getReplayDetState(),
                                    context.getSequenceDetState()),
                    null);
        }
    }

    /** The host that a principal stands for. */
    private HostId peer(GSSName name) throws WireException {
        String principal = name.toString();
        String own = "@" + keytab.realm();
        if (!principal.endsWith(own)) {
            throw new WireException.Distrusted(
                    Distrust.OTHER_REALM,
                    "%s is not of realm %s: use certificates with other forests"
                            .formatted(principal, keytab.realm()),
                    null);
        }
        String prefix = Keytab.SERVICE + "/";
        try {
            if (principal.startsWith(prefix)) {
                return new HostId(
                        principal.substring(prefix.length(), principal.length() - own.length()));
            }
        } catch (IllegalArgumentException e) {
            throw notAHost(principal, e);
        }
        throw notAHost(principal, null);
    }

    private static WireException notAHost(String principal, @Nullable Throwable cause) {
        return new WireException.Distrusted(
                Distrust.WRONG_HOST,
                "%s is no host; a host's principal is %s/<id>".formatted(principal, Keytab.SERVICE),
                cause);
    }

    private Subject login(boolean initiator) throws WireException {
        Map<String, String> options =
                Map.of(
                        "useKeyTab", "true",
                        "keyTab", keytab.file().toString(),
                        "principal", keytab.principal(),
                        "storeKey", "true",
                        "doNotPrompt", "true",
                        "refreshKrb5Config", "true",
                        "isInitiator", Boolean.toString(initiator));
        Configuration configuration =
                new Configuration() {
                    @Override
                    public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
                        return new AppConfigurationEntry[] {
                            new AppConfigurationEntry(
                                    "com.sun.security.auth.module.Krb5LoginModule",
                                    LoginModuleControlFlag.REQUIRED,
                                    options)
                        };
                    }
                };
        try {
            LoginContext login = new LoginContext("berth", new Subject(), null, configuration);
            login.login();
            return login.getSubject();
        } catch (LoginException e) {
            throw new WireException.Distrusted(
                    initiator ? Distrust.NO_TICKET : Distrust.OWN_CREDENTIALS,
                    "%s cannot log in with its keytab: %s"
                            .formatted(keytab.principal(), e.getMessage()),
                    e);
        }
    }

    static WireException.Distrusted why(GSSException e) {
        Distrust reason =
                List.of(
                                        GSSException.DEFECTIVE_TOKEN,
                                        GSSException.BAD_MIC,
                                        GSSException.DUPLICATE_TOKEN,
                                        GSSException.OLD_TOKEN,
                                        GSSException.UNSEQ_TOKEN,
                                        GSSException.GAP_TOKEN)
                                .contains(e.getMajor())
                        ? Distrust.NOT_GENUINE
                        : Distrust.NO_TICKET;
        return new WireException.Distrusted(reason, String.valueOf(e.getMessage()), e);
    }
}
