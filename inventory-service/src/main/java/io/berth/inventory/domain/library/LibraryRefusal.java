package io.berth.inventory.domain.library;

import io.berth.contracts.ids.LibraryShareId;
import io.berth.contracts.ids.TemplateId;
import io.berth.contracts.ids.VmId;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.InventoryRefusal;
import io.berth.inventory.domain.Values;
import java.util.List;

/** Why something of the library is not as wished, or nothing is deployed. */
public sealed interface LibraryRefusal extends InventoryRefusal {
    /** A share lists a file twice. */
    record FileNamedTwice(String file) implements LibraryRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "file-named-twice",
                    Sort.RULE,
                    "The share lists a file twice",
                    "The file " + file + " stands there more than once.",
                    "List each file once; names differ by more than case.");
        }

        @Override
        public Values values() {
            return Values.of("file", file);
        }
    }

    /** A template needs a file that would go. */
    record FileInUse(LibraryShareId share, String file, TemplateId template)
            implements LibraryRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "file-in-use",
                    Sort.CONFLICT,
                    "A template needs the file",
                    "Template "
                            + template
                            + " has a disk from "
                            + file
                            + " of library share "
                            + share
                            + ".",
                    "Keep the file as a VHD, or change the template first.");
        }

        @Override
        public Values values() {
            return Values.of("share", share.value())
                    .and("file", file)
                    .and("template", template.value());
        }
    }

    /** The share has no such virtual disk. */
    record NoSuchVhd(LibraryShareId share, String file, List<String> vhds)
            implements LibraryRefusal {
        /** Copies the list. */
        public NoSuchVhd {
            vhds = List.copyOf(vhds);
        }

        @Override
        public Wording wording() {
            return new Wording(
                    "no-such-vhd",
                    Sort.RULE,
                    "The library has no such virtual disk",
                    "Library share " + share + " lists no VHD " + file + ".",
                    vhds.isEmpty()
                            ? "List the file with the share first."
                            : "Its virtual disks are " + String.join(", ", vhds) + ".");
        }

        @Override
        public Values values() {
            return Values.of("share", share.value()).and("file", file).and("vhds", vhds);
        }
    }

    /** A template names a disk twice. */
    record DiskNamedTwice(String disk) implements LibraryRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "disk-named-twice",
                    Sort.RULE,
                    "The template names a disk twice",
                    "The disk " + disk + " stands there more than once.",
                    "Name each disk once.");
        }

        @Override
        public Values values() {
            return Values.of("disk", disk);
        }
    }

    /** A guest cannot join both. */
    record DomainAndWorkgroup(String domain, String workgroup) implements LibraryRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "domain-and-workgroup",
                    Sort.RULE,
                    "A guest joins a domain or a workgroup",
                    "The guest would join domain " + domain + " and workgroup " + workgroup + ".",
                    "Name one of them, or neither.");
        }

        @Override
        public Values values() {
            return Values.of("domain", domain).and("workgroup", workgroup);
        }
    }

    /** There is no such time zone. */
    record UnknownTimeZone(String timeZone) implements LibraryRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "unknown-time-zone",
                    Sort.RULE,
                    "There is no such time zone",
                    "There is no time zone " + timeZone + ".",
                    "Use a name of the IANA database, such as Europe/Berlin or UTC.");
        }

        @Override
        public Values values() {
            return Values.of("timeZone", timeZone);
        }
    }

    /** A pattern of names cannot be used. */
    record InvalidPattern(String pattern, String reason) implements LibraryRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "invalid-name-pattern",
                    Sort.RULE,
                    "The pattern makes no names",
                    "The pattern " + pattern + " makes no names: " + reason + ".",
                    "Put one run of # where the number goes, such as web-##.");
        }

        @Override
        public Values values() {
            return Values.of("pattern", pattern).and("reason", reason);
        }
    }

    /** A computer cannot be called so. */
    record InvalidComputerName(String name, int max) implements LibraryRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "invalid-computer-name",
                    Sort.RULE,
                    "A computer cannot be called so",
                    name + " is no name of a computer.",
                    "Use 1 to "
                            + max
                            + " letters, digits and -, not beginning or ending with -, and not"
                            + " digits alone.");
        }

        @Override
        public Values values() {
            return Values.of("name", name).and("max", max);
        }
    }

    /** Two VMs would have one computer name. */
    record ComputerNamedTwice(String name, VmId vm, VmId other) implements LibraryRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "computer-named-twice",
                    Sort.RULE,
                    "Two VMs would have the same computer name",
                    "VMs " + other + " and " + vm + " would both be called " + name + ".",
                    "Put # into the pattern of the computer name.");
        }

        @Override
        public Values values() {
            return Values.of("name", name).and("vm", vm.value()).and("other", other.value());
        }
    }

    /** There is no such secret. */
    record UnknownSecret(EntityKind kind, String secret, List<String> known)
            implements LibraryRefusal {
        /** Copies the list. */
        public UnknownSecret {
            known = List.copyOf(known);
        }

        @Override
        public Wording wording() {
            return new Wording(
                    "unknown-secret",
                    Sort.ABSENT,
                    "There is no such secret",
                    "A " + kind.noun() + " has no secret " + secret + ".",
                    "Use " + String.join(" or ", known) + ".");
        }

        @Override
        public Values values() {
            return Values.of("kind", kind.label()).and("secret", secret).and("known", known);
        }
    }

    /** The secret is not set. */
    record SecretNotSet(EntityKind kind, String id, String secret) implements LibraryRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "secret-not-set",
                    Sort.ABSENT,
                    "The secret is not set",
                    "The " + secret + " of " + kind.noun() + " " + id + " is not set.",
                    "Set it with PUT.");
        }

        @Override
        public Values values() {
            return Values.of("kind", kind.label()).and("id", id).and("secret", secret);
        }
    }
}
