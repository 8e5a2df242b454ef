package io.berth.keyvault.container.ldap;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ModifyRequest;
import com.unboundid.ldap.sdk.ResultCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * What the service account may do in the directory, tried for real.
 *
 * <p><b>Goal.</b> A vault keeps keys in a directory only when it can read, change, add and remove
 * them there; when it cannot, somebody must hear which right is missing on which object.
 *
 * <p><b>Steps.</b> The container is looked for; when it is not there it is made, which needs the
 * right to create objects in what it is in. Then the group object of the vault in the same way. On
 * both a change that changes nothing is tried (an attribute that they never have is replaced by
 * nothing), and an object is made below them: an empty ring, below the group object with a key in
 * it, which is read, changed and removed again. All that fails is told, not only the first.
 *
 * <p>Servers could be asked for rights by a control, but each has its own and OpenLDAP has none; an
 * operation that was done is also the better proof. A handful of round trips, once at start and
 * when somebody asks.
 */
public final class LdapRights {
    private static final Logger LOG = Logger.getLogger(LdapRights.class);

    /** A denied operation, as some servers say it: the object is not even there for the account. */
    private static final Set<ResultCode> DENIED =
            Set.of(
                    ResultCode.INSUFFICIENT_ACCESS_RIGHTS,
                    ResultCode.AUTHORIZATION_DENIED,
                    ResultCode.NO_SUCH_OBJECT);

    private static final Set<ResultCode> UNKNOWN_SCHEMA =
            Set.of(
                    ResultCode.UNDEFINED_ATTRIBUTE_TYPE,
                    ResultCode.OBJECT_CLASS_VIOLATION,
                    ResultCode.INVALID_ATTRIBUTE_SYNTAX);

    private final LdapDirectory directory;
    private final LdapTree tree;
    private final String probe = ".probe-" + UUID.randomUUID();
    private final List<Lack> lacks = new ArrayList<>();

    LdapRights(LdapDirectory directory, LdapTree tree) {
        this.directory = directory;
        this.tree = tree;
    }

    /** What the service account needs. */
    public enum Right {
        /** See an object and its attributes. */
        READ("read"),
        /** Change its attributes. */
        WRITE("write"),
        /** Make objects directly below it. */
        CREATE_CHILD("create all child objects"),
        /** Remove an object. */
        DELETE("delete");

        private final String words;

