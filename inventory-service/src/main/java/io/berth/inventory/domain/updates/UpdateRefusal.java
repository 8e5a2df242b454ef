package io.berth.inventory.domain.updates;

import io.berth.contracts.ids.HostId;
import io.berth.inventory.domain.InventoryRefusal;
import io.berth.inventory.domain.Values;
import java.time.Instant;
import java.util.List;

/** Why an update server or a baseline is not as wished. */
public sealed interface UpdateRefusal extends InventoryRefusal {
    /** An update server gets its updates from another one. */
    record DownstreamServer(String server) implements UpdateRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "downstream-update-server",
                    Sort.RULE,
                    "The update server is a downstream server",
                    "Update server "
                            + server
                            + " gets its updates from another update server, which decides what it"
                            + " offers.",
                    "Name the root server.");
        }

        @Override
        public Values values() {
            return Values.of("server", server);
        }
    }

    /** An update server serves others, too. */
    record SharedServer(String server) implements UpdateRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "update-server-not-dedicated",
                    Sort.RULE,
                    "The update server is not dedicated",
                    "Update server "
                            + server
                            + " serves others beside this manager, whose settings would be"
                            + " overwritten.",
                    "Set up an update server for this manager alone.");
        }

        @Override
        public Values values() {
            return Values.of("server", server);
        }
    }

    /** An update server is too old, or none that is known. */
    record ServerTooOld(String server, String version, String minimum) implements UpdateRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "update-server-too-old",
                    Sort.RULE,
                    "The update server is too old",
                    "Update server " + server + " is " + version + ".",
                    minimum + " or later is needed.");
        }

        @Override
        public Values values() {
            return Values.of("server", server).and("version", version).and("minimum", minimum);
        }
    }

    /** A baseline names an update twice. */
    record UpdateNamedTwice(String update) implements UpdateRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "update-named-twice",
                    Sort.RULE,
                    "The baseline names an update twice",
                    "The update " + update + " stands there more than once.",
                    "Name it once.");
        }

        @Override
        public Values values() {
            return Values.of("update", update);
        }
    }

    /** Updates supersede each other. */
    record SupersedesCycle(List<String> path) implements UpdateRefusal {
        /** Copies the list. */
        public SupersedesCycle {
            path = List.copyOf(path);
        }

        @Override
        public Wording wording() {
            return new Wording(
                    "supersedes-cycle",
                    Sort.RULE,
                    "Updates supersede each other",
                    "No update of " + String.join(" → ", path) + " would be the newest.",
                    "An update supersedes older ones alone.");
        }

        @Override
        public Values values() {
            return Values.of("path", path);
        }
    }

    /** An exemption is of an update that the baseline does not have. */
    record NotInBaseline(String update) implements UpdateRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "update-not-in-baseline",
                    Sort.RULE,
                    "The baseline does not have this update",
                    "The baseline has no update " + update + ".",
                    "Exempt hosts from updates of the baseline.");
        }

        @Override
        public Values values() {
            return Values.of("update", update);
        }
    }

    /** A host is exempted twice from an update. */
    record ExemptedTwice(HostId host, String update) implements UpdateRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "exempted-twice",
                    Sort.RULE,
                    "The host is exempted twice",
                    "Host " + host + " is exempted from " + update + " more than once.",
                    "Give one exemption with its reason.");
        }

        @Override
        public Values values() {
            return Values.of("host", host.value()).and("update", update);
        }
    }

    /** A scan was made after now. */
    record ScanFromFuture(Instant scannedAt, Instant now) implements UpdateRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "scan-from-the-future",
                    Sort.RULE,
                    "The scan is from the future",
                    "The scan is of " + scannedAt + ", and it is " + now + ".",
                    "Set the clock of the host right.");
        }

        @Override
        public Values values() {
            return Values.of("scannedAt", scannedAt.toString()).and("now", now.toString());
        }
    }

    /** A later scan is known. */
    record ScanOutdated(HostId host, Instant scannedAt, Instant newest) implements UpdateRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "scan-outdated",
                    Sort.CONFLICT,
                    "A later scan of the host is known",
                    "The scan of host "
                            + host
                            + " is of "
                            + scannedAt
                            + "; one of "
                            + newest
                            + " is known.",
                    "Scan again.");
        }

        @Override
        public Values values() {
            return Values.of("host", host.value())
                    .and("scannedAt", scannedAt.toString())
                    .and("newest", newest.toString());
        }
    }
}
