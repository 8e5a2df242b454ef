package io.berth.kit.agent;

import io.berth.contracts.ids.HostId;
import io.berth.kit.rest.Callers;
import io.berth.kit.rest.Problem;
import io.berth.kit.rest.ProblemException;
import jakarta.ws.rs.core.SecurityContext;
import org.jspecify.annotations.Nullable;

/**
 * For whom the token of an agent speaks. Whoever could beat for another host would keep a dead one
 * alive, so the token's name ({@code upn}) says it: {@code host:<id>} speaks for that host and no
 * other, {@code gateway:<name>} for every host that it brings reports of. A token that an agent
 * signs with its own key has the name of its certificate's host.
 *
 * @param host null for a gateway
 */
public record AgentToken(String name, @Nullable HostId host) {
    /** Before the id of a host. */
    public static final String OF_HOST = "host:";

    /** Before the name of a gateway. */
    public static final String OF_GATEWAY = "gateway:";

    /**
     * The caller's.
     *
     * @throws ProblemException (403 {@code token-names-no-host}) when the name is neither
     */
    public static AgentToken of(SecurityContext caller) {
        String name = Callers.principal(caller).value();
        if (name.startsWith(OF_GATEWAY) && name.length() > OF_GATEWAY.length()) {
            return new AgentToken(name, null);
        }
        if (name.startsWith(OF_HOST)) {
            try {
                return new AgentToken(name, new HostId(name.substring(OF_HOST.length())));
            } catch (IllegalArgumentException e) {
                throw nameless(name);
            }
        }
        throw nameless(name);
    }

    private static ProblemException nameless(String name) {
        return new ProblemException(
                Problem.of(
                                403,
                                "token-names-no-host",
                                "The token speaks for no host",
                                "Its name is " + name)
                        .with("principal", name)
                        .withHint(
                                "Use a token of the host, whose claim upn is host:<id>, or of a"
                                        + " gateway, gateway:<name>"));
    }

    /**
     * @param index of the event that speaks for the host
     * @throws ProblemException (403 {@code not-your-host}) when the token speaks for another one
     */
    public void requireSpeaksFor(HostId of, int index) {
        if (host != null && !host.equals(of)) {
            throw new ProblemException(
                    Problem.of(
                                    403,
                                    "not-your-host",
                                    "The token speaks for another host",
                                    "Event %d is of host %s, and the token is of %s"
                                            .formatted(index, of, name))
                            .with("index", index)
                            .with("host", of.value())
                            .with("principal", name)
                            .withHint(
                                    "Nothing was taken; each host sends with a token of its own"));
        }
    }

    /**
     * For what is about one host as a whole.
     *
     * @throws ProblemException (403 {@code not-your-host}) when the token speaks for another one
     */
    public void requireSpeaksFor(HostId of) {
        if (host != null && !host.equals(of)) {
            throw new ProblemException(
                    Problem.of(
                                    403,
                                    "not-your-host",
                                    "The token speaks for another host",
                                    "It is of %s, and the request is about host %s"
                                            .formatted(name, of))
                            .with("host", of.value())
                            .with("principal", name)
                            .withHint("Each host sends with a token of its own"));
        }
    }
}