        Right(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /** A right that is missing, and on which object, by its distinguished name. */
    public record Lack(Right right, String object) {}

    /** How the container came about. */
    public enum Origin {
        /** This service made it. */
        CREATED,
        /** It was there. */
        FOUND,
        /** It is not there, or the account does not see it, and it could not be made. */
        ABSENT
    }

    /**
     * What was found out.
     *
     * @param lacks in the order in which they were met; empty when the vault can keep keys there
     */
    public record Report(Origin container, List<Lack> lacks) {
        /** Copies the list. */
        public Report {
            lacks = List.copyOf(lacks);
        }

        /** Whether the vault can keep keys there. */
        public boolean sufficient() {
            return lacks.isEmpty();
        }

        /** What is missing, in words, and what an administrator can do. */
        public String wording() {
            String missing =
                    lacks.stream()
                            .map(lack -> lack.right() + " on " + lack.object())
                            .collect(Collectors.joining("; "));
            return container == Origin.ABSENT
                    ? "the container is not there, or the service account does not see it, and it"
                            + " cannot be made; missing: "
                            + missing
                            + ". Grant that, or make the container beforehand and grant read, write"
                            + " and create all child objects on it"
                    : "the service account lacks " + missing;
        }
    }

    /**
     * Makes what is missing and tries everything.
     *
     * @throws LDAPException when the directory does not answer, or does not know Berth's classes
     */
    Report prepare() throws LDAPException {
        Origin container = make(tree.containerEntry(), tree.parent());
        if (container != Origin.ABSENT
                && make(tree.groupEntry(), tree.container()) != Origin.ABSENT) {
            tryWriting(tree.container());
            tryChild(tree.container());
            tryWriting(tree.group());
            tryChild(tree.group());
        }
        return new Report(container, lacks);
    }

    private Origin make(Entry entry, DN in) throws LDAPException {
        if (sees(entry.getParsedDN())) {
            return Origin.FOUND;
        }
        if (!may(() -> directory.connections().add(entry))) {
            lacks.add(new Lack(Right.CREATE_CHILD, in.toString()));
            return Origin.ABSENT;
        }
        if (!sees(entry.getParsedDN())) {
            lacks.add(new Lack(Right.READ, entry.getDN()));
            return Origin.ABSENT;
        }
        return Origin.CREATED;
    }

    private void tryWriting(DN object) throws LDAPException {
        tryRight(
                Right.WRITE,
                object.toString(),
                () ->
                        directory
                                .connections()
                                .modify(
                                        new ModifyRequest(
                                                object,
                                                new Modification(
                                                        ModificationType.REPLACE, LdapTree.RING))));
    }

    private void tryChild(DN parent) throws LDAPException {
        Entry child = tree.ringEntry(parent, probe);
        if (!tryRight(
                Right.CREATE_CHILD, parent.toString(), () -> directory.connections().add(child))) {
            return;
        }
        boolean empty = !parent.equals(tree.group()) || tryKey(child.getParsedDN(), below(parent));
        if (!empty || !tryRemoving(child.getParsedDN(), below(parent))) {
            LOG.warnf("the object %s was made to try rights; remove it", child.getDN());
        }
    }

    private boolean tryRemoving(DN probe, String objects) throws LDAPException {
        return tryRight(
                Right.DELETE, objects, () -> directory.connections().delete(probe.toString()));
    }

    private static String below(DN parent) {
        return "objects below " + parent;
    }

    /** Whether nothing is left of the key that is made for it. */
    private boolean tryKey(DN ring, String objects) throws LDAPException {
        byte[] first = {1};
        byte[] second = {2};
        DN key = tree.key(ring, 1);
        if (!tryRight(
                Right.CREATE_CHILD,
                objects,
                () -> directory.connections().add(tree.keyEntry(key, first)))) {
            return true;
        }
        if (!holds(key, first)) {
            lacks.add(new Lack(Right.READ, objects));
        }
        tryRight(
                Right.WRITE,
                objects,
                () ->
                        directory
                                .connections()
                                .modify(
                                        new ModifyRequest(
                                                key,
                                                new Modification(
                                                        ModificationType.REPLACE,
                                                        LdapTree.WRAPPED,
                                                        second))));
        return tryRemoving(key, objects);
    }

    private boolean holds(DN key, byte[] value) throws LDAPException {
        Optional<Entry> entry = find(key, LdapTree.WRAPPED);
        return entry.isPresent() && entry.get().hasAttributeValue(LdapTree.WRAPPED, value);
    }

    private boolean sees(DN object) throws LDAPException {
        return find(object, LdapDirectory.NOTHING).isPresent();
    }

    private Optional<Entry> find(DN object, String attribute) throws LDAPException {
        try {
            return directory.find(object, attribute);
        } catch (LDAPException e) {
            if (DENIED.contains(e.getResultCode())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private boolean tryRight(Right right, String object, Operation operation) throws LDAPException {
        boolean granted = may(operation);
        if (!granted && !lacks.contains(new Lack(right, object))) {
            lacks.add(new Lack(right, object));
        }
        return granted;
    }

    /** Something to be tried. */
    @FunctionalInterface
    private interface Operation {
        void run() throws LDAPException;
    }

    private static boolean may(Operation operation) throws LDAPException {
        try {
            operation.run();
            return true;
        } catch (LDAPException e) {
            if (DENIED.contains(e.getResultCode())) {
                return false;
            }
            if (ResultCode.ENTRY_ALREADY_EXISTS.equals(e.getResultCode())) {
                // Another instance was first.
                return true;
            }
            if (UNKNOWN_SCHEMA.contains(e.getResultCode())) {
                throw new LDAPException(
                        e.getResultCode(),
                        "the directory does not know Berth's object classes; load"
                                + " deploy/ldap/berth-keyvault.ldif into it",
                        e);
            }
            throw e;
        }
    }
}
