package io.berth.monitoring.domain;

import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.monitoring.domain.detection.DetectionFit;
import java.time.Duration;

/** Why the fold did not take up a well-formed event. */
public sealed interface Refusal {
    /** A sentence for people, with the values and what to do. */
    String explain();

    /** A short name for a metric label. */
    String label();

    /** No roster names the host. */
    record UnknownHost(HostId host, DomainId domain, BootId boot) implements Refusal {
        @Override
        public String explain() {
            return "host %s (boot %s) is not configured in domain %s; add it to the inventory"
                    .formatted(host, boot, domain);
        }

        @Override
        public String label() {
            return "unknown-host";
        }
    }

    /** The host belongs to another domain. */
    record WrongDomain(HostId host, DomainId claimed, DomainId actual) implements Refusal {
        @Override
        public String explain() {
            return "host %s beats for domain %s and is configured in %s; restart its agent with that"
                    .formatted(host, claimed, actual);
        }

        @Override
        public String label() {
            return "wrong-domain";
        }
    }

    /** Somebody says that a host is off, and it beats. */
    record StillBeating(HostId host, Duration lastConfirmed, Duration silentAfter)
            implements Refusal {
        @Override
        public String explain() {
            return ("host %s is not off: its last confirmed beat is %d ms old, and it counts as"
                            + " silent above %d ms; check which machine was switched off")
                    .formatted(host, lastConfirmed.toMillis(), silentAfter.toMillis());
        }

        @Override
        public String label() {
            return "still-beating";
        }
    }

    /** Somebody lifts a quarantine that is none. */
    record NotQuarantined(HostId host, DomainId domain) implements Refusal {
        @Override
        public String explain() {
            return "host %s of domain %s is not quarantined, so there is nothing to lift"
                    .formatted(host, domain);
        }

        @Override
        public String label() {
            return "not-quarantined";
        }
    }

    /** Somebody says that a host is off that never beat, so that there is nothing to declare. */
    record NeverSeen(HostId host, DomainId domain) implements Refusal {
        @Override
        public String explain() {
            return ("host %s of domain %s has never beaten, or is not configured there; nothing"
                            + " that it ran is known")
                    .formatted(host, domain);
        }

        @Override
        public String label() {
            return "never-seen";
        }
    }

    /** A threshold and a lease that do not go together are to hold in a domain. */
    record DetectionDoesNotFit(DomainId domain, DetectionFit.Misfit misfit) implements Refusal {
        @Override
        public String explain() {
            return "detection of domain %s stays as it is: %s. %s"
                    .formatted(domain, misfit.explain(), misfit.hint());
        }

        @Override
        public String label() {
            return "detection-does-not-fit";
        }
    }

    /** A host sends more beats than are looked at. */
    record TooManyBeats(String host, int perSecond) implements Refusal {
        @Override
        public String explain() {
            return ("host %s sends more than %d beats within a second; those above are counted and"
                            + " not read, and this is the first of this minute; look at its agent,"
                            + " or at who else holds its credentials")
                    .formatted(host, perSecond);
        }

        @Override
        public String label() {
            return "too-many-beats";
        }
    }
}
